import pg from 'pg';
import { createClient } from './src/db/client.ts';
import { createPool } from './src/db/pool.ts';
import { createJsonReader } from './src/db/json-reader.ts';
import { createStatementNames } from './src/db/statement-names.ts';
import { createSchema } from './src/app/schema.ts';
import { createCompiledReads } from './src/graphql/reads/compiled-reads.ts';
import { parse, execute } from 'graphql';
const schema = createSchema();
const url = process.env.DB ?? 'postgresql://postgres@127.0.0.1:5432/lead_10k';
const pool = createPool(url, { poolSize: 10, connectTimeoutMs: 5000, log: () => {} } as any);
const db = createClient(pool);
const texts: string[] = [];
const reader = createJsonReader(pool, createStatementNames('read'));
let show = process.env.SHOW === '1';
const reads = createCompiledReads({ read: async (s) => { if (show) console.log(s.text); if (fake) return canned.get('x')!; const r = await reader(s); canned.set('x', r); return r; }, onQuery: (w) => { ways[w] = (ways[w] ?? 0) + 1; } });
const ways: any = {}; const canned = new Map<string, string | null>(); let fake = false;
const DOCS: Record<string, [string, (i: number) => object]> = {
  detail: ['query($r: EscalationRef!) { escalation(by: $r) { id reference summary issue status severity stage openedAt customer { id name tier } timeline(first: 8) { nodes { id type at summary actorLabel } } } }', (i) => ({ r: { reference: `ESC-2026-${String(1 + (i * 7919) % 9000).padStart(3, '0')}` } })],
  list: ['query { escalations(first: 50) { nodes { id reference summary status severity openedAt customer { name tier } timeline(last: 3) { nodes { type at summary } } } } }', () => ({})],
  clocks: ['query { escalations(first: 50) { nodes { id reference severity status owner { name level } sla { kind state dueAt } } } }', () => ({})],
};
const LIMIT: Record<string, [string, (i: number) => unknown[]]> = {
  detail: [`SELECT json_build_object('escalation', json_build_object('id', e.id, 'reference', e.reference, 'summary', e.summary, 'issue', e.issue, 'status', e.status, 'severity', e.severity, 'stage', e.stage, 'openedAt', e.opened_at, 'customer', (SELECT json_build_object('id', c.id, 'name', c.name, 'tier', c.tier) FROM customer c WHERE c.id = e.customer_id), 'timeline', json_build_object('nodes', (SELECT json_agg(json_build_object('id', l.id, 'type', l.type, 'at', l.at, 'summary', l.summary, 'actorLabel', l.actor_label)) FROM (SELECT * FROM log_entry l WHERE l.escalation_id = e.id AND l.seq IS NOT NULL ORDER BY l.seq LIMIT 8) l))))::text FROM escalation e WHERE e.reference = $1`, (i) => [`ESC-2026-${String(1 + (i * 7919) % 9000).padStart(3, '0')}`]],
  list: [`SELECT json_agg(json_build_object('id', e.id, 'reference', e.reference, 'summary', e.summary, 'status', e.status, 'severity', e.severity, 'openedAt', e.opened_at, 'customer', (SELECT json_build_object('name', c.name, 'tier', c.tier) FROM customer c WHERE c.id = e.customer_id), 'timeline', (SELECT json_agg(json_build_object('type', l.type, 'at', l.at, 'summary', l.summary)) FROM (SELECT * FROM log_entry l WHERE l.escalation_id = e.id AND l.seq IS NOT NULL ORDER BY l.seq DESC LIMIT 3) l)))::text FROM (SELECT * FROM escalation ORDER BY opened_at DESC, id DESC LIMIT $1) e`, () => [50]],
  clocks: [`SELECT json_agg(json_build_object('id', e.id, 'reference', e.reference, 'severity', e.severity, 'status', e.status, 'owner', (SELECT json_build_object('name', c.name, 'level', c.level) FROM "user" c WHERE c.id = e.owner_id), 'sla', (SELECT json_agg(json_build_object('kind', l.kind, 'state', l.state, 'dueAt', l.due_at)) FROM sla_clock l WHERE l.escalation_id = e.id)))::text FROM (SELECT * FROM escalation ORDER BY opened_at DESC, id DESC LIMIT $1) e`, () => [50]],
};
const principal = { id: 'p', role: 'ADMIN', name: 'x', userId: null, customerIds: null, expiresAt: null } as any;
const clock = { now: () => new Date() };
async function load(n: number, one: (i: number) => Promise<unknown>) {
  let next = 0; const c0 = process.cpuUsage(); const t0 = performance.now();
  await Promise.all(Array.from({ length: 16 }, async () => { while (next < n) await one(next++); }));
  const c = process.cpuUsage(c0); return { cpu: ((c.user + c.system) / n).toFixed(0), rate: (n / (performance.now() - t0) * 1000).toFixed(0) };
}
const only = (process.env.ONLY ?? 'detail,list,clocks').split(',');
for (const name of only) {
  const [text, vars] = DOCS[name]!; const document = parse(text);
  const [sql, params] = LIMIT[name]!;
  const n = Number(process.env.N ?? (name === 'detail' ? 6000 : 1000));
  const run = (i: number) => reads.answer({ schema, document, variableValues: vars(i), contextValue: { principal, db, clock, sequencer: {} } } as any);
  const a = await run(1); show = false;
  console.log(name, ways, a === undefined ? 'ORDINARY' : a.dataText.length);
  if (process.env.FAKE) { fake = true; const m = name === 'detail' ? 30000 : 3000; for (let k = 0; k < 4; k += 1) { const t0 = process.cpuUsage(); for (let i = 0; i < m; i += 1) await run(i); const t = process.cpuUsage(t0); const c1 = process.cpuUsage(); for (let i = 0; i < m; i += 1) JSON.stringify(JSON.parse(canned.get('x')!)); const u = process.cpuUsage(c1); console.log(name, 'js µs', ((t.user + t.system) / m).toFixed(1), 'parse+stringify', ((u.user + u.system) / m).toFixed(1)); } fake = false; continue; }
  for (let k = 0; k < 3; k += 1) {
    const l = await load(n, (i) => pool.query({ name: `l_${name}`, text: sql, values: params(i) } as any));
    const c = await load(n, run);
    console.log(name, 'limit', l, 'compiled', c, 'rate', (Number(c.rate) / Number(l.rate)).toFixed(2));
  }
  show = process.env.SHOW === '1';
}
await pool.end(); await db.$disconnect(); process.exit(0);
