import type { GraphQLInputObjectType, GraphQLInputType, GraphQLSchema } from 'graphql';
import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { CallableMutation } from '../graphql/mutations/mutation.ts';
import { findMutation } from '../graphql/mutations/mutation.ts';
import { normalForm } from '../shared/text/typed-text.ts';
import type { CaseFileProblem, Path } from './problems.ts';
import { collectProblems } from './problems.ts';

/** A step's mutation, with the input that its service takes. */
export interface CheckedCall {
  mutation: CallableMutation;
  input: Record<string, unknown>;
}

/** The field that a plain text stands for, where the API takes an object of this type. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  UserRef: 'email',
  PreventionActionInput: 'description',
};

/**
 * Reads the input of a mutation from JSON as GraphQL would read it from variables, short forms
 * included, and checks it as the API does.
 *
 * @param path of the input inside the file.
 * @returns the call, or all problems of the input.
 */
export function readCall(
  schema: GraphQLSchema,
  name: string,
  json: Readonly<Record<string, unknown>>,
  path: Path,
): CheckedCall | CaseFileProblem[] {
  const mutation = findMutation(name);
  const type = inputTypeOf(schema, name);
  if (mutation === undefined || type === undefined) {
    return [{ path: [...path.slice(0, -1), 'mutation'], reason: `There is no mutation ${name}.` }];
  }
  const unread: CaseFileProblem[] = [];
  const coerced: unknown = coerceInputValue(spellOut(json, type), type, (inner, _value, error) => {
    unread.push({ path: [...path, ...inner, ...fieldIn(error)], reason: error.message });
  });
  const parsed = mutation.schema.safeParse(coerced);
  if (parsed.success && unread.length === 0) return { mutation, input: parsed.data };
  const problems = collectProblems();
  problems.add(...unread);
  // A value that GraphQL refused is missing here, and its problem is known already.
  problems.add(
    ...(parsed.error?.issues ?? []).map((issue) => ({
      path: [...path, ...issue.path.map(String)],
      reason: issue.message,
    })),
  );
  return problems.inOrder();
}

/** The field of an error. GraphQL gives the path of the object, and names a missing or unknown field. */
function fieldIn({ message }: Error): string[] {
  const name = /^Field "(.*?)" (?:of required type|is not defined by type) /s.exec(message)?.[1];
  return name === undefined ? [] : [name];
}

/** The people whom an input names by address, each with its path. Problems of other fields are ignored. */
export function peopleNamed(
  schema: GraphQLSchema,
  name: string,
  json: Readonly<Record<string, unknown>>,
  path: Path,
): { email: string; path: Path }[] {
  const type = inputTypeOf(schema, name);
  const found: { email: string; path: Path }[] = [];
  const walk = (value: unknown, within: GraphQLInputType, at: Path): void => {
    const nullable = getNullableType(within);
    if (isListType(nullable)) {
      if (!Array.isArray(value)) return;
      for (const [place, item] of value.entries()) walk(item, nullable.ofType, [...at, place]);
    } else if (isInputObjectType(nullable) && typeof value === 'object' && value !== null) {
      const email: unknown = Reflect.get(value, 'email');
      if (nullable.name === 'UserRef' && typeof email === 'string') {
        found.push({ email: normalForm(email).toLowerCase(), path: at });
      }
      for (const [field, inner] of Object.entries(nullable.getFields())) {
        walk(Reflect.get(value, field), inner.type, [...at, field]);
      }
    }
  };
  if (type !== undefined) walk(spellOut(json, type), type, path);
  return found;
}

function inputTypeOf(schema: GraphQLSchema, name: string): GraphQLInputObjectType | undefined {
  const type = schema.getType(`${name.charAt(0).toUpperCase()}${name.slice(1)}Input`);
  return isInputObjectType(type) ? type : undefined;
}

/** Replaces each short form by the full one. */
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
