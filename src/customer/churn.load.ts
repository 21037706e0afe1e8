import type { Db } from '../db/client.ts';
import { Prisma } from '../db/client.ts';
import { ask } from '../db/reads/ask.ts';
import { DAY_MS } from '../shared/duration.ts';
import type { ChurnFacts } from './churn.rules.ts';
import { WINDOW_DAYS } from './churn.rules.ts';

/** The facts that the checks need beside the customer's own row. */
export type CustomerHistory = Omit<ChurnFacts, 'healthScore' | 'lifecycleStage'>;

/** How many customers' cases are read together, and are in memory at once. */
const BATCH = 100;

/**
 * Reads histories in the order of the keys, with four statements for each {@link BATCH} of customers. A
 * key that is repeated is read once; a customer without cases has empty lists.
 */
export async function loadHistories(
  db: Db,
  customerIds: readonly string[],
  now: Date,
): Promise<CustomerHistory[]> {
  const histories = new Map<string, CustomerHistory>();
  const ids = [...new Set(customerIds)];
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = await loadBatch(db, ids.slice(at, at + BATCH), now);
    for (const [id, history] of batch) histories.set(id, history);
  }
  return customerIds.map((id) => histories.get(id) ?? NO_HISTORY);
}

const NO_HISTORY: CustomerHistory = {
  escalations: [],
  breaches: [],
  reopenings: [],
  ratings: [],
  preventionActions: [],
};

async function loadBatch(
  db: Db,
  ids: string[],
  now: Date,
): Promise<(readonly [string, CustomerHistory])[]> {
  const since = new Date(now.getTime() - WINDOW_DAYS * DAY_MS);
  const [escalations, events, ratings, actions] = await Promise.all([
    recentOrOpen(db, ids, since),
    breachesAndReopenings(db, ids, since),
    lastRatings(db, ids),
    openActions(db, ids),
  ]);
  const ofType = (type: LoggedEvent['type']) =>
    byCustomer(events.filter((event) => event.type === type));
  const all = {
    escalations: byCustomer(escalations),
    breaches: ofType('SLA_BREACHED'),
    reopenings: ofType('ESCALATION_REOPENED'),
    ratings: byCustomer(ratings),
    preventionActions: byCustomer(actions),
  };
  return ids.map((id) => [
    id,
    {
      escalations: all.escalations.get(id) ?? [],
      breaches: all.breaches.get(id) ?? [],
      reopenings: all.reopenings.get(id) ?? [],
      ratings: all.ratings.get(id) ?? [],
      preventionActions: all.preventionActions.get(id) ?? [],
    },
  ]);
}

function byCustomer<Row extends { customerId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const known = grouped.get(row.customerId);
    if (known === undefined) grouped.set(row.customerId, [row]);
    else known.push(row);
  }
  return grouped;
}

/** Old open ones and all recent ones, each from an index of the customer's cases in this order. */
function recentOrOpen(db: Db, ids: string[], since: Date): Promise<CaseOfCustomer[]> {
  return ask<CaseOfCustomer>(
    db,
    Prisma.sql`
    SELECT c.id AS "customerId", e.reference, e.severity, e.status, e.opened_at AS "openedAt"
    FROM unnest(${ids}::uuid[]) AS c (id) CROSS JOIN LATERAL (
      SELECT reference, severity, status, opened_at FROM escalation
      WHERE customer_id = c.id AND status IN ('OPEN', 'WAITING_ON_CUSTOMER') AND opened_at < ${since}
      UNION ALL
      SELECT reference, severity, status, opened_at FROM escalation
      WHERE customer_id = c.id AND opened_at >= ${since}) e
    ORDER BY e.opened_at DESC`,
  );
}
type CaseOfCustomer = ChurnFacts['escalations'][number] & { customerId: string };

interface LoggedEvent {
  customerId: string;
  reference: string;
  type: 'SLA_BREACHED' | 'ESCALATION_REOPENED';
  at: Date;
}

/** From the log, as clocks keep their current cycle only. Breaches taken back later are left out. */
function breachesAndReopenings(db: Db, ids: string[], since: Date): Promise<LoggedEvent[]> {
  return ask<LoggedEvent>(
    db,
    Prisma.sql`
    SELECT l.customer_id AS "customerId", e.reference, l.type, l.at
    FROM log_entry l JOIN escalation e ON e.id = l.escalation_id
    WHERE l.customer_id = ANY(${ids}::uuid[]) AND l.seq IS NOT NULL AND l.at >= ${since}
      AND l.type IN ('SLA_BREACHED', 'ESCALATION_REOPENED')
      AND NOT EXISTS (
        SELECT FROM log_entry m
        WHERE l.type = 'SLA_BREACHED' AND m.escalation_id = l.escalation_id AND m.id > l.id
          AND m.type = 'SLA_MET' AND m.data @> '{"corrected": true}'
          AND m.data -> 'kind' = l.data -> 'kind'
          AND m.data -> 'cycleStartedAt' = l.data -> 'cycleStartedAt')
    ORDER BY l.at DESC`,
  );
}

interface Rating {
  customerId: string;
  rating: number;
  at: Date;
}

/** The last three ratings of each customer. */
function lastRatings(db: Db, ids: string[]): Promise<Rating[]> {
  return ask<Rating>(
    db,
    Prisma.sql`
    SELECT c.id AS "customerId", r.rating, r.at
    FROM unnest(${ids}::uuid[]) AS c (id) CROSS JOIN LATERAL (
      SELECT satisfaction_rating AS rating, satisfaction_at AS at
      FROM escalation
      WHERE customer_id = c.id AND satisfaction_rating IS NOT NULL
      ORDER BY satisfaction_at DESC LIMIT 3) r`,
  );
}

async function openActions(db: Db, ids: string[]) {
  const actions = await db.preventionAction.findMany({
    where: { customerId: { in: ids }, doneAt: null },
    select: {
      customerId: true,
      dueDate: true,
      plan: { select: { dueDate: true, escalation: { select: { reference: true } } } },
    },
    orderBy: { id: 'asc' },
  });
  return actions.map(({ customerId, dueDate, plan }) => ({
    customerId,
    reference: plan.escalation.reference,
    dueDate: (dueDate ?? plan.dueDate).toISOString().slice(0, 10),
    done: false,
  }));
}
