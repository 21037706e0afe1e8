import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { roundTripsDuring } from '../../support/statements.ts';
import type { Surroundings } from './case-in-status.fixture.ts';
import { surroundings } from './case-in-status.fixture.ts';
import { CASE_MUTATIONS } from './status-table.fixture.ts';
import { validInput } from './valid-input.fixture.ts';

/**
 * What each mutation on a case costs: round trips to PostgreSQL, and the statements in them, BEGIN and COMMIT
 * too. The pass of the sequencer, which all who write share, is not among them, nor is the answer, which is read
 * with it.
 */
const COSTS: Readonly<Record<string, readonly [roundTrips: number, statements: number]>> = {
  openEscalation: [2, 7],
  recordUnderstanding: [2, 6],
  reviewHistory: [2, 6],
  identifyRootCause: [2, 6],
  assessImpact: [2, 6],
  classifyEscalation: [3, 8],
  changeSeverity: [3, 8],
  assignOwner: [3, 7],
  notifyStakeholders: [3, 7],
  setResponseTimeline: [2, 6],
  recordAction: [3, 8],
  documentOutcome: [2, 6],
  skipSteps: [2, 6],
  recordSatisfaction: [2, 6],
  recordRetrospective: [2, 6],
  proposeImprovement: [3, 7],
  createPreventionPlan: [4, 11],
  updatePreventionPlan: [4, 9],
  completePreventionAction: [4, 10],
  prepareCommunication: [4, 9],
  sendCommunication: [4, 10],
  postProgressUpdate: [5, 11],
  logCommunication: [3, 9],
  waitForCustomer: [2, 7],
  resumeWork: [2, 7],
  confirmResolution: [3, 8],
  closeEscalation: [2, 6],
  reopenEscalation: [2, 10],
  cancelEscalation: [2, 7],
  addNote: [2, 7],
  linkEscalations: [9, 17],
};

let app: TestApp;
let shared: Surroundings;
beforeAll(async () => {
  app = await startTestApp();
  shared = await surroundings(app);
});
afterAll(() => app.stop());

it('every mutation on a case has its costs', () => {
  expect(Object.keys(COSTS).toSorted()).toEqual(['openEscalation', ...CASE_MUTATIONS].toSorted());
});

describe('round trips and statements are no more than they were', () => {
  it.each(Object.entries(COSTS))('%s', async (mutation, [roundTrips, statements]) => {
    // The second time, when the desk has its calendars.
    await app.mutate(mutation, await validInput(app, mutation, shared));
    const input = await validInput(app, mutation, shared);
    const trips = await roundTripsDuring(async () => {
      const { userErrors } = await app.mutate(mutation, input);
      expect(userErrors).toEqual([]);
    });
    // A pool may have had to make a connection.
    const own = trips.filter(([first]) => !first?.startsWith('SET TIME ZONE'));
    const sent = own.flat();
    expect([own.length, sent.length], sent.join('\n')).toEqual([roundTrips, statements]);
  });
});

describe('the pass of the sequencer', () => {
  /** Those that read something; the node looks for leftovers once a second besides. */
  const passesOf = async (work: () => Promise<unknown>) => {
    const trips = await roundTripsDuring(work, true);
    return trips.filter((trip) => trip[0]?.includes('place_entries') === true && trip.length > 1);
  };

  const note = async ({ escalationId }: Record<string, unknown>) => {
    const answer = await app.graphql(
      `mutation ($input: AddNoteInput!) { addNote(input: $input) { escalation { version } } }`,
      { input: { escalationId, text: 'Placed.' } },
    );
    expect(answer).toMatchObject({ data: { addNote: { escalation: {} } } });
  };

  it('gives the places and reads the answer in one round trip of two statements', async () => {
    const input = await validInput(app, 'addNote', shared);
    const passes = await passesOf(() => note(input));
    expect(passes).toEqual([
      [expect.stringContaining('place_entries'), expect.stringContaining('"escalation"')],
    ]);
  });

  it('is shared by those who write at the same time', async () => {
    const cases = await Promise.all(
      Array.from({ length: 8 }, () => validInput(app, 'addNote', shared)),
    );
    const passes = await passesOf(() => Promise.all(cases.map(note)));
    expect(passes.length).toBeLessThan(cases.length);
    expect(passes.flat().filter((text) => !text.includes('place_entries'))).toHaveLength(8);
  });
});

it('with an idempotency key there is one more, to claim it', async () => {
  const { escalationId } = await validInput(app, 'addNote', shared);
  const trips = await roundTripsDuring(() =>
    app.mutate('addNote', { escalationId, text: 'Once.', idempotencyKey: 'only-once' }),
  );
  const own = trips.filter(([first]) => !first?.startsWith('SET TIME ZONE'));
  expect([own.length, own.flat().length]).toEqual([3, 9]);
});
