import type { DestinationStream, Logger } from 'pino';
import { destination, pino } from 'pino';
import { currentCaller } from './shared/caller.ts';
import { visible } from './shared/text/typed-text.ts';

export type { Logger } from 'pino';

/**
 * Logs that some work failed, with the error and its stack; or counts it, if it is one of many for one reason
 * that is told of elsewhere.
 *
 * @param facts beside the message; `id` names the failure to whoever was told of it.
 */
export type LogFailure = (
  error: unknown,
  message: string,
  facts?: Readonly<Record<string, unknown>> & { id?: string },
) => void;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Makes a log that writes lines of JSON to standard error: standard output holds only what commands print.
 */
export function createLog(
  level: LogLevel,
  // Synchronous, so that nothing is lost when the process ends right after.
  stream: DestinationStream = destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    { level, base: null, mixin: namesOfRequest, hooks: { streamWrite: visibleLine } },
    stream,
  );
}

/** What stands in every line that is written for a request: by what its client knows it. */
export function namesOfRequest(): object {
  const { request } = currentCaller();
  if (request === undefined) return {};
  const { id: requestId, traceparent } = request;
  return traceparent === undefined ? { requestId } : { requestId, traceparent };
}

/** JSON escapes the characters below the space; this escapes the others that a terminal would obey. */
function visibleLine(line: string): string {
  return `${visible(line.replace(/\n$/, ''))}\n`;
}
