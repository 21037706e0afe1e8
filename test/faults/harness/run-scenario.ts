import { setTimeout } from 'node:timers/promises';
import { runDesk } from '../../support/command.ts';
import type { PostgresServer } from '../../support/postgres-server.ts';
import type { Verdict } from './checker.ts';
import { check, isClean } from './checker.ts';
import type { Evidence } from './evidence.ts';
import type { OpenLab } from './lab.ts';
import { DATABASE, openLab } from './lab.ts';
import { placeIn, readLog, settled } from './log.ts';
import { stopLabNode } from './nodes.ts';
import type { Truth } from './ready.ts';
import { judgeReady, watchReady } from './ready.ts';
import type { Scenario } from './scenario.ts';

/** What came of one run of one scenario. */
export interface Run {
  scenario: Scenario;
  version: number;
  tookMs: number;
  verdict: Verdict;
  /** From the end of the fault to the first call confirmed after it, and to every subscriber having it. */
  recoveredMs: number | undefined;
  caughtUpMs: number | undefined;
  ready: Truth;
  /** Failed requests by what stood in place of an answer, most often first. */
  answers: readonly (readonly [string, number])[];
  loggedKb: number;
  notes: readonly string[];
  /** What did not hold beside the verdict; empty when all did. */
  failures: readonly string[];
}

export interface RunOptions {
  isQuick: boolean;
  say(progress: string): void;
  /** Changes what was seen before it is judged, to see that the checker sees it. */
  tamper?(lab: OpenLab, evidence: Evidence): Promise<Evidence>;
}

const CALM_MS = 2_000;
const QUICK_CALM_MS = 1_000;
const RECOVER_MS = 45_000;
const SETTLE_MS = 60_000;

/** Load, fault, recovery, rest; then everything is held against the log. */
export async function runScenario(
  scenario: Scenario,
  template: PostgresServer,
  options: RunOptions,
): Promise<Run> {
  const startedAt = performance.now();
  const lab = await openLab(scenario, template, options);
  const ready = watchReady(lab.urls);
  const calmMs = options.isQuick ? QUICK_CALM_MS : CALM_MS;
  const failures: string[] = [];
  try {
    for (const follower of lab.followers) follower.start();
    lab.writers.start();
    await lab.confirm(1);
    await setTimeout(calmMs);
    options.say('breaking it');
    const outcome = await scenario.breakIt(lab);
    const endedAt = performance.now();
    options.say('mended');
    const recovery = await recover(lab, endedAt, scenario.setting?.recoverWithinMs ?? RECOVER_MS);
    await setTimeout(calmMs);
    const unconfirmed = await lab.writers.finish(SETTLE_MS);
    const evidence = await collect(lab, unconfirmed);
    await ready.stop();
    await Promise.all(lab.followers.map((follower) => follower.stop()));
    await Promise.all(lab.nodes.map((node) => stopLabNode(node, 'SIGTERM')));
    const judged = options.tamper === undefined ? evidence : await options.tamper(lab, evidence);
    const verdict = check(judged);
    failures.push(
      ...(outcome?.failures ?? []),
      ...recovery.failures,
      ...lab.deaths,
      ...lab.writers.refused,
      ...lab.writers.hollow.map((text) => `"${text}" was answered without its case or entries`),
      ...unconfirmed.map((text) => `"${text}" was never confirmed`),
      ...(await disagreements(lab)),
    );
    return {
      scenario,
      version: lab.postgres.version,
      tookMs: performance.now() - startedAt,
      verdict,
      recoveredMs: recovery.recoveredMs,
      caughtUpMs: recovery.caughtUpMs,
      ready: judgeReady(ready.samples, lab.writers.attempts),
      answers: answersOf(lab),
      loggedKb: lab.nodes.reduce((total, { logged }) => total + logged, 0) / 1_000,
      notes: outcome?.notes ?? [],
      failures,
    };
  } finally {
    await ready.stop();
    await Promise.all(lab.followers.map((follower) => follower.stop()));
    await lab.writers.finish(0);
    await lab.close();
  }
}

export const isGood = (run: Run): boolean => isClean(run.verdict) && run.failures.length === 0;

interface Recovery {
  recoveredMs: number | undefined;
  caughtUpMs: number | undefined;
  failures: string[];
}

async function recover(lab: OpenLab, endedAt: number, limitMs: number): Promise<Recovery> {
  const first = await firstConfirmedAfter(lab, endedAt, limitMs);
  if (first === undefined) {
    return {
      recoveredMs: undefined,
      caughtUpMs: undefined,
      failures: [`no call was confirmed within ${limitMs} ms`],
    };
  }
  const recoveredMs = first.at - endedAt;
  const [entry = ''] = first.entries;
  const late = await Promise.all(
    lab.followers.map((follower) =>
      follower.has(entry, limitMs).then(
        () => [],
        (error: Error) => [`after it was mended: ${error.message}`],
      ),
    ),
  );
  const caughtUpMs = performance.now() - endedAt;
  return { recoveredMs, caughtUpMs, failures: late.flat() };
}

async function firstConfirmedAfter(lab: OpenLab, endedAt: number, limitMs: number) {
  while (performance.now() < endedAt + limitMs) {
    const first = lab.writers.confirmed.find(({ at }) => at > endedAt);
    if (first !== undefined) return first;
    await setTimeout(20);
  }
  return undefined;
}

/** Waits until the desk has come to rest, then reads all of it. */
async function collect(lab: OpenLab, unconfirmed: string[]): Promise<Evidence> {
  const url = lab.current().url(DATABASE);
  const confirmed = lab.writers.confirmed.filter(({ text }) => !lab.isForgotten(text));
  const clocks = confirmed.flatMap(({ clock }) => clock?.escalationId ?? []);
  await settled(url, clocks, SETTLE_MS).catch((error: Error) => lab.deaths.push(error.message));
  const log = await readLog(url, await placeIn(url, lab.firstCursor));
  const last = log.findLast(({ seq }) => seq !== null);
  if (last !== undefined) {
    await Promise.all(lab.followers.map((one) => one.has(last.id, SETTLE_MS).catch(() => {})));
  }
  const followers = lab.followers.map(({ name, received }) => ({ name, received: [...received] }));
  return { confirmed, unconfirmed, log, followers };
}

/** What `desk verify` finds. */
async function disagreements(lab: OpenLab): Promise<string[]> {
  const { code, stdout, stderr } = await runDesk(['verify'], {
    DATABASE_URL: lab.current().url(DATABASE),
  });
  return code === 0 ? [] : [`desk verify: ${`${stdout}${stderr}`.trim().slice(0, 600)}`];
}

function answersOf({ writers }: OpenLab): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { failure } of writers.attempts) {
    if (failure !== undefined) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one);
}
