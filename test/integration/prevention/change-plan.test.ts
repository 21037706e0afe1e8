import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { openCase, person } from '../../support/factories.ts';
import type { Plan } from './plan.fixture.ts';
import { change, changed, first, makePlan } from './plan.fixture.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const descriptions = (actions: Plan['immediateActions']) =>
  actions.map(({ description }) => description);

describe('updatePreventionPlan', () => {
  it('leaves what is left out as it is', async () => {
    const plan = await makePlan(app);
    const owner = await person(app);
    const after = await changed(app, 'updatePreventionPlan', {
      planId: plan.id,
      owner: { id: owner.id },
    });
    expect(after).toEqual({ ...plan, version: 2, owner: { id: owner.id } });
  });

  it('adds actions after those of their kind and takes others out', async () => {
    const plan = await makePlan(app);
    const removed = first(plan.longTermImprovements);
    const { preventionPlan, events } = await change(app, 'updatePreventionPlan', {
      planId: plan.id,
      addImmediateActions: [{ description: 'second' }, { description: 'third' }],
      addLongTermImprovements: [{ description: 'instead' }],
      removeActionIds: [removed.id],
    });
    expect(descriptions(preventionPlan?.immediateActions ?? [])).toEqual([
      'Alert on failed exports',
      'second',
      'third',
    ]);
    expect(descriptions(preventionPlan?.longTermImprovements ?? [])).toEqual(['instead']);
    expect(events.map(({ type }) => type)).toEqual(['PREVENTION_PLAN_CHANGED']);
    expect(first(events).data).toMatchObject({ replaced: false });
  });

  it('opens a completed plan again with a new action, and completes it by taking that out', async () => {
    const plan = await makePlan(app, { longTermImprovements: [] });
    const done = { actionId: first(plan.immediateActions).id };
    const complete = await changed(app, 'completePreventionAction', done);
    expect(complete.completedAt).not.toBeNull();
    const reopened = await changed(app, 'updatePreventionPlan', {
      planId: plan.id,
      addLongTermImprovements: [{ description: 'one more' }],
    });
    expect(reopened.completedAt).toBeNull();
    const completed = await changed(app, 'updatePreventionPlan', {
      planId: plan.id,
      removeActionIds: [first(reopened.longTermImprovements).id],
    });
    expect(completed.completedAt).toBe(app.clock.now().toISOString());
  });

  it('takes the version of the plan, not of the case, as expectedVersion', async () => {
    const plan = await makePlan(app);
    const update = { planId: plan.id, dueDate: '2026-04-30', expectedVersion: 1 };
    expect(await changed(app, 'updatePreventionPlan', update)).toMatchObject({ version: 2 });
    expect((await change(app, 'updatePreventionPlan', update)).userErrors).toEqual([
      {
        code: 'STALE_VERSION',
        message: 'The plan is at version 2, not 1: read it again and decide anew.',
        field: ['expectedVersion'],
      },
    ]);
  });

  it('lets one of two win who changed the same version at once', async () => {
    const plan = await makePlan(app);
    const answers = await Promise.all(
      ['2026-04-30', '2026-05-31'].map((dueDate) =>
        change(app, 'updatePreventionPlan', { planId: plan.id, dueDate, expectedVersion: 1 }),
      ),
    );
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? 'done');
    expect(codes.toSorted()).toEqual(['STALE_VERSION', 'done']);
  });

  it.each<[string, (plan: Plan) => Variables, string, string[]]>([
    ['naming nothing to change', () => ({}), 'INVALID', []],
    ['naming empty lists only', () => ({ addImmediateActions: [] }), 'INVALID', []],
    [
      'taking out every action',
      ({ immediateActions, longTermImprovements }) => ({
        removeActionIds: [...immediateActions, ...longTermImprovements].map(({ id }) => id),
      }),
      'INVALID',
      ['removeActionIds'],
    ],
    [
      'more than a hundred actions of a kind',
      () => ({
        addImmediateActions: Array.from({ length: 100 }, () => ({ description: 'again' })),
      }),
      'INVALID',
      ['addImmediateActions'],
    ],
    [
      'taking out what is no action at all',
      ({ id }) => ({ removeActionIds: [id] }),
      'NOT_FOUND',
      ['removeActionIds', '0'],
    ],
  ])('refuses %s and changes nothing', async (_what, inputOf, code, field) => {
    const plan = await makePlan(app);
    const input = { planId: plan.id, ...inputOf(plan) };
    const { userErrors } = await change(app, 'updatePreventionPlan', input);
    expect(userErrors).toEqual([expect.objectContaining({ code, field })]);
    const { node } = await app.query<{ node: Pick<Plan, 'version'> }>(
      'query ($id: ID!) { node(id: $id) { ... on PreventionPlan { version } } }',
      { id: plan.id },
    );
    expect(node.version).toBe(1);
  });

  it('refuses to take out an action of another plan', async () => {
    const [plan, other] = [await makePlan(app), await makePlan(app)];
    const { userErrors } = await change(app, 'updatePreventionPlan', {
      planId: plan.id,
      removeActionIds: [first(plan.immediateActions).id, first(other.immediateActions).id],
    });
    expect(userErrors).toEqual([
      expect.objectContaining({ code: 'NOT_FOUND', field: ['removeActionIds', '1'] }),
    ]);
  });

  it('answers NOT_FOUND for an id of another type', async () => {
    const { id } = await openCase(app);
    const input = { planId: id, dueDate: '2026-04-30' };
    expect((await change(app, 'updatePreventionPlan', input)).userErrors).toEqual([
      { code: 'NOT_FOUND', message: 'There is no PreventionPlan with this id.', field: ['planId'] },
    ]);
  });
});

describe('completePreventionAction', () => {
  it('marks the action as done, and the last one completes the plan', async () => {
    const plan = await makePlan(app);
    const [one, two] = [first(plan.immediateActions), first(plan.longTermImprovements)];
    const begun = await changed(app, 'completePreventionAction', { actionId: one.id });
    expect(begun).toMatchObject({ version: 2, completedAt: null });
    app.clock.advance(60_000);
    const now = app.clock.now().toISOString();
    const { preventionPlan, events } = await change(app, 'completePreventionAction', {
      actionId: two.id,
    });
    expect(preventionPlan).toMatchObject({
      version: 3,
      completedAt: now,
      immediateActions: [{ done: true }],
      longTermImprovements: [{ done: true, doneAt: now }],
    });
    expect(events.map(({ type }) => type)).toEqual(['PREVENTION_ACTION_COMPLETED']);
    expect(first(events).data).toMatchObject({ planCompleted: true });
  });

  it('done by several at once is done once, and the log folds to the rows', async () => {
    const plan = await makePlan(app);
    const one = { actionId: first(plan.immediateActions).id };
    const two = { actionId: first(plan.longTermImprovements).id };
    const answers = await Promise.all(
      [one, one, two, two].map((input) => change(app, 'completePreventionAction', input)),
    );
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? 'done');
    expect(codes.toSorted()).toEqual(['WRONG_STATE', 'WRONG_STATE', 'done', 'done']);
    const completed = answers.filter(({ preventionPlan }) => preventionPlan?.completedAt != null);
    expect(completed.length).toBeGreaterThan(0);
    expect((await verify(app.db)).problems).toEqual([]);
  });

  it('refuses an action that is done already, and says since when', async () => {
    const plan = await makePlan(app);
    const input = { actionId: first(plan.immediateActions).id };
    const { immediateActions } = await changed(app, 'completePreventionAction', input);
    expect((await change(app, 'completePreventionAction', input)).userErrors).toEqual([
      {
        code: 'WRONG_STATE',
        message: `The action is done already, since ${first(immediateActions).doneAt}.`,
        field: ['actionId'],
      },
    ]);
  });

  it('answers NOT_FOUND for an action that was taken out', async () => {
    const plan = await makePlan(app);
    const { id } = first(plan.immediateActions);
    await changed(app, 'updatePreventionPlan', { planId: plan.id, removeActionIds: [id] });
    expect((await change(app, 'completePreventionAction', { actionId: id })).userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'There is no PreventionAction with this id.',
        field: ['actionId'],
      },
    ]);
  });
});
