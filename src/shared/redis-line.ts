import { createClient } from 'redis';
import { endWithin, within } from './bounds/within.ts';

/** A call to Redis had no answer in time, or was not made because an earlier call has no answer. */
export class RedisSilent extends Error {
  constructor(waitedMs: number) {
    super(`no answer within ${waitedMs} ms`);
    this.name = 'RedisSilent';
  }
}

export interface RedisLineOptions {
  url: string;
  /** Called for each failure: a call without an answer or with an error, a connection that was lost. */
  onFailure: (error: unknown) => void;
  /** Called with each answer, and when a connection has been made. */
  onAnswer: () => void;
}

type RedisClient = ReturnType<typeof createClient>;

/** A connection to a Redis that may go away, or stop answering silently. It connects anew by itself. */
export interface RedisLine {
  client: RedisClient;
  /** Makes a call to Redis whose answer others wait for. */
  ask<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** Whether a call is likely to be answered. */
  isAnswering(): boolean;
  /** Resolves when Redis is connected, or after a second without. */
  start(): Promise<void>;
  stop(): void;
}

export const ANSWER_WAIT_MS = 500;
const MAX_RETRY_MS = 2_000;
/** A start waits no longer than this for Redis: the desk works without. */
const CONNECT_WAIT_MS = 1_000;
/** How often an unused connection is asked whether it still lives. */
const PING_INTERVAL_MS = 1_000;
/** A connection that brings nothing for so long is given up and made anew. */
const SILENCE_MS = 3_000;
/** The most commands under way; further ones are not kept for later. */
const MAX_COMMANDS = 10_000;

/**
 * Options of a client of a Redis that may go away. Commands that cannot be sent now are not kept for later.
 */
export function redisOptions(url: string, silenceMs: number) {
  return {
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_COMMANDS,
    socket: {
      socketTimeout: silenceMs,
      reconnectStrategy: (turn: number) => Math.min(MAX_RETRY_MS, 50 * 2 ** Math.min(turn, 6)),
    },
  };
}

export function createRedisLine({ url, onFailure, onAnswer }: RedisLineOptions): RedisLine {
  const client: RedisClient = createClient({
    ...redisOptions(url, SILENCE_MS),
    pingInterval: PING_INTERVAL_MS,
  });
  let isSilent = false;
  let isStopped = false;

  function failed(error: unknown): void {
    if (!isStopped) onFailure(error);
  }

  client.on('error', failed);
  client.on('ready', () => {
    isSilent = false;
    onAnswer();
  });

  /** Makes a call, and tells whether it was answered, however late. */
  async function call<Answer>(make: () => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await make();
      onAnswer();
      return answer;
    } catch (error) {
      failed(error);
      throw error;
    } finally {
      isSilent = false;
    }
  }

  function silent(waitedMs: number): RedisSilent {
    const error = new RedisSilent(waitedMs);
    failed(error);
    return error;
  }

  return {
    client,
    async ask(make) {
      // As long as one call waits, further calls would only pile up.
      if (isSilent) throw silent(0);
      return within(ANSWER_WAIT_MS, call(make), () => {
        isSilent = true;
        throw silent(ANSWER_WAIT_MS);
      });
    },
    isAnswering: () => client.isReady && !isSilent,
    async start() {
      const connecting = client.connect().then(() => {}, failed);
      await endWithin(CONNECT_WAIT_MS, connecting);
    },
    stop() {
      isStopped = true;
      client.destroy();
    },
  };
}
