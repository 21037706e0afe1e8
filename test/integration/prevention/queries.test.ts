import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestPerson } from '../../support/factories.ts';
import { openCase, person } from '../../support/factories.ts';
import { changed, first, makePlan } from './plan.fixture.ts';

let app: TestApp;
let mara: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  mara = await person(app);
});
afterAll(() => app.stop());

describe('preventionPlans', () => {
  interface Page {
    preventionPlans: {
      totalCount: number;
      nodes: { dueDate: string; overdue: boolean }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  }

  async function plans(variables = {}) {
    const { preventionPlans } = await app.query<Page>(
      `query ($first: Int, $after: String, $overdue: Boolean, $owner: UserRef) {
        preventionPlans(first: $first, after: $after, overdue: $overdue, owner: $owner) {
          totalCount nodes { dueDate overdue } pageInfo { hasNextPage endCursor }
        }
      }`,
      variables,
    );
    return preventionPlans;
  }

  const dates = ({ nodes }: { nodes: { dueDate: string }[] }) =>
    nodes.map(({ dueDate }) => dueDate);

  beforeAll(async () => {
    await makePlan(app, { dueDate: '2026-05-31' });
    await makePlan(app, { dueDate: '2026-03-10', owner: { id: mara.id } });
    const done = await makePlan(app, { dueDate: '2026-03-09', longTermImprovements: [] });
    const actionId = first(done.immediateActions).id;
    await changed(app, 'completePreventionAction', { actionId });
    await makePlan(app, { dueDate: '2026-03-11' });
    app.clock.set('2026-03-11T23:59:59.999Z');
  });

  it('come with the earliest due date first, page by page', async () => {
    const page = await plans({ first: 3 });
    expect(page.totalCount).toBe(4);
    expect(dates(page)).toEqual(['2026-03-09', '2026-03-10', '2026-03-11']);
    expect(page.pageInfo.hasNextPage).toBe(true);
    const rest = await plans({ first: 3, after: page.pageInfo.endCursor });
    expect(dates(rest)).toEqual(['2026-05-31']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  it('that are overdue are those not completed whose due date is over', async () => {
    expect(await plans({ overdue: true })).toMatchObject({
      totalCount: 1,
      nodes: [{ dueDate: '2026-03-10', overdue: true }],
    });
    expect(await plans({ overdue: false })).toMatchObject({
      totalCount: 3,
      nodes: [
        { dueDate: '2026-03-09', overdue: false },
        { dueDate: '2026-03-11', overdue: false },
        { dueDate: '2026-05-31', overdue: false },
      ],
    });
  });

  it('of an owner are found by id and by address, and none for nobody', async () => {
    expect(dates(await plans({ owner: { id: mara.id } }))).toEqual(['2026-03-10']);
    expect(dates(await plans({ owner: { email: mara.email } }))).toEqual(['2026-03-10']);
    expect(await plans({ owner: { email: 'nobody@desk.example' } })).toMatchObject({
      totalCount: 0,
      nodes: [],
    });
    expect(dates(await plans({ owner: { id: 'no id' } }))).toEqual([]);
  });
});

describe('a cursor that is none', () => {
  it.each(['preventionPlans', 'improvements'])('given to %s is a BAD_REQUEST', async (field) => {
    for (const cursor of ['bogus', 'R1BDOlM6YWJj']) {
      const { errors } = await app.graphql(`{ ${field}(after: "${cursor}") { nodes { id } } }`);
      expect(errors).toEqual([
        expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) }),
      ]);
    }
  });
});

describe('improvements', () => {
  const PROPOSE = 'escalation { improvements { description } nextSteps } events { type }';

  it('are added with each proposal, and the first one does IMPROVE_PROCESS', async () => {
    const { id: escalationId } = await openCase(app);
    await app.mutate('proposeImprovement', { escalationId, description: 'Stage rules' }, PROPOSE);
    const again = await app.mutate<{
      escalation: { improvements: { description: string }[]; nextSteps: string[] };
      events: { type: string }[];
    }>('proposeImprovement', { escalationId, description: 'Test costs' }, PROPOSE);
    expect(again.userErrors).toEqual([]);
    expect(again.escalation.improvements).toEqual([
      { description: 'Stage rules' },
      { description: 'Test costs' },
    ]);
    expect(again.escalation.nextSteps).not.toContain('IMPROVE_PROCESS');
    expect(again.events).toEqual([{ type: 'IMPROVEMENT_PROPOSED' }]);
  });

  it('come newest first, of one root cause where asked', async () => {
    const { id: escalationId, reference } = await openCase(app);
    await app.mutate('identifyRootCause', {
      escalationId,
      category: 'EXTERNAL',
      description: 'The carrier changed its format.',
      contributingFactors: [],
    });
    for (const description of ['Watch the carrier', 'Ask the carrier']) {
      app.clock.advance(1_000);
      await app.mutate('proposeImprovement', { escalationId, description });
    }
    const { improvements, newest } = await app.query<{
      improvements: { totalCount: number; nodes: object[] };
      newest: { nodes: object[] };
    }>(`{
      improvements(rootCause: EXTERNAL) {
        totalCount nodes { description proposedAt proposedBy { name } escalation { reference } }
      }
      newest: improvements(first: 1) { nodes { description } }
    }`);
    expect(improvements.totalCount).toBe(2);
    expect(improvements.nodes).toMatchObject([
      { description: 'Ask the carrier', proposedBy: null, escalation: { reference } },
      { description: 'Watch the carrier', escalation: { reference } },
    ]);
    expect(first(improvements.nodes)).toMatchObject({
      proposedAt: app.clock.now().toISOString(),
    });
    expect(newest.nodes).toEqual([{ description: 'Ask the carrier' }]);
  });
});
