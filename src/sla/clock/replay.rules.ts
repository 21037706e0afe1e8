import type { Spend } from '../../shared/bounds/steps.ts';
import { limitSteps } from '../../shared/bounds/steps.ts';
import type { SlaKind } from '../../shared/vocabulary.ts';
import type { WorkingTime } from '../time/working-time.rules.ts';
import { aroundTheClock } from '../time/working-time.rules.ts';
import type { ClockFact, Fact, PolicySnapshot, ReplayedCycle } from './clock.rules.ts';
import { byKindAndCycle, factsInOrder } from './clock.rules.ts';
import type { CountedTime, Cycle } from './cycle.rules.ts';
import { begin, continueWith, countAt, finish, pass, retarget, show } from './cycle.rules.ts';

export type TimeOf = (policy: PolicySnapshot) => WorkingTime;

/**
 * Of a replay: one for each fact and each of its cycles, and for each stretch of time that is shown.
 * A case with ten thousand messages and as many waits takes a tenth.
 */
const MAX_STEPS = 500_000;
const TOO_MUCH = 'More has happened to this case than its clocks can be worked out from.';

/**
 * All cycles of all clocks at `now`: by kind, UPDATE's past ones included and in order. Facts may
 * come in any order; of those of one instant the first given counts first. Facts after `now` are
 * left out, those before the opening count at the opening; without OPENED there are no clocks.
 *
 * @throws TooManySteps
 */
export function replay(
  facts: readonly ClockFact[],
  now: Date,
  timeOf: TimeOf = () => aroundTheClock,
  spend: Spend = limitSteps(MAX_STEPS, TOO_MUCH),
): ReplayedCycle[] {
  const opened = facts.find((fact) => fact.type === 'OPENED');
  if (opened === undefined || opened.at > now) return [];
  let state = open(opened, timeOf);
  for (const fact of factsInOrder(facts, opened, now)) {
    spend(1 + state.cycles.length);
    state = apply(passing(state, fact.at, false), fact, timeOf);
  }
  const { past, cycles, axis } = passing(state, now, true);
  const shown = [...past, ...cycles].map((cycle) => {
    const one = show(cycle, axis, now);
    spend(1 + one.stretches.length);
    return one;
  });
  return shown.sort(byKindAndCycle);
}

function passing(state: Case, until: Date, upToAndAt: boolean): Case {
  return { ...state, cycles: state.cycles.map((c) => pass(c, state.axis, until, upToAndAt)) };
}

/** A case while its facts are gone through. */
interface Case {
  status: 'RUNNING' | 'WAITING' | 'RESOLVED' | 'CANCELLED';
  policy: PolicySnapshot;
  axis: CountedTime;
  /** RESPONSE, RESOLUTION and UPDATE's latest. */
  cycles: readonly Cycle[];
  /** Cycles of UPDATE before its latest, in order; one list for a whole replay, as there can be thousands. */
  past: Cycle[];
  openedAt: Date;
  /** A communication, or the resolution, has met RESPONSE. */
  responded: boolean;
  /** Promises as counts on the axis, where a pause shifts them by itself. */
  unannouncedUpdate: number | null;
  resolveBy: number | null;
}

/** The only cycle of RESPONSE, or of RESOLUTION: it counts from the opening. */
const FIRST = { cycle: 1, startCount: 0, promiseCount: null, silent: false };

/** A case whose clocks begin. */
function open({ at, policy }: Fact<'OPENED'>, timeOf: TimeOf): Case {
  const state: Case = {
    status: 'RUNNING',
    policy,
    axis: continueWith([], { from: at, reason: 'COUNTED', policy, time: timeOf(policy) }),
    cycles: [],
    past: [],
    openedAt: at,
    responded: false,
    unannouncedUpdate: null,
    resolveBy: null,
  };
  const { responseTargetMs } = policy;
  const response = { kind: 'RESPONSE', startedAt: at, policy, ...FIRST } as const;
  const answering =
    responseTargetMs === null
      ? state
      : { ...state, cycles: [begin({ ...response, targetMs: responseTargetMs }, at)] };
  return withResolution(withNextUpdate(answering, at, null), at);
}

/** What one thing that happened does to the clocks; the thresholds passed before it are marked. */
function apply(state: Case, fact: ClockFact, timeOf: TimeOf): Case {
  const isOpen = state.status === 'RUNNING' || state.status === 'WAITING';
  if (fact.type === 'POLICY_CHANGED') return withPolicy(state, fact, timeOf);
  if (fact.type === 'REOPENED') return state.status === 'RESOLVED' ? reopen(state, fact.at) : state;
  if (!isOpen) return state;
  switch (fact.type) {
    case 'OPENED':
      return state;
    case 'COMMUNICATED':
      return communicate(state, fact.at);
    case 'WAITING':
      return state.status === 'WAITING' ? state : turn(state, 'WAITING', fact.at);
    case 'RESUMED':
      return state.status === 'RUNNING' ? state : turn(state, 'RUNNING', fact.at);
    case 'PROMISED':
      return promise(state, fact);
    case 'RESOLVED':
      return resolve(state, fact.at);
    case 'CANCELLED':
      return { ...finishAll(state, fact.at, 'CANCELLATION'), status: 'CANCELLED' };
  }
}

const REASONS = {
  RUNNING: 'COUNTED',
  WAITING: 'WAITING_FOR_CUSTOMER',
  RESOLVED: 'RESOLVED',
} as const;

function turn(state: Case, status: keyof typeof REASONS, from: Date): Case {
  const last = state.axis.at(-1);
  if (last === undefined) return state;
  const axis = continueWith(state.axis, { ...last, from, reason: REASONS[status] });
  return { ...state, status, axis };
}

function mapOpen(state: Case, kind: SlaKind, change: (cycle: Cycle) => Cycle): Case {
  const cycles = state.cycles.map((cycle) =>
    cycle.kind === kind && cycle.end === null ? change(cycle) : cycle,
  );
  return { ...state, cycles };
}

/** The interval, or what is left of it up to the promise. */
function updateTarget(intervalMs: number, startCount: number, promiseCount: number | null): number {
  return promiseCount === null ? intervalMs : Math.min(intervalMs, promiseCount - startCount);
}

function withNextUpdate(state: Case, at: Date, promised: number | null): Case {
  const { policy, axis, past, responded } = state;
  if (policy.updateIntervalMs === null) return state;
  const cycles = state.cycles.filter(({ kind }) => kind !== 'UPDATE');
  past.push(...state.cycles.filter(({ kind }) => kind === 'UPDATE'));
  const startCount = countAt(axis, at);
  // What was promised for a time that has come by now says nothing about the next update.
  const promiseCount = promised !== null && promised > startCount ? promised : null;
  const next = {
    kind: 'UPDATE',
    cycle: past.length + 1,
    policy,
    startedAt: at,
    startCount,
    targetMs: updateTarget(policy.updateIntervalMs, startCount, promiseCount),
    promiseCount,
    silent: !responded && policy.responseTargetMs !== null,
  } as const;
  return { ...state, cycles: [...cycles, begin(next, at)] };
}

function communicate(state: Case, at: Date): Case {
  const end = (cycle: Cycle) => finish(cycle, state.axis, at, 'COMMUNICATION');
  const told = mapOpen(mapOpen(state, 'RESPONSE', end), 'UPDATE', end);
  const next = { ...told, responded: true, unannouncedUpdate: null };
  return withNextUpdate(next, at, state.unannouncedUpdate);
}

function promise(state: Case, { at, nextUpdateAt, resolveBy }: Fact<'PROMISED'>): Case {
  const promisedCount = (until: Date | null | undefined): number | null => {
    const length = until ? (state.axis.at(-1)?.time.between(at, until) ?? 0) : 0;
    return length > 0 ? countAt(state.axis, at) + length : null;
  };
  const update = promisedCount(nextUpdateAt);
  const resolution = promisedCount(resolveBy);
  const next =
    resolution === null ? state : withResolution({ ...state, resolveBy: resolution }, at);
  if (update === null) return next;
  if (!next.responded) return { ...next, unannouncedUpdate: update };
  return mapOpen(next, 'UPDATE', (cycle) => {
    const promiseCount = Math.min(update, cycle.promiseCount ?? update);
    const targetMs = updateTarget(cycle.targetMs, cycle.startCount, promiseCount);
    return retarget({ ...cycle, promiseCount }, targetMs, cycle.policy, at);
  });
}

function resolve(state: Case, at: Date): Case {
  const met = { ...finishAll(state, at, 'RESOLUTION'), responded: true, unannouncedUpdate: null };
  return turn(met, 'RESOLVED', at);
}

function finishAll(state: Case, at: Date, by: 'RESOLUTION' | 'CANCELLATION'): Case {
  return { ...state, cycles: state.cycles.map((cycle) => finish(cycle, state.axis, at, by)) };
}

function reopen(state: Case, at: Date): Case {
  return withResolution(withNextUpdate(turn(state, 'RUNNING', at), at, null), at);
}

/** Makes RESOLUTION what the promise, or else the policy, wants: begun, goes on, or no more. */
function withResolution(state: Case, at: Date): Case {
  const { policy, cycles, axis, openedAt } = state;
  const targetMs = state.resolveBy ?? policy.resolutionTargetMs;
  const running = cycles.find(({ kind }) => kind === 'RESOLUTION');
  if (targetMs === null) {
    return mapOpen(state, 'RESOLUTION', (cycle) => finish(cycle, axis, at, 'CANCELLATION'));
  }
  if (running !== undefined) {
    const going = retarget(running, targetMs, policy, at);
    return { ...state, cycles: cycles.map((cycle) => (cycle === running ? going : cycle)) };
  }
  const resolution = { kind: 'RESOLUTION', startedAt: openedAt, policy, ...FIRST } as const;
  return { ...state, cycles: [...cycles, begin({ ...resolution, targetMs }, at)] };
}

function withPolicy(state: Case, fact: Fact<'POLICY_CHANGED'>, timeOf: TimeOf): Case {
  const { at, policy } = fact;
  const last = state.axis.at(-1);
  if (last === undefined || state.status === 'CANCELLED') return state;
  const time = timeOf(policy);
  const current = countAt(state.axis, at);
  // A promise is an instant, so another calendar measures it anew; elapsed time stays as it was. One
  // to come stays to come: where the other calendar counts nothing until then, it is due as that begins.
  const again = (count: number | null): number | null =>
    count === null || count <= current
      ? count
      : current + Math.max(1, time.between(at, last.time.after(at, count - current)));
  const next: Case = {
    ...state,
    policy,
    axis: continueWith(state.axis, { from: at, reason: last.reason, policy, time }),
    unannouncedUpdate: again(state.unannouncedUpdate),
    resolveBy: again(state.resolveBy),
  };
  // Resolved: the new policy counts from the reopening.
  if (state.status === 'RESOLVED') return next;
  const answered = mapOpen(next, 'RESPONSE', (cycle) =>
    retarget(cycle, policy.responseTargetMs ?? cycle.targetMs, policy, at),
  );
  const updated = mapOpen(answered, 'UPDATE', (cycle) => {
    const promiseCount = again(cycle.promiseCount);
    const intervalMs = policy.updateIntervalMs ?? cycle.targetMs;
    const targetMs = updateTarget(intervalMs, cycle.startCount, promiseCount);
    return retarget({ ...cycle, promiseCount }, targetMs, policy, at);
  });
  return withResolution(updated, at);
}
