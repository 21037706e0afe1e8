import type { Principal } from '../../auth/principal.ts';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';
import { andThen } from '../../shared/maybe-promise.ts';
import type { Left } from './local-limiter.ts';
import type { Limited, MakeRateLimiter } from './rate-limiter.ts';

/** Points for a minute; 0 for no limit. */
export interface BudgetSettings {
  staff: number;
  partner: number;
}

/** The points that an operation took from its sender's budget. */
export interface Charge {
  enough: boolean;
  /** Points for a minute; null when there is no limit. */
  budget: number | null;
  left: number | null;
  restoredInSeconds: number;
  /** Sets the charge to the actual cost. @returns the points left; null when there is no limit. */
  settle(actual: number): number | null;
}

export interface Budgets {
  take(principal: Principal, points: number): MaybePromise<Charge>;
  /** Takes points for work done before it is known whether an operation may run. The budget may run empty. */
  takeUnasked(principal: Principal, points: number): MaybePromise<void>;
  /** Seconds until the budget is back; 0 while points are left, as far as this node knows. */
  emptyForSeconds(principal: Principal): number;
}

/** A budget of which nothing is left. */
interface Empty {
  /** Until then the budget counts as empty, and the limiter is not asked. On `performance.now()`. */
  lookAt: number;
  /** When the budget is back, as refused callers are told. On `performance.now()`. */
  restoredAt: number;
}

/** Number of principals remembered whose budgets are known to be empty. */
const MAX_KEPT = 10_000;

/** Gives each principal a budget by its role. Each key of a partner has a budget of its own. */
export function createBudgets(
  settings: BudgetSettings,
  makeLimiter: MakeRateLimiter,
  limited: Limited,
): Budgets {
  const limiters = {
    staff: makeLimiter('points', settings.staff),
    partner: makeLimiter('partner-points', settings.partner),
  };
  const empty = createBoundedMap<string, Empty>({ maxSize: MAX_KEPT });

  const kindOf = ({ role }: Pick<Principal, 'role'>) => (role === 'PARTNER' ? 'partner' : 'staff');

  function chargeOf({ id, role }: Principal, points: number, after: Left): Charge {
    const { enough } = after;
    const kind = kindOf({ role });
    const endsAt = performance.now() + after.restoredInMs;
    const giveBack = (unused: number) => {
      // Points taken in a minute that is over are not given back to the next one.
      if (performance.now() < endsAt) limiters[kind].giveBack(id, unused);
      return Math.max(0, after.points + unused);
    };
    if (!enough) limited.inc({ what: 'points' });
    return {
      enough,
      budget: settings[kind],
      // A charge that was too much is given back: what is left is still good for cheaper operations.
      left: enough ? after.points : giveBack(points),
      restoredInSeconds: secondsOf(after.restoredInMs),
      settle: (actual) => (actual === points ? after.points : giveBack(points - actual)),
    };
  }

  function noteLeft({ id }: Principal, { points: left, restoredInMs }: Left): void {
    if (left > 0) return;
    const present = performance.now();
    const lookAt = present + Math.min(restoredInMs, BELIEVED_MS);
    empty.set(id, { lookAt, restoredAt: present + restoredInMs });
  }

  return {
    take(principal, points) {
      const kind = kindOf(principal);
      if (settings[kind] === 0) return UNLIMITED;
      const taken = limiters[kind].take(principal.id, points);
      return andThen(taken, (left) => chargeOf(principal, points, left));
    },
    takeUnasked(principal, points) {
      const kind = kindOf(principal);
      if (settings[kind] === 0) return;
      const taken = limiters[kind].take(principal.id, points);
      return andThen(taken, (left) => noteLeft(principal, left));
    },
    emptyForSeconds({ id }) {
      const known = empty.get(id);
      const present = performance.now();
      if (known === undefined || present >= known.lookAt) return 0;
      limited.inc({ what: 'points' });
      return secondsOf(known.restoredAt - present);
    },
  };
}

const UNLIMITED: Charge = {
  enough: true,
  budget: null,
  left: null,
  restoredInSeconds: 0,
  settle: () => null,
};

/** Milliseconds for which a budget is believed to be empty: another node may give points back. */
const BELIEVED_MS = 5_000;

export function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
