import type {
  GraphQLError,
  GraphQLSchema,
  OperationDefinitionNode,
  VariableDefinitionNode,
} from 'graphql';
import { coerceInputValue, isInputType, isNonNullType, typeFromAST } from 'graphql';
import { badInput, fieldNamedIn } from './bad-input.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The most errors of one request. */
const MAX_ERRORS = 20;
/** The most characters that an error shows of a wrong value. */
const MAX_SHOWN = 200;

/**
 * Finds what is wrong with the variables of an operation. Each error has its place in the document and, as
 * `extensions.field`, the path of the value among the variables: `["input", "email"]`. graphql-js knows
 * that path too, but puts it only into its message.
 *
 * @param operation valid against the schema.
 * @param hideSuggestions for principals who may not see the schema.
 * @returns the first {@link MAX_ERRORS} errors; none when the operation can run with these variables.
 */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Variables,
  hideSuggestions: boolean,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    for (const error of problemsOf(schema, definition, variables, hideSuggestions)) {
      errors.push(error);
      if (errors.length === MAX_ERRORS) return errors;
    }
  }
  return errors;
}

function problemsOf(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  variables: Variables,
  hideSuggestions: boolean,
): GraphQLError[] {
  const { value: name } = definition.variable.name;
  const type = typeFromAST(schema, definition.type as never);
  if (!isInputType(type)) return [];
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  const refused = (message: string) => [badInput(message, [name], [definition])];
  if (value === undefined) {
    return definition.defaultValue === undefined && isNonNullType(type)
      ? refused(`Variable "$${name}" of required type "${type}" was not provided.`)
      : [];
  }
  if (value === null && isNonNullType(type)) {
    return refused(`Variable "$${name}" of non-null type "${type}" must not be null.`);
  }
  const errors: GraphQLError[] = [];
  try {
    coerceInputValue(
      value,
      type,
      (path, wrong, { message }) => {
        if (errors.length === MAX_ERRORS) throw ENOUGH;
        const missing = fieldNamedIn(message);
        const field = [name, ...path, ...(missing === undefined ? [] : [missing])];
        const at = path.length === 0 ? '' : ` at "${name}${printed(path)}"`;
        const reason = `Variable "$${name}" got invalid ${shown(wrong)}${at}; ${message}`;
        errors.push(badInput(reason, field, [definition]));
      },
      hideSuggestions,
    );
  } catch (error) {
    if (error !== ENOUGH) throw error;
  }
  return errors;
}

/** Thrown to stop coercing a value in which enough errors were found. */
const ENOUGH = new Error('enough errors');

function printed(path: readonly (string | number)[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
}

/** A value for a message. Lists and objects are only named, as they may be as long as a request. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object' && value !== null) return 'object';
  const text = JSON.stringify(value) ?? typeof value;
  return `value ${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}`;
}
