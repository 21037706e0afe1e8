import type { Db } from '../db/client.ts';
import { Prisma } from '../db/client.ts';
import { FIGURE_RULES } from './figures.ts';

/**
 * Rules that no foreign key or unique index enforces. Each statement finds the rows that break a rule,
 * and names them as `what`.
 */
const RULES: readonly { rule: string; find: Prisma.Sql }[] = [
  {
    rule: 'a step names a log entry of its case',
    find: Prisma.sql`
      SELECT escalation_id || ' ' || step AS what FROM escalation_step s
      WHERE NOT EXISTS (
        SELECT FROM log_entry l WHERE l.id = s.event_id AND l.escalation_id = s.escalation_id
      )`,
  },
  {
    rule: 'the participants of a retrospective are people',
    find: Prisma.sql`
      SELECT e.reference AS what FROM escalation e, unnest(e.participant_ids) AS p (id)
      WHERE NOT EXISTS (SELECT FROM "user" u WHERE u.id = p.id)`,
  },
  {
    rule: 'both ends of a link have it',
    find: Prisma.sql`
      SELECT a.escalation_id || ' ' || a.kind || ' ' || a.other_id AS what FROM escalation_link a
      WHERE NOT EXISTS (
        SELECT FROM escalation_link b
        WHERE b.escalation_id = a.other_id AND b.other_id = a.escalation_id
          AND b.kind = CASE a.kind
            WHEN 'DUPLICATES' THEN 'DUPLICATED_BY' WHEN 'DUPLICATED_BY' THEN 'DUPLICATES'
            WHEN 'CAUSES' THEN 'CAUSED_BY' WHEN 'CAUSED_BY' THEN 'CAUSES'
            ELSE 'RELATES_TO' END::"LinkKind"
      )`,
  },
  ...[
    'escalation_step',
    'stakeholder',
    'sla_clock',
    'sla_firing',
    'resolution_action',
    'communication',
  ]
    .concat(['improvement', 'prevention_plan', 'prevention_action', 'escalation_link', 'log_entry'])
    .map((table) => ({
      rule: `${table} has the customer of its case`,
      find: Prisma.sql`
        SELECT DISTINCT e.reference AS what FROM ${Prisma.raw(table)} part
        JOIN escalation e ON e.id = part.escalation_id
        WHERE part.customer_id IS DISTINCT FROM e.customer_id`,
    })),
  {
    rule: 'a reply answers a communication of its case',
    find: Prisma.sql`
      SELECT c.id::text AS what FROM communication c JOIN communication o ON o.id = c.in_reply_to_id
      WHERE o.escalation_id <> c.escalation_id`,
  },
  {
    rule: 'an action belongs to a plan of its case',
    find: Prisma.sql`
      SELECT a.id::text AS what FROM prevention_action a JOIN prevention_plan p ON p.id = a.plan_id
      WHERE p.escalation_id <> a.escalation_id`,
  },
  {
    rule: 'no number is used twice',
    find: Prisma.sql`SELECT reference AS what FROM escalation GROUP BY reference HAVING count(*) > 1`,
  },
  {
    rule: 'a reference has the year of opening',
    find: Prisma.sql`
      SELECT reference AS what FROM escalation
      WHERE reference !~ ('^ESC-' || extract(year FROM opened_at AT TIME ZONE 'UTC') || '-[0-9]{3,}$')`,
  },
  {
    rule: 'what has fired is what the log says and no later entry took back',
    find: Prisma.sql`
      WITH logged AS (
        SELECT escalation_id, data->>'kind' AS kind,
          (data->>'cycleStartedAt')::timestamptz AS cycle_started_at,
          coalesce((data->>'threshold')::int, 100) AS threshold,
          coalesce((data->>'repeat')::int, 0) AS repeat
        FROM log_entry fired
        WHERE type IN ('SLA_WARNING', 'SLA_BREACHED')
          AND NOT (type = 'SLA_BREACHED' AND EXISTS (
            SELECT FROM log_entry met
            WHERE met.escalation_id = fired.escalation_id AND met.type = 'SLA_MET'
              AND met.id > fired.id AND met.data @> jsonb_build_object('corrected', true,
                'kind', fired.data->'kind', 'cycleStartedAt', fired.data->'cycleStartedAt')))
          OR type = 'STAKEHOLDERS_NOTIFIED' AND data ? 'repeat'
      )
      SELECT coalesce(f.escalation_id, l.escalation_id) || ' ' || coalesce(f.kind::text, l.kind)
        || ' ' || coalesce(f.threshold, l.threshold) AS what
      FROM sla_firing f FULL JOIN logged l ON l.escalation_id = f.escalation_id
        AND l.kind = f.kind::text AND l.cycle_started_at = f.cycle_started_at
        AND l.threshold = f.threshold AND l.repeat = f.repeat
      WHERE f.escalation_id IS NULL OR l.escalation_id IS NULL`,
  },
  {
    rule: 'the log is numbered without gaps, but for what was pruned',
    find: Prisma.sql`
      WITH place AS (
        SELECT seq FROM log_entry WHERE seq IS NOT NULL
        UNION ALL SELECT unnest(places) FROM pruned_case
      )
      SELECT max(seq) || ' is the highest of ' || count(seq) || ', ' || count(DISTINCT seq)
        || ' of them different' AS what FROM place
      HAVING max(seq) <> count(seq) OR count(seq) <> count(DISTINCT seq)`,
  },
  {
    rule: 'a case that was pruned is gone, and its reference not given to another',
    find: Prisma.sql`
      SELECT p.reference AS what FROM pruned_case p
      JOIN escalation e ON e.id = p.id OR e.reference = p.reference`,
  },
  {
    rule: 'entries of a case are numbered in the order in which they were written',
    find: Prisma.sql`
      SELECT id::text AS what FROM (
        SELECT id, seq, lag(seq) OVER (PARTITION BY escalation_id ORDER BY id) AS before
        FROM log_entry WHERE escalation_id IS NOT NULL
      ) AS entry WHERE seq < before`,
  },
  {
    rule: 'an entry is of a case or of the desk',
    find: Prisma.sql`
      SELECT id::text AS what FROM log_entry
      WHERE (type IS NULL) = (desk_type IS NULL) OR (type IS NULL) <> (escalation_id IS NULL)`,
  },
  {
    rule: 'the version of a calendar is on record as it is',
    find: Prisma.sql`
      SELECT c.name AS what FROM business_calendar c
      WHERE NOT EXISTS (
        SELECT FROM business_calendar_version v
        WHERE v.calendar_id = c.id AND v.version = c.version
          AND (v.time_zone, v.hours, v.holidays) = (c.time_zone, c.hours, c.holidays)
      )`,
  },
  {
    rule: 'no version of a calendar is missing',
    find: Prisma.sql`
      SELECT c.name AS what FROM business_calendar c
      WHERE c.version <> (SELECT count(*) FROM business_calendar_version v WHERE v.calendar_id = c.id)`,
  },
  {
    rule: 'a clock counts by a version of a calendar that is on record',
    find: Prisma.sql`
      SELECT c.id::text AS what FROM sla_clock c
      WHERE c.calendar_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM business_calendar_version v
        WHERE v.calendar_id = c.calendar_id AND v.version = c.calendar_version
      )`,
  },
  {
    rule: 'a policy in the log names a version of a calendar that is on record',
    find: Prisma.sql`
      SELECT l.id::text AS what FROM log_entry l
      WHERE l.type IN ('ESCALATION_OPENED', 'SEVERITY_CHANGED', 'SLA_POLICY_CHANGED')
        AND l.data->'policy'->>'calendarId' IS NOT NULL AND NOT EXISTS (
          SELECT FROM business_calendar_version v
          WHERE v.calendar_id::text = l.data->'policy'->>'calendarId'
            AND v.version::text = l.data->'policy'->>'calendarVersion'
        )`,
  },
  {
    rule: 'a policy in force counts by a calendar in use',
    find: Prisma.sql`
      SELECT p.id::text AS what FROM sla_policy p JOIN business_calendar c ON c.id = p.calendar_id
      WHERE p.retired_at IS NULL AND c.retired_at IS NOT NULL`,
  },
  {
    rule: 'a key is of a partner and its customers, or of neither',
    find: Prisma.sql`
      SELECT k.name AS what FROM api_key k
      WHERE (k.role = 'PARTNER') <> (cardinality(k.customer_ids) > 0) OR EXISTS (
        SELECT FROM unnest(k.customer_ids) AS c (id)
        WHERE NOT EXISTS (SELECT FROM customer WHERE customer.id = c.id)
      )`,
  },
  {
    rule: 'what the log says of customers, people, policies, calendars and keys is of one that is there',
    find: Prisma.sql`
      SELECT subject_type || ' ' || subject_id AS what FROM log_entry
      WHERE subject_type IN ('Customer', 'User', 'SlaPolicy', 'BusinessCalendar', 'ApiKey')
      EXCEPT (
        SELECT 'Customer ' || id FROM customer
        UNION ALL SELECT 'User ' || id FROM "user"
        UNION ALL SELECT 'SlaPolicy ' || id FROM sla_policy
        UNION ALL SELECT 'BusinessCalendar ' || id FROM business_calendar
        UNION ALL SELECT 'ApiKey ' || id FROM api_key
      )`,
  },
  {
    rule: 'a registered operation is known by the hash of its document',
    find: Prisma.sql`
      SELECT o.partner || ' ' || o.name || ' ' || o.hash AS what FROM persisted_operation o
      WHERE CASE length(o.hash)
        WHEN 64 THEN o.hash <> encode(sha256(convert_to(o.document, 'UTF8')), 'hex')
        WHEN 32 THEN o.hash <> md5(o.document)
        -- PostgreSQL has no SHA-1; the same operation has a row with its SHA-256.
        ELSE NOT EXISTS (
          SELECT FROM persisted_operation s
          WHERE s.partner = o.partner AND s.document = o.document AND length(s.hash) = 64
        )
      END`,
  },
  {
    rule: 'the log says who registered an operation, once',
    find: Prisma.sql`
      WITH told AS (
        SELECT l.data->>'partner' AS partner, c->>'field' AS field, c->>'to' AS name
        FROM log_entry l CROSS JOIN jsonb_array_elements(l.changes) AS c
        WHERE l.desk_type = 'OPERATIONS_REGISTERED'
      )
      (
        SELECT partner || ' ' || name || ' ' || hash AS what FROM persisted_operation
        EXCEPT ALL SELECT partner || ' ' || name || ' ' || substr(field, 12) FROM told
      ) UNION ALL (
        SELECT partner || ' ' || name || ' ' || substr(field, 12) FROM told
        EXCEPT ALL SELECT partner || ' ' || name || ' ' || hash FROM persisted_operation
      )`,
  },
  {
    rule: "a customer's stage is the last of its history",
    find: Prisma.sql`
      SELECT c.external_id AS what FROM customer c
      WHERE c.lifecycle_stage IS DISTINCT FROM (
        SELECT to_stage FROM lifecycle_change l WHERE l.customer_id = c.id
        ORDER BY at DESC, id DESC LIMIT 1
      )`,
  },
  ...FIGURE_RULES,
];

/** A sentence for each row that breaks a rule. */
export async function findLooseEnds(db: Db): Promise<string[]> {
  const problems: string[] = [];
  for (const { rule, find } of RULES) {
    const rows = await db.$queryRaw<{ what: string }[]>(find);
    problems.push(...rows.map(({ what }) => `It should hold that ${rule}: ${what}`));
  }
  return problems;
}
