import { visible } from '../shared/text/typed-text.ts';

/**
 * Prints a line on standard output, which holds what a command was asked for; remarks go to standard error
 * with {@link note}. Stored texts may come from anybody: none may break the line, move the cursor or turn
 * the direction of writing on a terminal, so all output goes through this file.
 */
export function print(line: string): void {
  process.stdout.write(`${visible(line)}\n`);
}

/** Prints several lines. Only our own line breaks may be in the text. */
export function printLines(text: string): void {
  for (const line of text.split('\n')) print(line);
}

export function printJson(value: unknown): void {
  printLines(JSON.stringify(value, null, 2));
}

export function note(line: string): void {
  process.stderr.write(`${visible(line)}\n`);
}

/** Writes what Commander says: help, and what is wrong with the arguments. */
export function noteLines(text: string): void {
  for (const line of text.replace(/\n$/, '').split('\n')) note(line);
}

/** The error of a command that was understood and failed: one line on standard error, exit code 1. */
export class CommandFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailure';
  }
}

/** The reason of an error in one line. Of Prisma's several lines it is the last. */
export function reasonOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).trim();
  const lines = text.split(/\s*\n\s*/);
  return text.startsWith('Invalid `') ? (lines.at(-1) ?? text) : lines.join(' ');
}
