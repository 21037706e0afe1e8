import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import { lastPlace } from '../../../src/events/reader.ts';
import type { TestApp } from '../../support/app.ts';
import type { BothWays } from '../../support/both-ways.ts';
import { readsOf, startBothWays } from '../../support/both-ways.ts';
import { cursorAt } from '../../support/cursor.ts';
import { isLive, openAcknowledged, subscribe } from '../../support/socket.ts';
import type { Caller } from './callers.fixture.ts';
import { CALLERS, ENV, idOf, register } from './callers.fixture.ts';
import type { Data } from './data.fixture.ts';
import { makeData } from './data.fixture.ts';
import type { MadeDocument } from './document.fixture.ts';
import { makeSubscription } from './document.fixture.ts';
import { learnFirst } from './first-knowledge.fixture.ts';
import { Knowledge } from './knowledge.fixture.ts';

/** With DESK_TEST_FULL=1 as many as of queries have been seen; DESK_SEED makes a run again. */
const DOCUMENTS = process.env['DESK_TEST_FULL'] === '1' ? 1_000 : 60;
const SEED = Number(process.env['DESK_SEED'] ?? 13);
/** Events of the end of the log: of cases of all kinds, by all roles. */
const EVENTS = 120n;
const MINUTES_MS = 60_000;
/** Of the documents, how many are to be answered with data for some event. */
const ANSWERED = 0.5;
/** Of the events that need more than themselves: many documents make mistakes, or ask for interfaces. */
const COMPILED = 0.4;

const schema = createSchema();
let both: BothWays;
let data: Data;

beforeAll(async () => {
  both = await startBothWays(ENV);
  data = await makeData(both.ordinary);
}, 5 * MINUTES_MS);
afterAll(() => both.stop());

/** What a subscriber is sent up to the present. */
async function follow(
  { url }: Pick<TestApp, 'url'>,
  { credential, role }: Caller,
  { query, variables, operationName }: MadeDocument,
): Promise<string[]> {
  const socket = await openAcknowledged(url, { key: credential });
  const isNamed = role === 'PARTNER';
  const frame = subscribe('s', isNamed ? '' : query, variables, isNamed ? idOf(query) : undefined);
  socket.send({ ...frame, payload: { ...(frame.payload as object), operationName } });
  await socket.saw((one) => isLive('s')(one) || one.type === 'error');
  socket.socket.close();
  await socket.closed;
  return socket.frames
    .filter(({ type }) => type === 'next' || type === 'error')
    .map(({ payload }) => JSON.stringify(payload));
}

test(
  `${DOCUMENTS} subscriptions that were made from the schema are sent the same both ways`,
  async () => {
    const knowledge = new Knowledge(schema);
    await learnFirst(both.ordinary, knowledge);
    const { db } = both.ordinary;
    const after = await cursorAt(db, (await lastPlace(db)) - EVENTS);
    const before = await readsOf(both.compiled);
    let answered = 0;
    for (let place = 0; place < DOCUMENTS; place += 1) {
      const caller = data.callers[CALLERS[place % CALLERS.length] ?? 'ADMIN'];
      const made = makeSubscription(
        after,
        schema,
        knowledge,
        caller.role,
        SEED * 1_000_000 + place,
      );
      if (caller.role === 'PARTNER') await register(both.ordinary, caller, [made.query]);
      const [compiled, ordinary] = await Promise.all([
        follow(both.compiled, caller, made),
        follow(both.ordinary, caller, made),
      ]);
      const told = `DESK_SEED=${SEED}, document ${place}, ${caller.name}: ${made.query}`;
      expect(compiled, told).toEqual(ordinary);
      if (ordinary.some((text) => text.startsWith('{"data":{'))) answered += 1;
    }
    expect(answered / DOCUMENTS).toBeGreaterThan(ANSWERED);
    const reads = await readsOf(both.compiled);
    const [compiled, ordinary] = [
      reads.compiled - before.compiled,
      reads.ordinary - before.ordinary,
    ];
    expect(compiled / (compiled + ordinary), JSON.stringify(reads)).toBeGreaterThan(COMPILED);
  },
  (10 * MINUTES_MS * DOCUMENTS) / 60,
);
