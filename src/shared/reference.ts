const REFERENCE = /^ESC-\d{4}-\d{3,12}$/i;

/** Reads a case's reference into the form that is stored; undefined for any other text, such as an id. */
export function readReference(text: string): string | undefined {
  return REFERENCE.test(text) ? text.toUpperCase() : undefined;
}

/** The message for a caller who names a case that is not there or not theirs. */
export const NO_SUCH_CASE =
  'There is no such escalation: it is named by the `id` of an `Escalation`, or its reference such as `ESC-2026-001`.';
