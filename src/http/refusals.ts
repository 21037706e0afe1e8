import type { Registry } from 'prom-client';
import { countsOf } from './read-figures.ts';

/** Why something is not done for somebody. */
export const REFUSALS = [
  'credentials',
  'sign-ins',
  'points',
  'document',
  'role',
  'persisted',
  'cost',
  'turn',
  'answer',
  'room',
  'connections',
  'groups',
  'overload',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Counts what was refused. */
export type Refused = (why: Refusal) => void;

export function createRefusals(registry: Registry): Refused {
  const counts = Object.fromEntries(REFUSALS.map((why) => [why, 0])) as Record<Refusal, number>;
  countsOf(registry)(
    'desk_refusals_total',
    'What was not done for somebody, by the reason, at whichever door.',
    () => REFUSALS.map((reason) => [{ reason }, counts[reason]]),
  );
  return (why) => {
    counts[why] += 1;
  };
}

/** Why an operation is refused before anything of it ran, by the code of its error. */
export function refusalOfDocument(code: string): Refusal {
  if (code === 'QUERY_TOO_COMPLEX') return 'cost';
  if (code === 'FORBIDDEN') return 'role';
  return code.startsWith('PERSISTED_OPERATION_') ? 'persisted' : 'document';
}

/** Why the answer of an operation is not given, by the code of its error. */
export function refusalOfAnswer(code: string): Refusal {
  if (code === 'ANSWER_TOO_LARGE') return 'answer';
  return code === 'OVERLOADED' ? 'room' : 'turn';
}
