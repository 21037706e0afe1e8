import type { SlaKind } from '../../shared/vocabulary.ts';
import type { WorkingTime } from '../time/working-time.rules.ts';
import type { ClockFact, PolicySnapshot, StretchReason } from './clock.rules.ts';
import type { CountedTime } from './counted-time.rules.ts';
import { continueWith, countAt } from './counted-time.rules.ts';
import type { Cycle } from './cycle.rules.ts';
import { begin, finish, retarget } from './cycle.rules.ts';

export type TimeOf = (policy: PolicySnapshot) => WorkingTime;

export type Fact<T extends ClockFact['type']> = Extract<ClockFact, { type: T }>;

/** A case while its facts are gone through. */
export interface Case {
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

/** A case whose clocks begin. */
export function open({ at, policy }: Fact<'OPENED'>, timeOf: TimeOf): Case {
  const axis = continueWith([], { from: at, reason: 'COUNTED', policy, time: timeOf(policy) });
  const state: Case = {
    status: 'RUNNING',
    policy,
    axis,
    cycles: [],
    past: [],
    openedAt: at,
    responded: false,
    unannouncedUpdate: null,
    resolveBy: null,
  };
  const { responseTargetMs } = policy;
  const response = { kind: 'RESPONSE', cycle: 1, startedAt: at, startCount: 0 } as const;
  const rest = { policy, promiseCount: null, silent: false };
  const answering =
    responseTargetMs === null
      ? state
      : { ...state, cycles: [begin({ ...response, ...rest, targetMs: responseTargetMs }, at)] };
  return withResolution(withNextUpdate(answering, at, null), at);
}

/** What one thing that happened does to the clocks; the thresholds passed before it are marked. */
export function apply(state: Case, fact: ClockFact, timeOf: TimeOf): Case {
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
      return {
        ...state,
        status: 'CANCELLED',
        cycles: state.cycles.map((cycle) => finish(cycle, state.axis, fact.at, 'CANCELLATION')),
      };
  }
}

const REASONS: Record<'RUNNING' | 'WAITING' | 'RESOLVED', StretchReason> = {
  RUNNING: 'COUNTED',
  WAITING: 'WAITING_FOR_CUSTOMER',
  RESOLVED: 'RESOLVED',
};

function turn(state: Case, status: keyof typeof REASONS, from: Date): Case {
  const last = state.axis.at(-1);
  if (last === undefined) return state;
  const { policy, time } = last;
  return {
    ...state,
    status,
    axis: continueWith(state.axis, { from, reason: REASONS[status], policy, time }),
  };
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
  const cycles = state.cycles.map((cycle) => finish(cycle, state.axis, at, 'RESOLUTION'));
  const met = { ...state, cycles, responded: true, unannouncedUpdate: null };
  return turn(met, 'RESOLVED', at);
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
  const start = { kind: 'RESOLUTION', cycle: 1, startedAt: openedAt, startCount: 0 } as const;
  const rest = { policy, targetMs, promiseCount: null, silent: false };
  return { ...state, cycles: [...cycles, begin({ ...start, ...rest }, at)] };
}

function withPolicy(state: Case, fact: Fact<'POLICY_CHANGED'>, timeOf: TimeOf): Case {
  const { at, policy } = fact;
  const last = state.axis.at(-1);
  if (last === undefined || state.status === 'CANCELLED') return state;
  const time = timeOf(policy);
  const current = countAt(state.axis, at);
  // A promise is an instant, so another calendar measures it anew; elapsed time stays as it was. One
  // to come stays to come: where the other calendar counts nothing until then, it is due as that begins.
  const remeasured = (count: number): number =>
    count <= current
      ? count
      : current + Math.max(1, time.between(at, last.time.after(at, count - current)));
  const again = (count: number | null) => (count === null ? null : remeasured(count));
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
