import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressOf } from '../doors/remote-address.ts';
import { matches } from '../etag.ts';
import { sendError } from '../reply.ts';
import type { Handler } from '../server.ts';
import type { Sent } from '../unread-answers.ts';
import { createUnreadAnswers } from '../unread-answers.ts';
import type { Encoding, ExplorerFile } from './files.ts';
import { fileOf, makeExplorerFiles } from './files.ts';
import { explorerPage } from './page.ts';

/** The explorer: GraphiQL, with everything that it needs. */
export interface Explorer {
  /** Tells whether a request is a browser's request for the page. */
  isAskedFor(req: IncomingMessage): boolean;
  page: Handler;
  /** Serves the files of the page, under {@link EXPLORER_PATH}. */
  file: Handler;
}

export const EXPLORER_PATH = /^\/explorer\/([\w-]{22})\/([\w.-]{1,40})$/;

/** A file's path holds the hash of its content, so a copy is good for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/** Allows the desk's own files only: no other host, inline script or form. Monaco inlines styles and font. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Made {
  page: ExplorerFile;
  files: ReadonlyMap<string, ExplorerFile>;
}

export function createExplorer({ addressOf }: { addressOf: AddressOf }): Explorer {
  const unread = createUnreadAnswers(addressOf);
  /** Sends bytes that all answers share, so a slow reader holds a position in them and no copy. */
  const send = (...given: Parameters<typeof answer>): void => {
    const [req, res] = given;
    const sent = answer(...given);
    if (sent !== undefined) unread.send(req, res, sent);
  };
  let making: Promise<Made> | undefined;

  /** Makes the files once, at the first request; requests of the meantime wait for the same files. */
  function made(): Promise<Made> {
    making ??= make().catch((error: unknown) => {
      making = undefined;
      throw error;
    });
    return making;
  }

  return {
    isAskedFor: ({ method, headers }) =>
      (method === 'GET' || method === 'HEAD') && headers.accept?.includes('text/html') === true,
    async page(req, res) {
      const { page } = await made();
      res.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      send(req, res, page, ASK_AGAIN);
    },
    async file(req, res, url) {
      const [, hash, name = ''] = EXPLORER_PATH.exec(url.pathname) ?? [];
      const file = (await made()).files.get(name);
      if (file !== undefined && file.hash === hash) return send(req, res, file, FOR_EVER);
      sendError(res, 404, 'NOT_FOUND', `There is nothing at ${url.pathname}: load the page anew.`);
    },
  };
}

async function make(): Promise<Made> {
  const files = await makeExplorerFiles();
  const paths = [...files].map(([name, { hash }]) => [name, `/explorer/${hash}/${name}`] as const);
  const page = await fileOf('text/html; charset=utf-8', explorerPage(Object.fromEntries(paths)));
  return { page, files };
}

/** The answer with a file; undefined when a 304 or the answer to HEAD has been sent instead. */
function answer(
  { headers, method }: IncomingMessage,
  res: ServerResponse,
  { contentType, hash, bodies }: ExplorerFile,
  cacheControl: string,
): Sent | undefined {
  const encoding = encodingFor(headers['accept-encoding']);
  const etag = `"${hash}-${encoding}"`;
  res.setHeader(
    'Vary',
    [res.getHeader('Vary') ?? [], 'Accept', 'Accept-Encoding'].flat().join(', '),
  );
  const kept = { 'Cache-Control': cacheControl, ETag: etag };
  if (matches(headers['if-none-match'], etag)) {
    res.writeHead(304, kept).end();
    return undefined;
  }
  const body = bodies[encoding];
  const described = {
    ...kept,
    'Content-Type': contentType,
    'Content-Length': body.length,
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  };
  if (method !== 'HEAD') return { headers: described, body };
  res.writeHead(200, described).end();
  return undefined;
}

function encodingFor(accepted = ''): Encoding {
  const taken = accepted
    .toLowerCase()
    .split(',')
    .filter((one) => !/;\s*q=0(?:\.0*)?\s*$/.test(one))
    .map((one) => one.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((one) => taken.includes(one)) ?? 'identity';
}
