import assert from 'node:assert/strict';
import { pino } from 'pino';
import { buildApp } from '../../src/app/app.ts';
import { loadConfig } from '../../src/config.ts';
import { decodeId } from '../../src/graphql/global-id.ts';
import type { Severity } from '../../src/shared/vocabulary.ts';
import type { Client, Variables } from '../../test/support/client.ts';
import { createTestClient } from '../../test/support/client.ts';
import type { TestClock } from '../../test/support/clock.ts';
import { createTestClock } from '../../test/support/clock.ts';
import type { Walk } from './walks.ts';
import { ENTRIES, WALKS } from './walks.ts';

/** A case that was opened and brought along through the API, and whose rows are copied. */
export interface Template {
  id: string;
  share: number;
  openedAt: Date;
}

const KEY = 'a-key-for-the-set-of-the-benchmarks-00000';
/** So that the clocks of open cases are not due while a set is kept. Those of CRITICAL breach at once. */
const DAY_MS = 86_400_000;
/** They are the oldest of the set. */
const DAYS_AGO = 130;
const YEAR = 'P365D';
const LONG = { responseTarget: YEAR, updateInterval: YEAR, warnAt: [90] };
const WITH_RESOLUTION: Severity = 'LOW';
export const SUMMARY = 'The summary of a template';
export const ISSUE = 'The issue of a template.';

/** People, a customer of each tier and one case of each walk, made as users make them. */
export async function makeTemplates(databaseUrl: string, people: number): Promise<Template[]> {
  const clock = createTestClock(new Date(Date.now() - DAYS_AGO * DAY_MS));
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    ADMIN_API_KEY: KEY,
    PORT: '0',
    RATE_LIMIT_POINTS: '0',
  });
  const app = buildApp(config, { clock, scheduled: false, log: pino({ level: 'silent' }) });
  const { url, scheduler } = await app.start();
  const client = createTestClient(url, KEY);
  try {
    await call(client, 'upsertUser', { ...person(0), email: 'owner@bench.example' });
    for (let place = 1; place < people; place += 1) await call(client, 'upsertUser', person(place));
    for (const place of TIERS.keys()) await call(client, 'upsertCustomer', customer(place));
    for (const severity of ['HIGH', 'MEDIUM', 'LOW'] satisfies Severity[]) {
      const resolution = severity === WITH_RESOLUTION ? { resolutionTarget: YEAR } : {};
      const policy = { severity, ownerLevel: 'MANAGER', ...LONG, ...resolution };
      await call(client, 'upsertSlaPolicy', policy);
    }
    const templates: Template[] = [];
    for (const walk of WALKS) {
      const openedAt = clock.now();
      const id = await goThrough(client, walk, clock, () => scheduler.runDue());
      templates.push({ id, share: walk.share, openedAt });
    }
    return templates;
  } finally {
    await app.stop();
  }
}

async function goThrough(
  client: Client,
  { severity, moves }: Walk,
  clock: TestClock,
  fireDue: () => Promise<unknown>,
): Promise<string> {
  const input = { customer: { externalId: 'bench-0' }, severity, summary: SUMMARY, issue: ISSUE };
  const { escalation } = await call<{ escalation: { id: string } }>(
    client,
    'openEscalation',
    { ...input, category: 'TECHNICAL' },
    'escalation { id }',
  );
  const escalationId = escalation.id;
  const entries = async () => {
    const query = 'query ($id: ID!) { escalation(by: { id: $id }) { timeline { totalCount } } }';
    const { escalation: of } = await client.query<Counted>(query, { id: escalationId });
    return of.timeline.totalCount;
  };
  for (const move of moves) {
    clock.advance(60_000);
    if ('passesMs' in move) {
      clock.advance(move.passesMs);
      await fireDue();
    } else await call(client, move.mutation, { ...move.input, escalationId });
  }
  for (let count = await entries(); count < ENTRIES; count += 1) {
    clock.advance(60_000);
    await call(client, 'addNote', { escalationId, text: 'Seen again at noon.' });
  }
  assert.equal(await entries(), ENTRIES, `entries of a walk of ${severity}`);
  return decodeId('Escalation', escalationId) ?? '';
}

function person(place: number): Variables {
  const email = `person-${place}@bench.example`;
  // A breach tells those of the level that owns the case.
  const level = place % 8 === 0 ? 'EXECUTIVE' : 'MANAGER';
  return { email, name: `Person ${place}`, level, team: 'ENGINEERING' };
}

const TIERS = ['ENTERPRISE', 'BUSINESS', 'STARTER'];

function customer(place: number): Variables {
  return {
    externalId: `bench-${place}`,
    name: `Customer number ${place}`,
    tier: TIERS[place % TIERS.length],
    arr: { amount: `${1_000 + place}.00`, currency: 'EUR' },
    healthScore: 40 + (place % 60),
    contacts: [{ name: `Contact ${place}`, email: `contact-${place}@customer.example` }],
  };
}

async function call<Payload>(
  client: Client,
  mutation: string,
  input: Variables,
  selection?: string,
): Promise<Payload> {
  const payload = await client.mutate<Payload>(mutation, input, selection);
  assert.deepEqual(payload.userErrors, [], `${mutation} was refused`);
  return payload;
}

interface Counted {
  escalation: { timeline: { totalCount: number } };
}
