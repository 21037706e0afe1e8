import { readFileSync } from 'node:fs';
import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../../src/app/schema.ts';
import type { Price } from '../../../../src/graphql/limits/price.ts';
import { READING_IN_POINTS } from '../../../../src/graphql/limits/price.ts';

/** Points of fields for which more is read than they show, by their names; those of all connections as one. */
function pricesInSchema(): Record<string, number> {
  const prices: Record<string, number> = {};
  for (const type of Object.values(createSchema().getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { price } = field.extensions as { price?: Price };
      if (price?.reads === undefined) continue;
      prices[field.name === 'totalCount' ? field.name : `${type.name}.${field.name}`] =
        READING_IN_POINTS[price.reads];
    }
  }
  return prices;
}

test('docs/api.md names every field for which more is read than it shows, with its points', () => {
  const text = readFileSync('docs/api.md', 'utf8');
  const rows = text.matchAll(/^\| `([\w.]+)` +\| (\d+) +\| (?:every|all of|the )/gm);
  const documented = Object.fromEntries(
    [...rows].map(([, name, points]) => [name, Number(points)]),
  );
  expect(documented).toEqual(pricesInSchema());
});
