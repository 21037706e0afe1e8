import type { Plugin } from 'graphql-yoga';
import {
  isKeptFromSchema,
  noIntrospection,
  withoutSuggestion,
} from '../../graphql/checks/partner-secrecy.ts';
import type { ServerContext } from './use-authentication.ts';

/** Keeps the schema from partners: no introspection, and no names in errors that they did not send. */
export function usePartnerSecrecy(): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onValidate({ context, addValidationRule }) {
      const { principal } = context as unknown as ServerContext;
      if (principal === undefined || !isKeptFromSchema(principal)) return undefined;
      // Results of validation are kept by the names of the rules, so those of staff are not taken.
      addValidationRule(noIntrospection);
      return ({ valid, result, setResult }) => {
        if (!valid) setResult(result.map((error) => withoutSuggestion(principal, error)));
      };
    },
    onExecutionResult({ result, setResult, context }) {
      const { principal } = context as unknown as ServerContext;
      if (principal === undefined || !isKeptFromSchema(principal)) return;
      if (result === undefined || Symbol.asyncIterator in result) return;
      if (result.errors === undefined) return;
      const errors = result.errors.map((error) => withoutSuggestion(principal, error));
      setResult({ ...result, errors });
    },
  };
}
