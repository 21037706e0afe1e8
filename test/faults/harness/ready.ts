import { setTimeout } from 'node:timers/promises';
import type { Attempt } from './writers.ts';

/** One question to a node whether it is ready. */
export interface ReadySample {
  node: number;
  at: number;
  tookMs: number;
  /** Undefined when it did not answer in time. */
  isReady: boolean | undefined;
  status: string;
  reason: string;
}

export interface ReadyWatch {
  samples: ReadySample[];
  stop(): Promise<void>;
}

const INTERVAL_MS = 200;
const ANSWER_MS = 4_000;

/** Asks each node every 200 ms, whatever became of the question before. */
export function watchReady(urls: () => readonly (string | undefined)[]): ReadyWatch {
  const samples: ReadySample[] = [];
  const asking = new Set<Promise<void>>();
  let isOver = false;

  async function ask(node: number, url: string): Promise<void> {
    const at = performance.now();
    const answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(ANSWER_MS) })
      .then(async (response) => ({ ok: response.ok, body: (await response.json()) as Body }))
      .catch(() => undefined);
    samples.push({
      node,
      at,
      tookMs: performance.now() - at,
      isReady: answer?.ok,
      status: answer?.body.status ?? 'no answer',
      reason: reasonOf(answer?.body),
    });
  }

  async function watch(): Promise<void> {
    while (!isOver) {
      for (const [node, url] of urls().entries()) {
        if (url === undefined) continue;
        const one = ask(node, url).finally(() => asking.delete(one));
        asking.add(one);
      }
      await setTimeout(INTERVAL_MS);
    }
    await Promise.all(asking);
  }

  const watching = watch();
  return {
    samples,
    async stop() {
      isOver = true;
      await watching;
    },
  };
}

interface Body {
  status: string;
  reason?: string;
  reasons?: readonly string[];
}

function reasonOf(body: Body | undefined): string {
  return body?.reason ?? body?.reasons?.join(' ') ?? '';
}

/** How long what it says may lag behind what is so: a check's own time, and a write's. */
const LAG_MS = 3_000;

export interface Truth {
  samples: number;
  /** It said ready, and writes were tried around then and none was confirmed. */
  falselyReady: number;
  /** It said not ready, and writes were confirmed before and after. */
  falselyUnready: number;
  slowestMs: number;
  /** What it said, with how often, most often first. */
  said: readonly (readonly [string, number])[];
}

/** Holds what `/readyz` said against whether this node took writes at the time. */
export function judgeReady(samples: readonly ReadySample[], attempts: readonly Attempt[]): Truth {
  const said = new Map<string, number>();
  let falselyReady = 0;
  let falselyUnready = 0;
  for (const { node, at, isReady, status, reason } of samples) {
    const words = [status, reason].filter((text) => text !== '').join(': ');
    said.set(words, (said.get(words) ?? 0) + 1);
    const own = attempts.filter((one) => one.node === node && one.failure !== 'connection lost');
    const around = own.filter(
      ({ begunAt, endedAt }) => endedAt >= at - LAG_MS && begunAt <= at + LAG_MS,
    );
    const good = around.filter(
      ({ failure, endedAt }) => failure === undefined && endedAt <= at + LAG_MS,
    );
    if (isReady === true && around.length > 0 && good.length === 0) falselyReady += 1;
    if (isReady === false && wentOn(at, own)) falselyUnready += 1;
  }
  return {
    samples: samples.length,
    falselyReady,
    falselyUnready,
    slowestMs: Math.max(0, ...samples.map(({ tookMs }) => tookMs)),
    said: [...said].toSorted(([, one], [, other]) => other - one),
  };
}

const NEAR_MS = 500;

/** Whether writes were confirmed right before and begun and confirmed right after, and none failed. */
function wentOn(at: number, own: readonly Attempt[]): boolean {
  const near = own.filter(
    ({ begunAt, endedAt }) => endedAt > at - NEAR_MS && begunAt < at + NEAR_MS,
  );
  return (
    near.every(({ failure }) => failure === undefined) &&
    near.some(({ endedAt }) => endedAt < at) &&
    near.some(({ begunAt, endedAt }) => begunAt > at && endedAt < at + NEAR_MS)
  );
}
