import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../src/shared/duration.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import type { TestPerson } from '../../support/factories.ts';
import { openCase, person } from '../../support/factories.ts';

type View = Record<string, unknown>;

/** Every field of a case that is not a connection, with all that lies beneath it. */
const FIELDS = [
  ...['id', 'reference', 'version', 'summary', 'issue', 'history', 'severity', 'category'],
  ...['resolutionPath', 'stage', 'status', 'ownerLevel', 'nextSteps', 'understanding'],
  ...['historyFindings', 'openedAt', 'resolvedAt', 'closedAt', 'updatedAt', 'dueAt', 'waitUntil'],
  'customer { name }',
  'owner { name }',
  'stakeholders { name }',
  ...['stage', 'state', 'startedAt', 'completedAt'].map((name) => `process { ${name} }`),
  ...['step', 'state', 'completedAt', 'completedBy { name }', 'skippedReason'].map(
    (name) => `process { steps { ${name} } }`,
  ),
  'process { steps { event { id type summary actor { name } escalation { reference } } } }',
  ...['businessImpact', 'usersAffected', 'slaBreach', 'revenueAtRisk { amount currency }'].map(
    (name) => `impact { ${name} }`,
  ),
  ...['severity', 'suggestedSeverity', 'category', 'tierImpact', 'reputationRisk'].map(
    (name) => `classification { ${name} }`,
  ),
  ...['legalRisk', 'rationale', 'classifiedAt', 'classifiedBy { name }'].map(
    (name) => `classification { ${name} }`,
  ),
  'classification { revenueAtRisk { amount currency } }',
  ...[
    'category',
    'description',
    'contributingFactors',
    'identifiedAt',
    'identifiedBy { name }',
  ].map((name) => `rootCause { ${name} }`),
  ...['respondBy', 'nextUpdateAt', 'resolveBy'].map((name) => `responseTimeline { ${name} }`),
  ...['actionTaken', 'outcome', 'howToConfirm', 'owner { name }', 'documentedAt'].map(
    (name) => `resolution { ${name} }`,
  ),
  ...['confirmedBy', 'customerConfirmedAt', 'timeToResolve'].map(
    (name) => `resolution { ${name} }`,
  ),
  ...['heldAt', 'participants { name }', 'wentWell', 'wentWrong'].map(
    (name) => `retrospective { ${name} }`,
  ),
  ...['rating', 'comment', 'at'].map((name) => `satisfaction { ${name} }`),
  ...['kind', 'since', 'escalation { reference }'].map((name) => `related { ${name} }`),
  'qualityCriteria { criterion met evidence }',
];

let app: TestApp;
let owner: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  owner = await person(app, { name: 'Mara Lind' });
});

afterAll(() => app.stop());

async function view(escalationId: string, selection: string): Promise<View> {
  const { escalation } = await app.query<{ escalation: View }>(
    `query ($id: ID!) { escalation(by: { id: $id }) { ${selection} } }`,
    { id: escalationId },
  );
  return escalation;
}

async function done(mutation: string, input: Variables): Promise<void> {
  const { userErrors } = await app.mutate(mutation, input);
  expect(userErrors).toEqual([]);
}

/** A case with something in every part, an hour after another that it is linked to. */
async function handledCase(): Promise<{ escalationId: string; other: string }> {
  const other = await openCase(app);
  const { id: escalationId } = await openCase(app, {
    history: { earlier: [{ summary: 'Slow since May.' }] },
  });
  const does = (mutation: string, input: Variables) => done(mutation, { escalationId, ...input });
  const { email } = owner;
  await does('recordUnderstanding', { understanding: 'The disk of the exporter is full.' });
  await does('reviewHistory', { findings: 'It was slow before.' });
  await does('identifyRootCause', {
    category: 'PRODUCT',
    description: 'Nothing deletes old exports.',
    contributingFactors: ['No alarm'],
  });
  await does('assessImpact', { businessImpact: 'No exports.', usersAffected: 12 });
  await does('classifyEscalation', {
    severity: 'HIGH',
    category: 'TECHNICAL',
    revenueAtRisk: { amount: '60000' },
    reputationRisk: 'LOW',
    legalRisk: 'NONE',
    rationale: 'A quarter to go.',
  });
  await does('assignOwner', { owner: { email } });
  await does('notifyStakeholders', { users: [{ email }] });
  await does('setResponseTimeline', { resolveBy: '2026-03-05T09:00:00Z' });
  await does('logCommunication', { channel: 'CALL', direction: 'OUTBOUND', summary: 'Told them.' });
  await does('recordAction', { kind: 'FIX', description: 'Deleted old exports.' });
  await does('skipSteps', { steps: ['COMMUNICATE_PROGRESS'], reason: 'It was fixed at once.' });
  app.clock.advance(HOUR_MS);
  await does('confirmResolution', { confirmedBy: 'Robin Reyes' });
  await does('documentOutcome', {
    actionTaken: 'Exports are deleted after a week.',
    outcome: 'Exports work.',
    howToConfirm: 'Start one.',
  });
  await does('recordSatisfaction', { rating: 4, comment: 'Quick.' });
  await does('recordRetrospective', {
    participants: [{ email }],
    wentWell: ['Fast'],
    wentWrong: ['No alarm'],
  });
  await does('linkEscalations', { other: { id: other.id }, kind: 'CAUSED_BY' });
  return { escalationId, other: other.reference };
}

describe('a case as clients see it', () => {
  it('has nothing in the parts that nobody has come to', async () => {
    const { id } = await openCase(app);
    const seen = await view(
      id,
      `impact { businessImpact usersAffected slaBreach revenueAtRisk { amount } }
       classification { severity } rootCause { description } owner { name } stakeholders { name }
       actions { totalCount nodes { id } } resolution { outcome } retrospective { heldAt }
       satisfaction { rating } related { kind } responseTimeline { respondBy nextUpdateAt }`,
    );
    expect(seen).toEqual({
      impact: { businessImpact: null, usersAffected: null, slaBreach: false, revenueAtRisk: null },
      classification: null,
      rootCause: null,
      owner: null,
      stakeholders: [],
      actions: { totalCount: 0, nodes: [] },
      resolution: null,
      retrospective: null,
      satisfaction: null,
      related: [],
      responseTimeline: {
        respondBy: new Date(app.clock.now().getTime() + 4 * HOUR_MS).toISOString(),
        nextUpdateAt: null,
      },
    });
  });

  it('has every part as the mutations left it', async () => {
    const { escalationId, other } = await handledCase();
    const resolvedAt = app.clock.now().toISOString();
    const seen = await view(
      escalationId,
      `history status stage resolutionPath owner { name } stakeholders { name } resolvedAt nextSteps
       impact { businessImpact usersAffected revenueAtRisk { amount currency } }
       classification { severity suggestedSeverity tierImpact revenueAtRisk { amount } rationale }
       rootCause { category description contributingFactors }
       actions { totalCount nodes { kind description by { name } } }
       resolution {
         actionTaken outcome howToConfirm owner { name } confirmedBy customerConfirmedAt timeToResolve
       }
       retrospective { participants { name } wentWell wentWrong } satisfaction { rating comment }
       related { kind escalation { reference related { kind } } }`,
    );
    const mara = { name: 'Mara Lind' };
    expect(seen).toEqual({
      history: { earlier: [{ summary: 'Slow since May.' }] },
      status: 'RESOLVED',
      stage: 'FOLLOW_UP',
      resolutionPath: 'ENGINEERING',
      owner: mara,
      stakeholders: [mara],
      resolvedAt,
      nextSteps: ['IMPROVE_PROCESS', 'PLAN_PREVENTION'],
      impact: {
        businessImpact: 'No exports.',
        usersAffected: 12,
        revenueAtRisk: { amount: '60000.00', currency: 'USD' },
      },
      classification: {
        severity: 'HIGH',
        suggestedSeverity: 'HIGH',
        tierImpact: 'MEDIUM',
        revenueAtRisk: { amount: '60000.00' },
        rationale: 'A quarter to go.',
      },
      rootCause: {
        category: 'PRODUCT',
        description: 'Nothing deletes old exports.',
        contributingFactors: ['No alarm'],
      },
      actions: {
        totalCount: 1,
        nodes: [{ kind: 'FIX', description: 'Deleted old exports.', by: null }],
      },
      resolution: {
        actionTaken: 'Exports are deleted after a week.',
        outcome: 'Exports work.',
        howToConfirm: 'Start one.',
        owner: mara,
        confirmedBy: 'Robin Reyes',
        customerConfirmedAt: resolvedAt,
        timeToResolve: 'PT1H',
      },
      retrospective: { participants: [mara], wentWell: ['Fast'], wentWrong: ['No alarm'] },
      satisfaction: { rating: 4, comment: 'Quick.' },
      related: [
        { kind: 'CAUSED_BY', escalation: { reference: other, related: [{ kind: 'CAUSES' }] } },
      ],
    });
  });

  it('shows each field alone as it does beside all others', async () => {
    const { escalationId } = await handledCase();
    const whole = await view(escalationId, FIELDS.join(' '));
    for (const field of FIELDS) {
      expect(whole).toMatchObject(await view(escalationId, field));
    }
  });

  it('names the entry behind each step that was taken', async () => {
    const { escalationId } = await handledCase();
    const { process } = (await view(
      escalationId,
      'process { stage steps { step state skippedReason event { type } } }',
    )) as { process: { stage: string; steps: View[] }[] };
    expect(process.find(({ stage }) => stage === 'RESOLVE')?.steps).toEqual([
      step('EXECUTE_FIX', 'DONE', 'ACTION_RECORDED'),
      {
        ...step('COMMUNICATE_PROGRESS', 'SKIPPED', 'STEPS_SKIPPED'),
        skippedReason: 'It was fixed at once.',
      },
      step('CONFIRM_RESOLUTION', 'DONE', 'RESOLUTION_CONFIRMED'),
      step('DOCUMENT_OUTCOME', 'DONE', 'OUTCOME_DOCUMENTED'),
    ]);
  });

  it('judges the quality criteria by what is on record', async () => {
    const { escalationId } = await handledCase();
    const { qualityCriteria } = (await view(
      escalationId,
      'qualityCriteria { criterion met evidence }',
    )) as { qualityCriteria: { criterion: string; met: boolean; evidence: string }[] };
    expect(qualityCriteria.map(({ criterion, met }) => `${criterion} ${met}`)).toEqual([
      'ISSUE_UNDERSTOOD true',
      'SEVERITY_CLASSIFIED true',
      'RESPONSE_WITHIN_SLA true',
      'COMMUNICATED_THROUGHOUT true',
      'ROOT_CAUSE_IDENTIFIED true',
      'PREVENTION_PLAN_CREATED false',
    ]);
    expect(qualityCriteria[4]?.evidence).toMatch(/^Identified on 2026-03-02 \d\d:00 UTC by .+\.$/);
  });

  it('takes the latest fix or workaround for the action taken until one is documented', async () => {
    const { id: escalationId } = await openCase(app);
    await done('recordAction', { escalationId, kind: 'WORKAROUND', description: 'By hand.' });
    await done('recordAction', {
      escalationId,
      kind: 'INVESTIGATION',
      description: 'Looked.',
    });
    expect(await view(escalationId, 'resolution { actionTaken documentedAt }')).toEqual({
      resolution: { actionTaken: 'By hand.', documentedAt: null },
    });
  });

  it('is in breach from the due time on, whether or not that is written yet', async () => {
    const { id } = await openCase(app, { severity: 'CRITICAL' });
    app.clock.advance(HOUR_MS - 1);
    expect(await view(id, 'impact { slaBreach }')).toEqual({ impact: { slaBreach: false } });
    app.clock.advance(1);
    expect(await view(id, 'impact { slaBreach }')).toEqual({ impact: { slaBreach: true } });
  });

  it('is null for an id or a reference that names no case', async () => {
    const by = (ref: string) => app.query(`{ escalation(by: { ${ref} }) { id } }`);
    for (const ref of ['reference: "ESC-1999-001"', 'id: "nonsense"', 'reference: ""']) {
      expect(await by(ref)).toEqual({ escalation: null });
    }
  });
});

function step(name: string, state: string, type: string): View {
  return { step: name, state, skippedReason: null, event: { type } };
}
