import { parseArgs } from 'node:util';
import type { PostgresVersion } from '../support/postgres-server.ts';
import { postgresVersions } from '../support/postgres-server.ts';
import { lineOf, writeReliability } from './harness/report.ts';
import type { Run } from './harness/run-scenario.ts';
import { isGood, runScenario } from './harness/run-scenario.ts';
import type { Scenario } from './harness/scenario.ts';
import { createTemplates } from './harness/templates.ts';
import { SCENARIOS } from './scenarios/all.ts';

const HELP = `npm run test:faults -- [options]

Breaks PostgreSQL, Redis, lines and nodes while clients write and subscribe, and holds what they were told
against the log. Ends with 1 when anything is lost, doubled, missed or does not come back by itself.

  --list              names the faults
  --only a,b          these
  --quick             a chosen set with short phases, within three minutes
  --runs n            of each fault, by turns on each PostgreSQL (default 1; 5 with DESK_TEST_FULL=1)
  --postgres 15|18    on this one only
  --write             puts their rows into the table of docs/reliability.md`;

class UsageError extends Error {}

interface Plan {
  scenarios: readonly Scenario[];
  versions: readonly PostgresVersion[];
  runs: number;
  isQuick: boolean;
  isWritten: boolean;
}

function readPlan(options: ReturnType<typeof readOptions>): Plan {
  const names = options.only?.split(',');
  const unknown = names?.filter((name) => !SCENARIOS.some((one) => one.name === name)) ?? [];
  if (unknown.length > 0)
    throw new UsageError(`There is no fault ${unknown.join(', ')}; see --list.`);
  const isQuick = options.quick === true;
  if (isQuick && options.write === true) {
    throw new UsageError('--quick shortens what the table tells of: leave it out to --write.');
  }
  const runs = Number(options.runs ?? (process.env['DESK_TEST_FULL'] === '1' ? 5 : 1));
  if (!Number.isInteger(runs) || runs < 1 || runs > 100)
    throw new UsageError('--runs is 1 to 100.');
  const versions = postgresVersions.filter(
    (version) => options.postgres === undefined || options.postgres === String(version),
  );
  if (versions.length === 0) throw new UsageError('This machine has no such PostgreSQL.');
  const isChosen = ({ quick, isLong }: Scenario) => isLong !== true && (!isQuick || quick === true);
  const scenarios = SCENARIOS.filter((one) => names?.includes(one.name) ?? isChosen(one));
  return { scenarios, versions, runs, isQuick, isWritten: options.write === true };
}

function readOptions() {
  return parseArgs({
    options: {
      help: { type: 'boolean' },
      list: { type: 'boolean' },
      only: { type: 'string' },
      quick: { type: 'boolean' },
      runs: { type: 'string' },
      postgres: { type: 'string' },
      write: { type: 'boolean' },
    },
  }).values;
}

async function runAll({ scenarios, versions, runs, isQuick, isWritten }: Plan): Promise<boolean> {
  const templates = createTemplates();
  const done: Run[] = [];
  let broken = 0;
  try {
    for (const [place, scenario] of scenarios.entries()) {
      const possible = versions.filter((one) => scenario.setting?.versions?.includes(one) ?? true);
      for (let turn = 0; turn < runs && possible.length > 0; turn += 1) {
        // Faults of one run take turns as well, so that a short run meets both versions.
        const version = possible[(place + turn) % possible.length] ?? 15;
        const told = `${scenario.name} on PostgreSQL ${version}`;
        const say = (progress: string) => console.info(`  ${told}: ${progress}`);
        try {
          const run = await runScenario(scenario, await templates.of(version), { isQuick, say });
          done.push(run);
          console.info(lineOf(run));
          if (!isGood(run)) broken += 1;
        } catch (error) {
          broken += 1;
          console.error(`FAILED ${told}: ${error instanceof Error ? error.stack : error}`);
        }
      }
      // Hours of runs are not lost when one of them is stopped.
      if (isWritten) await writeReliability(done.filter((run) => run.scenario === scenario));
    }
  } finally {
    await templates.remove();
  }
  console.info(`${done.length} runs, ${broken} of them not as promised`);
  return broken === 0;
}

try {
  const options = readOptions();
  if (options.help === true) console.info(HELP);
  else if (options.list === true) {
    for (const { name, title, quick, isLong } of SCENARIOS) {
      const when = quick === true ? ' (quick)' : isLong === true ? ' (only when named)' : '';
      console.info(`${name.padEnd(24)} ${title}${when}`);
    }
  } else {
    // What runs commands of the desk in another process would keep this one from ending.
    process.exit((await runAll(readPlan(options))) ? 0 : 1);
  }
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exit(2);
}
