import type { Prisma } from '../db/client.ts';
import type { SlaClock } from '../db/generated/client/client.ts';
import type { Tx } from '../db/transaction.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { ClockFact } from '../sla/clock.rules.ts';
import type { RecordedFiring } from '../sla/firing.rules.ts';
import type { ClockEntry } from './clock-facts.rules.ts';
import {
  applyCorrection,
  CLOCK_ENTRY_TYPES,
  clockFactOf,
  recordedFiringOf,
  withoutFailed,
} from './clock-facts.rules.ts';
import type { Draft } from './escalation.draft.ts';
import { startDraft } from './escalation.draft.ts';
import type { CaseRow, CaseState, ClockRow } from './escalation.state.ts';

/** The parts of a case that every change looks at. */
const CASE_PARTS = {
  customer: { select: { id: true, name: true, tier: true, arrAmount: true, arrCurrency: true } },
  owner: { select: { id: true, name: true, level: true, active: true } },
  steps: { omit: { escalationId: true, customerId: true } },
  stakeholders: { omit: { escalationId: true, customerId: true } },
  clocks: { omit: { escalationId: true, customerId: true } },
} satisfies Prisma.EscalationInclude;

/**
 * Locks a case and reads what its rules need. Writers of one case come one after the other; of
 * different cases they do not wait for each other.
 *
 * @throws Refusal NOT_FOUND when there is no such case, or it is not visible.
 */
export async function loadForChange(work: Work, escalationId: string): Promise<Draft> {
  const { tx } = work;
  await tx.$queryRaw`SELECT id FROM escalation WHERE id = ${escalationId}::uuid FOR NO KEY UPDATE`;
  const found = await tx.escalation.findUnique({
    where: {
      id: escalationId,
      ...(work.customerIds === null ? {} : { customerId: { in: [...work.customerIds] } }),
    },
    include: CASE_PARTS,
  });
  if (found === null) throw noSuchCase();

  const { customer, owner, steps, stakeholders, clocks, ...row } = found;
  return startDraft({
    state: {
      ...emptyParts(),
      row: toCaseRow(row),
      steps: new Map(steps.map(({ step, ...rest }) => [step, rest])),
      stakeholders: new Map(stakeholders.map((part) => [part.userId, part])),
      clocks: new Map(clocks.map((clock) => [clock.kind, toClockRow(clock)])),
    },
    customer: {
      id: customer.id,
      name: customer.name,
      tier: customer.tier,
      arr: { amount: customer.arrAmount.toFixed(2), currency: customer.arrCurrency },
    },
    owner,
    now: work.now,
    imported: work.imported,
    actor: work.actor,
    newId,
    ...(await loadClockFacts(tx, escalationId)),
  });
}

export function noSuchCase(field: readonly string[] = ['escalationId']) {
  return refuse('NOT_FOUND', 'There is no such escalation.', field);
}

export function emptyParts(): Omit<CaseState, 'row'> {
  return {
    steps: new Map(),
    stakeholders: new Map(),
    clocks: new Map(),
    actions: new Map(),
    communications: new Map(),
    improvements: new Map(),
    plan: null,
    planActions: new Map(),
    links: new Map(),
  };
}

type DecimalText = { toFixed(decimals: number): string } | null;

export function toCaseRow<T extends { revenueAtRisk: DecimalText; classifiedRevenue: DecimalText }>(
  row: T,
): Omit<T, 'revenueAtRisk' | 'classifiedRevenue'> &
  Pick<CaseRow, 'revenueAtRisk' | 'classifiedRevenue'> {
  return {
    ...row,
    revenueAtRisk: row.revenueAtRisk?.toFixed(2) ?? null,
    classifiedRevenue: row.classifiedRevenue?.toFixed(2) ?? null,
  };
}

export function toClockRow(clock: Omit<SlaClock, 'escalationId' | 'customerId'>): ClockRow {
  return { ...clock, targetMs: Number(clock.targetMs), elapsedMs: Number(clock.elapsedMs) };
}

/** What the log says about the clocks of a case. Entries count from the commit on, with or without a place in the log. */
export async function loadClockFacts(
  tx: Tx,
  escalationId: string,
): Promise<{ facts: ClockFact[]; firings: RecordedFiring[] }> {
  const entries = await tx.logEntry.findMany({
    where: { escalationId, type: { in: CLOCK_ENTRY_TYPES } },
    orderBy: { id: 'asc' },
    select: { type: true, at: true, data: true },
  });
  return readClockFacts(entries as ClockEntry[]);
}

export function readClockFacts(entries: readonly ClockEntry[]): {
  facts: ClockFact[];
  firings: RecordedFiring[];
} {
  const facts: ClockFact[] = [];
  const failedIds = new Set<string>();
  let firings: RecordedFiring[] = [];
  for (const entry of entries) {
    const fact = clockFactOf(entry);
    if (fact !== undefined) facts.push(fact);
    const firing = recordedFiringOf(entry);
    if (firing !== undefined) firings.push(firing);
    firings = applyCorrection(firings, entry);
    if (entry.type === 'COMMUNICATION_FAILED') failedIds.add(String(entry.data['communicationId']));
  }
  return { facts: withoutFailed(facts, failedIds), firings };
}
