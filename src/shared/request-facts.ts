import { v4 } from 'uuid';
import type { Span } from './tracing.ts';

/** What names a request: in its answer, in the log and to who looks for it elsewhere. */
export interface RequestFacts {
  /** As the client sent it, or made here. */
  readonly id: string;
  /** The client's place in a trace (W3C Trace Context), as it was sent; else that of the desk, if it has one. */
  traceparent: string | undefined;
  /** When its head had come, by `performance.now()`. */
  readonly since: number;
  /** Where the desk keeps a trace: the piece of work that is being done. */
  span?: Span;
}

const ID = /^[\w-]{1,64}$/;
/** Of the version 00; an identity of zeros is none. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Reads what a client calls its request. A name that breaks the rules is replaced, and a place left out. */
export function factsOf(
  id: string | string[] | undefined,
  traceparent: string | string[] | undefined,
): RequestFacts {
  return {
    id: typeof id === 'string' && ID.test(id) ? id : newRequestId(),
    traceparent:
      typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? traceparent : undefined,
    since: performance.now(),
  };
}

const HEX = 16;
const COUNT_DIGITS = 12;
/** Random once a process: with a count behind it an id costs half of what a random one does. */
const PREFIX = v4().slice(0, -COUNT_DIGITS);
let made = 0;

/** Makes an id in the form of a UUID, which no other request of any node has. */
export function newRequestId(): string {
  made += 1;
  return PREFIX + made.toString(HEX).padStart(COUNT_DIGITS, '0');
}
