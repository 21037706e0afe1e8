import { describe, expect, it } from 'vitest';
import { modelOf } from '../../../../src/graphql/reads/model.ts';
import { addHandle, addParent } from '../../../../src/graphql/reads/parents.ts';
import { createRows } from '../../../../src/graphql/reads/rows.ts';
import { Uncompilable } from '../../../../src/graphql/reads/uncompilable.ts';
import { createAliases } from '../../../../src/graphql/reads/where.sql.ts';

const AT = '2026-03-01T09:30:00.123+00:00';

describe.each([
  ['a row that a resolver computes from', addParent],
  ['a row that a resolver hands on', addHandle],
])('%s', (_what, add) => {
  const make = () => {
    const rows = createRows(modelOf('LogEntry'), createAliases('t'));
    const makeRow = add(rows, { seq: true, at: true, actorId: true }, () => {});
    return makeRow(['12', AT, null]) as Record<string, unknown>;
  };

  it('has what was declared, as Prisma would have read it', () => {
    const { seq, at, actorId } = make();
    expect([seq, at, actorId]).toEqual([12n, new Date(AT), null]);
  });

  it('throws for a column or a relation that was not declared, and never has undefined there', () => {
    const row = make();
    expect(() => row['summary']).toThrow(Uncompilable);
    expect(() => row['escalation']).toThrow(Uncompilable);
  });
});
