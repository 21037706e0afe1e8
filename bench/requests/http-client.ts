import type { Socket } from 'node:net';
import { connect } from 'node:net';

/**
 * An HTTP client that does as little as one can with an answer, so that 16 of them in one process are not
 * what is measured: requests are bytes made before, one at a time on a connection that stays open.
 */
export interface HttpClient {
  /** @returns the body of the answer, to be used before the next request. */
  send(request: Buffer): Promise<Answer>;
  close(): void;
}

export interface Answer {
  status: number;
  body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const CHUNKED = /\r\ntransfer-encoding: *chunked/i;
const LINE_END = Buffer.from('\r\n');
const NOTHING = Buffer.alloc(0);
const GIVE_UP_MS = 60_000;

export function requestBytes(url: string, headers: Record<string, string>, body: string): Buffer {
  const { host, pathname, search } = new URL(url);
  const content = Buffer.from(body);
  const head = [
    `POST ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    `Content-Length: ${content.length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), content]);
}

export function openHttpClient(url: string): Promise<HttpClient> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let data: Buffer = NOTHING;
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  function fail(error: Error): void {
    const { reject } = waiting ?? {};
    waiting = undefined;
    reject?.(error);
  }
  socket.setTimeout(GIVE_UP_MS, () => socket.destroy(new Error('A server did not answer.')));
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('A server closed a connection.')));
  socket.on('data', (chunk: Buffer) => {
    data = data.length === 0 ? chunk : Buffer.concat([data, chunk]);
    const answer = readAnswer(data);
    if (answer === undefined) return;
    data = NOTHING;
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(answer);
  });
  const client: HttpClient = {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => resolve(client));
  });
}

/** @returns undefined when the answer is not whole yet. */
function readAnswer(data: Buffer): Answer | undefined {
  const headEnd = data.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = data.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const start = headEnd + HEAD_END.length;
  const length = LENGTH.exec(head)?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    return data.length < end ? undefined : { status, body: data.subarray(start, end) };
  }
  if (!CHUNKED.test(head)) throw new Error('An answer does not say how long it is.');
  const body = readChunks(data, start);
  return body === undefined ? undefined : { status, body };
}

function readChunks(data: Buffer, from: number): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let place = from; ; ) {
    const lineEnd = data.indexOf(LINE_END, place);
    if (lineEnd < 0) return undefined;
    const length = Number.parseInt(data.toString('latin1', place, lineEnd), 16);
    const start = lineEnd + LINE_END.length;
    const end = start + length;
    if (data.length < end + LINE_END.length) return undefined;
    if (length === 0) return Buffer.concat(parts);
    parts.push(data.subarray(start, end));
    place = end + LINE_END.length;
  }
}
