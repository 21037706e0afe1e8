import type { GraphQLSchema } from 'graphql';
import { GraphQLError, isEnumType } from 'graphql';

/** The most characters of a message that quotes the given value: the list behind it matters more. */
const MAX_SAID = 200;
const NEAR_MATCH = / Did you mean [^?]*\?$/;

/**
 * Makes the error about an unknown value of an enum list the enum's values, where graphql-js finds none that
 * is near and says only that the value does not exist. Adds nothing when suggestions are hidden.
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
