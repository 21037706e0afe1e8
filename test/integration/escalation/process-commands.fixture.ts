import fc from 'fast-check';
import { CASE_MUTATIONS } from './status-table.fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How far the present moves before a command; `DUE`: to the very moment at which a clock is due. */
export type Advance = number | 'DUE';

/** What is wrong about a command on purpose; nothing where the mutation has no such input. */
export const FAULTS = ['NONE', 'BLANK', 'STALE', 'UNKNOWN', 'TOO_EARLY', 'TOO_LATE'] as const;
export type Fault = (typeof FAULTS)[number];

export interface Command {
  mutation: string;
  /** Which of the run's cases. */
  on: 0 | 1;
  advance: Advance;
  fault: Fault;
  /** What the input is made from. */
  dice: [number, number, number];
}

/** Rarer than the rest what ends a case, more often what moves it on. */
const WEIGHTS: Readonly<Record<string, number>> = {
  cancelEscalation: 1,
  closeEscalation: 4,
  confirmResolution: 6,
  recordAction: 6,
  skipSteps: 8,
  waitForCustomer: 4,
  reopenEscalation: 6,
  logCommunication: 8,
};

const mutation = fc.oneof(
  ...CASE_MUTATIONS.map((name) => ({
    weight: WEIGHTS[name] ?? 3,
    arbitrary: fc.constant(name),
  })),
);

const advance = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Advance>(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 90 }).map((count) => count * MINUTE_MS) },
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 80 }).map((count) => count * HOUR_MS) },
  { weight: 2, arbitrary: fc.constant<Advance>('DUE') },
);

const fault = fc.oneof(
  { weight: 9, arbitrary: fc.constant<Fault>('NONE') },
  { weight: 1, arbitrary: fc.constantFrom(...FAULTS) },
);

const on = fc.oneof(
  { weight: 4, arbitrary: fc.constant<0 | 1>(0) },
  { weight: 1, arbitrary: fc.constant<0 | 1>(1) },
);
const dice = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999));

const command: fc.Arbitrary<Command> = fc.record({ mutation, on, advance, fault, dice });

/** What often goes together, and where one thing looks at the time of another. */
const HABITS = [
  ['recordAction', 'confirmResolution'],
  ['confirmResolution', 'reopenEscalation', 'confirmResolution'],
  ['recordAction', 'setResponseTimeline', 'confirmResolution'],
  ['setResponseTimeline', 'sendCommunication'],
  ['sendCommunication', 'postProgressUpdate', 'addNote'],
  ['waitForCustomer', 'logCommunication'],
  ['waitForCustomer', 'resumeWork'],
  ['skipSteps', 'closeEscalation'],
];

/** One after the other on one case, without faults. */
const habit = fc
  .tuple(
    fc.constantFrom(...HABITS),
    on,
    fc.array(fc.tuple(advance, dice), { minLength: 3, maxLength: 3 }),
  )
  .map(([names, its, turns]) =>
    names.map((name, place): Command => {
      const [moved, thrown] = turns[place] ?? [0, [0, 0, 0]];
      return { mutation: name, on: its, advance: moved, fault: 'NONE', dice: thrown };
    }),
  );

const block = fc.oneof(
  { weight: 5, arbitrary: command.map((one) => [one]) },
  { weight: 2, arbitrary: habit },
);

function first(mutationName: string): Command {
  return { mutation: mutationName, on: 0, advance: MINUTE_MS, fault: 'NONE', dice: [0, 0, 0] };
}

/** Ways to begin: as opened, fixed, resolved with every step, closed. */
const beginnings = fc.constantFrom(
  [],
  ['recordAction'],
  ['recordAction', 'skipSteps'],
  ['recordAction', 'skipSteps', 'closeEscalation'],
);

const severity = fc.constantFrom('CRITICAL', 'HIGH', 'MEDIUM', 'LOW');

export const runs = fc.record({
  severities: fc.tuple(severity, severity),
  commands: fc
    .tuple(beginnings, fc.array(block, { minLength: 5, maxLength: 28, size: '+1' }))
    .map(([beginning, blocks]) => [...beginning.map(first), ...blocks.flat()]),
});
