import type { Socket } from 'node:net';
import type pg from 'pg';
import { endWithin } from '../shared/bounds/within.ts';
import { codesOf } from './error-codes.ts';

/** A statement ended without an answer, because its connection was silent for too long. */
export class LineSilent extends Error {
  constructor(silentMs: number) {
    super(
      `PostgreSQL said nothing for ${silentMs / 1_000} s; whether the last statement of this connection took effect is not known`,
    );
    this.name = 'LineSilent';
  }
}

const LOST_MESSAGE = /^(Connection terminated|Client has encountered a connection error)/;
/** Codes of a lost connection: of Node.js, of Prisma, and of PostgreSQL when it shuts down or loses one. */
const LOST_CODE = /^(ECONNRESET|EPIPE|ETIMEDOUT|P1008|P1017|57P0\d|08\w{3})$/;

/** Whether a statement failed because its connection did, so that nobody knows whether it took effect. */
export function isLineLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error instanceof LineSilent ||
    LOST_MESSAGE.test(error.message) ||
    codesOf(error).some((one) => LOST_CODE.test(one))
  );
}

/** Watches the connections of one pool, or a single one. */
export interface Lines {
  /**
   * Watches a connection for life, so that it neither ends the process nor keeps anybody waiting for ever.
   */
  watch(client: pg.ClientBase): void;
}

interface Heard {
  at: number;
  /** What had been sent by then: whatever was sent since has no answer yet. */
  sent: number;
}

/**
 * Watches connections for silence. A line can break without a word to either end: a firewall forgets it, a
 * machine is gone. Whoever waits on it would wait for ever, so it is given up when nothing came back for
 * `silenceMs` after data was last sent. Other lines on which nothing was heard for as long, in use or not,
 * are most likely dead too and go with it: the next statement would only begin the same wait anew.
 *
 * @param silenceMs longer than any answer takes, for PostgreSQL's own limit to come first; 0 for no limit.
 * @param onSilent called with how many lines were given up.
 */
export function watchLines(silenceMs: number, onSilent: (lines: number) => void = () => {}): Lines {
  const lines = new Map<Socket, Heard>();

  function giveUp(silent: Socket): void {
    const last = lines.get(silent);
    // Nobody waits on a line that is only idle.
    if (last === undefined || last.sent === silent.bytesWritten) return;
    const since = performance.now() - silenceMs;
    const dead = [...lines].flatMap(([line, { at }]) =>
      line === silent || at < since ? [line] : [],
    );
    for (const line of dead) line.destroy(new LineSilent(silenceMs));
    onSilent(dead.length);
  }

  return {
    watch(client) {
      // The pool takes its own listener away while a connection passes from one hand to another, and
      // an error that nobody listens to ends the process. Whoever uses the connection is told as well.
      client.on('error', () => {});
      const line = lineOf(client);
      const heard = () => lines.set(line, { at: performance.now(), sent: line.bytesWritten });
      heard();
      line.on('data', heard);
      line.once('close', () => lines.delete(line));
      line.on('timeout', () => giveUp(line));
      line.setTimeout(silenceMs);
    },
  };
}

/** Sets another limit of silence on a connection, for work that takes longer than others do. */
export function setSilence(client: pg.ClientBase, silenceMs: number): void {
  lineOf(client).setTimeout(silenceMs);
}

const gathering = new WeakSet<Socket>();

/** Sends what is written to a connection from now to the end of this turn together, in one go. */
export function sendTogether(client: pg.ClientBase): void {
  const line = lineOf(client);
  if (gathering.has(line)) return;
  gathering.add(line);
  line.cork();
  process.nextTick(() => {
    gathering.delete(line);
    line.uncork();
  });
}

const GOODBYE_MS = 1_000;

/** Ends a connection. One that does not take it within a second has its socket closed. */
export async function hangUp(client: pg.Client): Promise<void> {
  await endWithin(GOODBYE_MS, client.end());
  lineOf(client).destroy();
}

/** The socket under a client that has connected, with TLS or without. */
function lineOf(client: pg.ClientBase): Socket {
  return (client as pg.Client).connection.stream as Socket;
}
