import { readFile, stat } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { normalForm, problemIn } from '../shared/typed-text.ts';
import { CommandFailure, reasonOf } from './output.ts';

const MAX_NAME = 200;

/** Of a key, or of a partner's keys. */
export function readName(given: string): string {
  const text = normalForm(given);
  if (text.trim() === '' || [...text].length > MAX_NAME) {
    throw new InvalidArgumentError(`It takes 1 to ${MAX_NAME} characters.`);
  }
  const problem = problemIn(text, 'name');
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return text;
}

/**
 * What a file holds, which `read` makes of its text. One that is too large is not even read.
 *
 * @throws CommandFailure that names the file.
 */
export async function readInput<Result>(
  file: string,
  maxBytes: number,
  read: (text: string) => Result,
): Promise<Result> {
  try {
    const { size } = await stat(file);
    if (size > maxBytes) throw new Error(`it has more than ${maxBytes.toLocaleString('en')} bytes`);
    return read(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}
