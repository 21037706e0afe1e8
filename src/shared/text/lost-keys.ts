/** The one key that JavaScript loses without a word where an object is copied key by key. */
export function isLost(key: string): boolean {
  return key === '__proto__';
}

export const LOST_KEY =
  'Must hold no key `__proto__`, which readers of JSON lose: give it another name.';

/** Where in a JSON value such a key stands; undefined when there is none. Walks without recursion. */
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
