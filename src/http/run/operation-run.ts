import type { ExecutionArgs } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import type { KnownDocument } from '../../persisted/check.ts';
import type { OperationParams } from '../../persisted/request.ts';
import { currentCaller } from '../../shared/caller.ts';
import type { Admitted } from '../doors/admission.ts';

/**
 * One operation, at whichever door it came. Everything known of it stands here and nowhere else. The
 * steps of `operations.ts` fill it in, in their order.
 */
export interface OperationRun {
  readonly principal: Principal;
  /** The parameters as the request has them. */
  readonly params: OperationParams;
  /** Whether it came in a way that may change nothing (GET). */
  readonly readsOnly: boolean;
  /** When its request, or its message on a socket, had come, by `performance.now()`. */
  readonly since: number;
  /** Tells whether nobody waits for the answer any more; the operation is then not begun. */
  isGone(): boolean;
  /** The registered document, once it is found by its id; undefined when the request brings the text. */
  known?: KnownDocument;
  /** The arguments of execution, once the document is read. */
  args?: ExecutionArgs;
  /** Set once the operation has passed all checks before it runs. */
  admitted?: Admitted;
}

/** When the head of the request had come that the running code works on. */
export function arrivedAt(): number {
  return currentCaller().request?.since ?? performance.now();
}

/** The arguments of execution. @throws Error when the document has not been read yet. */
export function argsOf({ args }: OperationRun): ExecutionArgs {
  if (args === undefined) throw new Error('An operation runs before its document is read.');
  return args;
}
