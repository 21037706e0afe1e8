import { answerCalls } from '../support/calls.ts';
import { percentile } from '../support/percentile.ts';
import type { Answer, HttpClient } from './http-client.ts';
import { openHttpClient, requestBytes } from './http-client.ts';

/** One process that sends requests over 16 connections, each the next one when the last is answered. */
export interface LoadOptions {
  url: string;
  headers: Record<string, string>;
  /**
   * Sequences of bodies; a connection takes one after the other. In those after the first {@link CASE_ID}
   * stands for the case that the answer to the first names.
   */
  sequences: readonly (readonly string[])[];
  warmUpMs: number;
  ms: number;
}

export interface LoadFigures {
  requests: number;
  ms: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

export const CASE_ID = '@CASE@';
const CONNECTIONS = 16;
const CASE_IN_ANSWER = /"id":"([^"]+)"/;
/** Answers that are read and not only counted: one in so many, and all that are not 200. */
const SAMPLE = 97;
const SHOWN = 300;

let clients: HttpClient[] = [];
let next = 0;
let answered = 0;

function bodyProblem({ status, body }: Answer): string | undefined {
  answered += 1;
  if (status === 200 && answered % SAMPLE !== 1) return undefined;
  const text = body.toString();
  const { data, errors } = status === 200 ? (JSON.parse(text) as Body) : { data: null, errors: [] };
  const refused = Object.values(data ?? {}).some((part) => (part?.userErrors?.length ?? 0) > 0);
  const isRight = data != null && errors === undefined && !refused;
  return isRight ? undefined : `${status} ${text.slice(0, SHOWN)}`;
}

interface Body {
  data?: Record<string, { userErrors?: unknown[] } | null> | null;
  errors?: unknown;
}

async function run(client: HttpClient, options: LoadOptions, made: Made, times: number[]) {
  const endAt = performance.now() + options.ms;
  while (performance.now() < endAt) {
    const place = next % made.length;
    next += 1;
    const sequence = made[place] ?? [];
    let caseId: string | undefined;
    for (const request of sequence) {
      const startedAt = performance.now();
      if (startedAt >= endAt) break;
      const bytes = typeof request === 'string' ? bytesOf(options, request, caseId) : request;
      const answer = await client.send(bytes);
      times.push(performance.now() - startedAt);
      const problem = bodyProblem(answer);
      if (problem !== undefined) throw new Error(`A server answered ${problem}`);
      if (sequence.length > 1) caseId ??= CASE_IN_ANSWER.exec(answer.body.toString())?.[1];
    }
  }
}

/** Requests as bytes, where nothing of them is to be filled in. */
type Made = readonly (readonly (Buffer | string)[])[];

function bytesOf({ url, headers }: LoadOptions, body: string, caseId = ''): Buffer {
  return requestBytes(url, headers, body.replaceAll(CASE_ID, caseId));
}

async function burst(options: LoadOptions, made: Made, ms: number): Promise<LoadFigures> {
  const times: number[] = [];
  const startedAt = performance.now();
  await Promise.all(clients.map((client) => run(client, { ...options, ms }, made, times)));
  const took = performance.now() - startedAt;
  times.sort((a, b) => a - b);
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  return { requests: times.length, ms: took, p50, p99 };
}

let ready: { options: LoadOptions; made: Made } | undefined;

const calls = {
  async open(options: LoadOptions): Promise<void> {
    for (const client of clients) client.close();
    clients = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => openHttpClient(options.url)),
    );
    const made = options.sequences.map((bodies) =>
      bodies.map((body) => (body.includes(CASE_ID) ? body : bytesOf(options, body))),
    );
    ready = { options, made };
    await burst(options, made, options.warmUpMs);
  },
  async load(): Promise<LoadFigures> {
    if (ready === undefined) throw new Error('Nothing is open.');
    return burst(ready.options, ready.made, ready.options.ms);
  },
  close(): void {
    for (const client of clients) client.close();
    clients = [];
  },
};

export type LoadCalls = typeof calls;
answerCalls(calls);
