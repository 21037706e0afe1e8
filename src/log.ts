import type { DestinationStream, Logger } from 'pino';
import { destination, pino } from 'pino';
import type { LogLevel } from './config.ts';

export type { Logger } from 'pino';

/** Lines of JSON on standard error, so that standard output holds only what commands print. */
export function createLog(
  level: LogLevel,
  // Synchronous, so that nothing is lost when the process ends right after.
  stream: DestinationStream = destination({ fd: 2, sync: true }),
): Logger {
  return pino({ level, base: null }, stream);
}
