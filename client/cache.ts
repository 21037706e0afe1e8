import { LISTS_OF_VALUES, POSSIBLE_TYPES, VALUE_TYPES } from './generated/cache-types.ts';
import { mergeValues } from './merge.ts';

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
 * to what it was asked of, and two queries that ask for different fields of it keep both.
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

/**
 * For `cacheExchange({ keys: graphcacheKeys() })` of urql: which types belong to what they were asked
 * of. Graphcache puts their fields together by itself.
 */
export function graphcacheKeys(): Record<string, () => null> {
  return Object.fromEntries(VALUE_TYPES.map((typeName) => [typeName, () => null]));
}
