import type { ReportFacts } from '../../../src/report/report.rules.ts';
import type { ReportLogEntry } from '../../../src/report/timeline.rules.ts';

export const at = (time: string): Date => new Date(`2019-07-02T${time}:00Z`);

export function entry(
  type: ReportLogEntry['type'],
  time: string,
  overrides: Partial<ReportLogEntry> = {},
): ReportLogEntry {
  return {
    type,
    at: at(time),
    summary: `${type} at ${time}`,
    actorName: 'Tom Okafor',
    ownerName: null,
    actionKind: null,
    isCorrection: false,
    ...overrides,
  };
}

/** A case that lacks nothing. */
export function reportFacts(overrides: Partial<ReportFacts> = {}): ReportFacts {
  return {
    reference: 'ESC-2019-001',
    openedAt: at('13:45'),
    resolvedAt: at('15:20'),
    customer: {
      externalId: 'cust-4711',
      name: 'Harbour Retail Group',
      tier: 'ENTERPRISE',
      arr: { amount: '480000.00', currency: 'USD' },
      healthScore: 74,
    },
    summary: 'All storefronts answer 502',
    severity: 'CRITICAL',
    category: 'TECHNICAL',
    impact: {
      businessImpact: 'No orders can be placed.',
      revenueAtRisk: { amount: '610000.00', currency: 'EUR' },
      usersAffected: 120_000,
      slaBreach: false,
    },
    log: [
      entry('ESCALATION_OPENED', '13:45', { actorName: null }),
      entry('OWNER_ASSIGNED', '13:52', { ownerName: 'Ines Ferrer' }),
      entry('ROOT_CAUSE_IDENTIFIED', '14:00'),
      entry('ACTION_RECORDED', '14:52', { actionKind: 'FIX' }),
      entry('RESOLUTION_CONFIRMED', '15:20', { actorName: null }),
    ],
    rootCause: {
      category: 'PROCESS',
      description: 'A rule that backtracks without bound.',
      contributingFactors: ['No staged rollout'],
    },
    actions: [{ kind: 'FIX', description: 'The rule is reverted.', at: at('14:52') }],
    resolution: { actionTaken: 'Reverted the rule', owner: 'Ines Ferrer' },
    satisfactionRating: 3,
    preventionPlan: {
      immediateActions: ['Put the protection back'],
      longTermImprovements: ['Staged rollout for rules'],
      owner: 'Tom Okafor',
      dueDate: '2019-07-31',
    },
    communications: [
      {
        channel: 'EMAIL',
        direction: 'OUTBOUND',
        state: 'LOGGED',
        at: at('13:55'),
        summary: 'We have received your escalation',
        customerResponse: null,
      },
    ],
    ...overrides,
  };
}
