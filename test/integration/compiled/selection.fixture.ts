import type { GraphQLField, GraphQLNamedType, GraphQLObjectType } from 'graphql';
import {
  GraphQLBoolean,
  GraphQLNonNull,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { writeArguments } from './arguments.fixture.ts';
import type { Draft, Scope, WrittenFragment } from './draft.fixture.ts';
import { between, chance, newName, oneOf } from './draft.fixture.ts';
import { declare } from './values.fixture.ts';

type Field = GraphQLField<unknown, unknown>;

/** Fields around a field beyond which only values are selected; a large document goes deeper. */
const MAX_DEPTH = 8;
const LARGE_DEPTH = 17;
/** The limit is 50; over it a document is refused whole. */
const MAX_ALIASES = 45;

/**
 * Writes the selection of an object of that type.
 *
 * @param scope of the names that the object has in the answer, those of other selections of it included.
 * @returns it with its braces.
 */
export function writeSelection(
  draft: Draft,
  type: GraphQLNamedType,
  scope: Scope,
  depth: number,
): string {
  const again = scope.size === 0 && chance(draft, 12) ? fragmentOn(draft, type) : undefined;
  if (again !== undefined) return spreadAgain(draft, again, scope, type, depth);
  const parts = isInterfaceType(type)
    ? partsOfInterface(draft, type, scope, depth)
    : partsOf(draft, type, scope, depth);
  return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
}

/** A fragment that stands elsewhere already: what it puts here is as if it were written anew. */
function fragmentOn({ fragments }: Draft, type: GraphQLNamedType): WrittenFragment | undefined {
  return fragments.find(({ written }) => written.type === type.name)?.written;
}

function spreadAgain(
  draft: Draft,
  { name, scope: of }: WrittenFragment,
  scope: Scope,
  type: GraphQLNamedType,
  depth: number,
): string {
  for (const [key, taken] of of) scope.set(key, taken);
  const more = chance(draft, 50) ? partsOf(draft, type, scope, depth).join(' ') : '';
  return `{ ${more} ...${name}${directive(draft)} }`;
}

/** What is below an interface, told apart by `__typename`, so that the tests know what they got. */
function partsOfInterface(
  draft: Draft,
  type: GraphQLNamedType,
  scope: Scope,
  depth: number,
): string[] {
  if (!isInterfaceType(type)) return [];
  const possible = draft.schema.getPossibleTypes(type);
  const parts = chance(draft, 90) ? ['__typename'] : [];
  if (chance(draft, 50)) parts.push(...partsOf(draft, type, scope, depth));
  for (let count = between(draft, 1, 4); count > 0; count -= 1) {
    const one = oneOf(draft, possible);
    parts.push(`... on ${one.name}${directive(draft)} ${writeSelection(draft, one, scope, depth)}`);
  }
  if (chance(draft, 20)) parts.push(`... on ${type.name} ${block(draft, type, scope, depth)}`);
  return parts;
}

function block(draft: Draft, type: GraphQLNamedType, scope: Scope, depth: number): string {
  const parts = partsOf(draft, type, scope, depth);
  return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
}

function partsOf(draft: Draft, type: GraphQLNamedType, scope: Scope, depth: number): string[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields());
  const parts: string[] = [];
  const deepest = draft.isLarge ? LARGE_DEPTH : MAX_DEPTH;
  for (let count = between(draft, 1, depth < 2 ? 6 : 4); count > 0; count -= 1) {
    const way = between(draft, 0, 99);
    if (way < 6) parts.push(typeName(draft));
    else if (way < 14) parts.push(inlineFragment(draft, type, scope, depth));
    else if (way < 21 && draft.fragments.length < 6)
      parts.push(namedFragment(draft, type, scope, depth));
    else {
      const field = lessAsked(draft, type.name, oneOf(draft, fields), oneOf(draft, fields));
      const isComposite = isCompositeType(getNamedType(field.type));
      if (isComposite && depth >= deepest) continue;
      // Deep down more often a value, or documents grow without end.
      if (isComposite && depth > 3 && !draft.isLarge && chance(draft, 12 * depth)) continue;
      parts.push(...writeField(draft, type.name, field, scope, depth));
    }
  }
  return parts;
}

/** Of two fields the one that fewer documents have asked for, so that all come up. */
function lessAsked({ knowledge }: Draft, parent: string, one: Field, other: Field): Field {
  const [ofOne, ofOther] = [one, other].map(({ name }) => knowledge.asked(`${parent}.${name}`));
  return (ofOne ?? 0) <= (ofOther ?? 0) ? one : other;
}

function typeName(draft: Draft): string {
  if (draft.aliases >= MAX_ALIASES || chance(draft, 60)) return '__typename';
  draft.aliases += 1;
  return `${newName(draft, 't')}: __typename`;
}

function inlineFragment(draft: Draft, type: GraphQLNamedType, scope: Scope, depth: number): string {
  const [node] = isObjectType(type) ? type.getInterfaces() : [];
  if (node !== undefined && chance(draft, 30)) {
    // Through the interface and back.
    const back = chance(draft, 50)
      ? ` ... on ${type.name} ${block(draft, type, scope, depth)}`
      : '';
    return `... on ${node.name}${directive(draft)} { id${back} }`;
  }
  const on = chance(draft, 50) ? ` on ${type.name}` : '';
  return `...${on}${directive(draft)} ${block(draft, type, scope, depth)}`;
}

function namedFragment(draft: Draft, type: GraphQLNamedType, scope: Scope, depth: number): string {
  const name = newName(draft, 'F');
  const own: Scope = scope;
  const body = block(draft, type, own, depth);
  const written = { name, type: type.name, scope: own };
  // Put in when it is written to its end, so that no fragment spreads itself.
  draft.fragments.push({ text: `fragment ${name} on ${type.name} ${body}`, written });
  const twice = chance(draft, 15) ? ` ...${name}` : '';
  return `...${name}${directive(draft)}${twice}`;
}

/** @returns nothing where the name is taken and there may be no further alias. */
export function writeField(
  draft: Draft,
  parent: string,
  field: Field,
  scope: Scope,
  depth: number,
): string[] {
  const named = getNamedType(field.type);
  const type = String(field.type);
  const taken = scope.get(field.name);
  const isSame =
    taken?.field === field.name &&
    taken.type === type &&
    (taken.parent === parent || taken.args === '');
  const wantsAlias = chance(draft, field.args.length > 0 ? 25 : 8);
  let key = field.name;
  // The same field once more comes together with the first, or, under another name, is another one.
  if (wantsAlias || (taken !== undefined && !(isSame && chance(draft, 60)))) {
    if (draft.aliases >= MAX_ALIASES) return [];
    draft.aliases += 1;
    key = newName(draft, 'a');
  }
  const again = scope.get(key);
  const args = again?.args ?? writeArguments(draft, parent, field, depth);
  const entry = again ?? { parent, field: field.name, type, args, below: new Map() };
  scope.set(key, entry);
  const below = isCompositeType(named) ? writeSelection(draft, named, entry.below, depth + 1) : '';
  const alias = key === field.name ? '' : `${key}: `;
  return [`${alias}${field.name}${args}${directive(draft)} ${below}`.trim()];
}

/** Nothing, mostly. */
function directive(draft: Draft): string {
  const way = between(draft, 0, 99);
  if (way >= 8) return '';
  const name = way % 2 === 0 ? 'include' : 'skip';
  // Mostly so that there is something left to compare.
  const isShown = chance(draft, 75);
  const value = (name === 'include') === isShown;
  const given = way < 4 ? `$${declare(draft, BOOLEAN, value)}` : String(value);
  return ` @${name}(if: ${given})${way === 7 ? ' @include(if: true)' : ''}`;
}

const BOOLEAN = new GraphQLNonNull(GraphQLBoolean);

export function rootFieldsFor(
  draft: Draft,
  type: GraphQLObjectType,
  isFor: (field: string) => boolean,
): Field[] {
  const fields = Object.values(type.getFields());
  const own = fields.filter(({ name }) => isFor(name));
  return chance(draft, 2) ? fields : own;
}
