import type { ASTVisitor, ValidationContext } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Principal } from '../../auth/principal.ts';

/** Partners work with the operations that were agreed on; the schema is not theirs to look through. */
export function isKeptFromSchema({ role }: Pick<Principal, 'role'>): boolean {
  return role === 'PARTNER';
}

/** Validation rule: refuses `__schema` and `__type`, wherever they stand. `__typename` is no secret. */
export function noIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (node.name.value !== '__schema' && node.name.value !== '__type') return;
      context.reportError(
        new GraphQLError(`\`${node.name.value}\` is not for partners.`, {
          nodes: [node],
          extensions: { code: 'FORBIDDEN' },
        }),
      );
    },
  };
}

/** What graphql-js adds to an error about a name that is almost right, and we about a value of an enum that is not. */
const SUGGESTION = / (?:Did you mean [^?]*\?|It is one of [A-Z0-9_, ]+\.)$/;

/** An error as the principal may see it: to those who may not see the schema nothing is suggested. */
export function withoutSuggestion(
  principal: Pick<Principal, 'role'>,
  error: GraphQLError,
): GraphQLError {
  if (!isKeptFromSchema(principal) || !SUGGESTION.test(error.message)) return error;
  const { nodes, source, positions, path, originalError, extensions } = error;
  return new GraphQLError(error.message.replace(SUGGESTION, ''), {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    originalError: originalError ?? null,
    extensions,
  });
}
