import { LISTS_OF_VALUES, POSSIBLE_TYPES, VALUE_TYPES } from './generated/cache-types.ts';
import { identityOf } from './identities.ts';
import { keyOf, mergeValues } from './merge.ts';

type Merge = (existing: unknown, incoming: unknown) => unknown;

/** As Apollo's `TypePolicy`, which this package does not depend on. */
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
 * For `new InMemoryCache(apolloCache())`. What has a global id is kept under it; everything else belongs
 * to what it was asked of, and two queries that ask for different fields of it keep both where it is the
 * same thing (`identities.ts`).
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
 * puts together, without asking, what stands in one place; so only that goes by its place which is ever
 * the same there. Everything else is kept under what it says, and another value is another object.
 */
export function graphcacheKeys(): Record<string, (data: Data) => string | null> {
  return Object.fromEntries(VALUE_TYPES.map((typeName) => [typeName, graphcacheKey(typeName)]));
}

function graphcacheKey(typeName: string): (data: Data) => string | null {
  const identity = identityOf(typeName);
  const is = typeof identity === 'object' ? identity.is : undefined;
  // What a mutation answers is read where it was asked for, and nowhere else.
  if (identity === 'PLACE' || is === 'FIXED' || typeName.endsWith('Payload')) return () => null;
  return (data) =>
    (is === 'UNIQUE' ? keyOf({ ...data, __typename: typeName }) : undefined) ?? contentOf(data);
}

/** Things with an id by that, for they are kept elsewhere. */
function contentOf(data: Data): string {
  return JSON.stringify(data, (key, value: unknown) =>
    key !== '' && typeof value === 'object' && value !== null && 'id' in value ? value.id : value,
  );
}
