import type { GraphQLInputType, GraphQLSchema } from 'graphql';
import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { CallableMutation } from '../graphql/mutation.ts';
import { findMutation } from '../graphql/mutation.ts';
import type { CaseFileProblem, Path } from './casefile.form.ts';

/** A step's mutation with its input as its service takes it. */
export interface CheckedCall {
  mutation: CallableMutation;
  input: Record<string, unknown>;
}

/** What a plain text stands for where the API takes an object. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  UserRef: 'email',
  PreventionActionInput: 'description',
};

/**
 * Reads the input of a mutation from JSON as GraphQL would read it from variables, short forms
 * included, and checks it as the API does.
 *
 * @param path of the input inside the file.
 * @returns all that is wrong with it, or the call.
 */
export function readCall(
  schema: GraphQLSchema,
  name: string,
  json: Readonly<Record<string, unknown>>,
  path: Path,
): CheckedCall | CaseFileProblem[] {
  const mutation = findMutation(name);
  const type = schema.getType(`${name.charAt(0).toUpperCase()}${name.slice(1)}Input`);
  if (mutation === undefined || !isInputObjectType(type)) {
    return [{ path: [...path.slice(0, -1), 'mutation'], reason: `There is no mutation ${name}.` }];
  }
  const problems: CaseFileProblem[] = [];
  const coerced = coerceInputValue(spellOut(json, type), type, (inner, _value, error) => {
    problems.push({ path: [...path, ...inner], reason: error.message });
  });
  if (problems.length > 0) return problems;
  const parsed = mutation.schema.safeParse(coerced);
  if (parsed.success) return { mutation, input: parsed.data };
  return parsed.error.issues.map((issue) => ({
    path: [...path, ...issue.path.map(String)],
    reason: issue.message,
  }));
}

/** Puts the full form in place of each short one. */
function spellOut(value: unknown, type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return Array.isArray(value) ? value.map((item) => spellOut(item, nullable.ofType)) : value;
  }
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return value;
  const short = SHORT_FORMS[named.name];
  if (short !== undefined && typeof value === 'string') return { [short]: value };
  if (value === null || typeof value !== 'object') return value;
  const fields = named.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const field = fields[name];
      return [name, field === undefined ? inner : spellOut(inner, field.type)];
    }),
  );
}
