export type { DeskClient, DeskClientOptions } from './client.ts';
export { createDeskClient } from './client.ts';
export type { Key } from './connection.ts';
export type { DeskClientErrorCode } from './errors.ts';
export { DeskClientError, DeskCloseError } from './errors.ts';
export { backoffMs } from './retry.ts';
export type { DeskSink } from './run.ts';
export type { DeskState, DeskStatus, StatusListener, SubscriptionState } from './status.ts';
