import type { Refusal } from './errors.ts';
import { refuse } from './errors.ts';

/**
 * Checks that a change was decided on the version of the row that is there.
 *
 * @param name what is changed, at the start of a sentence.
 * @param version of its row, which is locked; undefined where there is none yet.
 * @param expected version on which the decision rests; undefined: any.
 * @throws Refusal STALE_VERSION when the decision rests on another version.
 */
export function checkVersion(
  name: string,
  version: number | undefined,
  expected: number | undefined,
): void {
  if (expected === undefined || expected === version) return;
  const standing = version === undefined ? 'does not exist yet' : `is at version ${version}`;
  throw staleVersion(`${name} ${standing}, not at ${expected}`);
}

/** @param standing at which version what is changed is, and at which it is not. */
export function staleVersion(standing: string): Refusal {
  const message = `${standing}: read it again and decide anew.`;
  return refuse('STALE_VERSION', message, ['expectedVersion']);
}
