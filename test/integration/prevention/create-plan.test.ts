import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { openCase, person } from '../../support/factories.ts';
import { change, changed, first, makePlan, planInput } from './plan.fixture.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

describe('createPreventionPlan', () => {
  it('makes the plan of the case, keeps the order of its actions and does PLAN_PREVENTION', async () => {
    const { id: escalationId } = await openCase(app);
    const owner = await person(app);
    const helper = await person(app);
    const { preventionPlan, escalation, events, userErrors } = await change(
      app,
      'createPreventionPlan',
      {
        escalationId,
        owner: { email: owner.email },
        dueDate: '2026-03-31',
        immediateActions: [
          { description: 'first', owner: { email: helper.email }, dueDate: '2026-03-05' },
          { description: 'second' },
          { description: 'third' },
        ],
        longTermImprovements: [{ description: 'later' }],
      },
    );
    expect(userErrors).toEqual([]);
    expect(preventionPlan).toMatchObject({
      version: 1,
      dueDate: '2026-03-31',
      overdue: false,
      completedAt: null,
      owner: { id: owner.id },
      immediateActions: [
        {
          description: 'first',
          done: false,
          dueDate: '2026-03-05',
          owner: { email: helper.email },
        },
        { description: 'second', done: false, doneAt: null, dueDate: null, owner: null },
        { description: 'third' },
      ],
      longTermImprovements: [{ description: 'later' }],
    });
    expect(escalation).toEqual({ version: 2, preventionPlan: { id: preventionPlan?.id } });
    expect(events.map(({ type }) => type)).toEqual(['PREVENTION_PLAN_CREATED']);
    expect(first(events).summary).toBe(
      `Prevention plan created: due 2026-03-31, owner ${owner.name}`,
    );
    expect(first(events).changes).toContainEqual({
      field: 'steps.PLAN_PREVENTION.state',
      from: null,
      to: 'DONE',
    });
  });

  it('done again replaces owner, date and actions under the same id and logs what changed', async () => {
    const { id: escalationId } = await openCase(app);
    const earlier = await makePlan(app, { escalationId });
    const done = first(earlier.immediateActions);
    await changed(app, 'completePreventionAction', { actionId: done.id });
    const { preventionPlan, events } = await change(
      app,
      'createPreventionPlan',
      await planInput(app, {
        escalationId,
        dueDate: '2026-06-30',
        immediateActions: [],
        longTermImprovements: [{ description: 'something else' }],
      }),
    );
    expect(preventionPlan).toMatchObject({
      id: earlier.id,
      version: 3,
      dueDate: '2026-06-30',
      completedAt: null,
      immediateActions: [],
      longTermImprovements: [{ description: 'something else', done: false }],
    });
    expect(events.map(({ type }) => type)).toEqual(['PREVENTION_PLAN_CHANGED']);
    const { data, changes } = first(events);
    expect(data).toMatchObject({ replaced: true });
    expect(changes).toContainEqual({
      field: 'preventionPlan.dueDate',
      from: '2026-03-31T00:00:00.000Z',
      to: '2026-06-30T00:00:00.000Z',
    });
    const removed = changes.filter(({ field, to }) => field.endsWith('.description') && !to);
    expect(removed.map(({ from }) => from).toSorted()).toEqual([
      'Alert on failed exports',
      'Export in the background',
    ]);
  });

  it('is overdue from the day after the due date on, in UTC', async () => {
    expect(await makePlan(app, { dueDate: '2026-03-02' })).toMatchObject({ overdue: false });
    expect(await makePlan(app, { dueDate: '2026-03-01' })).toMatchObject({ overdue: true });
  });

  it('answers the first plan again under the same idempotency key and makes no other', async () => {
    const input = await planInput(app, { idempotencyKey: 'plan-once' });
    const plan = await changed(app, 'createPreventionPlan', input);
    expect(await changed(app, 'createPreventionPlan', input)).toEqual(plan);
  });

  it.each<[string, Variables, string, string[]]>([
    [
      'a plan without any action',
      { immediateActions: [], longTermImprovements: [] },
      'INVALID',
      ['immediateActions'],
    ],
    ['a due date in the year 2200', { dueDate: '2200-01-02' }, 'INVALID', ['dueDate']],
    ['an unknown owner', { owner: { email: 'nobody@desk.example' } }, 'NOT_FOUND', ['owner']],
    [
      'a blank description',
      { immediateActions: [{ description: 'fine' }, { description: ' ' }] },
      'INVALID',
      ['immediateActions', '1', 'description'],
    ],
    [
      'an action with an unknown owner',
      {
        immediateActions: [
          { description: 'fine' },
          { description: 'whose?', owner: { email: 'nobody@desk.example' } },
        ],
      },
      'NOT_FOUND',
      ['immediateActions', '1', 'owner'],
    ],
    [
      'more than a hundred actions of a kind',
      { immediateActions: Array.from({ length: 101 }, () => ({ description: 'again' })) },
      'INVALID',
      ['immediateActions'],
    ],
    ['a stale version of the case', { expectedVersion: 9 }, 'STALE_VERSION', ['expectedVersion']],
  ])('refuses %s and writes nothing', async (_what, overrides, code, field) => {
    const input = await planInput(app, overrides);
    const answer = await change(app, 'createPreventionPlan', input);
    expect(answer.userErrors).toEqual([expect.objectContaining({ code, field })]);
    expect(answer).toMatchObject({ preventionPlan: null, escalation: null, events: [] });
    const { escalation } = await app.query(
      'query ($id: ID!) { escalation(by: { id: $id }) { version preventionPlan { id } } }',
      { id: input.escalationId },
    );
    expect(escalation).toEqual({ version: 1, preventionPlan: null });
  });

  it('refuses an owner, of the plan or of an action, who is not active', async () => {
    const left = await person(app, { active: false });
    const owned = { description: 'whose?', owner: { id: left.id } };
    for (const [overrides, field] of [
      [{ owner: { id: left.id } }, ['owner']],
      [{ immediateActions: [owned] }, ['immediateActions', '0', 'owner']],
    ] as const) {
      const input = await planInput(app, overrides);
      const { userErrors } = await change(app, 'createPreventionPlan', input);
      expect(userErrors).toEqual([
        {
          code: 'INVALID',
          message: `${left.name} is not active; name somebody who is.`,
          field,
        },
      ]);
    }
  });

  it('refuses a cancelled case with WRONG_STATE', async () => {
    const { id: escalationId } = await openCase(app);
    await app.mutate('cancelEscalation', { escalationId, reason: 'Opened by mistake' });
    const input = await planInput(app, { escalationId });
    expect((await change(app, 'createPreventionPlan', input)).userErrors).toEqual([
      expect.objectContaining({ code: 'WRONG_STATE', field: ['escalationId'] }),
    ]);
  });
});
