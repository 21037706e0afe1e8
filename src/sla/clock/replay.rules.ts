import type { Spend } from '../../shared/bounds/steps.ts';
import { limitSteps } from '../../shared/bounds/steps.ts';
import { SLA_KINDS } from '../../shared/vocabulary.ts';
import { aroundTheClock } from '../time/working-time.rules.ts';
import type { Case, Fact, TimeOf } from './case-clocks.rules.ts';
import { apply, open } from './case-clocks.rules.ts';
import type { ClockFact, ReplayedCycle } from './clock.rules.ts';
import { pass, show } from './cycle.rules.ts';

export type { TimeOf } from './case-clocks.rules.ts';

/**
 * Of a replay: one for each fact and each of its cycles, and for each stretch of time that is shown.
 * A case with ten thousand messages and as many waits takes a tenth.
 */
const MAX_STEPS = 500_000;

function budget(): Spend {
  return limitSteps(
    MAX_STEPS,
    'More has happened to this case than its clocks can be worked out from.',
  );
}

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
  spend: Spend = budget(),
): ReplayedCycle[] {
  const opened = facts.find((fact) => fact.type === 'OPENED');
  if (opened === undefined || opened.at > now) return [];
  let state = open(opened, timeOf);
  for (const fact of inOrder(facts, opened, now)) {
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

/** The clock that is shown for each kind: its latest cycle. */
export function currentClocks(cycles: readonly ReplayedCycle[]): ReplayedCycle[] {
  return SLA_KINDS.flatMap((kind) => cycles.findLast((cycle) => cycle.kind === kind) ?? []);
}

function byKindAndCycle(a: ReplayedCycle, b: ReplayedCycle): number {
  return SLA_KINDS.indexOf(a.kind) - SLA_KINDS.indexOf(b.kind) || a.cycle - b.cycle;
}

function inOrder(facts: readonly ClockFact[], opened: Fact<'OPENED'>, now: Date): ClockFact[] {
  return facts
    .filter((fact) => fact.type !== 'OPENED' && fact.at <= now)
    .map((fact) => (fact.at < opened.at ? { ...fact, at: opened.at } : fact))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function passing(state: Case, until: Date, upToAndAt: boolean): Case {
  return { ...state, cycles: state.cycles.map((c) => pass(c, state.axis, until, upToAndAt)) };
}
