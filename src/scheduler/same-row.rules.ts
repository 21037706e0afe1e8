type Row<Names> = { readonly [Name in keyof Names]: unknown };

/** Whether two rows of one table hold the same: values, times, and lists of those. */
export function isSame<Names>(a: Row<Names>, b: Row<Names>): boolean {
  return (Object.keys(a) as (keyof Names)[]).every((name) => isSameValue(a[name], b[name]));
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((value, place) => isSameValue(value, b[place]));
}
