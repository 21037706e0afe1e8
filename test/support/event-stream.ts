import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { TEST_ADMIN_KEY } from './app.ts';

/** A subscription by server-sent events, as it goes over the wire. */
export interface EventStream {
  status: number;
  contentType: string;
  /** Results of `event: next`. */
  results: unknown[];
  /** Whether `event: complete` came. */
  isComplete(): boolean;
  pause(): void;
  read(): void;
  /** Ends it from this side. */
  destroy(): void;
  /** Resolves when the connection is over; true when it ended well. */
  ended: Promise<boolean>;
}

export async function openEventStream(
  url: string,
  query: string,
  variables: object = {},
): Promise<EventStream> {
  const results: unknown[] = [];
  let isComplete = false;
  let rest = '';
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${TEST_ADMIN_KEY}`,
    };
    request(url, { method: 'POST', headers, agent: false }, resolve)
      .once('error', reject)
      .end(JSON.stringify({ query, variables }));
  });

  function take(text: string): void {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n');
      if (lines.includes('event: complete')) isComplete = true;
      const data = lines.find((line) => line.startsWith('data: '))?.slice('data: '.length);
      if (lines.includes('event: next') && data !== undefined) results.push(JSON.parse(data));
    }
  }

  const ended = new Promise<boolean>((resolve) => {
    response.once('end', () => resolve(true)).once('close', () => resolve(false));
    response.on('error', () => {});
  });
  response.setEncoding('utf8').on('data', take);
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    results,
    isComplete: () => isComplete,
    pause: () => void response.pause(),
    read: () => void response.resume(),
    destroy: () => void response.destroy(),
    ended,
  };
}
