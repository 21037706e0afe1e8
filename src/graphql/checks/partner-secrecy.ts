import type { ASTVisitor, ValidationContext } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Principal } from '../../auth/principal.ts';

/** Whether the schema is kept from a principal. Partners work with agreed operations and do not see it. */
export function isKeptFromSchema({ role }: Pick<Principal, 'role'>): boolean {
  return role === 'PARTNER';
}

/** Validation rule: refuses `__schema` and `__type` wherever they stand. `__typename` is allowed. */
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

/** The suggestion at the end of an error: graphql-js adds one for a near name, we for a wrong enum value. */
const SUGGESTION = / (?:Did you mean [^?]*\?|It is one of [A-Z0-9_, ]+\.)$/;

/** An error as the principal may see it: without suggestions when the schema is kept from the principal. */
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
