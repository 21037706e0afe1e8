import type { ASTVisitor, ValidationContext } from 'graphql';
import { GraphQLError, Kind, visit } from 'graphql';
import { MAX_ALIASES } from './limits.ts';

/** Validation rule: refuses a document with more aliases than the limit, wherever in it they stand. */
export function aliasLimit(context: ValidationContext): ASTVisitor {
  return {
    [Kind.DOCUMENT](document) {
      let aliases = 0;
      visit(document, {
        [Kind.FIELD]: ({ alias }) => {
          if (alias !== undefined) aliases += 1;
        },
      });
      if (aliases <= MAX_ALIASES) return;
      context.reportError(
        new GraphQLError(`The document has ${aliases} aliases; the limit is ${MAX_ALIASES}.`, {
          extensions: { code: 'QUERY_TOO_COMPLEX' },
        }),
      );
    },
  };
}
