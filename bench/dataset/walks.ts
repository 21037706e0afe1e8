import type { Severity } from '../../src/shared/vocabulary.ts';
import type { Variables } from '../../test/support/client.ts';

/** One call of a mutation on the case, without `escalationId`; or time that passes. */
export type Move = { mutation: string; input?: Variables } | { passesMs: number };

/** How the cases of a template came to be, after their opening. Notes fill up to {@link ENTRIES}. */
export interface Walk {
  severity: Severity;
  /** How many of a hundred cases are like it. */
  share: number;
  moves: readonly Move[];
}

/** Entries in the log of each case. */
export const ENTRIES = 8;
const HOUR_MS = 3_600_000;

const UNDERSTAND: Move = {
  mutation: 'recordUnderstanding',
  input: { understanding: 'Something between the two systems is not in step.' },
};
const OWNER: Move = { mutation: 'assignOwner', input: { owner: { email: 'owner@bench.example' } } };
const pass = (hours: number): Move => ({ passesMs: hours * HOUR_MS });

function classify(severity: Severity): Move {
  const judged = { severity, category: 'TECHNICAL', reputationRisk: 'LOW', legalRisk: 'NONE' };
  return {
    mutation: 'classifyEscalation',
    input: { ...judged, rationale: 'As the customer describes it.' },
  };
}

const open = (severity: Severity): Move[] => [UNDERSTAND, classify(severity), OWNER];
const impact = (usersAffected: number): Move => ({
  mutation: 'assessImpact',
  input: {
    businessImpact: 'Orders are late.',
    usersAffected,
    revenueAtRisk: { amount: '1200.00', currency: 'EUR' },
  },
});
const action = (kind: string): Move => ({
  mutation: 'recordAction',
  input: { kind, description: 'Went through the logs and changed one setting.' },
});
const CANCEL: Move = { mutation: 'cancelEscalation', input: { reason: 'Reported twice.' } };
const WAIT: Move = { mutation: 'waitForCustomer', input: { reason: 'Asked for an example.' } };

const RESOLVE: readonly Move[] = [
  action('FIX'),
  {
    mutation: 'skipSteps',
    input: { steps: ['CONFIRM_RESOLUTION'], reason: 'The customer is silent.' },
  },
];

/** Most desks have fewer open cases than old ones; here half is open, which is the harder half. */
export const WALKS: readonly Walk[] = [
  { severity: 'HIGH', share: 12, moves: [...open('HIGH'), pass(2), impact(40)] },
  { severity: 'MEDIUM', share: 15, moves: [...open('MEDIUM'), pass(5), action('INVESTIGATION')] },
  { severity: 'LOW', share: 13, moves: [UNDERSTAND, OWNER, pass(20), action('WORKAROUND')] },
  { severity: 'MEDIUM', share: 8, moves: [UNDERSTAND, OWNER, pass(3), WAIT] },
  { severity: 'CRITICAL', share: 4, moves: [OWNER, pass(24)] },
  { severity: 'HIGH', share: 18, moves: [OWNER, pass(4), ...RESOLVE] },
  { severity: 'MEDIUM', share: 15, moves: [OWNER, pass(30), ...RESOLVE] },
  { severity: 'LOW', share: 15, moves: [OWNER, pass(50), CANCEL] },
];
