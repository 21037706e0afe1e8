import { isLost, LOST_KEY } from '../shared/lost-keys.ts';
import { isStorable, NOT_STORABLE } from '../shared/storable-text.ts';
import { MAX_JSON_BYTES, MAX_JSON_DEPTH } from './limits.ts';

/**
 * What keeps a JSON object from being stored and coming back equal; undefined when nothing does.
 * Walks without recursion, so that depth costs no stack.
 */
export function checkJson(value: unknown): string | undefined {
  const open: { part: unknown; depth: number }[] = [{ part: value, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, depth } = next;
    if (depth > MAX_JSON_DEPTH) return `Must be at most ${MAX_JSON_DEPTH} levels deep.`;
    if (typeof part === 'string' && !isStorable(part)) return NOT_STORABLE;
    if (typeof part === 'number' && !Number.isFinite(part))
      return 'Must hold no number beyond the range of JSON readers (1.8e308).';
    if (part !== null && typeof part === 'object') {
      for (const [key, child] of Object.entries(part)) {
        if (!isStorable(key)) return NOT_STORABLE;
        if (isLost(key)) return LOST_KEY;
        open.push({
          part: child,
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
