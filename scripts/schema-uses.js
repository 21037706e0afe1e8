// What of a schema an operation uses, and what of a schema a breaking change is about; both as
// coordinates: `Type`, `Type.field`, `Type.field(argument:)`, `@directive`.
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * What of it names: the coordinates of everything that the document selects, gives and gets.
 *
 * @param schema that the document is valid against.
 */
export function usesOf(schema, source) {
  const document = parse(source);
  const uses = new Set();
  const typeInfo = new TypeInfo(schema);

  const useInput = (type) => {
    if (type == null || uses.has(type.name)) return;
    uses.add(type.name);
    if (!isInputObjectType(type)) return;
    // Whoever fills a variable may give any of its fields.
    for (const field of Object.values(type.getFields())) {
      uses.add(`${type.name}.${field.name}`);
      useInput(getNamedType(field.type));
    }
  };

  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      [Kind.FIELD]() {
        const parent = typeInfo.getParentType();
        const field = typeInfo.getFieldDef();
        if (parent == null || field == null) return;
        uses.add(parent.name);
        uses.add(`${parent.name}.${field.name}`);
        // An interface's field is there on all its types, and goes with it.
        if (isInterfaceType(parent)) {
          for (const { name } of schema.getPossibleTypes(parent)) uses.add(`${name}.${field.name}`);
        }
        const type = getNamedType(field.type);
        uses.add(type.name);
        if (isAbstractType(type)) {
          for (const { name } of schema.getPossibleTypes(type)) uses.add(name);
        }
      },
      [Kind.ARGUMENT]({ name }) {
        const directive = typeInfo.getDirective();
        const parent = typeInfo.getParentType();
        const field = typeInfo.getFieldDef();
        if (directive != null) uses.add(`@${directive.name}(${name.value}:)`);
        else if (parent != null && field != null) {
          uses.add(`${parent.name}.${field.name}(${name.value}:)`);
        }
      },
      [Kind.OBJECT_FIELD]({ name }) {
        const parent = getNamedType(typeInfo.getParentInputType());
        if (parent != null) uses.add(`${parent.name}.${name.value}`);
      },
      [Kind.OBJECT]() {
        const type = getNamedType(typeInfo.getInputType());
        if (type != null) uses.add(type.name);
      },
      [Kind.ENUM]() {
        const type = getNamedType(typeInfo.getInputType());
        if (isEnumType(type)) uses.add(type.name);
      },
      [Kind.VARIABLE_DEFINITION]() {
        useInput(getNamedType(typeInfo.getInputType()));
      },
      [Kind.INLINE_FRAGMENT]: ({ typeCondition }) => {
        if (typeCondition !== undefined) uses.add(typeCondition.name.value);
      },
      [Kind.FRAGMENT_DEFINITION]: ({ typeCondition }) => {
        uses.add(typeCondition.name.value);
      },
      [Kind.DIRECTIVE]: ({ name }) => {
        uses.add(`@${name.value}`);
      },
    }),
  );
  return uses;
}

/** What each kind of change is about: graphql-js says it in words only. */
const SUBJECTS = {
  TYPE_REMOVED: [/^(?:Standard scalar )?(\w+) was/, (type) => type],
  TYPE_CHANGED_KIND: [/^(\w+) changed/, (type) => type],
  TYPE_REMOVED_FROM_UNION: [/from union type (\w+)/, (type) => type],
  VALUE_REMOVED_FROM_ENUM: [/from enum type (\w+)/, (type) => type],
  REQUIRED_INPUT_FIELD_ADDED: [/on input type (\w+)/, (type) => type],
  IMPLEMENTED_INTERFACE_REMOVED: [/^(\w+) no longer/, (type) => type],
  FIELD_REMOVED: [/^(\w+\.\w+) was/, (field) => field],
  FIELD_CHANGED_KIND: [/^(\w+\.\w+) changed/, (field) => field],
  REQUIRED_ARG_ADDED: [/ on (\w+\.\w+) was/, (field) => field],
  ARG_REMOVED: [/^(\w+\.\w+) arg (\w+)/, (field, arg) => `${field}(${arg}:)`],
  ARG_CHANGED_KIND: [/^(\w+\.\w+) arg (\w+)/, (field, arg) => `${field}(${arg}:)`],
  DIRECTIVE_REMOVED: [/^(\w+) was/, (name) => `@${name}`],
  DIRECTIVE_ARG_REMOVED: [/^(\w+) was removed from (\w+)/, (arg, name) => `@${name}(${arg}:)`],
  REQUIRED_DIRECTIVE_ARG_ADDED: [/on directive (\w+)/, (name) => `@${name}`],
  DIRECTIVE_REPEATABLE_REMOVED: [/from (\w+)/, (name) => `@${name}`],
  DIRECTIVE_LOCATION_REMOVED: [/from (\w+)/, (name) => `@${name}`],
};

/** @throws Error for a kind of change that graphql-js did not know when this was written. */
export function subjectOf({ type, description }) {
  const [words, coordinate] = SUBJECTS[type] ?? [];
  const match = words?.exec(description);
  if (match == null) throw new Error(`What is this change about? ${type}: ${description}`);
  return coordinate(...match.slice(1));
}
