import type { ExecutionArgs } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import type { KnownDocument } from '../../persisted/check.ts';
import type { OperationParams } from '../../persisted/request.ts';
import type { Admitted } from '../doors/admission.ts';

/**
 * One operation, by whichever door it came: what is known of it stands here and nowhere beside it. The
 * steps of `operations.ts` fill it in, in their order.
 */
export interface OperationRun {
  readonly principal: Principal;
  /** As the request has them. */
  readonly params: OperationParams;
  /** It came in a way by which nothing may be changed. */
  readonly readsOnly: boolean;
  /** Whether nobody waits for its answer any more: then it is not begun. */
  isGone(): boolean;
  /** The document that it names by an id, once it is found; undefined for one that brings its text. */
  known?: KnownDocument;
  /** What is executed, once its document is read. */
  args?: ExecutionArgs;
  /** Once it has passed all that is asked before it runs. */
  admitted?: Admitted;
}

/** Of a run that has got as far as its document. */
export function argsOf({ args }: OperationRun): ExecutionArgs {
  if (args === undefined) throw new Error('An operation runs before its document is read.');
  return args;
}
