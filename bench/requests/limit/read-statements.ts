import type { ReadName, Variables } from '../works.ts';

/** A statement that returns the `data` of a work's answer as JSON. */
export interface ReadStatement {
  name: string;
  text: string;
  values(variables: Variables): unknown[];
}

const id = (type: string, column: string) =>
  `encode(convert_to('${type}:' || ${column}, 'UTF8'), 'base64')`;
const time = (column: string) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const CURSOR = `rtrim(translate(encode(convert_to('seq:' || l.seq || '-' ||
  lpad((l.seq % 97)::text, 2, '0'), 'UTF8'), 'base64'), '+/', '-_'), '=')`;
const none: ReadStatement['values'] = () => [];

const DETAIL = (where: string) => `
  SELECT json_build_object('escalation', json_build_object(
    'id', ${id('Escalation', 'e.id')}, 'reference', e.reference, 'status', e.status,
    'stage', e.stage, 'severity', e.severity, 'category', e.category, 'summary', e.summary,
    'openedAt', ${time('e.opened_at')},
    'customer', json_build_object('id', ${id('Customer', 'c.id')}, 'externalId', c.external_id,
      'name', c.name, 'tier', c.tier),
    'timeline', json_build_object('nodes', (
      SELECT coalesce(json_agg(json_build_object('type', l.type, 'at', ${time('l.at')},
        'summary', l.summary, 'actorLabel', l.actor_label, 'cursor', ${CURSOR}) ORDER BY l.seq), '[]')
      FROM (SELECT * FROM log_entry WHERE escalation_id = e.id AND seq > 0
        ORDER BY seq LIMIT 8) l))))::text AS json
  FROM escalation e JOIN customer c ON c.id = e.customer_id WHERE ${where}`;

const LIST = `
  SELECT json_build_object('escalations', json_build_object('nodes', json_agg(json_build_object(
    'id', ${id('Escalation', 'e.id')}, 'reference', e.reference, 'status', e.status,
    'severity', e.severity, 'summary', e.summary, 'openedAt', ${time('e.opened_at')},
    'customer', json_build_object('name', c.name, 'tier', c.tier),
    'timeline', json_build_object('nodes', (
      SELECT coalesce(json_agg(json_build_object('type', l.type, 'at', ${time('l.at')},
        'summary', l.summary) ORDER BY l.seq), '[]')
      FROM (SELECT * FROM log_entry WHERE escalation_id = e.id AND seq > 0
        ORDER BY seq DESC LIMIT 3) l))
  ) ORDER BY e.opened_at DESC, e.id DESC)))::text AS json
  FROM (SELECT * FROM escalation ORDER BY opened_at DESC, id DESC LIMIT 50) e
  JOIN customer c ON c.id = e.customer_id`;

const OVERDUE = `(k.state = 'RUNNING' AND k.due_at <= now() AND NOT (k.kind = 'UPDATE' AND k.cycle = 1))`;
const CLOCKS = `
  SELECT json_build_object('nodes', json_agg(json_build_object(
    'id', ${id('Escalation', 'e.id')}, 'reference', e.reference, 'status', e.status,
    'severity', e.severity, 'summary', e.summary,
    'owner', CASE WHEN o.id IS NOT NULL THEN json_build_object('name', o.name, 'level', o.level) END,
    'sla', (SELECT coalesce(json_agg(json_build_object('kind', k.kind, 'cycle', k.cycle,
        'state', CASE WHEN ${OVERDUE} THEN 'BREACHED' ELSE k.state END,
        'dueAt', ${time('k.due_at')}, 'metAt', ${time('k.met_at')},
        'breachedAt', ${time('k.breached_at')}) ORDER BY k.kind), '[]')
      FROM sla_clock k WHERE k.escalation_id = e.id)
  ) ORDER BY e.opened_at DESC, e.id DESC))
  FROM (SELECT * FROM escalation ORDER BY opened_at DESC, id DESC LIMIT 50) e
  LEFT JOIN "user" o ON o.id = e.owner_id`;

/** The figures from what the desk keeps of them, and of what time alone changed since. */
const KEPT_STATS = `
  SELECT json_build_object(
    'open', sum(s.count)::int, 'atRisk', (sum(s.at_risk) + (SELECT count(*) FROM case_risk
      WHERE risk_at > '-infinity' AND risk_at <= now()))::int,
    'breached', (sum(s.breached) + (SELECT count(*) FROM case_risk
      WHERE breach_at > '-infinity' AND breach_at <= now()))::int,
    'waitingOnCustomer', sum(s.waiting)::int,
    'responseWithinSla', (sum(s.responses - s.late) / nullif(sum(s.responses) + (
      SELECT count(*) FROM sla_clock k
      WHERE k.kind = 'RESPONSE' AND k.breached_at IS NULL AND ${OVERDUE}), 0))::float8,
    'bySeverity', json_agg(json_build_object('severity', s.severity, 'count', s.count::int)
      ORDER BY s.severity) FILTER (WHERE s.severity IS NOT NULL))
  FROM (
    SELECT f.severity, coalesce(sum(f.cases) FILTER (WHERE status = 'WAITING_ON_CUSTOMER'), 0) AS waiting,
      coalesce(sum(f.cases) FILTER (WHERE status IN ('OPEN', 'WAITING_ON_CUSTOMER')), 0) AS count,
      sum(f.at_risk) AS at_risk, sum(f.breached) AS breached, sum(f.responses) AS responses,
      sum(f.late_responses) AS late
    FROM (SELECT severity, status, cases, at_risk, breached, responses, late_responses FROM case_figure
      UNION ALL SELECT s, NULL, 0, 0, 0, 0, 0 FROM unnest(enum_range(NULL::"Severity")) AS s) f
    GROUP BY f.severity
  ) s`;

/** The same worked out over the rows, for those who keep none: open cases by their status, all by their response clocks. */
const OPEN = `e.status IN ('OPEN', 'WAITING_ON_CUSTOMER')`;
const PAST_WARNING = `k.met_at IS NULL AND NOT (k.kind = 'UPDATE' AND k.cycle = 1) AND CASE k.state
  WHEN 'BREACHED' THEN TRUE WHEN 'RUNNING' THEN coalesce(k.warns_at[1], k.due_at) <= now()
  WHEN 'PAUSED' THEN k.elapsed_ms >= k.warn_after_ms ELSE FALSE END`;
/** One row with one column, `stats`. */
export const STATS_STATEMENT = () => `SELECT (${STATS}) AS stats`;
const STATS = `
  SELECT json_build_object(
    'open', open.count, 'atRisk', open.at_risk, 'breached', open.breached,
    'waitingOnCustomer', open.waiting,
    'responseWithinSla', (SELECT avg(CASE WHEN k.breached_at IS NOT NULL OR ${OVERDUE} THEN 0 ELSE 1 END)
      FROM sla_clock k WHERE k.kind = 'RESPONSE'
      AND (k.met_at IS NOT NULL OR k.breached_at IS NOT NULL OR ${OVERDUE}))::float8,
    'bySeverity', (SELECT json_agg(json_build_object('severity', s.severity, 'count',
        coalesce((open.by_severity->>s.severity::text)::int, 0)) ORDER BY s.severity)
      FROM unnest(enum_range(NULL::"Severity")) AS s (severity)))
  FROM (
    SELECT sum(of.count)::int AS count, sum(of.at_risk)::int AS at_risk,
      sum(of.breached)::int AS breached, sum(of.waiting)::int AS waiting,
      json_object_agg(of.severity, of.count) AS by_severity
    FROM (
      SELECT e.severity, count(*) AS count,
        count(*) FILTER (WHERE e.status = 'WAITING_ON_CUSTOMER') AS waiting,
        count(*) FILTER (WHERE e.sla_breach OR c.overdue) AS breached,
        count(*) FILTER (WHERE c.warned OR o.level < e.owner_level) AS at_risk
      FROM escalation e LEFT JOIN "user" o ON o.id = e.owner_id
      LEFT JOIN (SELECT k.escalation_id, bool_or(${OVERDUE}) AS overdue,
          bool_or(${PAST_WARNING}) AS warned
        FROM sla_clock k JOIN escalation e ON e.id = k.escalation_id AND ${OPEN}
        GROUP BY k.escalation_id) c ON c.escalation_id = e.id
      WHERE ${OPEN} GROUP BY e.severity
    ) of
  ) open`;

/** Condition that `$N` is found in `search_text s`. */
export const FOUND = `(all_words(s.open_words, s.internal_words) @@ $N::tsquery OR (s.version - s.version = 0
  AND s.customer_id = ANY(ARRAY(SELECT c.id FROM customer c WHERE words_of(c.name_words) @@ $N::tsquery))))`;
const SEARCH = `
  SELECT json_build_object('escalations', json_build_object('nodes', coalesce(json_agg(
    json_build_object('id', ${id('Escalation', 'e.id')}, 'reference', e.reference,
      'summary', e.summary, 'customer', json_build_object('name', c.name)
    ) ORDER BY e.opened_at DESC, e.id DESC), '[]')))::text AS json
  FROM (SELECT e.* FROM escalation e WHERE e.id IN (SELECT s.escalation_id FROM search_text s
      WHERE ${FOUND.replaceAll('$N', '$1')} AND ${FOUND.replaceAll('$N', '$2')})
    ORDER BY e.opened_at DESC, e.id DESC LIMIT 20) e
  JOIN customer c ON c.id = e.customer_id`;

const byId: ReadStatement = {
  name: 'detail',
  text: DETAIL('e.id = $1'),
  values: ({ by }) => [keyOf((by as { id: string }).id)],
};
const byReference: ReadStatement = {
  name: 'detail_by_reference',
  text: DETAIL('e.reference = $1'),
  values: ({ by }) => [(by as { reference: string }).reference],
};
const LISTS: Partial<Record<ReadName, ReadStatement>> = {
  list: { name: 'list', text: LIST, values: none },
  clocks: {
    name: 'clocks',
    text: `SELECT json_build_object('escalations', (${CLOCKS}))::text AS json`,
    values: none,
  },
  dashboard: {
    name: 'dashboard',
    text: `SELECT json_build_object('escalations', (${CLOCKS}), 'stats', (${KEPT_STATS}))::text AS json`,
    values: none,
  },
  search: {
    name: 'search',
    text: SEARCH,
    // The two words of the set's searches; people may still be typing the last.
    values: ({ search }) => {
      const [first, second] = String(search).split(' ');
      return [`'${first}'`, `'${second}':*`];
    },
  },
};

/** @returns undefined where no statement is needed. */
export function readStatement(work: ReadName, variables: Variables): ReadStatement | undefined {
  if (work !== 'detail' && work !== 'detail-by-id') return LISTS[work];
  return 'id' in (variables['by'] as object) ? byId : byReference;
}

function keyOf(globalId: string): string {
  return Buffer.from(globalId, 'base64').toString().slice('Escalation:'.length);
}
