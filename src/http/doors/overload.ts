import { getHeapStatistics } from 'node:v8';
import type { GraphQLError } from 'graphql';
import type { Registry } from 'prom-client';
import { Counter } from 'prom-client';
import type { Principal } from '../../auth/principal.ts';
import { overloaded } from '../../graphql/errors.ts';
import type { Logger } from '../../log.ts';
import type { Intake, IntakeLimits } from '../../shared/bounds/intake.ts';
import { gaugesOf } from '../read-figures.ts';

export type Wanted = 'operation' | 'sign-in' | 'socket';

/** Refuses what the node cannot take on, at every door and before any work, and counts what it has taken on. */
export interface Overload {
  /** @returns the error for what is refused; undefined when it may go on. */
  refusalOf(who: Principal | undefined, wanted: Wanted): GraphQLError | undefined;
  /**
   * Counts work until it settles, unless it has.
   *
   * @param isWhole whether it is all that is left of what was asked for, and not a step on the way.
   * @returns the work.
   */
  count<Work>(who: Principal | undefined, isWhole: boolean, work: Work): Work;
}

/** What is under way of the node's operations, as far as memory allows. */
const INTAKE: IntakeLimits = { waitMs: 500, free: 64, most: 2_000 };
/** Bytes that an operation under way takes, with the little of its answer that most have. */
const BYTES_EACH = 64_000;
const SHARE_OF_HEAP = 0.125;

export function intakeLimits(heapBytes = getHeapStatistics().heap_size_limit): IntakeLimits {
  const fit = Math.floor((heapBytes * SHARE_OF_HEAP) / BYTES_EACH);
  return { ...INTAKE, most: Math.min(INTAKE.most, Math.max(2 * INTAKE.free, fit)) };
}

/** All whose credentials nobody has looked up yet count as one. */
const STRANGERS = 'strangers';
/** Who comes again does not come with all others: seconds, by turns. */
const RETRY_S = [1, 2, 3];
/** Refusals within this time belong to one burst. */
const QUIET_MS = 60_000;

/** @param onRefused called for each refusal. */
export function createOverload(
  intake: Intake,
  log: Logger,
  registry: Registry,
  onRefused: () => void = () => {},
): Overload {
  const counted = new Counter({
    name: 'desk_overload_refused_total',
    help: 'Refused with OVERLOADED before any work, because the node had more under way than it does in half a second: operations and reports, look-ups of credentials, sockets.',
    labelNames: ['what'] as const,
    registers: [registry],
  });
  // Made once: where an error was made is looked up each time, which takes longer than all else.
  const errors = RETRY_S.map(overloaded);
  gaugesOf(registry)(
    'desk_intake_limit',
    'How many operations may be under way, on what the last moments had; of little meaning while fewer are.',
    intake.limit,
  );
  let refused = 0;
  let told: { at: number; refused: number } | undefined;

  function tell(): void {
    const at = performance.now();
    if (told !== undefined && at - told.at < QUIET_MS) return;
    const more = told === undefined ? {} : { refused: refused - told.refused };
    log.warn(
      { ...more, underWay: intake.underWay(), limit: intake.limit() },
      'More is asked of the node than it can do: what it would do too late is refused with OVERLOADED.',
    );
    told = { at, refused };
  }

  return {
    refusalOf(who, wanted) {
      if (!intake.isFull(who?.id ?? STRANGERS)) return undefined;
      refused += 1;
      counted.inc({ what: wanted });
      onRefused();
      tell();
      return errors[refused % errors.length];
    },
    count(who, isWhole, work) {
      if (!(work instanceof Promise)) return work;
      const key = who?.id ?? STRANGERS;
      intake.begin(key);
      const over = () => intake.end(key, isWhole);
      work.then(over, over);
      return work;
    },
  };
}
