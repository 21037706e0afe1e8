import type { GraphQLInputObjectType, GraphQLInputType, GraphQLNamedInputType } from 'graphql';
import {
  GraphQLList,
  GraphQLNonNull,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
} from 'graphql';
import { createSchema } from '../../../src/app/schema.ts';
import type { Variables } from '../../support/client.ts';

/** One value in the input of a mutation, however deep: for entries of lists the path has a 0. */
export interface InputField {
  mutation: string;
  path: readonly string[];
  /** Of the value, or of the entries where it is a list. */
  type: GraphQLNamedInputType;
  isList: boolean;
  isRequired: boolean;
  /** What a developer reads about it, which says its limits. */
  description: string;
}

/** Ids that name something, by the name of the field that they are given in. */
export type KnownIds = Readonly<Record<string, string>>;

const inputs: ReadonlyMap<string, GraphQLInputObjectType> = new Map(
  Object.entries(createSchema().getMutationType()?.getFields() ?? {}).map(([mutation, field]) => {
    const [input] = field.args;
    const type = input && getNamedType(input.type);
    if (!isInputObjectType(type)) throw new Error(`${mutation} takes no input object.`);
    return [mutation, type];
  }),
);

/** Every value that a mutation of the API takes. */
export const FIELDS: readonly InputField[] = [...inputs].flatMap(([mutation, type]) =>
  fieldsOf(mutation, type, []),
);

function fieldsOf(
  mutation: string,
  object: GraphQLInputObjectType,
  above: readonly string[],
): InputField[] {
  return Object.values(object.getFields()).flatMap((given) => {
    const path = [...above, given.name];
    const type = getNamedType(given.type);
    const isList = getNullableType(given.type) instanceof GraphQLList;
    const common = { mutation, type, description: given.description ?? '' };
    const field = { ...common, path, isList, isRequired: isNonNullType(given.type) };
    const inner = isList ? [...path, '0'] : path;
    const entry = { ...common, path: inner, isList: false, isRequired: true };
    return [
      field,
      ...(isList ? [entry] : []),
      ...(isInputObjectType(type) ? fieldsOf(mutation, type, inner) : []),
    ];
  });
}

/** An input with what is required and that value: whatever is refused of it is the value. */
export function inputWith(
  { mutation, path }: Pick<InputField, 'mutation' | 'path'>,
  value: unknown,
  ids: KnownIds,
): Variables {
  const type = inputs.get(mutation);
  if (type === undefined) throw new Error(`There is no mutation ${mutation}.`);
  return place(type, path, value, ids) as Variables;
}

function place(
  type: GraphQLInputType,
  [head, ...rest]: readonly string[],
  value: unknown,
  ids: KnownIds,
): unknown {
  if (head === undefined) return value;
  if (type instanceof GraphQLNonNull) return place(type.ofType, [head, ...rest], value, ids);
  if (type instanceof GraphQLList) return [place(type.ofType, rest, value, ids)];
  if (!isInputObjectType(type)) throw new Error(`${head} is not in ${type}.`);
  const field = type.getFields()[head];
  const beside = type.isOneOf ? {} : required(type, ids);
  if (field === undefined) return { ...beside, [head]: value };
  return { ...beside, [head]: place(field.type, rest, value, ids) };
}

function required(type: GraphQLInputObjectType, ids: KnownIds): Variables {
  const fields = Object.values(type.getFields());
  const needed = type.isOneOf
    ? fields.filter(({ name }) => name !== 'id')
    : fields.filter((field) => isNonNullType(field.type));
  return Object.fromEntries(
    needed.map((field) => [field.name, plain(field.type, field.name, ids)]),
  );
}

const PLAIN: Readonly<Record<string, unknown>> = {
  String: 'Words',
  Int: 1,
  Boolean: true,
  DateTime: '2026-03-02T09:00:00Z',
  Date: '2026-03-31',
  Duration: 'PT1H',
  Decimal: '1.00',
  EmailAddress: 'somebody@desk.example',
  JSONObject: {},
};

function plain(type: GraphQLInputType, name: string, ids: KnownIds): unknown {
  if (type instanceof GraphQLNonNull) return plain(type.ofType, name, ids);
  if (type instanceof GraphQLList) return [plain(type.ofType, name, ids)];
  if (isInputObjectType(type)) return required(type, ids);
  if (isEnumType(type)) return type.getValues()[0]?.name;
  return type.name === 'ID' ? ids[name] : PLAIN[type.name];
}

/** An input of the mutation that breaks no rule of a field. */
export function plainInput(mutation: string, ids: KnownIds): Variables {
  const type = inputs.get(mutation);
  return type === undefined ? {} : required(type, ids);
}

/** An entry of that list that breaks no rule. */
export function plainEntry({ type, path }: InputField, ids: KnownIds): unknown {
  return plain(type, path.at(-1) ?? '', ids);
}

/** Where messages about the request say that a value is: `input.users[0].id`. */
export function pathInRequest({ path }: Pick<InputField, 'path'>): string {
  return ['input', ...path].join('.').replaceAll(/\.(\d+)/g, '[$1]');
}

/** Every value of that type in the inputs of all mutations, as rows of a table. */
export function valuesOf(typeName: string): (readonly [name: string, field: InputField])[] {
  return FIELDS.filter(({ type, isList }) => type.name === typeName && !isList).map(named);
}

export function named(field: InputField): readonly [name: string, field: InputField] {
  return [`${field.mutation}: ${field.path.join('.')}`, field];
}
