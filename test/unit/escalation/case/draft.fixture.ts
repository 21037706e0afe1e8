import { addEntry, markDone, setStatus } from '../../../../src/escalation/case/entry.draft.ts';
import type { Draft } from '../../../../src/escalation/case/escalation.draft.ts';
import { startDraft, startNewCase } from '../../../../src/escalation/case/escalation.draft.ts';
import type { CaseRow } from '../../../../src/escalation/case/escalation.state.ts';
import { EMPTY_ROW } from '../../../../src/escalation/case/escalation.state.ts';
import type { OwnerLevel } from '../../../../src/shared/vocabulary.ts';
import { aroundTheClock } from '../../../../src/sla/time/working-time.rules.ts';
import { at, policy } from '../../sla/clock/facts.ts';

const OPENED = at('10:00');

const ROW: CaseRow = {
  ...EMPTY_ROW,
  id: 'case',
  reference: 'ESC-2026-001',
  customerId: 'customer',
  summary: 'Exports fail',
  issue: 'Exports fail since this morning.',
  history: null,
  stageSince: OPENED,
  severity: 'HIGH',
  category: 'TECHNICAL',
  ownerLevel: 'MANAGER',
  openedAt: OPENED,
  updatedAt: OPENED,
};

interface Opening {
  /** Of the policy; the response is due within an hour, updates every two. */
  ownerLevel?: OwnerLevel;
  now?: string;
  imported?: boolean;
  /** How often a breach is told again. */
  repeatEveryMs?: number;
}

/** A case as its opening leaves it: opened at 10:00, told at `now`. */
export function openedCase({
  ownerLevel = 'MANAGER',
  now = '10:00',
  imported = false,
  repeatEveryMs,
}: Opening = {}): Draft {
  let ids = 0;
  const draft = startNewCase({
    state: {
      row: { ...ROW, ownerLevel },
      steps: new Map(),
      stakeholders: new Map(),
      clocks: new Map(),
      actions: new Map(),
      communications: new Map(),
      improvements: new Map(),
      plan: null,
      planActions: new Map(),
      links: new Map(),
    },
    customer: {
      id: 'customer',
      name: 'Acme',
      tier: 'BUSINESS',
      arr: { amount: '120000.00', currency: 'USD' },
    },
    now: at(now),
    imported,
    timeOf: () => aroundTheClock,
    actor: { userId: 'ada', label: 'Ada' },
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  });
  const its = {
    ...policy(),
    ownerLevel,
    warnAt: [50, 75, 90],
    repeatEveryMs: repeatEveryMs ?? null,
  };
  addEntry(draft, 'ESCALATION_OPENED', { policy: its }, 'Escalation received', { at: OPENED });
  return draft;
}

/** The next change of the case, at another time. */
export function later(draft: Draft, now: string): Draft {
  const { customer, owner, imported, actor, newId, facts, firings, notices, timeOf } = draft;
  const state = { ...draft, row: { ...draft.row } };
  return startDraft({
    state,
    customer,
    owner,
    now: at(now),
    imported,
    actor,
    newId,
    facts: [...facts],
    firings,
    notices,
    timeOf,
  });
}

/** A communication that counts, told now; it took place at `when`, or now. */
export function communicate(draft: Draft, when?: string): void {
  markDone(draft, 'PREPARE_COMMUNICATION');
  addEntry(
    draft,
    'COMMUNICATION_LOGGED',
    { communicationId: draft.newId(), counts: true, direction: 'OUTBOUND', channel: 'CALL' },
    'Call to the customer',
    when === undefined ? {} : { at: at(when) },
  );
}

export function promiseResolution(draft: Draft, resolveBy: string): void {
  draft.row.resolveBy = at(resolveBy);
  const promise = { nextUpdateAt: null, resolveBy: at(resolveBy).toISOString() };
  addEntry(draft, 'RESPONSE_TIMELINE_SET', promise, 'Response timeline set');
}

export function resolveAt(draft: Draft, when: string): void {
  draft.row.resolvedAt = at(when);
  setStatus(draft, 'RESOLVED', { at: at(when) });
}

/** What a change wrote, in short: `SLA_BREACHED RESPONSE 100`. */
export function written({ entries }: Draft): string[] {
  return entries.map(({ type, data }) => {
    const facts = new Map<string, unknown>(Object.entries(data));
    return [type, facts.get('kind'), facts.get('threshold')]
      .filter((part) => part !== undefined)
      .join(' ');
  });
}
