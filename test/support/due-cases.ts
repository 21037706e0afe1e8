import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { buildApp } from '../../src/app/app.ts';
import { loadConfig } from '../../src/config.ts';
import { decodeId } from '../../src/graphql/global-id.ts';
import { formatDuration, HOUR_MS } from '../../src/shared/duration.ts';
import type { Client } from './client.ts';
import { createTestClient } from './client.ts';
import { createTestClock } from './clock.ts';
import { customer, openCase, person } from './factories.ts';

const KEY = 'a-key-for-cases-that-are-due-000000000000';
/** Of the default policy for HIGH. */
const USUAL_TARGET_MS = 4 * HOUR_MS;
/** A quarter of the cases each comes to one of these, in percent of the target. */
export const SHARES = [50, 75, 90, 100] as const;
const CHUNK = 250;

export interface DueCases {
  count: number;
  /** When the first one is due; the others follow evenly. */
  firstDueAt: Date;
  windowMs: number;
  /** Promised for the response. Default: 4 h, by the desk's own policy. */
  targetMs?: number;
  onProgress?: (made: number) => void;
}

type Row = Record<string, unknown>;
type Tables = Record<'escalation' | 'sla_clock' | 'log_entry' | 'sla_firing', Row[]>;

/**
 * Makes many cases whose response clocks come to a threshold within a window: four are opened and
 * brought along as users do, the rest are their copies at other times, rows and log alike.
 */
export async function makeDueCases(databaseUrl: string, cases: DueCases): Promise<void> {
  const targetMs = cases.targetMs ?? USUAL_TARGET_MS;
  const templates = await makeTemplates(databaseUrl, targetMs);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SET TIME ZONE 'UTC'");
    for (let made = 0; made < cases.count; made += CHUNK) {
      const copies = Array.from({ length: Math.min(CHUNK, cases.count - made) }, (_, place) =>
        copyOf(templates, made + place, cases),
      );
      await client.query('BEGIN');
      for (const table of ['escalation', 'sla_clock', 'log_entry', 'sla_firing'] as const) {
        const rows = copies.flatMap((copy) => copy[table]);
        const columns = Object.keys(rows[0] ?? {}).map((name) => pg.escapeIdentifier(name));
        if (rows.length === 0) continue;
        await client.query(
          `INSERT INTO ${table} (${columns.join()}) SELECT ${columns.join()}
           FROM json_populate_recordset(NULL::${table}, $1)`,
          [JSON.stringify(rows)],
        );
      }
      await client.query('COMMIT');
      cases.onProgress?.(made + copies.length);
    }
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

interface Template {
  reference: string;
  openedAt: number;
  dueAt: number;
  json: string;
}

async function makeTemplates(databaseUrl: string, targetMs: number): Promise<Template[]> {
  const clock = createTestClock();
  const config = loadConfig({ DATABASE_URL: databaseUrl, ADMIN_API_KEY: KEY, PORT: '0' });
  const app = buildApp(config, { clock, scheduled: false, log: pino({ level: 'silent' }) });
  const { url, db, scheduler } = await app.start();
  const client = createTestClient(url, KEY);
  try {
    const start = clock.now().getTime();
    for (const level of ['TEAM_LEAD', 'MANAGER', 'DIRECTOR', 'EXECUTIVE']) {
      await person(client, { level, team: 'ENGINEERING' });
      await person(client, { level, team: 'ENGINEERING' });
    }
    const of = await customer(client);
    if (targetMs !== USUAL_TARGET_MS) await promise(client, of.id, targetMs);
    const templates: Template[] = [];
    for (const share of SHARES) {
      clock.set(new Date(start));
      const { id, reference } = await openCase(client, { customer: { id: of.id } });
      for (const earlier of SHARES.filter((one) => one < share)) {
        clock.set(new Date(start + (targetMs * earlier) / 100));
        await scheduler.runDue();
      }
      const key = decodeId('Escalation', id) ?? '';
      const tables: Partial<Tables> = {};
      for (const table of ['escalation', 'sla_clock', 'log_entry', 'sla_firing'] as const) {
        const column = table === 'escalation' ? 'id' : 'escalation_id';
        const order = table === 'log_entry' ? 'ORDER BY id' : '';
        const rows = await db.$queryRawUnsafe<{ row: Row }[]>(
          `SELECT to_json(t) AS row FROM ${table} t WHERE ${column} = '${key}' ${order}`,
        );
        tables[table] = rows.map(({ row }) => row);
      }
      const dueAt = start + (targetMs * share) / 100;
      templates.push({ reference, openedAt: start, dueAt, json: JSON.stringify(tables) });
      await client.mutate('cancelEscalation', { escalationId: id, reason: 'It was a template.' });
    }
    return templates;
  } finally {
    await app.stop();
  }
}

async function promise(client: Client, customerId: string, targetMs: number): Promise<void> {
  const target = formatDuration(targetMs);
  const { userErrors } = await client.mutate('upsertSlaPolicy', {
    severity: 'HIGH',
    customer: { id: customerId },
    ownerLevel: 'DIRECTOR',
    responseTarget: target,
    updateInterval: target,
  });
  assert.deepEqual(userErrors, []);
}

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)/g;

/** A reference has the year of the opening. */
function yearOf({ openedAt }: Template, shiftMs: number): number {
  return new Date(openedAt + shiftMs).getUTCFullYear();
}

function copyOf(templates: readonly Template[], place: number, cases: DueCases): Tables {
  const template = templates[place % templates.length];
  assert(template);
  const dueAt = cases.firstDueAt.getTime() + Math.floor((place * cases.windowMs) / cases.count);
  const shiftMs = dueAt - template.dueAt;
  const json = template.json
    .replaceAll(TIME, (time) => new Date(Date.parse(time) + shiftMs).toISOString())
    .replaceAll(template.reference, `ESC-${yearOf(template, shiftMs)}-${100_000 + place}`);
  const tables = JSON.parse(json) as Tables;
  const id = randomUUID();
  for (const row of tables.escalation) row['id'] = id;
  for (const row of tables.sla_clock) Object.assign(row, { id: randomUUID(), escalation_id: id });
  for (const row of tables.sla_firing) row['escalation_id'] = id;
  for (const row of tables.log_entry) {
    row['escalation_id'] = id;
    // Given anew: the id by its default, the place in the log by whoever sequences next.
    delete row['id'];
    delete row['seq'];
  }
  return tables;
}
