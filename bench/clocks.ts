import { setTimeout } from 'node:timers/promises';
import { serveDesk } from '../test/support/command.ts';
import { makeDueCases, SHARES } from '../test/support/due-cases.ts';
import { execute } from '../test/support/postgres-admin.ts';
import type { BenchDatabase } from './support/database.ts';
import { createBenchDatabase } from './support/database.ts';
import { percentile } from './support/percentile.ts';
import { progress, progressDone } from './support/progress.ts';

const CASES = 20_000;
const WINDOW_MS = 10_000;
const NODES = 2;
/** Making the cases takes some 15 s; they are due only once all are there. */
const LEAD_MS = 60_000;
const GIVE_UP_MS = 120_000;

/**
 * Two nodes on one database. First 20,000 clocks come to a threshold within ten seconds, then as
 * many are overdue at once. Counted is what stands in the log.
 */
export async function benchClocks(): Promise<void> {
  await run('20,000 clocks due within 10 s', WINDOW_MS, LEAD_MS);
  await run('20,000 clocks overdue at once', 1_000, -60_000);
}

async function run(title: string, windowMs: number, leadMs: number): Promise<void> {
  const database = await createBenchDatabase();
  try {
    const firstDueAt = new Date(Date.now() + leadMs);
    await makeDueCases(database.url, {
      count: CASES,
      firstDueAt,
      windowMs,
      onProgress: (made) => progress(`making cases: ${made} of ${CASES}`),
    });
    const waitMs = firstDueAt.getTime() - Date.now();
    if (leadMs > 0 && waitMs < 5_000)
      throw new Error('Making the cases took longer than the lead.');
    const startedAt = new Date();
    const nodes = await Promise.all(
      Array.from({ length: NODES }, () =>
        serveDesk({ DATABASE_URL: database.url, RATE_LIMIT_POINTS: '0' }),
      ),
    );
    await allFired(database, firstDueAt.getTime() + windowMs + GIVE_UP_MS);
    for (const node of nodes) node.kill('SIGTERM');
    await Promise.all(nodes.map(({ ended }) => ended));
    await print(title, database, startedAt, leadMs > 0);
  } finally {
    progressDone();
    await database.drop();
  }
}

async function allFired({ url }: BenchDatabase, giveUpAt: number): Promise<void> {
  for (;;) {
    const [row] = await execute(
      url,
      "SELECT count(*)::int AS due, (min(next_at) - now())::text AS next FROM sla_clock WHERE next_at < now() + interval '2 minutes'",
    );
    const due = Number(row?.['due']);
    progress(`waiting: ${due} clocks are due within two minutes, the first in ${row?.['next']}`);
    if (due === 0) return;
    if (Date.now() > giveUpAt) throw new Error(`${due} clocks did not fire.`);
    await setTimeout(500);
  }
}

/** What the log says of this run; what was there before it started, the cases brought along. */
async function print(
  title: string,
  { url, name }: BenchDatabase,
  startedAt: Date,
  isPaced: boolean,
): Promise<void> {
  const rows = await execute(
    url,
    `SELECT escalation_id, (data->>'threshold')::int AS threshold, at,
       extract(epoch FROM at - (data->>'plannedAt')::timestamptz) * 1000 AS lateness
     FROM log_entry WHERE type IN ('SLA_WARNING', 'SLA_BREACHED') AND at >= $1`,
    [startedAt],
  );
  const [log] = await execute(
    url,
    `SELECT count(*) FILTER (WHERE type = 'OWNER_LEVEL_RAISED')::int AS raised,
       count(*) FILTER (WHERE type = 'STAKEHOLDERS_NOTIFIED')::int AS told,
       count(*) FILTER (WHERE seq IS NULL)::int AS unplaced, max(seq)::int = count(seq)::int AS dense
     FROM log_entry`,
  );
  const once = new Set(rows.map((row) => row['escalation_id']));
  const shares = SHARES.map(
    (share) => `${rows.filter(({ threshold }) => threshold === share).length} at ${share} %`,
  );
  const lateness = rows.map((row) => Number(row['lateness'])).sort((a, b) => a - b);
  const times = rows.map(({ at }) => (at as Date).getTime()).sort((a, b) => a - b);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
  const ms = (share: number) => `${Math.round(percentile(lateness, share))} ms`;
  console.log(`\n${title} (${NODES} nodes, ${name})`);
  console.log(`  fired                ${rows.length} of ${CASES}: ${shares.join(', ')}`);
  console.log(`  twice                ${rows.length - once.size}`);
  console.log(
    `  on a breach          ${log?.['raised']} owner levels raised, ${log?.['told']} told`,
  );
  console.log(
    `  log                  dense: ${log?.['dense']}; ${log?.['unplaced']} without a place`,
  );
  if (isPaced) {
    console.log(`  lateness             p50 ${ms(0.5)}, p99 ${ms(0.99)}, maximum ${ms(1)}`);
  }
  console.log(
    `  evaluations a second ${Math.round(rows.length / seconds)}, over ${seconds.toFixed(1)} s`,
  );
}
