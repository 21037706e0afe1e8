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

// One for each fact and each of its cycles, and for each stretch that is shown. A case with ten thousand
// messages and as many waits takes a tenth.
const MAX_STEPS = 500_000;
const TOO_MUCH = 'More has happened to this case than its clocks can be worked out from.';

/**
 * Replays all clocks to `now`. Returns all cycles by kind and in order, ended ones of UPDATE too. Facts may
 * come in any order; of those at one instant the first given counts first. Facts after `now` are left out,
 * those before the opening count at it. Without OPENED there are no clocks.
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

/** The state of a case while a replay goes through its facts. */
interface Case {
  status: 'RUNNING' | 'WAITING' | 'RESOLVED' | 'CANCELLED';
  policy: PolicySnapshot;
  axis: CountedTime;
  /** The cycles of RESPONSE and RESOLUTION, and the latest of UPDATE. */
  cycles: readonly Cycle[];
  /** Earlier cycles of UPDATE, in order. One list for a whole replay, as there can be thousands. */
  past: Cycle[];
  openedAt: Date;
  /** Whether a communication, or the resolution, has met RESPONSE. */
  responded: boolean;
  /** Promises as counts on the axis, so that a pause shifts them. */
  unannouncedUpdate: number | null;
  resolveBy: number | null;
}

/** Values of the only cycle of RESPONSE or RESOLUTION, which counts from the opening. */
const FIRST = { cycle: 1, startCount: 0, promiseCount: null, silent: false };

/** The state at the opening, when the clocks begin. */
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

/** Applies one fact to the clocks. The thresholds passed before the fact must be marked. */
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

/** The target of an UPDATE cycle: the interval, or the time up to the promise if that is shorter. */
function updateTarget(intervalMs: number, startCount: number, promiseCount: number | null): number {
  return promiseCount === null ? intervalMs : Math.min(intervalMs, promiseCount - startCount);
}

function withNextUpdate(state: Case, at: Date, promised: number | null): Case {
  const { policy, axis, past, responded } = state;
  if (policy.updateIntervalMs === null) return state;
  const cycles = state.cycles.filter(({ kind }) => kind !== 'UPDATE');
  past.push(...state.cycles.filter(({ kind }) => kind === 'UPDATE'));
  const startCount = countAt(axis, at);
  // A promise for a time that has passed says nothing about the next update.
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

/** Begins, continues or ends RESOLUTION, as the promise, or without one the policy, demands. */
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
  // A promise is an instant, so a new calendar measures it anew, and elapsed time stays as it was. A
  // future promise stays in the future: where the new calendar counts nothing until then, it is due
  // once counting begins.
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
  // For a resolved case the new policy counts from the reopening.
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
