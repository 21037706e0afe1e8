import { LISTS_OF_VALUES, POSSIBLE_TYPES, VALUE_TYPES } from './generated/cache-types.ts';
import { identityOf } from './identities.ts';
import { keyOf, mergeValues } from './merge.ts';

type Merge = (existing: unknown, incoming: unknown) => unknown;

/** Has the shape of Apollo's `TypePolicy`, which this package does not depend on. */
export interface DeskTypePolicy {
  keyFields?: false;
  merge?: Merge;
  fields?: Record<string, { merge: Merge }>;
}

export interface DeskApolloCache {
  possibleTypes: Record<string, string[]>;
  typePolicies: Record<string, DeskTypePolicy>;
}

/**
 * Options for `new InMemoryCache(apolloCache())`. An object with a global id is kept under that id; any other
 * object belongs to its parent. When two queries ask for different fields of such an object, the cache keeps
 * the fields of both, provided that both answers are about the same object (`identities.ts`).
 */
export function apolloCache(): DeskApolloCache {
  const typePolicies: Record<string, DeskTypePolicy> = {};
  for (const typeName of VALUE_TYPES) {
    typePolicies[typeName] = { keyFields: false, merge: mergeValues };
  }
  for (const [typeName, fields] of Object.entries(LISTS_OF_VALUES)) {
    typePolicies[typeName] = {
      ...typePolicies[typeName],
      fields: Object.fromEntries(fields.map((field) => [field, { merge: mergeValues }])),
    };
  }
  const possibleTypes = Object.fromEntries(
    Object.entries(POSSIBLE_TYPES).map(([name, types]) => [name, [...types]]),
  );
  return { possibleTypes, typePolicies };
}

type Data = Readonly<Record<string, unknown>>;

/**
 * For `cacheExchange({ keys: graphcacheKeys() })` of urql: how objects without an id are kept. Graphcache
 * merges whatever stands in one place without asking, so an object is kept by its place only where that
 * place always holds the same object. Any other is kept under its content: another value is another object.
 */
export function graphcacheKeys(): Record<string, (data: Data) => string | null> {
  return Object.fromEntries(VALUE_TYPES.map((typeName) => [typeName, graphcacheKey(typeName)]));
}

function graphcacheKey(typeName: string): (data: Data) => string | null {
  const identity = identityOf(typeName);
  const is = typeof identity === 'object' ? identity.is : undefined;
  // A payload is read where its mutation was called, and nowhere else.
  if (identity === 'PLACE' || is === 'FIXED' || typeName.endsWith('Payload')) return () => null;
  return (data) =>
    (is === 'UNIQUE' ? keyOf({ ...data, __typename: typeName }) : undefined) ?? contentOf(data);
}

/** The content as JSON. Nested objects with an id are written as the id, for they are kept elsewhere. */
function contentOf(data: Data): string {
  return JSON.stringify(data, (key, value: unknown) =>
    key !== '' && typeof value === 'object' && value !== null && 'id' in value ? value.id : value,
  );
}
