import type { Registry } from 'prom-client';
import { Counter } from 'prom-client';
import type { Logger } from '../../log.ts';
import { onNoRequest } from '../../shared/caller.ts';

export type RefusedFor = 'node' | 'address' | 'sockets' | 'principal';

/** Called for every connection that is not taken. */
export type RefusedConnections = (why: RefusedFor, address: string) => void;

/** Refusals within this time belong to one burst. */
const QUIET_MS = 60_000;

const WHY: Readonly<Record<RefusedFor, string>> = {
  node: 'The node has as many connections as it takes: more are closed as they come.',
  sockets: 'The node has as many sockets as it takes: more are closed as they come.',
  principal: 'A principal has as many sockets as one may have: more of it are closed as they come.',
  address:
    'An address has as many connections as one may have: more of it are closed as they come.',
};

/** Counts refusals. The log gets a line when a burst begins, and one for the rest of it each minute. */
export function createRefusedConnections(log: Logger, registry: Registry): RefusedConnections {
  const counted = new Counter({
    name: 'desk_connections_refused_total',
    help: 'Connections that were closed as they came, or requests refused, because the node, their address or their principal had too many.',
    labelNames: ['reason'] as const,
    registers: [registry],
  });
  const more = new Map<RefusedFor, number>();

  function look(why: RefusedFor): void {
    const rest = more.get(why) ?? 0;
    more.delete(why);
    if (rest === 0) return;
    log.warn({ more: rest }, WHY[why]);
    begin(why);
  }

  function begin(why: RefusedFor): void {
    more.set(why, 0);
    // What is said then is of many.
    onNoRequest(() => setTimeout(look, QUIET_MS, why).unref());
  }

  return (why, address) => {
    counted.inc({ reason: why });
    const before = more.get(why);
    if (before !== undefined) {
      more.set(why, before + 1);
      return;
    }
    log.warn(why === 'node' || why === 'sockets' ? {} : { address }, WHY[why]);
    begin(why);
  };
}
