import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSequences, readTables } from '../../../src/backup/catalog.ts';
import type { Contents } from '../../../src/backup/own.ts';
import { madeBy, tellApart } from '../../../src/backup/own.ts';
import { migrationTexts } from '../../../src/db/migrate.ts';
import { isNumberSequence } from '../../../src/escalation/steps/number-sequence.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';

const made = madeBy(migrationTexts());
let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function look(isNewer = false): Promise<Contents> {
  const found = { tables: await readTables(client), sequences: await readSequences(client) };
  return tellApart(found, made, isNewer, isNumberSequence);
}

test('what migrations are read to make is what a migrated database has', async () => {
  const found = await readTables(client);
  const { tables, sequences, leftOut } = await look();
  expect(leftOut).toEqual([]);
  expect(tables).toEqual(found.map(({ name, columns }) => ({ name, columns })));
  expect([...made.keys()].sort()).toEqual(tables.map(({ name }) => name).sort());
  expect(sequences).toContain('log_entry_id_seq');
});

describe('beside the desk’s tables', () => {
  beforeAll(async () => {
    await client.query(
      `CREATE TABLE on_call (id serial); CREATE TABLE "Notes, old" (a int); CREATE SEQUENCE ticket;
       CREATE SEQUENCE escalation_number_2019; ALTER TABLE customer ADD COLUMN crm_id serial;
       CREATE TABLE later (id serial)`,
    );
  });

  test('stand those of others, with their sequences, and columns of others', async () => {
    const { tables, sequences, leftOut } = await look();
    expect(tables.map(({ name }) => name).sort()).toEqual([...made.keys()].sort());
    expect(tables.find(({ name }) => name === 'customer')?.columns).not.toContain('crm_id');
    expect(sequences).toEqual(['escalation_number_2019', 'log_entry_id_seq']);
    expect(leftOut.sort()).toEqual(
      [
        ...['Notes, old', 'customer.crm_id', 'customer_crm_id_seq', 'later', 'later_id_seq'],
        ...['on_call', 'on_call_id_seq', 'ticket'],
      ].sort(),
    );
  });

  test('may stand those of a newer version, which are taken along', async () => {
    const { tables, sequences, leftOut } = await look(true);
    expect(tables.map(({ name }) => name)).toContain('later');
    expect(sequences).toContain('later_id_seq');
    expect(leftOut).toEqual(['Notes, old']);
  });
});
