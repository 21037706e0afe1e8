/** Whether a key is `__proto__`, which JavaScript silently loses where an object is copied key by key. */
export function isLost(key: string): boolean {
  return key === '__proto__';
}

export const LOST_KEY =
  'Must hold no key `__proto__`, which readers of JSON lose: give it another name.';

/** Finds the path of a `__proto__` key in a JSON value; undefined for none. Walks without recursion. */
export function lostKeyIn(value: unknown): (string | number)[] | undefined {
  const open: { part: unknown; path: (string | number)[] }[] = [{ part: value, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, path } = next;
    if (part === null || typeof part !== 'object') continue;
    const isList = Array.isArray(part);
    for (const [key, child] of Object.entries(part)) {
      const inner = [...path, isList ? Number(key) : key];
      if (isLost(key)) return inner;
      if (child !== null && typeof child === 'object') open.push({ part: child, path: inner });
    }
  }
  return undefined;
}
