import type { Scenario } from './samples.ts';

export type Inputs = Readonly<Record<string, unknown>>;

/** One call of a mutation, without `escalationId`. */
export interface Step {
  mutation: string;
  input: Inputs;
}

export interface Cast {
  owner: string;
  colleague: string;
  contact: string;
}

/** Makes random numbers from 0 up to, but not including, 1. */
export type Random = () => number;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The steps of a case after its opening. Each step is made when its time has come, so the times that it
 * promises count from then.
 */
export function* caseScript(
  scenario: Scenario,
  { owner, colleague, contact }: Cast,
  random: Random,
  now: () => Date,
): Generator<Step> {
  const chance = (share: number): boolean => random() < share;
  const later = (ms: number): string => new Date(now().getTime() + ms).toISOString();
  const step = (mutation: string, input: Inputs = {}): Step => ({ mutation, input });

  yield step('recordUnderstanding', { understanding: scenario.understanding });
  if (chance(0.06)) {
    yield step('cancelEscalation', { reason: 'Reported twice; the other case goes on.' });
    return;
  }
  yield step('classifyEscalation', {
    category: scenario.category,
    severity: scenario.severity,
    reputationRisk: chance(0.3) ? 'MEDIUM' : 'LOW',
    legalRisk: 'NONE',
    rationale: 'As the customer describes it, confirmed by the first look.',
  });
  yield step('assignOwner', { owner: { email: owner } });
  yield step('sendCommunication', { template: 'INITIAL_RESPONSE' });
  yield step('notifyStakeholders', { users: [{ email: owner }, { email: colleague }] });
  yield step('reviewHistory', { findings: 'Nothing of this kind in the last year.' });
  yield step('setResponseTimeline', { resolveBy: later(2 * DAY_MS) });
  yield step('recordAction', {
    kind: 'INVESTIGATION',
    description: 'Went through logs and changes.',
  });
  yield step('assessImpact', {
    businessImpact: scenario.impact,
    usersAffected: scenario.usersAffected,
  });
  yield step('recordAction', { kind: 'WORKAROUND', description: scenario.workaround });
  yield step('postProgressUpdate', {
    status: 'A workaround is in place.',
    actions: scenario.workaround,
    nextSteps: 'We look for the cause and then mend it.',
    expectedResolution: later(DAY_MS),
  });
  if (chance(0.35)) {
    yield step('waitForCustomer', { reason: 'Asked the customer for an example.' });
    yield step('logCommunication', {
      channel: chance(0.5) ? 'EMAIL' : 'CALL',
      direction: 'INBOUND',
      summary: 'The customer sent an example.',
    });
  }
  if (chance(0.3)) yield step('addNote', { text: `${contact} asks to be called in the morning.` });
  yield step('identifyRootCause', scenario.rootCause);
  yield* fixAndConfirm(scenario, contact);
  if (chance(0.12)) {
    yield step('reopenEscalation', { reason: 'The customer sees it again.' });
    yield* fixAndConfirm(scenario, contact);
  }
  yield step('recordSatisfaction', { rating: 2 + Math.floor(random() * 4) });
  yield step('recordRetrospective', {
    participants: [{ email: owner }, { email: colleague }],
    wentWell: ['The customer heard from us early.'],
    wentWrong: scenario.rootCause.contributingFactors,
  });
  yield step('proposeImprovement', { description: scenario.improvement });
  yield step('createPreventionPlan', {
    owner: { email: owner },
    dueDate: later(30 * DAY_MS).slice(0, 10),
    immediateActions: [{ description: scenario.prevention.immediate }],
    longTermImprovements: [{ description: scenario.prevention.longTerm }],
  });
  yield step('closeEscalation');
}

function* fixAndConfirm(scenario: Scenario, contact: string): Generator<Step> {
  yield { mutation: 'recordAction', input: { kind: 'FIX', description: scenario.fix } };
  yield {
    mutation: 'documentOutcome',
    input: {
      actionTaken: scenario.fix,
      outcome: 'Works again for everybody who was hit.',
      howToConfirm: scenario.howToConfirm,
    },
  };
  yield { mutation: 'sendCommunication', input: { template: 'RESOLUTION_CONFIRMATION' } };
  yield {
    mutation: 'confirmResolution',
    input: { confirmedBy: contact, customerResponse: 'Confirmed, thank you.' },
  };
}
