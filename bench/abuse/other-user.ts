import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { percentile } from '../support/percentile.ts';
import type { World } from './world.ts';

const BETWEEN_MS = 20;
const SAMPLE_MS = 100;
/** Who waits longer has left. */
const GIVE_UP_MS = 10_000;

export interface Lived {
  requests: number;
  failed: number;
  p50: number;
  p99: number;
  /** The longest that `/healthz` took. */
  healthMs: number;
  /** The most that the server held, resident. */
  peakBytes: number;
}

const READ = `query ($id: ID!) { escalation(by: { id: $id }) { reference summary status customer { name }
  sla { kind state dueAt } timeline(last: 8) { nodes { at type summary } } } }`;
const WRITE = `mutation ($input: RecordUnderstandingInput!) {
  recordUnderstanding(input: $input) { cursor userErrors { code } } }`;

/** Reads and changes a case, one after the other, as somebody at work does, and asks how the server is. */
export async function live(world: World, pid: number, ms: number): Promise<Lived> {
  const until = performance.now() + ms;
  const times: number[] = [];
  let failed = 0;
  let healthMs = 0;
  let peakBytes = 0;
  const work = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true });
    for (let turn = 0; performance.now() < until; turn += 1) {
      const start = performance.now();
      // Every third comes on a connection of its own.
      const ok = await act(world, turn, turn % 3 === 0 ? undefined : agent).catch(() => false);
      times.push(performance.now() - start);
      if (!ok) failed += 1;
      await setTimeout(BETWEEN_MS);
    }
    agent.destroy();
  };
  const watch = async (): Promise<void> => {
    while (performance.now() < until) {
      const start = performance.now();
      const ok = await send(new URL('/healthz', world.url), undefined, '', undefined).catch(
        () => false,
      );
      healthMs = Math.max(healthMs, ok ? performance.now() - start : GIVE_UP_MS);
      peakBytes = Math.max(peakBytes, residentNow(pid));
      await setTimeout(SAMPLE_MS);
    }
  };
  await Promise.all([work(), watch()]);
  times.sort((a, b) => a - b);
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  return { requests: times.length, failed, p50, p99, healthMs, peakBytes };
}

export function residentNow(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}

function act(world: World, turn: number, agent: Agent | undefined): Promise<boolean> {
  const body =
    turn % 2 === 0
      ? { query: READ, variables: { id: world.followedCase } }
      : {
          query: WRITE,
          variables: {
            input: { escalationId: world.followedCase, understanding: `As known at ${turn}.` },
          },
        };
  return send(new URL(world.url), world.other, JSON.stringify(body), agent);
}

/** @returns whether it was answered, and without an error. */
function send(
  url: URL,
  key: string | undefined,
  body: string,
  agent: Agent | undefined,
): Promise<boolean> {
  const { promise, resolve, reject } = promised<boolean>();
  const headers =
    key === undefined ? {} : { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const method = key === undefined ? 'GET' : 'POST';
  const req = request(
    url,
    { method, headers, agent: agent ?? false, timeout: GIVE_UP_MS },
    (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('error', reject);
      res.on('end', () =>
        resolve(res.statusCode === 200 && !Buffer.concat(parts).includes('"errors"')),
      );
    },
  );
  req.on('timeout', () => req.destroy(new Error('It took too long.')));
  req.on('error', reject);
  req.end(body);
  return promise;
}

function promised<Value>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
