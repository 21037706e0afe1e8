import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { TEST_START } from '../../support/clock.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import type { People } from './process-behaviour.fixture.ts';
import { behaviourOf, mirrored } from './process-behaviour.fixture.ts';
import type { Command } from './process-commands.fixture.ts';
import { runs } from './process-commands.fixture.ts';
import {
  expectBreaches,
  expectClocks,
  expectNoWavering,
  expectProcess,
  expectRecorded,
  expectResolution,
  expectSameResolution,
} from './process-invariants.fixture.ts';
import type { Model } from './process-model.fixture.ts';
import { newModel, statusAt } from './process-model.fixture.ts';
import type { CaseNow, Entry } from './process-reading.fixture.ts';
import { CASE_NOW, ENTRY, readCase, readTimeline } from './process-reading.fixture.ts';

const HOUR_MS = 3_600_000;
const FULL = process.env['DESK_TEST_FULL'] === '1';

let app: TestApp;
let people: People;
let customerId: string;
beforeAll(async () => {
  app = await startTestApp();
  const [lead, director, executive] = await Promise.all(
    ['TEAM_LEAD', 'DIRECTOR', 'EXECUTIVE'].map((level) => person(app, { level })),
  );
  people = { lead: lead?.id ?? '', director: director?.id ?? '', executive: executive?.id ?? '' };
  customerId = (await customer(app)).id;
});
afterAll(() => app.stop());

/** A case of a run: what the model says of it, what was read last, and its log so far. */
interface Watched {
  model: Model;
  seen: CaseNow;
  log: Entry[];
}

async function watch(severity: string): Promise<Watched> {
  const { id } = await openCase(app, { customer: { id: customerId }, severity });
  const seen = await readCase(app, id);
  return { model: newModel(Date.parse(seen.openedAt)), seen, log: await readTimeline(app, id) };
}

interface Answer {
  escalation: CaseNow | null;
  events: Entry[];
}

function moveClock({ advance }: Command, { sla }: CaseNow): void {
  if (advance !== 'DUE') {
    app.clock.advance(advance);
    return;
  }
  const now = app.clock.now();
  const due = sla.flatMap(({ dueAt }) => (dueAt === null ? [] : [new Date(dueAt)]));
  const next = due.filter((time) => time > now).toSorted((a, b) => Number(a) - Number(b))[0];
  if (next === undefined) app.clock.advance(HOUR_MS);
  else app.clock.set(next);
}

/** What a refusal leaves as it was. Whether a clock is late is said as of now, and may change. */
function lasting({ sla, impact: _impact, ...rest }: CaseNow) {
  const clocks = sla.map(({ state: _state, breachedAt: _breachedAt, ...clock }) => clock);
  return { ...rest, clocks };
}

async function give(command: Command, watched: Watched, other: Watched): Promise<void> {
  moveClock(command, watched.seen);
  const now = app.clock.now().getTime();
  const { model, seen } = watched;
  const otherId = other.seen.id;
  const behaviour = behaviourOf({ command, model, seen, otherId, now, people });
  if (behaviour === undefined) return;

  const { userErrors, escalation, events } = await app.mutate<Answer>(
    command.mutation,
    behaviour.input,
    `escalation { ${CASE_NOW} } events { ${ENTRY} }`,
  );
  const outcome = userErrors[0]?.code ?? 'OK';
  expect(behaviour.outcome.replace('OK_OR', 'OK').split(' ')).toContain(outcome);
  if (escalation === null) {
    expect(outcome).not.toBe('OK');
    watched.seen = await readCase(app, seen.id);
    expect(lasting(watched.seen)).toEqual(lasting(seen));
  } else {
    behaviour.effect?.(model);
    await accept(watched, escalation, events);
    if (command.mutation === 'linkEscalations') {
      other.model.status = statusAt(other.model, now);
      if (other.model.status !== 'WAITING_ON_CUSTOMER') other.model.waitUntil = null;
      other.model.links.add(mirrored(String(behaviour.input['kind'])));
      await accept(other, await readCase(app, otherId), events);
    }
  }
  for (const one of [watched, other]) expectInvariants(one);
}

async function accept(watched: Watched, after: CaseNow, events: readonly Entry[]): Promise<void> {
  const own = events.filter(({ escalation }) => escalation.id === after.id);
  expect(own).not.toEqual([]);
  expect(after.version).toBe(watched.seen.version + 1);
  expectSameResolution(watched.seen, after);
  watched.log.push(...own);
  expect(after.timeline.totalCount).toBe(watched.log.length);
  expectRecorded(after, watched.log);
  expectNoWavering(own);
  watched.seen = after;
}

function expectInvariants({ seen, model, log }: Watched): void {
  expectProcess(seen, model);
  expectResolution(seen);
  expectClocks(seen);
  expectBreaches(seen, log);
}

/** The timeline is what the answers told, in their order. */
async function expectLog({ seen, log }: Watched): Promise<void> {
  expect(await readTimeline(app, seen.id)).toEqual(log);
}

test('no sequence of mutations reaches a state that the rules forbid, and the log folds to the rows', async () => {
  await fc.assert(
    fc.asyncProperty(runs, async ({ severities, commands }) => {
      app.clock.set(TEST_START);
      const cases = [await watch(severities[0]), await watch(severities[1])] as const;
      for (const command of commands) {
        const [one, two] = cases;
        await (command.on === 0 ? give(command, one, two) : give(command, two, one));
      }
      for (const one of cases) await expectLog(one);
      expect((await verify(app.db)).problems).toEqual([]);
    }),
    // What is found is printed with its seed, also when time runs out before it is the smallest.
    { numRuns: FULL ? 30 : 12, interruptAfterTimeLimit: 50_000 },
  );
}, 120_000);
