import { expect } from 'vitest';
import type { Model } from './process-model.fixture.ts';
import { openSteps, STAGES, stageOf, stageState } from './process-model.fixture.ts';
import type { CaseNow, ClockNow, Entry } from './process-reading.fixture.ts';

const LEVELS = ['TEAM_LEAD', 'MANAGER', 'DIRECTOR', 'EXECUTIVE'] as const;
const LEVEL_OF = { CRITICAL: 3, HIGH: 2, MEDIUM: 1, LOW: 0 } as const;

/** Status, stage and steps are what the model says, and agree with one another. */
export function expectProcess(seen: CaseNow, model: Model): void {
  expect(seen.status).toBe(model.status);
  expect(seen.stage).toBe(stageOf(model));
  expect(seen.process).toEqual(
    Object.entries(STAGES).map(([stage, steps]) => ({
      stage,
      state: stageState(model, stage),
      steps: steps.map((step) => ({ step, state: model.steps.get(step) ?? 'PENDING' })),
    })),
  );
  expect(seen.nextSteps).toEqual(seen.status === 'CANCELLED' ? [] : openSteps(model));
  expect(seen.related.map(({ kind }) => kind).toSorted()).toEqual([...model.links].toSorted());
  if (seen.status === 'CLOSED') expect(openSteps(model)).toEqual([]);
  const isWaiting = seen.status === 'WAITING_ON_CUSTOMER';
  expect(isWaiting || seen.waitUntil === null, 'waits no more, but until a time').toBe(true);
}

export function expectResolution({ status, resolvedAt, closedAt, resolution }: CaseNow): void {
  const isResolved = status === 'RESOLVED' || status === 'CLOSED';
  expect(resolvedAt !== null, 'resolvedAt is kept exactly of resolved cases').toBe(isResolved);
  expect(closedAt !== null, 'closedAt is kept exactly of closed cases').toBe(status === 'CLOSED');
  const time = resolution?.timeToResolve ?? null;
  expect(time !== null, 'timeToResolve is known exactly of resolved cases').toBe(isResolved);
  if (!isResolved) expect(resolution?.customerConfirmedAt ?? null).toBeNull();
}

/** Only reopening lets a case be resolved at another time. */
export function expectSameResolution(before: CaseNow, after: CaseNow): void {
  if (before.resolvedAt === null || after.resolvedAt === null) return;
  expect(after.resolvedAt).toBe(before.resolvedAt);
}

const isOpen = ({ state, metAt }: ClockNow) => state !== 'CANCELLED' && metAt === null;

/** What status and clocks have to do with each other. */
export function expectClocks({ status, sla }: CaseNow): void {
  expect(sla.map(({ kind }) => kind)).toEqual(
    ['RESPONSE', 'UPDATE', 'RESOLUTION'].slice(0, Math.max(2, sla.length)),
  );
  const open = sla.filter(isOpen);
  const states = sla.map(({ state }) => state);
  if (status === 'OPEN') {
    expect(states).not.toContain('PAUSED');
    expect(open.filter(({ dueAt }) => dueAt === null)).toEqual([]);
  } else if (status === 'WAITING_ON_CUSTOMER') {
    expect(states).not.toContain('RUNNING');
    expect(open.filter(({ dueAt }) => dueAt !== null)).toEqual([]);
  } else {
    expect(open).toEqual([]);
  }
  if (status !== 'CANCELLED') expect(states).not.toContain('CANCELLED');
  for (const { state, metAt, breachedAt } of sla) {
    if (state === 'MET') expect([metAt !== null, breachedAt]).toEqual([true, null]);
    if (state === 'BREACHED') expect(breachedAt).not.toBeNull();
  }
}

interface Breach {
  /** Kind and start of its cycle. */
  key: string;
  kind: string;
}

/** What fired of one cycle, in the order of the log. */
interface Fired {
  kind: string;
  thresholds: number[];
  isBreached: boolean;
}

/**
 * Goes through the warnings and breaches on record: each fires once a cycle and after lower ones
 * only, and only what was breached is corrected.
 *
 * @returns the breaches that stand.
 */
function standingBreaches(log: readonly Entry[]): Breach[] {
  const cycles = new Map<string, Fired>();
  for (const { type, data } of log) {
    const { kind = '', cycleStartedAt = '', threshold = 0, corrected = false } = data;
    const key = `${kind} ${cycleStartedAt}`;
    const fired = cycles.get(key) ?? { kind, thresholds: [], isBreached: false };
    if (type === 'SLA_WARNING' || type === 'SLA_BREACHED') {
      expect(threshold, `${key} fires again`).toBeGreaterThan(fired.thresholds.at(-1) ?? 0);
      expect(threshold === 100).toBe(type === 'SLA_BREACHED');
      const isBreached = fired.isBreached || threshold === 100;
      cycles.set(key, { kind, thresholds: [...fired.thresholds, threshold], isBreached });
    }
    if (type === 'SLA_MET' && corrected) {
      expect(fired.isBreached, `${key} is corrected, but has no breach`).toBe(true);
      const thresholds = fired.thresholds.filter((percent) => percent < 100);
      cycles.set(key, { kind, thresholds, isBreached: false });
    }
  }
  return [...cycles.entries()].flatMap(([key, { kind, isBreached }]) =>
    isBreached ? [{ key, kind }] : [],
  );
}

/** A breach on record counts until it is corrected: for `slaBreach`, and for the owner's level. */
export function expectBreaches(seen: CaseNow, log: readonly Entry[]): void {
  const standing = standingBreaches(log);
  const isLate = seen.sla.some(({ breachedAt }) => breachedAt !== null);
  if (standing.length > 0) expect(seen.impact.slaBreach).toBe(true);
  else if (!isLate) expect(seen.impact.slaBreach).toBe(false);
  const kinds = new Set(standing.map(({ kind }) => kind));
  const level = Math.min(LEVEL_OF[seen.severity] + kinds.size, LEVELS.length - 1);
  expect(seen.ownerLevel).toBe(LEVELS[level]);
}

/** A change leaves no clock breached without a breach on record that stands. */
export function expectRecorded({ sla, impact }: CaseNow, log: readonly Entry[]): void {
  const standing = standingBreaches(log);
  const late = sla.filter(({ breachedAt }) => breachedAt !== null);
  const keys = standing.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(late.map(keyOf)));
  expect(impact.slaBreach).toBe(standing.length > 0);
}

/** What one change takes back it does not say again. */
export function expectNoWavering(written: readonly Entry[]): void {
  const corrected = new Set<string>();
  for (const { type, data } of written) {
    const key = `${data.kind} ${data.cycleStartedAt}`;
    if (type === 'SLA_MET' && data.corrected === true) corrected.add(key);
    if (type === 'SLA_BREACHED') expect([...corrected]).not.toContain(key);
  }
}

function keyOf({ kind, startedAt }: ClockNow): string {
  return `${kind} ${startedAt}`;
}
