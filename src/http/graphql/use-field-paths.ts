import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { withFields } from '../../graphql/checks/bad-input.ts';

/** Says of values that are written into a document, and are wrong, where in its input they stand. */
export function useFieldPaths(): Plugin {
  return {
    onValidate({ params }) {
      return ({ valid, result, setResult }) => {
        if (valid) return;
        setResult([...withFields(params.documentAST, result as readonly GraphQLError[])]);
      };
    },
  };
}
