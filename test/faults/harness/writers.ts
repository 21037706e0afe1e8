import { setTimeout } from 'node:timers/promises';
import { splitId } from '../../../src/graphql/global-id.ts';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import type { GraphqlError, UserError } from '../../support/client.ts';
import type { Confirmed } from './evidence.ts';

/** One request for one call: several of them can stand for the same call. */
export interface Attempt {
  node: number;
  begunAt: number;
  endedAt: number;
  /** Undefined when it was confirmed; else the code, or what became of the request. */
  failure?: string;
}

/** Clients that write, each its next call only when the last was confirmed, under one key until then. */
export interface Writers {
  confirmed: Confirmed[];
  attempts: Attempt[];
  /** Answers that no fault excuses: refused by a rule. */
  refused: string[];
  /** Calls that were answered without an error, and without the case or the entries that they made. */
  hollow: string[];
  /** Also again, after all have finished: each then begins with a case of its own. */
  start(): void;
  /** Lets each finish the call that it is at; resolves with the texts of those not confirmed in time. */
  finish(limitMs: number): Promise<string[]>;
}

export interface WritersOptions {
  count: number;
  /** Where the nodes are now; undefined for one that is away. */
  urls(): readonly (string | undefined)[];
  customerId: string;
  /** Of the response, of cases of HIGH severity of this customer. */
  targetMs: number;
  requestTimeoutMs: number;
}

const RETRY_MS = 100;
const NOTES_PER_CASE = 8;
/** One in so many cases has a clock that fires within the scenario. */
const CASES_PER_CLOCK = 2;

export interface Payload {
  escalation: { id: string };
  events: { id: string }[];
  userErrors: UserError[];
}

export function createWriters(options: WritersOptions): Writers {
  const confirmed: Confirmed[] = [];
  const attempts: Attempt[] = [];
  const refused: string[] = [];
  const hollow: string[] = [];
  const pending = new Map<number, string>();
  let isOver = false;
  let rounds = 0;
  let giveUpAt = Number.POSITIVE_INFINITY;
  let running: Promise<void>[] = [];

  async function write(writer: number, round: number): Promise<void> {
    let escalationId = '';
    for (let call = 0; !isOver; call += 1) {
      const opens = call % (NOTES_PER_CASE + 1) === 0;
      const hasClock = opens && (call / (NOTES_PER_CASE + 1)) % CASES_PER_CLOCK === 0;
      const text = `call ${call} of writer ${writer} in round ${round}`;
      const input = opens
        ? {
            customer: { id: options.customerId },
            issue: text,
            severity: hasClock ? 'HIGH' : 'LOW',
            idempotencyKey: text,
          }
        : { escalationId, text, idempotencyKey: text };
      const begunAt = performance.now();
      const payload = await confirm(writer, text, opens ? 'openEscalation' : 'addNote', input);
      if (payload === undefined) return;
      const clock = {
        escalationId: splitId(payload.escalation.id)?.key ?? '',
        notBreachedBefore: begunAt + options.targetMs,
      };
      confirmed.push({
        text,
        entries: payload.events.map(({ id }) => splitId(id)?.key ?? ''),
        at: performance.now(),
        ...(hasClock ? { clock } : {}),
      });
      escalationId = payload.escalation.id;
    }
  }

  /** Asks one node after another until the call is confirmed. */
  async function confirm(
    writer: number,
    text: string,
    mutation: string,
    input: object,
  ): Promise<Payload | undefined> {
    pending.set(writer, text);
    for (let turn = writer; performance.now() < giveUpAt; turn += 1) {
      const urls = options.urls();
      const node = turn % urls.length;
      const url = urls[node];
      if (url === undefined) {
        await setTimeout(RETRY_MS / 4);
        continue;
      }
      const begunAt = performance.now();
      const answer = await request(url, mutation, input, options.requestTimeoutMs);
      const attempt = { node, begunAt, endedAt: performance.now() };
      if (typeof answer === 'string') {
        attempts.push({ ...attempt, failure: answer });
        await setTimeout(RETRY_MS);
      } else if (answer.userErrors.length > 0) {
        refused.push(`"${text}": ${answer.userErrors[0]?.code} ${answer.userErrors[0]?.message}`);
        return undefined;
      } else if (answer.escalation == null || answer.events.length === 0) {
        // It was written, and the answer was read where it is not.
        hollow.push(text);
        attempts.push({ ...attempt, failure: 'hollow answer' });
        await setTimeout(RETRY_MS);
      } else {
        attempts.push(attempt);
        pending.delete(writer);
        return answer;
      }
    }
    return undefined;
  }

  return {
    confirmed,
    attempts,
    refused,
    hollow,
    start() {
      isOver = false;
      giveUpAt = Number.POSITIVE_INFINITY;
      rounds += 1;
      running = Array.from({ length: options.count }, (_, writer) => write(writer, rounds));
    },
    async finish(limitMs) {
      isOver = true;
      giveUpAt = performance.now() + limitMs;
      await Promise.all(running);
      return [...pending.values()];
    },
  };
}

/** @returns the payload, or what stood in its place. */
export async function request(
  url: string,
  mutation: string,
  input: object,
  timeoutMs: number,
): Promise<Payload | string> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${mutation}(input: $input) {
    escalation { id } events { id } userErrors { code message field } } }`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${TEST_ADMIN_KEY}`,
      },
      body: JSON.stringify({ query, variables: { input } }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { data, errors } = (await response.json()) as {
      data?: Record<string, Payload | null> | null;
      errors?: GraphqlError[];
    };
    const payload = data?.[mutation];
    if (payload != null && errors === undefined) return payload;
    return errors?.[0]?.extensions?.code ?? `HTTP ${response.status}`;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return 'no answer';
    return 'connection lost';
  }
}
