import type { Socket } from 'node:net';
import { connect } from 'node:net';

export interface LineAnswer {
  status: number;
  body: Buffer;
  /** Whether it says when to come again. */
  hasRetryAfter: boolean;
}

/** A connection that stays open, with one request at a time. */
export interface Line {
  /** @param answered called with the answer; undefined: the connection ended before it. */
  send(request: Buffer, answered: (answer: LineAnswer | undefined) => void): void;
  isOpen(): boolean;
  /** Gives up what it waits for. */
  close(): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const RETRY = /\r\nretry-after: *[1-9]/i;
const NOTHING = Buffer.alloc(0);

/** What is sent before it is connected waits. */
export function openLine({ hostname, port }: URL): Line {
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let data: Buffer = NOTHING;
  let waiting: ((answer: LineAnswer | undefined) => void) | undefined;

  function end(answer: LineAnswer | undefined): void {
    const answered = waiting;
    waiting = undefined;
    answered?.(answer);
  }

  socket.on('error', () => {});
  socket.on('close', () => end(undefined));
  socket.on('data', (chunk: Buffer) => {
    data = data.length === 0 ? chunk : Buffer.concat([data, chunk]);
    const answer = readAnswer(data);
    if (answer === undefined) return;
    data = NOTHING;
    end(answer);
  });
  return {
    send(request, answered) {
      waiting = answered;
      socket.write(request);
    },
    isOpen: () => !socket.destroyed,
    close() {
      waiting = undefined;
      socket.destroy();
    },
  };
}

/** @returns undefined when the answer is not whole yet. */
function readAnswer(data: Buffer): LineAnswer | undefined {
  const headEnd = data.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = data.toString('latin1', 0, headEnd);
  const length = LENGTH.exec(head)?.[1];
  if (length === undefined) throw new Error('An answer does not say how long it is.');
  const start = headEnd + HEAD_END.length;
  const end = start + Number(length);
  if (data.length < end) return undefined;
  const status = Number(head.slice(9, 12));
  const hasRetryAfter = status !== 200 && RETRY.test(head);
  return { status, hasRetryAfter, body: data.subarray(start, end) };
}
