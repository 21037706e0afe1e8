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
  // What GraphQL did not take is not there, which has been said.
  problems.add(
    ...(parsed.error?.issues ?? []).map((issue) => ({
      path: [...path, ...issue.path.map(String)],
      reason: issue.message,
    })),
  );
  return problems.inOrder();
}

/** Of an object that lacks a field or has one too many GraphQL gives the place, and says which field. */
function fieldIn({ message }: Error): string[] {
  const name = /^Field "(.*?)" (?:of required type|is not defined by type) /s.exec(message)?.[1];
  return name === undefined ? [] : [name];
}

/** Whom an input names by address, and where; what is wrong with the rest of it does not matter. */
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
