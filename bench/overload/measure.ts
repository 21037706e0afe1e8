import { setTimeout } from 'node:timers/promises';
import { TEST_ADMIN_KEY } from '../../test/support/app.ts';
import { createTestClient } from '../../test/support/client.ts';
import { customer, openCase } from '../../test/support/factories.ts';
import type { Child } from '../support/child.ts';
import { progress } from '../support/progress.ts';
import type { LoadCalls, LoadFigures } from './load.child.ts';
import { NUMBER } from './load.child.ts';

/** Milliseconds after which a client closes its connection. */
export const PATIENCE_MS = 2_000;
const KEYS = 20;
const CASES = 300;
const AT_ONCE = 8;
const CLIENTS = [16, 32];
const HEALTH_EVERY_MS = 100;
const HEALTH_MS = 10_000;

/** What a node did while it was asked for a share of what it can do. */
export interface Step extends LoadFigures {
  share: number;
  health: Health;
}

/** Milliseconds; the slowest answer, whatever it says, and what was not 200. */
export interface Health {
  healthzMs: number;
  readyzMs: number;
  said: string[];
}

/** Makes what is read and written, and opens the load: half reads of a case, a fifth of lists, the rest notes. */
export async function prepare(load: Child<LoadCalls>, url: string, keeps = false): Promise<void> {
  const admin = createTestClient(url, TEST_ADMIN_KEY);
  const keys: string[] = [];
  for (let number = 0; number < KEYS; number += 1) {
    const input = { role: 'AGENT', name: `Client ${number}` };
    keys.push((await admin.mutate<{ key: string }>('createApiKey', input, 'key')).key);
  }
  const { id } = await customer(admin);
  const cases: string[] = [];
  while (cases.length < CASES) {
    progress(`opening cases: ${cases.length} of ${CASES}`);
    const opened = await Promise.all(
      Array.from({ length: AT_ONCE }, () => openCase(admin, { customer: { id } })),
    );
    cases.push(...opened.map((one) => one.id));
  }
  await load.call('open', { url, keys, bodies: bodiesOf(cases), patienceMs: PATIENCE_MS, keeps });
}

function bodiesOf(cases: readonly string[]): string[] {
  const detail = `query ($id: ID!) { node(id: $id) { ... on Escalation { reference status severity
    customer { name } timeline(last: 8) { nodes { type at summary } } } } }`;
  const list = `{ escalations(first: 20) { nodes { reference status severity customer { name } } } }`;
  const note = `mutation ($input: AddNoteInput!) { addNote(input: $input) {
    escalation { id } events { id } userErrors { code message } } }`;
  return cases.map((escalationId, place) => {
    if (place % 10 < 5) return JSON.stringify({ query: detail, variables: { id: escalationId } });
    if (place % 10 < 7) return JSON.stringify({ query: list });
    const input = {
      escalationId,
      text: `note ${NUMBER} under load`,
      idempotencyKey: `note ${NUMBER} under load`,
    };
    return JSON.stringify({ query: note, variables: { input } });
  });
}

/** @returns the most calls a second that clients get answered who wait for their answers. */
export async function findCapacity(load: Child<LoadCalls>, ms: number): Promise<number> {
  await load.call('closedLoop', { clients: 32, ms });
  let most = 0;
  for (const clients of CLIENTS) {
    const figures = await load.call('closedLoop', { clients, ms });
    const { goodput, overloaded, limited, failed, failure } = figures;
    progress(`${clients} clients at a time: ${Math.round(goodput)} a second`);
    const refused = overloaded + limited + failed;
    if (refused > 0)
      throw new Error(
        `Of ${clients} clients that wait ${refused} calls were refused: ${failure ?? 'OVERLOADED'}`,
      );
    most = Math.max(most, goodput);
  }
  return most;
}

export async function offer(
  load: Child<LoadCalls>,
  url: string,
  capacity: number,
  share: number,
  ms: number,
): Promise<Step> {
  const health = watchHealth(url);
  const figures = await load.call('openLoop', { perSecond: capacity * share, ms });
  return { ...figures, share, health: await health.stop() };
}

function watchHealth(url: string): { stop(): Promise<Health> } {
  const health: Health = { healthzMs: 0, readyzMs: 0, said: [] };
  let isOver = false;
  async function ask(path: string): Promise<number> {
    const at = performance.now();
    const answer = await fetch(new URL(path, url), { signal: AbortSignal.timeout(HEALTH_MS) })
      .then(async (response) => (response.ok ? undefined : `${path} ${await response.text()}`))
      .catch((error: Error) => `${path} ${error.message}`);
    if (answer !== undefined) health.said.push(answer);
    return performance.now() - at;
  }
  async function watch(): Promise<void> {
    while (!isOver) {
      const [healthzMs, readyzMs] = await Promise.all([ask('/healthz'), ask('/readyz')]);
      health.healthzMs = Math.max(health.healthzMs, healthzMs);
      health.readyzMs = Math.max(health.readyzMs, readyzMs);
      await setTimeout(HEALTH_EVERY_MS);
    }
  }
  const watching = watch();
  return {
    async stop() {
      isOver = true;
      await watching;
      return health;
    },
  };
}
