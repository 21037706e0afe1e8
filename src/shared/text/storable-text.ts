/** Whether PostgreSQL can keep a text as it is: without NUL and without half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

export const NOT_STORABLE = 'Must hold neither the NUL character nor half of a surrogate pair.';
