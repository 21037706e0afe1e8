import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelOf } from '../../../../src/graphql/reads/model.ts';

const MODELS = new URL('../../../../prisma/models/', import.meta.url);

test('every relation of the schema refers to the key, as compiled reads take it', () => {
  const schema = readdirSync(MODELS)
    .map((file) => readFileSync(new URL(file, MODELS), 'utf8'))
    .join('\n');
  const references = [...schema.matchAll(/references: *\[([^\]]*)\]/g)].map(([, fields]) => fields);
  expect(references.length).toBeGreaterThan(10);
  expect(new Set(references)).toEqual(new Set(['id']));
});

test('both sides of a relation know the columns that tie them', () => {
  const names = (columns: readonly { name: string }[] = []) => columns.map(({ name }) => name);
  const customer = modelOf('Escalation').relations.get('customer');
  expect([names(customer?.here), names(customer?.there)]).toEqual([['customerId'], ['id']]);
  const answered = modelOf('Communication').relations.get('inReplyTo');
  expect([names(answered?.here), names(answered?.there)]).toEqual([['inReplyToId'], ['id']]);
  const clocks = modelOf('Escalation').relations.get('clocks');
  expect([names(clocks?.here), names(clocks?.there)]).toEqual([['id'], ['escalationId']]);
});
