import type { IncomingMessage, ServerResponse } from 'node:http';

/** Measures what is answered before there is a route. */
export interface Unrouted {
  /** A request whose answer is under way. */
  answered(req: IncomingMessage, res: ServerResponse): void;
  /** An answer that was written at once, without a request or in place of another protocol. */
  refused(status: number, method?: string): void;
}
