import { visible } from '../shared/text/typed-text.ts';

/**
 * Standard output holds what a command is asked for, standard error what it has to say about it. What
 * was stored by whomever, now or years ago, is shown on a terminal: none of it may break the line, move
 * the cursor or turn the direction of writing, so nothing goes out but through here.
 */
export function print(line: string): void {
  process.stdout.write(`${visible(line)}\n`);
}

/** Several lines, all of them ours; what stands in one of them stays in it. */
export function printLines(text: string): void {
  for (const line of text.split('\n')) print(line);
}

export function printJson(value: unknown): void {
  printLines(JSON.stringify(value, null, 2));
}

export function note(line: string): void {
  process.stderr.write(`${visible(line)}\n`);
}

/** What Commander writes: help, and what is wrong with the arguments. */
export function noteLines(text: string): void {
  for (const line of text.replace(/\n$/, '').split('\n')) note(line);
}

/** A command that was understood and could not be carried out: one line on standard error, exit 1. */
export class CommandFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailure';
  }
}

/** The reason in one line. Of the several that Prisma writes, the last one is the reason. */
export function reasonOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).trim();
  const lines = text.split(/\s*\n\s*/);
  return text.startsWith('Invalid `') ? (lines.at(-1) ?? text) : lines.join(' ');
}
