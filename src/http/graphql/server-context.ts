import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../../auth/principal.ts';
import type { OperationRun } from '../run/operation-run.ts';
import type { Keepable } from './stored-answers.ts';

/** What is known of a request; its operation from when it is. */
export interface ServerContext extends Record<string, unknown> {
  req: IncomingMessage;
  res: ServerResponse;
  principal?: Principal;
  /** Its body was received already, within the bounds of bodies. */
  isReceived?: boolean;
  /** That it may run was found out already. */
  run?: OperationRun;
  keepable?: Keepable;
}
