import { readFileSync } from 'node:fs';
import { isScalarType, specifiedScalarTypes } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import { INPUTS_FOR_STAFF } from '../../../src/auth/permissions.ts';
import { ERROR_CODES } from '../../../src/graphql/errors.ts';
import * as closes from '../../../src/http/socket/close-codes.ts';
import { USER_ERROR_CODES } from '../../../src/shared/errors.ts';

const api = readFileSync('docs/api.md', 'utf8');
const live = readFileSync('docs/live.md', 'utf8');

/** First cells of the first table after a heading. */
function rowsAfter(text: string, heading: string): string[] {
  const [, after = ''] = text.split(`\n## ${heading}\n`);
  const [, table = ''] = /\n(\|[\s\S]*?)\n\n/.exec(after) ?? [];
  return [...table.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code ?? '');
}

test('the documentation says in one place which filters of cases are for staff only', () => {
  const [, said = ''] = /\n\nFilters of `escalations` for staff only: (.*?)\. /s.exec(api) ?? [];
  const named = [...said.matchAll(/`(\w+)`/g)].map(([, field]) => `EscalationFilter.${field}`);
  expect(named.sort()).toEqual([...INPUTS_FOR_STAFF].sort());
});

describe('the documentation of codes', () => {
  test('has every code of errors that clients see, and no other', () => {
    expect(rowsAfter(api, 'Errors of a request').sort()).toEqual([...ERROR_CODES].sort());
  });

  test('has every code of user errors, and no other', () => {
    expect(rowsAfter(api, 'Changing').sort()).toEqual([...USER_ERROR_CODES].sort());
  });

  test('has every code by which sockets are closed', () => {
    const ours = Object.values(closes).flatMap((one) =>
      typeof one === 'number' ? [one] : typeof one === 'object' ? [one.code] : [],
    );
    // By the protocol's library: no connection_init in time, and an id that is in use.
    for (const code of [...ours, 4408, 4409]) expect(live).toContain(String(code));
  });
});

test('every scalar of ours but decimals says where it is specified', () => {
  const own = Object.values(createSchema().getTypeMap()).filter(
    (type) => isScalarType(type) && !specifiedScalarTypes.includes(type),
  );
  const specified = own.map((type) => [
    type.name,
    isScalarType(type) && (type.specifiedByURL ?? '').startsWith('https://'),
  ]);
  expect(Object.fromEntries(specified)).toEqual({
    Date: true,
    DateTime: true,
    Decimal: false,
    Duration: true,
    EmailAddress: true,
    JSONObject: true,
  });
});
