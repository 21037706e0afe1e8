import { expect } from 'vitest';
import { signedInSocket } from './raw-socket.ts';

export interface Answer {
  data?: unknown;
  errors?: {
    message: string;
    locations?: { line: number; column: number }[];
    extensions?: { code?: string; field?: unknown };
  }[];
}
export type Params = Readonly<Record<string, unknown>>;
/** One operation by one of the ways in which they come, and its answer, the first event for streams. */
export type Door = (params: Params, key: string) => Promise<Answer>;

export function headersOf(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
}

/** The address of an operation that comes by GET. */
export function addressOf(endpoint: string, params: Params): string {
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(params)) {
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return url.href;
}

/** All ways in which an operation may come. */
export function doorsOf(url: () => string): readonly [string, Door][] {
  return [
    ['POST', (params, key) => post(url(), params, key)],
    ['GET', (params, key) => get(url(), params, key)],
    ['SSE', (params, key) => sse(url(), params, key)],
    ['WebSocket', (params, key) => socket(url(), params, key)],
  ];
}

async function post(url: string, params: Params, key: string): Promise<Answer> {
  const body = JSON.stringify(params);
  const response = await fetch(url, { method: 'POST', headers: headersOf(key), body });
  return (await response.json()) as Answer;
}

async function get(url: string, params: Params, key: string): Promise<Answer> {
  const response = await fetch(addressOf(url, params), { headers: headersOf(key) });
  return (await response.json()) as Answer;
}

async function sse(url: string, params: Params, key: string): Promise<Answer> {
  const controller = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headersOf(key), accept: 'text/event-stream' },
    body: JSON.stringify(params),
    signal: controller.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      const [, data] = /^data: ?(\{.*\})$/m.exec(text) ?? [];
      if (data !== undefined) return JSON.parse(data) as Answer;
    }
  } finally {
    controller.abort();
  }
  throw new Error(`No event came: ${text}`);
}

async function socket(url: string, params: Params, key: string): Promise<Answer> {
  const open = await signedInSocket(url, key);
  try {
    open.send({ id: '1', type: 'subscribe', payload: { query: '', ...params } });
    const { type, payload } = await open.next();
    return type === 'error'
      ? { errors: payload as Answer['errors'] & object }
      : (payload as Answer);
  } finally {
    open.close();
  }
}
