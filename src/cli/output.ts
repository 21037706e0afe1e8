/** Standard output holds what a command is asked for, standard error what it has to say about it. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
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
