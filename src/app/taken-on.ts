import type { Overload } from '../http/doors/overload.ts';
import type { Operations } from '../http/run/operations.ts';

/** Counts what the node has taken on: the operations of every door, while they wait and while they run. */
export function countTakenOn(operations: Operations, { count }: Overload): Operations {
  return {
    ...operations,
    receive: (who, points) => count(who, false, operations.receive(who, points)),
    prepare: (run) => count(run.principal, false, operations.prepare(run)),
    execute: (run) => count(run.principal, true, operations.execute(run)),
    subscribe: (run, sink) => count(run.principal, true, operations.subscribe(run, sink)),
  };
}
