import type { DestinationStream, Logger } from 'pino';
import { destination, pino } from 'pino';
import { visible } from './shared/text/typed-text.ts';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Lines of JSON on standard error, so that standard output holds only what commands print. */
export function createLog(
  level: LogLevel,
  // Synchronous, so that nothing is lost when the process ends right after.
  stream: DestinationStream = destination({ fd: 2, sync: true }),
): Logger {
  return pino({ level, base: null, hooks: { streamWrite: visibleLine } }, stream);
}

/** JSON escapes what is below the blank; the rest that a terminal would obey is escaped here. */
function visibleLine(line: string): string {
  return `${visible(line.replace(/\n$/, ''))}\n`;
}
