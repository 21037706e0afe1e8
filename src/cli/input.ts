import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { InvalidArgumentError } from 'commander';
import { BLANK, isBlank, lengthOf, normalForm, problemIn } from '../shared/text/typed-text.ts';
import { decodeUtf8 } from '../shared/text/utf8.ts';
import { CommandFailure, reasonOf } from './output.ts';

const MAX_NAME = 200;
/** Of what commands read where they say nothing else. */
const MAX_BYTES = 16_000_000;

/** Of a key, or of a partner's keys. */
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

interface Reading {
  /** One that is larger is not read any further. */
  maxBytes?: number;
  /** What has to be done to the bytes before they are text. */
  prepare?: (bytes: Uint8Array) => Uint8Array;
}

/**
 * The text of a file: UTF-8 and nothing else, without a byte order mark. With {@link readInput} for
 * standard input it is how every command reads.
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

/** The same of standard input. */
export async function readInput(stdin: Readable = process.stdin): Promise<string> {
  try {
    return decodeUtf8(await upTo(MAX_BYTES, stdin));
  } catch (cause) {
    throw new CommandFailure(`standard input cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}

/** @throws CommandFailure for a file that is no JSON. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CommandFailure(`${file} is not JSON: ${reasonOf(cause)}.`, { cause });
  }
}

/** What is no file on a disk says no size beforehand. */
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
