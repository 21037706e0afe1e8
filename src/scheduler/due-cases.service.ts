import type { Db } from '../db/client.ts';
import { Prisma } from '../db/client.ts';
import { ask } from '../db/reads/ask.ts';
import type { Tx } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Lookups } from '../escalation/case/escalation.change.ts';
import { letTimePass, lookupsOf, snapshot } from '../escalation/case/escalation.change.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import type { Clock } from '../shared/clock.ts';
import type { Firing } from '../sla/clock/firing.rules.ts';
import { claimDueCases, loadDueCases } from './due-cases.load.ts';
import type { PassedCase } from './due-cases.save.ts';
import { saveDueCases } from './due-cases.save.ts';

/** The result of one look at the queue. */
export interface Evaluation {
  /** How many cases were claimed. */
  cases: number;
  /** The firings of all cases. */
  fired: Pick<Firing, 'kind' | 'threshold' | 'plannedAt' | 'firedAt'>[];
}

/** The failure of a batch of cases. None of the batch was written. */
export class EvaluationFailure extends Error {
  readonly caseIds: readonly string[];

  constructor(caseIds: readonly string[], cause: unknown) {
    super(`Clocks of ${caseIds.length} cases could not be evaluated`, { cause });
    this.name = 'EvaluationFailure';
    this.caseIds = caseIds;
  }
}

export interface Batch {
  /** The most cases of the batch. */
  limit: number;
  /** Cases to leave alone. */
  except: readonly string[];
}

/**
 * Claims cases whose clocks are due, and writes what the clocks have to say, in one transaction. Nodes
 * that look at the same time claim different cases.
 *
 * @throws EvaluationFailure when a claimed case could not be evaluated or written; nothing is written
 *   then.
 */
export async function evaluateDueCases(
  db: Db,
  clock: Clock,
  { limit, except }: Batch,
): Promise<Evaluation> {
  let claimed: string[] = [];
  try {
    return await inTransaction(db, async (tx) => {
      const now = clock.now();
      claimed = await claimDueCases(tx, now, limit, except);
      if (claimed.length === 0) return { cases: 0, fired: [] };
      const passed = await passTime(tx, await loadDueCases(tx, claimed, now));
      saveDueCases(tx, passed, now);
      return { cases: claimed.length, fired: passed.flatMap(({ draft }) => firedIn(draft)) };
    });
  } catch (error) {
    if (claimed.length === 0) throw error;
    throw new EvaluationFailure(claimed, error);
  }
}

async function passTime(tx: Tx, drafts: readonly Draft[]): Promise<PassedCase[]> {
  const lookups = rememberingLookups(lookupsOf(tx));
  const passed: PassedCase[] = [];
  for (const draft of drafts) {
    const before = snapshot(draft);
    await letTimePass(draft, lookups);
    passed.push({ before, draft });
  }
  return passed;
}

/** Caches look-ups: many cases of a batch ask for the same people and policies. */
function rememberingLookups(lookups: Lookups): Lookups {
  const people = new Map<string, ReturnType<Lookups['peopleOfLevel']>>();
  const policies = new Map<string, ReturnType<Lookups['policiesFor']>>();
  return {
    peopleOfLevel: (level, team) =>
      remember(people, `${level} ${team}`, () => lookups.peopleOfLevel(level, team)),
    policiesFor: (customer) =>
      remember(policies, `${customer.id}`, () => lookups.policiesFor(customer)),
  };
}

function remember<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}

function firedIn({ entries }: Draft): Evaluation['fired'] {
  return entries.flatMap(({ type, at, data }) =>
    type === 'SLA_WARNING' || type === 'SLA_BREACHED'
      ? [
          {
            kind: data.kind,
            threshold: data.threshold,
            plannedAt: new Date(data.plannedAt),
            firedAt: at,
          },
        ]
      : [],
  );
}

/**
 * When the next clock is due, possibly in the past; null when there is none.
 *
 * @param except cases that are left alone.
 */
export async function nextDueAt(db: Db, except: readonly string[]): Promise<Date | null> {
  const [row] = await ask<{ next: Date | null }>(
    db,
    Prisma.sql`SELECT min(next_at) AS next FROM sla_clock
      WHERE NOT escalation_id = ANY(${[...except]}::uuid[])`,
  );
  return row?.next ?? null;
}

/** How many clocks were to be evaluated before `before` and were not. */
export async function countOverdue(db: Db, before: Date): Promise<number> {
  return db.slaClock.count({ where: { nextAt: { lt: before } } });
}
