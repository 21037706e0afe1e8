import { expect, test } from 'vitest';
import { wrongWith } from '../../../scripts/migration-rules.js';

const NAME = '29990101000000_later';

test.each([
  ['drops a table', 'DROP TABLE fruit;'],
  ['drops a column', 'ALTER TABLE fruit\n  DROP COLUMN colour;'],
  ['drops a type', 'DROP TYPE "Colour"'],
  ['renames something', 'ALTER TABLE fruit RENAME COLUMN colour TO tint;'],
  ['renames something', 'ALTER TABLE fruit RENAME TO fruits;'],
  ['changes the type of a column', 'ALTER TABLE fruit ALTER COLUMN colour TYPE integer;'],
  ['forbids nulls in a column', 'ALTER TABLE fruit ALTER COLUMN colour SET NOT NULL;'],
  ['takes a default away', 'ALTER TABLE fruit ALTER COLUMN colour DROP DEFAULT;'],
  [
    'adds a column that older versions do not fill',
    'ALTER TABLE fruit ADD COLUMN ripe boolean NOT NULL;',
  ],
  [
    'adds a column that older versions do not fill',
    'ALTER TABLE fruit ADD COLUMN ripe boolean NOT NULL, ADD COLUMN sweet text DEFAULT $$no$$;',
  ],
])('a migration that %s has to say whom it rules out', (what, sql) => {
  expect(wrongWith(NAME, sql)).toEqual([expect.stringContaining(`The migration ${NAME} ${what}.`)]);
  const said = `${sql}\nCOMMENT ON TABLE "_prisma_migrations" IS 'needs 20261129020000_place_entries';`;
  expect(wrongWith(NAME, said)).toEqual([]);
  expect(wrongWith('20261123000000_init', sql)).toEqual([]);
});

test.each([
  'CREATE TABLE fruit (name text NOT NULL);',
  'ALTER TABLE fruit ADD COLUMN ripe boolean NOT NULL DEFAULT false;',
  'ALTER TABLE fruit ADD COLUMN ripe boolean DEFAULT false NOT NULL;',
  'ALTER TABLE fruit ADD COLUMN colour text, ADD CHECK (colour IS NOT NULL);',
  '-- DROP TABLE fruit;\nSELECT 1;',
  "INSERT INTO note VALUES ('ALTER TABLE fruit DROP COLUMN it''s colour');",
  'CREATE FUNCTION tidy() RETURNS void LANGUAGE sql AS $body$ DROP TABLE fruit $body$;',
])('a migration that adds may stand: %s', (sql) => {
  expect(wrongWith(NAME, sql)).toEqual([]);
});
