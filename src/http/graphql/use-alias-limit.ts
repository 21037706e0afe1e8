import type { Plugin } from 'graphql-yoga';
import { aliasLimit } from '../../graphql/limits/alias-limit.ts';

/** Checked with the document, once for each document, and not each time that it runs. */
export function useAliasLimit(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(aliasLimit);
    },
  };
}
