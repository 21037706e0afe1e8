import type { Shown } from './compare.fixture.ts';

/** Makes a mistake in an answer that a reader of its own might make. @returns undefined where it cannot. */
type Fault = (answer: Shown) => Shown | undefined;

interface Visited {
  holder: Record<string, unknown>;
  key: string;
  value: unknown;
}

/** Changes the first value of the data of which the change says true. */
function inData(change: (visited: Visited) => boolean): Fault {
  return inBody((body) => isChanged(body, 'data', change));
}

function inBody(change: (body: Record<string, unknown>) => boolean): Fault {
  return (answer) => {
    const body = JSON.parse(answer.body) as Record<string, unknown>;
    return change(body) ? { ...answer, body: JSON.stringify(body) } : undefined;
  };
}

function isChanged(holder: object, key: string, change: (visited: Visited) => boolean): boolean {
  const of = holder as Record<string, unknown>;
  const value = of[key];
  if (value === undefined) return false;
  if (change({ holder: of, key, value })) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).some((inner) => isChanged(value, inner, change));
}

function set(holder: Record<string, unknown>, key: string, value: unknown): boolean {
  holder[key] = value;
  return true;
}

/** The text of the body with one thing in it written in another way. */
function inText(pattern: RegExp, replacement: string): Fault {
  return (answer) => {
    const body = answer.body.replace(pattern, replacement);
    return body === answer.body ? undefined : { ...answer, body };
  };
}

export const FAULTS: Readonly<Record<string, Fault>> = {
  'two of a list in the other order': inData(({ holder, key, value }) => {
    if (!Array.isArray(value)) return false;
    const reversed = value.toReversed();
    return JSON.stringify(reversed) !== JSON.stringify(value) && set(holder, key, reversed);
  }),
  'the last of a list missing': inData(
    ({ holder, key, value }) =>
      Array.isArray(value) && value.length > 0 && set(holder, key, value.slice(0, -1)),
  ),
  'null for an empty list': inData(
    ({ holder, key, value }) =>
      Array.isArray(value) && value.length === 0 && set(holder, key, null),
  ),
  'a null left out': inData(
    ({ holder, key, value }) =>
      value === null && !Array.isArray(holder) && Reflect.deleteProperty(holder, key),
  ),
  'names in another order': inData(({ holder, key, value }) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    return entries.length > 1 && set(holder, key, Object.fromEntries(entries.toReversed()));
  }),
  'the other of two truths': inData(
    ({ holder, key, value }) => typeof value === 'boolean' && set(holder, key, !value),
  ),
  'one more': inData(
    ({ holder, key, value }) => typeof value === 'number' && set(holder, key, value + 1),
  ),
  'a number as text': inData(
    ({ holder, key, value }) => typeof value === 'number' && set(holder, key, String(value)),
  ),
  'a time without its milliseconds': inText(/(T\d\d:\d\d:\d\d)\.000Z/, '$1Z'),
  'a long text cut': inData(
    ({ holder, key, value }) =>
      typeof value === 'string' && value.length > 4_000 && set(holder, key, value.slice(0, 4_000)),
  ),
  'letters taken apart': inText(/ï/, 'i\u0308'),
  'a letter escaped': inText(/ï/, '\\u00ef'),
  'a space after a colon': inText(/":/, '": '),
  'another actual cost': inText(/"actual":(\d)/, '"actual":1$1'),
  'another requested cost': inText(/"requested":(\d)/, '"requested":1$1'),
  'no errors': inBody(
    (body) => Reflect.has(body, 'errors') && Reflect.deleteProperty(body, 'errors'),
  ),
  // Of each error: which of several is told is not always sure (`differByTimeOnly`).
  'another message': inBody(({ errors }) => {
    const told = (errors ?? []) as { message: string }[];
    for (const error of told) error.message = `So ${error.message}`;
    return told.length > 0;
  }),
  'another status': (answer) => ({ ...answer, status: answer.status === 200 ? 400 : 200 }),
  'another type': (answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-type': 'text/plain' },
  }),
  'a further header': (answer) => ({
    ...answer,
    headers: { ...answer.headers, 'x-way': 'compiled' },
  }),
  'an error of our own': inText(
    /\}$/,
    ',"errors":[{"message":"x","extensions":{"code":"INTERNAL","id":"00000000-0000-4000-8000-000000000000"}}]}',
  ),
};
