import { isOfClosing, outageIn } from '../db/outage.ts';
import type { LogFailure, Logger } from '../log.ts';
import { onNoRequest } from '../shared/caller.ts';
import type { Outage, OutageFacts } from '../shared/outage.ts';
import { createOutage } from '../shared/outage.ts';

/** What runs without Redis for a while, and says so. */
export type RedisUser = 'rates' | 'entries';

export interface Failures {
  /** Logs a failure, unless it is of a stop, or of an outage: that is counted, and told of once. */
  log: LogFailure;
  /** PostgreSQL cannot be asked. */
  database: Outage;
  /** PostgreSQL answers and does not do what it is asked, or no connection to it is free. */
  statements: Outage;
  redis: Outage;
  /** Whoever takes traces. */
  traces: Outage;
  /** Tells of a connection to PostgreSQL that was lost while nothing was asked on it. */
  lost(error: Error): void;
  /** Tells whether a user of Redis has it. */
  redisChanged(user: RedisUser, isThere: boolean, error?: unknown): void;
}

/** A refusal ends when none has come for so long: nobody can tell that what was refused would be taken now. */
const QUIET_MS = 30_000;

export function createFailures(log: Logger): Failures {
  /** Of many requests, whichever it is that failed just now. */
  const say = (facts: OutageFacts, message: string) => onNoRequest(() => log.error(facts, message));
  const database = createOutage({
    say,
    words: {
      began: (reason) =>
        `PostgreSQL does not answer (${reason}): what needs it fails until it is back.`,
      goesOn: (failures, s) => `PostgreSQL is still away, for ${s} s: ${failures} more failed.`,
      over: (failures, s) => `PostgreSQL is back after ${s} s: ${failures} failed meanwhile.`,
    },
  });
  const statements = createOutage({
    say,
    quietMs: QUIET_MS,
    words: {
      began: (reason) => `PostgreSQL does not do what it is asked: ${reason}`,
      goesOn: (failures, s) => `PostgreSQL refuses for ${s} s now: ${failures} more failed.`,
      over: (failures, s) =>
        `PostgreSQL has refused nothing more for ${QUIET_MS / 1_000} s; it had for ${s} s, and ${failures} failed.`,
    },
  });
  const redis = createOutage({
    say,
    words: {
      began: (reason) =>
        `Redis is gone (${reason}): each node counts rates for itself, and entries are read from the database.`,
      goesOn: (failures, s) => `Redis is still gone, for ${s} s: ${failures} more calls failed.`,
      over: (failures, s) =>
        `Redis is back after ${s} s: ${failures} calls failed meanwhile. Rates are counted over all nodes again, and entries come from its stream.`,
    },
  });
  const traces = createOutage({
    say,
    words: {
      began: (reason) => `Traces cannot be sent (${reason}) and are dropped.`,
      goesOn: (failures, s) =>
        `Traces cannot be sent for ${s} s now: ${failures} more batches dropped.`,
      over: (failures, s) =>
        `Traces are sent again after ${s} s: ${failures} batches were dropped.`,
    },
  });
  const without = new Set<RedisUser>();

  function lost(reason: string, id?: string): void {
    // What was refused before was a sign of it.
    statements.dismiss();
    database.failed(reason, id);
  }

  return {
    database,
    statements,
    redis,
    traces,
    log(error, message, facts = {}) {
      if (isOfClosing(error)) {
        log.debug({ ...facts, reason: 'The node stops.' }, message);
        return;
      }
      const outage = outageIn(error);
      if (outage === undefined) {
        log.error({ ...facts, err: error }, message);
        return;
      }
      const { kind, reason } = outage;
      log.debug({ ...facts, reason }, message);
      if (kind === 'lost' || database.isOn()) lost(reason, facts.id);
      else statements.failed(reason, facts.id);
    },
    lost: (error) => lost(outageIn(error)?.reason ?? error.message),
    redisChanged(user, isThere, error) {
      if (isThere) without.delete(user);
      else {
        without.add(user);
        redis.failed(String(error));
      }
      if (without.size === 0) redis.worked();
    },
  };
}
