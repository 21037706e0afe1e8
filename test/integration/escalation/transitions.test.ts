import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { PreparedCase, Surroundings } from './case-in-status.fixture.ts';
import { caseIn, inputOf, surroundings } from './case-in-status.fixture.ts';
import type { Status } from './status-table.fixture.ts';
import { CASE_MUTATIONS, isAllowedIn, LEADS_TO, STATUSES } from './status-table.fixture.ts';
import { mutationsOfSchema } from './valid-input.fixture.ts';

/** What is called on no case that exists. */
const NOT_ON_A_CASE = [
  ...['upsertCustomer', 'setLifecycleStage', 'upsertUser', 'openEscalation'],
  ...['patchCustomer', 'patchPerson'],
  ...['upsertSlaPolicy', 'retireSlaPolicy'],
  ...['upsertBusinessCalendar', 'retireBusinessCalendar', 'importHolidays'],
  ...['createApiKey', 'revokeApiKey', 'registerOperations'],
];

let app: TestApp;
let shared: Surroundings;
beforeAll(async () => {
  app = await startTestApp();
  shared = await surroundings(app);
});
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

interface CaseNow {
  version: number;
  status: Status;
  timeline: { totalCount: number };
}

const CASE_NOW = 'version status timeline(last: 1) { totalCount }';

async function read(id: string): Promise<CaseNow> {
  const { escalation } = await app.query<{ escalation: CaseNow }>(
    `query ($id: ID!) { escalation(by: { id: $id }) { ${CASE_NOW} } }`,
    { id },
  );
  return escalation;
}

interface Answer {
  cursor: string | null;
  escalation: CaseNow | null;
  events: { type: string }[];
}

function call(mutation: string, on: PreparedCase) {
  return app.mutate<Answer>(
    mutation,
    inputOf(mutation, on, shared),
    `cursor escalation { ${CASE_NOW} } events { type }`,
  );
}

/** What is refused changes nothing, so one case of each status is refused everything. */
const refusing = new Map<Status, Promise<PreparedCase>>();
function refusingCase(status: Status): Promise<PreparedCase> {
  const prepared = refusing.get(status) ?? caseIn(app, status, shared, { withPlan: true });
  refusing.set(status, prepared);
  return prepared;
}

test('the table names every mutation that the API has on a case', async () => {
  expect([...CASE_MUTATIONS, ...NOT_ON_A_CASE].toSorted()).toEqual(
    (await mutationsOfSchema(app)).toSorted(),
  );
});

describe.for(CASE_MUTATIONS)('%s', (mutation) => {
  const allowedIn = STATUSES.filter((status) => isAllowedIn(status, mutation));
  const refusedIn = STATUSES.filter((status) => !isAllowedIn(status, mutation));

  const withPlan = ['updatePreventionPlan', 'completePreventionAction'].includes(mutation);

  test.for(allowedIn)('changes a case that is %s', async (status) => {
    const prepared = await caseIn(app, status, shared, { withPlan });
    const before = await read(prepared.escalationId);
    expect(before.status).toBe(status);

    const { userErrors, cursor, escalation, events } = await call(mutation, prepared);
    expect(userErrors).toEqual([]);
    expect(cursor).not.toBeNull();
    expect(events).not.toEqual([]);
    expect(escalation?.version).toBe(before.version + 1);
    expect(escalation?.status).toBe(LEADS_TO[mutation] ?? status);
    expect(escalation?.timeline.totalCount).toBeGreaterThan(before.timeline.totalCount);
  });

  test.for(refusedIn)('is WRONG_STATE on a case that is %s', async (status) => {
    const prepared = await refusingCase(status);
    const before = await read(prepared.escalationId);
    expect(before.status).toBe(status);

    const { userErrors, ...answer } = await call(mutation, prepared);
    expect(userErrors).toMatchObject([{ code: 'WRONG_STATE' }]);
    const [field] = userErrors[0]?.field ?? [];
    expect(Object.keys(inputOf(mutation, prepared, shared))).toContain(field);
    expect(answer).toEqual({ cursor: null, escalation: null, events: [] });
    expect(await read(prepared.escalationId)).toEqual(before);
  });
});
