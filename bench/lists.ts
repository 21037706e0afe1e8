import { TEST_ADMIN_KEY } from '../test/support/app.ts';
import type { Client } from '../test/support/client.ts';
import { createTestClient } from '../test/support/client.ts';
import { serveDesk } from '../test/support/command.ts';
import { makeDueCases } from '../test/support/due-cases.ts';
import { execute } from '../test/support/postgres-admin.ts';
import { createBenchDatabase } from './support/database.ts';
import { percentile } from './support/percentile.ts';
import { progress, progressDone } from './support/progress.ts';

const CASES = 100_000;
const TURNS = 15;
const DAY_MS = 86_400_000;

/** First pages, filters and figures over 100,000 open cases, and which index each order came from. */
export async function benchLists(): Promise<void> {
  const database = await createBenchDatabase();
  try {
    await makeDueCases(database.url, {
      count: CASES,
      firstDueAt: new Date(Date.now() + DAY_MS),
      windowMs: 30 * DAY_MS,
      onProgress: (made) => progress(`making cases: ${made} of ${CASES}`),
    });
    const node = await serveDesk({ DATABASE_URL: database.url, RATE_LIMIT_POINTS: '0' });
    const client = createTestClient(node.url, TEST_ADMIN_KEY);
    progressDone();
    console.log(`\n${CASES.toLocaleString('en')} open cases (${database.name})`);
    for (const order of ['DUE_ASC', 'OPENED_DESC', 'SEVERITY_DESC', 'UPDATED_DESC']) {
      await page(database.url, client, `first page, ${order}`, `orderBy: ${order}`);
    }
    await page(database.url, client, 'first page, breached', 'filter: { slaState: [BREACHED] }');
    await page(
      database.url,
      client,
      'first page, at risk, DUE_ASC',
      'orderBy: DUE_ASC, filter: { atRisk: true }',
    );
    await measure(client, 'stats', '{ stats { open atRisk breached responseWithinSla } }');
    node.kill('SIGTERM');
    await node.ended;
  } finally {
    progressDone();
    await database.drop();
  }
}

async function page(url: string, client: Client, name: string, args: string): Promise<void> {
  const before = await scans(url);
  const query = `{ escalations(first: 20, ${args}) { nodes { reference severity sla { kind state dueAt } } } }`;
  const ms = await measure(client, name, query, false);
  const after = await scans(url);
  const used = [...after]
    .filter(([index, count]) => count > (before.get(index) ?? 0) && index !== 'escalation_pkey')
    .map(([index]) => index);
  console.log(`  ${name.padEnd(30)} ${ms}, from ${used.join(', ') || 'no index'}`);
}

/** How often each index of the cases was used, and the table read whole. */
async function scans(url: string): Promise<Map<string, number>> {
  // The figures are written by the backends now and then.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const rows = await execute(
    url,
    `SELECT indexrelname::text AS name, idx_scan::int AS count FROM pg_stat_user_indexes WHERE relname = 'escalation'
     UNION ALL SELECT 'a scan of all cases', seq_scan::int FROM pg_stat_user_tables WHERE relname = 'escalation'`,
  );
  return new Map(rows.map(({ name, count }) => [String(name), Number(count)]));
}

async function measure(
  client: Client,
  name: string,
  query: string,
  isPrinted = true,
): Promise<string> {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const start = performance.now();
    await client.query(query);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const text = `p50 ${percentile(times, 0.5).toFixed(1)} ms, maximum ${times.at(-1)?.toFixed(1)} ms`;
  if (isPrinted) console.log(`  ${name.padEnd(30)} ${text}`);
  return text;
}
