import { setTimeout } from 'node:timers/promises';
import { requestBytes } from '../requests/http-client.ts';
import { answerCalls } from '../support/calls.ts';
import { percentile } from '../support/percentile.ts';
import type { Line, LineAnswer } from './line.ts';
import { openLine } from './line.ts';

/** One process that asks more of a node than it can do, and so costs as little as it can itself. */
export interface LoadOptions {
  url: string;
  /** Of principals, which ask in turn. */
  keys: readonly string[];
  /** Bodies, which are sent in turn. {@link NUMBER} stands for a number of its own in each. */
  bodies: readonly string[];
  /** Milliseconds that a client waits for an answer before it closes its connection. */
  patienceMs: number;
  /** Whether confirmed writes are kept, to be held against the log. */
  keeps: boolean;
}

export interface LoadFigures {
  /** Calls a second, those answered well and all that were tried. */
  goodput: number;
  offered: number;
  good: number;
  /** Refused with OVERLOADED, 503 and the time to come again. */
  overloaded: number;
  /** Refused with RATE_LIMITED and 429. */
  limited: number;
  /** Answered in any other way; the first of them as text. */
  failed: number;
  failure: string | undefined;
  /** Nobody waited any longer. */
  gaveUp: number;
  /** Milliseconds, of what was answered well. */
  p50: number;
  p99: number;
  /** Milliseconds until a refusal. */
  refusedP50: number;
  refusedP99: number;
  /** When the last call that was not answered well was sent, in milliseconds since the beginning. */
  lastBadMs: number;
}

/** A write as the log should have it. */
export interface ConfirmedWrite {
  text: string;
  body: string;
}

export const NUMBER = '@N@';
const TICK_MS = 2;
/** Nor may the generator grow without a bound: what comes over it counts as given up. */
const MAX_LINES = 2_000;
const SHOWN = 300;
/** What every bad answer holds, and no good one. */
const ERRORS = Buffer.from('"errors":[');
const USER_ERROR = Buffer.from('"userErrors":[{');
const OVERLOADED = Buffer.from('"OVERLOADED"');

let given: LoadOptions | undefined;
let idle: Line[] = [];
let lines = 0;
let sent = 0;
let confirmed: ConfirmedWrite[] = [];

interface Sent {
  at: number;
  giveUp(): void;
}

/** The call that has waited longest first. */
const unanswered = new Set<Sent>();

function options(): LoadOptions {
  if (given === undefined) throw new Error('Nothing is open.');
  return given;
}

function takeLine(): Line | undefined {
  for (let line = idle.pop(); line !== undefined; line = idle.pop()) {
    if (line.isOpen()) return line;
    lines -= 1;
  }
  if (lines >= MAX_LINES) return undefined;
  lines += 1;
  return openLine(new URL(options().url));
}

interface Counting {
  since: number;
  figures: Omit<LoadFigures, 'goodput' | 'offered' | 'p50' | 'p99' | 'refusedP50' | 'refusedP99'>;
  offered: number;
  times: number[];
  refusedTimes: number[];
}

function begin(): Counting {
  const counts = { good: 0, overloaded: 0, limited: 0, failed: 0, gaveUp: 0, lastBadMs: 0 };
  return {
    since: performance.now(),
    figures: { ...counts, failure: undefined },
    offered: 0,
    times: [],
    refusedTimes: [],
  };
}

/** Sends the next call. @returns when it is answered or given up. */
function call(counting: Counting): Promise<void> {
  const { url, keys, bodies, keeps } = options();
  const line = takeLine();
  const at = performance.now();
  counting.offered += 1;
  const { figures } = counting;
  const bad = () => {
    figures.lastBadMs = Math.max(figures.lastBadMs, at - counting.since);
  };
  if (line === undefined) {
    figures.gaveUp += 1;
    bad();
    return Promise.resolve();
  }
  sent += 1;
  const text = String(sent);
  const body = (bodies[sent % bodies.length] ?? '').replaceAll(NUMBER, text);
  const authorization = `Bearer ${keys[sent % keys.length]}`;
  return new Promise((resolve) => {
    const one: Sent = {
      at,
      giveUp() {
        line.close();
        lines -= 1;
        figures.gaveUp += 1;
        bad();
        resolve();
      },
    };
    unanswered.add(one);
    line.send(requestBytes(url, { authorization }, body), (answer) => {
      unanswered.delete(one);
      if (answer === undefined) lines -= 1;
      else idle.push(line);
      const isGood = count(counting, answer, performance.now() - at);
      if (!isGood) bad();
      if (isGood && keeps && answer !== undefined)
        confirmed.push({ text, body: answer.body.toString() });
      resolve();
    });
  });
}

/** @returns whether it was answered well. */
function count(
  { figures, times, refusedTimes }: Counting,
  answer: LineAnswer | undefined,
  ms: number,
): boolean {
  const { status, body, hasRetryAfter } = answer ?? {};
  if (status === 200 && body?.includes(ERRORS) === false && !body.includes(USER_ERROR)) {
    figures.good += 1;
    times.push(ms);
    return true;
  }
  if (hasRetryAfter === true && status === 503 && body?.includes(OVERLOADED) === true) {
    figures.overloaded += 1;
    refusedTimes.push(ms);
  } else if (hasRetryAfter === true && status === 429) {
    figures.limited += 1;
    refusedTimes.push(ms);
  } else {
    figures.failed += 1;
    figures.failure ??= `${status} ${body?.toString().slice(0, SHOWN)}`;
  }
  return false;
}

function giveUpLate(): void {
  const before = performance.now() - options().patienceMs;
  for (const one of unanswered) {
    if (one.at > before) return;
    unanswered.delete(one);
    one.giveUp();
  }
}

function ended({ since, figures, offered, times, refusedTimes }: Counting, ms: number) {
  for (const list of [times, refusedTimes]) list.sort((a, b) => a - b);
  const lastMs = performance.now() - since;
  return {
    ...figures,
    // What was answered after the end belongs to it, as what was answered in its beginning does not.
    goodput: (figures.good * 1_000) / Math.max(ms, lastMs),
    offered: (offered * 1_000) / ms,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    refusedP50: percentile(refusedTimes, 0.5),
    refusedP99: percentile(refusedTimes, 0.99),
  };
}

const calls = {
  open(wanted: LoadOptions): void {
    for (const line of idle) line.close();
    [given, idle, lines, confirmed] = [wanted, [], 0, []];
    setInterval(giveUpLate, 20).unref();
  },
  /** Clients that each wait for their answer before they ask again. */
  async closedLoop({ clients, ms }: { clients: number; ms: number }): Promise<LoadFigures> {
    const counting = begin();
    const client = async () => {
      while (performance.now() < counting.since + ms) await call(counting);
    };
    await Promise.all(Array.from({ length: clients }, client));
    return ended(counting, ms);
  },
  /** Clients that come at a rate, whatever became of those before. */
  async openLoop({ perSecond, ms }: { perSecond: number; ms: number }): Promise<LoadFigures> {
    const counting = begin();
    for (let now = counting.since; now < counting.since + ms; now = performance.now()) {
      const due = ((now - counting.since) * perSecond) / 1_000;
      while (counting.offered < due) void call(counting);
      await setTimeout(TICK_MS);
    }
    return ended(counting, ms);
  },
  /** Waits until each call is answered or given up. */
  async settle(): Promise<void> {
    while (unanswered.size > 0) await setTimeout(TICK_MS);
  },
  /** Confirmed writes since the last call. */
  takeConfirmed(): ConfirmedWrite[] {
    const taken = confirmed;
    confirmed = [];
    return taken;
  },
};

export type LoadCalls = typeof calls;
answerCalls(calls);
