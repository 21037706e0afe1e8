import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/auth/principal.ts';
import { filterSql } from '../../../src/escalation/read/escalation.filter.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/shared/duration.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestCustomer, TestPerson } from '../../support/factories.ts';
import { customer, openCase, person } from '../../support/factories.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const at = (ms: number) => new Date(START + ms).toISOString();

const ADMIN: Principal = {
  id: 'key:admin',
  role: 'ADMIN',
  name: 'admin key',
  userId: null,
  customerIds: null,
  expiresAt: null,
};

let app: TestApp;
let nameOf: Map<string, string>;
let shop: TestCustomer;
let bank: TestCustomer;
let director: TestPerson;
let lead: TestPerson;

/**
 * The desk at 13:30. Promised by default: CRITICAL 1 h, HIGH 4 h, MEDIUM 24 h, LOW 72 h.
 *
 * | case     | opened | state at 13:30                                               |
 * | -------- | ------ | ------------------------------------------------------------ |
 * | late     | 09:00  | HIGH, due 13:00, nobody touched it since                     |
 * | answered | 09:00  | HIGH, answered at 13:20; the next update is due at 17:20     |
 * | calm     | 09:00  | LOW                                                          |
 * | junior   | 13:00  | MEDIUM, owned by a team lead                                 |
 * | waits    | 09:00  | HIGH, waits for the customer since 09:30                     |
 * | stuck    | 09:00  | HIGH, waits for the customer since 11:30                     |
 * | dropped  | 09:00  | HIGH, cancelled at once                                      |
 */
beforeAll(async () => {
  app = await startTestApp();
  shop = await customer(app, { externalId: 'shop', tier: 'ENTERPRISE' });
  bank = await customer(app, { externalId: 'bank', tier: 'STARTER' });
  director = await person(app, { email: 'dana@desk.example', level: 'DIRECTOR' });
  lead = await person(app, { email: 'lee@desk.example', level: 'TEAM_LEAD' });
  nameOf = new Map();
  const open = async (name: string, of: TestCustomer, input: object) => {
    const { id } = await openCase(app, { customer: { id: of.id }, ...input });
    nameOf.set(id, name);
    return { escalationId: id };
  };
  const late = await open('late', shop, {
    summary: 'Storefronts are down',
    issue: 'Log-in fails.',
  });
  const answered = await open('answered', shop, { category: 'BILLING', issue: 'Charged twice.' });
  await open('calm', bank, { severity: 'LOW', issue: 'A typo in the größte invoice.' });
  const waits = await open('waits', bank, { issue: 'See https://status.example.com/7 <api>.' });
  const stuck = await open('stuck', bank, { issue: 'Reports lack the last row.' });
  const dropped = await open('dropped', bank, { category: 'SERVICE', issue: 'Never mind.' });
  await app.mutate('cancelEscalation', { ...dropped, reason: 'A mistake.' });
  await app.mutate('assignOwner', { ...late, owner: { id: director.id } });
  app.clock.set(at(HOUR_MS / 2));
  await app.mutate('waitForCustomer', { ...waits, reason: 'A log file is missing.' });
  app.clock.set(at(2.5 * HOUR_MS));
  await app.mutate('waitForCustomer', { ...stuck, reason: 'A log file is missing.' });
  app.clock.set(at(4 * HOUR_MS));
  const junior = await open('junior', bank, { severity: 'MEDIUM', issue: 'Slow exports' });
  const override = { owner: { id: lead.id }, overrideReason: 'Nobody else is awake.' };
  await app.mutate('assignOwner', { ...junior, ...override });
  app.clock.set(at(4 * HOUR_MS + 20 * MINUTE_MS));
  const call = { channel: 'CALL', direction: 'OUTBOUND', summary: 'Told them what we know.' };
  await app.mutate('logCommunication', { ...answered, ...call });
  app.clock.set(at(4.5 * HOUR_MS));
});

afterAll(() => app.stop());

interface Found {
  escalations: { totalCount: number; nodes: { id: string }[] };
}

async function found(filter: object | null): Promise<string[]> {
  const { escalations } = await app.query<Found>(
    `query ($filter: EscalationFilter) {
      escalations(first: 100, filter: $filter) { totalCount nodes { id } }
    }`,
    { filter },
  );
  expect(escalations.totalCount).toBe(escalations.nodes.length);
  return escalations.nodes.map(({ id }) => nameOf.get(id) ?? 'unknown').sort();
}

const EVERY = ['answered', 'calm', 'dropped', 'junior', 'late', 'stuck', 'waits'];

describe('EscalationFilter', () => {
  it.each<[string, object, string[]]>([
    ['all without a condition', {}, EVERY],
    ['those of a severity', { severity: ['LOW', 'MEDIUM'] }, ['calm', 'junior']],
    ['none for an empty list', { severity: [] }, []],
    ['those of a category', { category: ['BILLING', 'SERVICE'] }, ['answered', 'dropped']],
    ['those in a status', { status: ['WAITING_ON_CUSTOMER'] }, ['stuck', 'waits']],
    ['those in a stage', { stage: ['FOLLOW_UP', 'RESOLVE'] }, []],
    ['those of a tier', { tier: ['ENTERPRISE'] }, ['answered', 'late']],
    ['those of a customer', { customer: { externalId: 'shop' } }, ['answered', 'late']],
    ['none of an unknown customer', { customer: { externalId: 'nobody' } }, []],
    ['none of a malformed customer', { customer: { id: 'nonsense' } }, []],
    ['none of a customer no text can name', { customer: { externalId: 'a\u0000b' } }, []],
    ['those of an owner', { owner: { email: 'DANA@desk.example' } }, ['late']],
    ['none of an unknown owner', { owner: { email: 'who@desk.example' } }, []],
    ['none of a malformed owner', { owner: { id: 'nonsense' } }, []],
    ['those opened later', { openedAfter: at(0) }, ['junior']],
    ['those opened earlier', { openedBefore: at(1), severity: ['LOW'] }, ['calm']],
    [
      'those that meet all conditions',
      { severity: ['HIGH'], tier: ['STARTER'], status: ['CANCELLED'] },
      ['dropped'],
    ],
    ['those with a clock that was met', { slaState: ['MET'] }, []],
    [
      'those with a clock past its due time as breached',
      { slaState: ['BREACHED'] },
      ['answered', 'late'],
    ],
    ['those with a paused clock', { slaState: ['PAUSED'] }, ['stuck', 'waits']],
    ['those with a cancelled clock', { slaState: ['CANCELLED', 'MET'] }, ['dropped']],
    ['those at risk', { atRisk: true }, ['junior', 'late', 'stuck']],
    ['those not at risk', { atRisk: false }, ['answered', 'calm', 'dropped', 'waits']],
  ])('finds %s', async (_name, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it('finds all for null in its place', async () => {
    expect(await found(null)).toEqual(EVERY);
  });

  it('finds those of a customer and an owner by their ids', async () => {
    expect(await found({ customer: { id: bank.id }, owner: { id: lead.id } })).toEqual(['junior']);
    // An id of another type names nothing here.
    expect(await found({ customer: { id: lead.id } })).toEqual([]);
  });
});

describe('search', () => {
  it.each<[string, string, string[]]>([
    ['nothing when it is blank', ' \t ', EVERY],
    ['words of the summary', 'storefronts', ['late']],
    ['words of the issue', 'charged twice', ['answered']],
    ['the beginning of the last word', 'storef', ['late']],
    ['but of no other word', 'storef down', []],
    ['words in any order and any case', 'DOWN Storefronts', ['late']],
    ['letters beyond ASCII', 'größ', ['calm']],
    ['a part of a word with a hyphen', 'log-i', ['late']],
    ['a part of a host name', 'status.exam', ['waits']],
    ['what stands in angle brackets', 'api', ['waits']],
    ['one word or another', 'typo OR exports', ['calm', 'junior']],
    ['what lacks a word', 'the -row', ['calm']],
    ['a phrase', '"the last row"', ['stuck']],
    ['no phrase in another order', '"last the row"', []],
    ['every reference of a year', 'ESC-2026-0', EVERY],
    ['no reference of another year', 'ESC-2025', []],
    ['every reference while it is typed', 'esc-', EVERY],
    ['nothing without a word', '?!', []],
    ['nothing for the NUL character', 'down\u0000', []],
    ['nothing for half of a surrogate pair', 'down \ud83d', []],
    ['operators of PostgreSQL as nothing', "storefronts & !(':*", ['late']],
  ])('matches %s', async (_name, search, expected) => {
    expect(await found({ search })).toEqual(expected);
  });

  it('matches one reference', async () => {
    const names = await Promise.all(
      [...nameOf].map(async ([id, name]) => {
        const { escalation } = await app.query<{ escalation: { reference: string } }>(
          'query ($id: ID!) { escalation(by: { id: $id }) { reference } }',
          { id },
        );
        return [await found({ search: escalation.reference.toLowerCase() }), [name]];
      }),
    );
    for (const [actual, expected] of names) expect(actual).toEqual(expected);
  });

  it('is refused over its limit', async () => {
    const { errors } = await app.graphql(
      'query ($search: String) { escalations(filter: { search: $search }) { totalCount } }',
      { search: 'x'.repeat(201) },
    );
    expect(errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
    expect(errors?.[0]?.message).toMatch(/200/);
  });

  it('is refused for more words than are looked for', async () => {
    const ask = (count: number) =>
      app.graphql(
        'query ($search: String) { escalations(filter: { search: $search }) { totalCount } }',
        { search: Array.from({ length: count }, (_, place) => `w${place}`).join(' ') },
      );
    expect((await ask(30)).errors).toBeUndefined();
    expect((await ask(31)).errors?.[0]).toMatchObject({
      message: '`search` must have at most 30 words; it has 31.',
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  it.each([
    ['search_text_words_idx', { search: 'storefronts down' }],
    ['escalation_reference_begin_idx', { search: 'ESC-2026-0' }],
  ])('is answered by the index %s', async (index, filter) => {
    const plan = await app.db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      return tx.$queryRaw<object[]>`
        EXPLAIN SELECT FROM escalation e WHERE ${filterSql(filter, ADMIN, app.clock.now())}`;
    });
    expect(JSON.stringify(plan)).toContain(index);
  });
});
