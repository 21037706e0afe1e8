import type { Plugin } from 'graphql-yoga';
import { MAX_TOKENS } from '../../graphql/limits/limits.ts';

/** Ends parsing at the limit, before a deeply nested document can use up the stack. */
export function useTokenLimit(): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) => parseFn(source, { ...options, maxTokens: MAX_TOKENS }));
    },
  };
}
