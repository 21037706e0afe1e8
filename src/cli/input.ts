import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { InvalidArgumentError } from 'commander';
import { dateTimeFlaw, parseDate, parseDateTime } from '../shared/rfc3339.ts';
import { BLANK, isBlank, lengthOf, normalForm, problemIn } from '../shared/text/typed-text.ts';
import { decodeUtf8 } from '../shared/text/utf8.ts';
import { CommandFailure, reasonOf } from './output.ts';

const MAX_NAME = 200;
/** The most bytes that a command reads, unless it sets another limit. */
const MAX_BYTES = 16_000_000;

/** Reads the name of a key, of a partner's keys, or of a customer. @throws InvalidArgumentError. */
export function readName(given: string): string {
  const text = normalForm(given);
  if (text.trim() === '' || lengthOf(text) > MAX_NAME) {
    throw new InvalidArgumentError(`It takes 1 to ${MAX_NAME} characters.`);
  }
  if (isBlank(text)) throw new InvalidArgumentError(BLANK);
  const problem = problemIn(text, 'name');
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return text;
}

const LATEST = new Date('2200-01-01T00:00:00Z');

/** Reads a day, which stands for its first moment in UTC, or a time. @throws InvalidArgumentError. */
export function readTime(given: string): Date {
  const time = parseDate(given) ?? parseDateTime(given);
  if (time !== undefined && time < LATEST) return time;
  const flaw = time === undefined ? dateTimeFlaw(given) : '';
  throw new InvalidArgumentError(
    `It takes a day such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z, before the year 2200${flaw === '' ? '' : `; ${flaw}`}.`,
  );
}

interface Reading {
  /** The most bytes; a larger file is not read any further. */
  maxBytes?: number;
  /** Changes the bytes before they are decoded. */
  prepare?: (bytes: Uint8Array) => Uint8Array;
}

/**
 * Reads the text of a file, which must be UTF-8, and drops a byte order mark. Every command reads with
 * this, and standard input with {@link readInput}.
 *
 * @throws CommandFailure that names the file.
 */
export async function readText(
  file: string,
  { maxBytes = MAX_BYTES, prepare = (bytes) => bytes }: Reading = {},
): Promise<string> {
  try {
    const handle = await open(file);
    const bytes = await upTo(maxBytes, handle.createReadStream());
    return decodeUtf8(prepare(bytes));
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}

/** Reads the text of standard input as {@link readText} does. @throws CommandFailure. */
export async function readInput(stdin: Readable = process.stdin): Promise<string> {
  try {
    return decodeUtf8(await upTo(MAX_BYTES, stdin));
  } catch (cause) {
    throw new CommandFailure(`standard input cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}

/** Reads a file as JSON. @throws CommandFailure when it cannot be read or is not JSON. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CommandFailure(`${file} is not JSON: ${reasonOf(cause)}.`, { cause });
  }
}

/** Reads a stream up to a limit, because a pipe or a device does not tell its size beforehand. */
async function upTo(maxBytes: number, stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new Error(`it has more than ${maxBytes.toLocaleString('en')} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
