import { setTimeout } from 'node:timers/promises';
import { serveDesk } from '../test/support/command.ts';
import { makeDueCases } from '../test/support/due-cases.ts';
import type { AttackerCalls } from './abuse/attackers.child.ts';
import { ATTACKS } from './abuse/attacks.ts';
import type { Lived } from './abuse/other-user.ts';
import { live, residentNow } from './abuse/other-user.ts';
import type { Tally } from './abuse/send.ts';
import type { World } from './abuse/world.ts';
import { makeWorld } from './abuse/world.ts';
import { endProcess, killedAtExit, startChild } from './support/child.ts';
import { createBenchDatabase } from './support/database.ts';
import { machineText } from './support/machine.ts';
import { progress, progressDone } from './support/progress.ts';

const CASES = 20_000;
const DAY_MS = 86_400_000;
const WARM_UP_MS = 3_000;
const REST_MS = 10_000;
const ATTACK_MS = 15_000;
/** Attacks that left their mark would spoil the next one's rest. */
const SETTLE_MS = 3_000;
const MB = 1_000_000;

const GOALS = { ratio: 5, memoryBytes: 400 * MB, healthMs: 1_000 };

/**
 * What one caller can take from the others: while somebody asks for more than is theirs, how long another
 * user waits, against how long at rest just before, what the server holds beyond what it held at rest, and
 * how long `/healthz` takes. The server runs as users run it, with its usual limits.
 */
export async function benchAbuse(): Promise<void> {
  const database = await createBenchDatabase();
  try {
    await makeDueCases(database.url, {
      count: CASES,
      firstDueAt: new Date(Date.now() + 30 * DAY_MS),
      windowMs: 30 * DAY_MS,
      onProgress: (made) => progress(`making cases: ${made} of ${CASES}`),
    });
    const env = { DATABASE_URL: database.url, NODE_ENV: 'production' };
    const filler = await serveDesk({
      ...env,
      RATE_LIMIT_POINTS: '0',
      RATE_LIMIT_PARTNER_POINTS: '0',
    });
    const world = await makeWorld(filler.url);
    await endProcess(filler.pid, filler.ended, 10_000);
    progressDone();
    console.log(`\nAttacks on a desk of ${CASES.toLocaleString('en')} cases (${database.name})`);
    console.log(machineText());
    console.log(
      'p50 and p99 are those of another user who reads and changes a case all the while.',
    );
    for (const [place, { number, title }] of ATTACKS.entries()) {
      progress(`attack ${place + 1} of ${ATTACKS.length}: ${title}`);
      // Each on a server of its own: what one leaves behind is not the next one's.
      const node = await serveDesk(env);
      killedAtExit(node.pid, node.ended);
      try {
        print(number, title, await underAttack({ ...world, url: node.url }, node.pid, place));
      } finally {
        await endProcess(node.pid, node.ended, 10_000);
      }
    }
  } finally {
    progressDone();
    await database.drop();
  }
}

interface Outcome {
  rest: Lived;
  restBytes: number;
  attacked: Lived;
  tally: Tally;
}

async function underAttack(world: World, pid: number, place: number): Promise<Outcome> {
  await live(world, pid, WARM_UP_MS);
  const rest = await live(world, pid, REST_MS);
  const restBytes = residentNow(pid);
  const attackers = startChild<AttackerCalls>(
    new URL('./abuse/attackers.child.ts', import.meta.url),
  );
  try {
    await attackers.call('start', { place, world });
    const attacked = await live(world, pid, ATTACK_MS);
    const tally = await attackers.call('stop');
    return { rest, restBytes, attacked, tally };
  } finally {
    await attackers.stop();
    await setTimeout(SETTLE_MS);
  }
}

function print(number: number, title: string, { rest, restBytes, attacked, tally }: Outcome): void {
  progressDone();
  const ratio = attacked.p99 / rest.p99;
  const grownBytes = Math.max(0, attacked.peakBytes - restBytes);
  const answers = Object.entries(tally).map(([what, count]) => `${what} ×${count}`);
  console.log(`\n  ${number}. ${title}`);
  console.log(`     came to: ${answers.join(', ') || 'nothing'}`);
  console.log(
    `     at rest p50 ${ms(rest.p50)}, p99 ${ms(rest.p99)}; under attack p50 ${ms(attacked.p50)}, p99 ${ms(attacked.p99)} of ${attacked.requests} requests, ${attacked.failed} failed`,
  );
  say(
    'p99 against rest',
    ratio.toFixed(1),
    `at most ${GOALS.ratio}`,
    ratio <= GOALS.ratio && attacked.failed === 0,
  );
  say(
    'memory above rest',
    `${Math.round(grownBytes / MB)} MB`,
    `at most ${GOALS.memoryBytes / MB} MB`,
    grownBytes <= GOALS.memoryBytes,
  );
  say('/healthz', ms(attacked.healthMs), 'within a second', attacked.healthMs <= GOALS.healthMs);
}

function say(what: string, is: string, goal: string, isReached: boolean): void {
  console.log(
    `     ${what.padEnd(18)} ${is.padStart(9)}, goal ${goal}: ${isReached ? 'reached' : 'MISSED'}`,
  );
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
