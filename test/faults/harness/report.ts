import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { SCENARIOS } from '../scenarios/all.ts';
import type { Run } from './run-scenario.ts';
import { isGood } from './run-scenario.ts';

const PAGE = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url));
const BEGIN = '<!-- made by npm run test:faults -- --write: begin -->';
const END = '<!-- made by npm run test:faults -- --write: end -->';

/** One run, for the terminal: what was found, and then each thing that did not hold. */
export function lineOf(run: Run): string {
  const { scenario, version, verdict, ready } = run;
  const figures = [
    `${verdict.confirmed} confirmed`,
    `lost ${verdict.lost.length}`,
    `doubled ${verdict.doubled.length}`,
    `missed ${verdict.missed.length}`,
    `clocks wrong ${verdict.clocks.length}`,
    `back after ${seconds(run.recoveredMs)}, caught up ${seconds(run.caughtUpMs)}`,
    `readyz wrong ${ready.falselyReady} ready/${ready.falselyUnready} unready of ${ready.samples}, slowest ${seconds(ready.slowestMs)}`,
    `${Math.round(run.loggedKb)} kB logged`,
  ];
  const wrong = [
    ...verdict.lost,
    ...verdict.doubled,
    ...verdict.missed,
    ...verdict.clocks,
    ...run.failures,
  ];
  return [
    `${isGood(run) ? 'ok    ' : 'FAILED'} ${scenario.name} on PostgreSQL ${version} (${seconds(run.tookMs)}): ${figures.join(', ')}`,
    `         readyz said ${ready.said.map(([words, times]) => `${words} ×${times}`).join('; ')}`,
    ...(run.answers.length > 0
      ? [
          `         writers got ${run.answers.map(([what, times]) => `${what} ×${times}`).join(', ')}`,
        ]
      : []),
    ...run.notes.map((note) => `         ${note}`),
    ...wrong.slice(0, 12).map((what) => `       ! ${what}`),
    ...(wrong.length > 12 ? [`       ! and ${wrong.length - 12} more`] : []),
  ].join('\n');
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? 'never' : `${(ms / 1_000).toFixed(1)} s`;
}

/** Puts the rows of these runs into the table of the page, each in place of an older one of its fault. */
export async function writeReliability(runs: readonly Run[]): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const [table, after] = rest?.split(END) ?? [];
  if (before === undefined || table === undefined || after === undefined) {
    throw new Error(`${PAGE} has no place for it.`);
  }
  await writeFile(PAGE, `${before}${BEGIN}\n\n${tableOf(runs, table)}\n${END}${after}`);
}

const COLUMNS = [
  'fault',
  'date',
  'runs (PostgreSQL)',
  'confirmed',
  'lost',
  'doubled',
  'missed',
  'clocks wrong',
  'first write after',
  'all caught up after',
  'what `/readyz` said, and how often it was untrue',
  'held',
] as const;

/** @param older the table that stands there, whose rows of other faults stay. */
export function tableOf(runs: readonly Run[], older = ''): string {
  const rows = new Map<string, string>();
  for (const line of older.split('\n').filter((one) => one.startsWith('| '))) {
    rows.set(titleIn(line), line);
  }
  for (const same of byTitle(runs)) {
    const line = `| ${cellsOf(same).join(' | ')} |`;
    rows.set(titleIn(line), line);
  }
  const inOrder = SCENARIOS.flatMap(({ title }) => rows.get(title) ?? []);
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}`;
  return `${machine}, shared with other work. Times are the slowest of the runs, from the end of the fault.

| ${COLUMNS.join(' | ')} |
|${COLUMNS.map(() => ' --- ').join('|')}|
${inOrder.join('\n')}
`;
}

/** The fault that a row is of: what its first cell begins with. */
function titleIn(line: string): string {
  return /^\| (.*?)(?:<br>| \|)/.exec(line)?.[1] ?? '';
}

function byTitle(runs: readonly Run[]): Run[][] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const { title } = run.scenario;
    groups.set(title, [...(groups.get(title) ?? []), run]);
  }
  return [...groups.values()];
}

function cellsOf(same: readonly Run[]): string[] {
  const sum = (of: (run: Run) => number) => same.reduce((total, run) => total + of(run), 0);
  const versions = [...new Set(same.map(({ version }) => version))].toSorted();
  const [first] = same;
  return [
    [first?.scenario.title ?? '', ...new Set(same.flatMap(({ notes }) => notes))].join('<br>'),
    new Date().toISOString().slice(0, 10),
    `${same.length} (${versions.join(', ')})`,
    String(sum(({ verdict }) => verdict.confirmed)),
    String(sum(({ verdict }) => verdict.lost.length)),
    String(sum(({ verdict }) => verdict.doubled.length)),
    String(sum(({ verdict }) => verdict.missed.length)),
    String(sum(({ verdict }) => verdict.clocks.length)),
    slowest(same.map(({ recoveredMs }) => recoveredMs)),
    slowest(same.map(({ caughtUpMs }) => caughtUpMs)),
    readyCell(same),
    `${same.filter(isGood).length} of ${same.length}`,
  ];
}

function slowest(times: readonly (number | undefined)[]): string {
  return times.includes(undefined) ? 'never' : seconds(Math.max(...times.map((time) => time ?? 0)));
}

function readyCell(same: readonly Run[]): string {
  const said = new Map<string, number>();
  for (const { ready } of same) {
    for (const [words, times] of ready.said) said.set(words, (said.get(words) ?? 0) + times);
  }
  const words = [...said].toSorted(([, one], [, other]) => other - one).slice(0, 4);
  const samples = same.reduce((total, { ready }) => total + ready.samples, 0);
  const untrue = same.reduce(
    (total, { ready }) => total + ready.falselyReady + ready.falselyUnready,
    0,
  );
  const told = words.map(([what, times]) => `${what} ×${times}`).join('; ');
  return `${told}; untrue ${untrue} of ${samples}`;
}
