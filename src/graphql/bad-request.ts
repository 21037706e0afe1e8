import type { ASTNode } from 'graphql';
import { GraphQLError } from 'graphql';

/** The error for a request that is wrong whatever the data. The message says what would be right. */
export function badRequest(message: string, nodes?: readonly ASTNode[]): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'BAD_REQUEST' },
    ...(nodes === undefined ? {} : { nodes }),
  });
}
