import type { Prisma } from '../db/client.ts';
import { toCaseRow, toClockRow } from '../escalation/case/escalation.load.ts';
import type { CaseState } from '../escalation/case/escalation.state.ts';
import { linkKey } from '../escalation/case/escalation.state.ts';

const WITHOUT_KEYS = { escalationId: true, customerId: true } as const;

/** A case with every part and its whole log. */
export const WHOLE_CASE = {
  steps: { omit: WITHOUT_KEYS },
  stakeholders: { omit: WITHOUT_KEYS },
  clocks: { omit: WITHOUT_KEYS },
  actions: { omit: WITHOUT_KEYS },
  communications: { omit: WITHOUT_KEYS },
  improvements: { omit: WITHOUT_KEYS },
  plan: { omit: WITHOUT_KEYS },
  planActions: { omit: WITHOUT_KEYS },
  links: { omit: WITHOUT_KEYS },
  log: {
    orderBy: { id: 'asc' },
    select: {
      changes: true,
      caseVersion: true,
      recordedAt: true,
      stage: true,
      status: true,
      severity: true,
    },
  },
} satisfies Prisma.EscalationInclude;

export type WholeCase = Prisma.EscalationGetPayload<{ include: typeof WHOLE_CASE }>;

/** The case as the rules see it, with every part. */
export function stateOf(whole: WholeCase): CaseState {
  const {
    steps,
    stakeholders,
    clocks,
    actions,
    communications,
    improvements,
    plan,
    planActions,
    links,
    log: _log,
    ...row
  } = whole;
  return {
    row: toCaseRow(row),
    steps: new Map(steps.map(({ step, ...rest }) => [step, rest])),
    stakeholders: new Map(stakeholders.map((part) => [part.userId, part])),
    clocks: new Map(clocks.map((clock) => [clock.kind, toClockRow(clock)])),
    actions: byId(actions),
    communications: byId(communications),
    improvements: byId(improvements),
    plan,
    planActions: byId(planActions),
    links: new Map(links.map((link) => [linkKey(link), link])),
  };
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
