import type { GraphQLSchema } from 'graphql';
import { GraphQLError, isEnumType } from 'graphql';

/** Of a message that holds the value that was given, in characters: the list behind it counts more. */
const MAX_SAID = 200;
const NEAR_MATCH = / Did you mean [^?]*\?$/;

/**
 * Makes every enum say which values it has when it is given another one and none of its values is near:
 * graphql-js says then only that the value does not exist. Nothing is said when suggestions are hidden.
 */
export function listEnumValues(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isEnumType(type) || type.name.startsWith('__')) continue;
    const { parseValue, parseLiteral } = type;
    const names = type.getValues().map(({ name }) => name);
    const listing = <Parsed>(hidden: boolean | null | undefined, parse: () => Parsed): Parsed => {
      try {
        return parse();
      } catch (error) {
        if (hidden === true || !(error instanceof GraphQLError)) throw error;
        throw NEAR_MATCH.test(error.message) ? error : withValues(error, names);
      }
    };
    type.parseValue = (value, hidden) =>
      listing(hidden, () => parseValue.call(type, value, hidden));
    type.parseLiteral = (node, variables, hidden) =>
      listing(hidden, () => parseLiteral.call(type, node, variables, hidden));
  }
}

function withValues({ message, nodes }: GraphQLError, names: readonly string[]): GraphQLError {
  const said = message.length > MAX_SAID ? `${message.slice(0, MAX_SAID)}…` : message;
  return new GraphQLError(`${said} It is one of ${names.join(', ')}.`, { nodes: nodes ?? null });
}
