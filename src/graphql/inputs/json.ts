import { isLost, LOST_KEY } from '../../shared/text/lost-keys.ts';
import { pathText } from '../../shared/text/path-text.ts';
import { isStorable, NOT_STORABLE } from '../../shared/text/typed-text.ts';
import { MAX_JSON_BYTES, MAX_JSON_DEPTH } from '../limits/limits.ts';

interface Part {
  part: unknown;
  path: readonly string[];
  depth: number;
}

/** The most characters of a path in a message. */
const MAX_SHOWN = 100;

/**
 * Tells why a JSON value cannot be stored and read back equal; undefined when it can. Walks without
 * recursion, so that depth costs no stack.
 */
export function checkJson(value: unknown): string | undefined {
  const open: Part[] = [{ part: value, path: [], depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, path, depth } = next;
    if (depth > MAX_JSON_DEPTH) return `Must be at most ${MAX_JSON_DEPTH} levels deep.`;
    if (typeof part === 'string' && !isStorable(part)) return NOT_STORABLE;
    if (typeof part === 'number' && !isKept(part)) return notKept(part, path);
    if (part !== null && typeof part === 'object') {
      for (const [key, child] of Object.entries(part)) {
        if (!isStorable(key)) return NOT_STORABLE;
        if (isLost(key)) return LOST_KEY;
        open.push({
          part: child,
          path: needsPath(child) ? [...path, key] : path,
          depth: depth + (child !== null && typeof child === 'object' ? 1 : 0),
        });
      }
    }
  }
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes > MAX_JSON_BYTES
    ? `Must have at most ${MAX_JSON_BYTES} bytes of JSON; it has ${bytes}.`
    : undefined;
}

/** Whether a number is read back as it was written: larger integers have lost their last digits by now. */
function isKept(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function notKept(value: number, path: readonly string[]): string {
  const place = path.length === 0 ? '' : ` at \`${pathText(path).slice(0, MAX_SHOWN)}\``;
  return Number.isFinite(value)
    ? `Must hold no whole number beyond ±9007199254740991 (2^53 − 1), of which readers of JSON change the last digits, as the one${place}: send it as text.`
    : `Must hold no number beyond the range of JSON readers (1.8e308), as the one${place}.`;
}

/** Whether a message may need the path: only those about numbers name one. */
function needsPath(part: unknown): boolean {
  return typeof part === 'object' || (typeof part === 'number' && !isKept(part));
}
