import pg from 'pg';
import { WORDS_VERSION } from '../../src/shared/text/search-words.ts';

/**
 * Fills a database with cases as rows alone: a tenth of them open, the newest; each with two clocks, four
 * notes in the log and words to be found by; of few customers and people. About one open case in twenty
 * is breached, and as many are at risk.
 */
export async function manyCases(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of statements(count)) await client.query(statement);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

const CUSTOMERS = 300;
const PEOPLE = 100;

const statements = (count: number) => [
  `INSERT INTO customer (id, external_id, name, tier, arr_amount, arr_currency, health_score,
     lifecycle_stage, created_at, updated_at, folded, name_words, words_version)
   SELECT md5('c' || n)::uuid, 'many-' || n, 'Many ' || n,
     (ARRAY['ENTERPRISE', 'BUSINESS', 'STARTER'])[1 + n % 3]::"CustomerTier", 1000, 'USD', 50,
     'ADOPTION', now(), now(), 'many ' || n, to_tsvector('simple', 'many ' || n), ${WORDS_VERSION}
   FROM generate_series(1, ${CUSTOMERS}) n`,
  `INSERT INTO "user" (id, email, name, level, team, role, active, created_at, updated_at)
   SELECT md5('u' || n)::uuid, 'many-' || n || '@desk.example', 'Many ' || n, 'DIRECTOR',
     (ARRAY['ENGINEERING', 'FINANCE', 'OPERATIONS'])[1 + n % 3]::"ResolutionPath", 'AGENT', true,
     now(), now()
   FROM generate_series(1, ${PEOPLE}) n`,
  `INSERT INTO escalation (id, reference, customer_id, summary, issue, status, stage, stage_since,
     severity, category, owner_id, owner_level, opened_at, updated_at, resolved_at, due_at, sla_breach,
     satisfaction_rating, satisfaction_at, revenue_at_risk, revenue_currency, respond_by)
   SELECT md5('e' || n)::uuid, 'ESC-2024-' || lpad(n::text, 6, '0'),
     md5('c' || (1 + n % ${CUSTOMERS}))::uuid, 'Case ' || n, 'Issue ' || n,
     CASE
       WHEN o AND n % 9 = 0 THEN 'WAITING_ON_CUSTOMER' WHEN o THEN 'OPEN'
       ELSE (ARRAY['RESOLVED', 'CLOSED', 'CLOSED', 'CANCELLED'])[1 + n % 4]
     END::"EscalationStatus",
     CASE WHEN o THEN (ARRAY['ASSESS', 'CLASSIFY', 'MOBILIZE'])[1 + n % 3] ELSE 'FOLLOW_UP' END::"Stage",
     t, (ARRAY['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'LOW'])[1 + n % 5]::"Severity",
     (ARRAY['TECHNICAL', 'BILLING', 'SERVICE', 'RELATIONSHIP', 'OTHER'])[1 + n / 7 % 5]::"Category",
     CASE WHEN n % 40 <> 0 THEN md5('u' || (1 + n % ${PEOPLE}))::uuid END, 'MANAGER', t, t,
     CASE WHEN NOT o AND n % 4 <> 3 THEN t + n % 5000 * interval '1 minute' END,
     CASE WHEN o THEN now() + (n % 500 + 60) * interval '1 minute' END, o AND n % 20 = 0,
     CASE WHEN NOT o AND n % 3 = 0 THEN 1 + n % 5 END, CASE WHEN NOT o AND n % 3 = 0 THEN t END,
     CASE WHEN n % 3 = 0 THEN n % 9000 END, CASE WHEN n % 3 = 0 THEN 'USD' END, t
   FROM (
     SELECT n, n > ${count} * 0.9 AS o, now() - (${count} + 10 - n) * interval '10 minutes' AS t
     FROM generate_series(1, ${count}) n
   ) AS made`,
  `INSERT INTO sla_clock (id, escalation_id, customer_id, kind, cycle, state, target_ms, started_at,
     elapsed_ms, counted_until, due_at, warns_at, met_at, breached_at, next_at, warn_after_ms)
   SELECT md5(e.id || kind)::uuid, e.id, e.customer_id, kind::"SlaKind", 1,
     CASE
       WHEN e.status = 'WAITING_ON_CUSTOMER' THEN 'PAUSED' WHEN e.status = 'CANCELLED' THEN 'CANCELLED'
       WHEN e.status <> 'OPEN' THEN 'MET' WHEN e.sla_breach AND kind = 'RESPONSE' THEN 'BREACHED'
       ELSE 'RUNNING'
     END::"SlaState",
     14400000, e.opened_at, 0, e.opened_at, e.due_at,
     CASE WHEN e.status = 'OPEN' THEN ARRAY[e.due_at - interval '5 minutes'] ELSE '{}' END,
     CASE WHEN e.status IN ('RESOLVED', 'CLOSED') THEN e.opened_at + interval '1 hour' END,
     CASE WHEN e.sla_breach AND kind = 'RESPONSE' THEN e.opened_at + interval '4 hours' END,
     CASE WHEN e.status = 'OPEN' THEN e.due_at END, 7200000
   FROM escalation e CROSS JOIN (VALUES ('RESPONSE'), ('UPDATE')) AS clock (kind)
   WHERE e.reference LIKE 'ESC-2024-%'`,
  `INSERT INTO log_entry (seq, escalation_id, customer_id, type, at, recorded_at, summary, actor_label,
     changes, data, case_version, stage, status, severity, category, tier, owner_id)
   SELECT (SELECT coalesce(max(seq), 0) FROM log_entry) + row_number() OVER (ORDER BY e.opened_at, n),
     e.id, e.customer_id, 'NOTE_ADDED', e.opened_at + n * interval '1 minute',
     e.opened_at + n * interval '1 minute', 'Note', 'desk', '[]', '{"text": "Note"}', n, e.stage,
     e.status, e.severity, e.category, 'BUSINESS', e.owner_id
   FROM escalation e CROSS JOIN generate_series(1, 4) n WHERE e.reference LIKE 'ESC-2024-%'`,
  `INSERT INTO last_change (kind, subject_id, customer_id, placed_at)
   SELECT 'Escalation', id, customer_id, updated_at FROM escalation WHERE reference LIKE 'ESC-2024-%'
   UNION ALL
   SELECT 'Customer', id, id, updated_at FROM customer WHERE external_id LIKE 'many-%'`,
  `INSERT INTO search_text (escalation_id, customer_id, open_words, internal_words, open_size,
     internal_size, version)
   SELECT id, customer_id, to_tsvector('simple', 'common words of w' || right(reference, 4)), '', 1, 1, ${WORDS_VERSION}
   FROM escalation WHERE reference LIKE 'ESC-2024-%'`,
  `INSERT INTO stakeholder (escalation_id, customer_id, user_id, since)
   SELECT id, customer_id, md5('u' || (1 + abs(hashtext(reference)) % ${PEOPLE}))::uuid, now()
   FROM escalation WHERE reference LIKE 'ESC-2024-%'`,
];
