import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Where a browser finds the packages that the client imports; a bundler does this for a frontend. */
const IMPORTS = {
  graphql: '/node_modules/graphql/index.mjs',
  'graphql-ws/client': '/node_modules/graphql-ws/dist/client.js',
  '@escalation-desk/client': '/packages/client/src/index.ts',
};

export interface PageServer {
  url: string;
  close(): Promise<void>;
}

/** A page with nothing on it but the client, as `client`: its own modules with their types taken away. */
export async function servePage(): Promise<PageServer> {
  const server = createServer((req, res) => {
    answer(req.url ?? '/').then(
      ({ type, body }) => res.writeHead(200, { 'content-type': type }).end(body),
      () => res.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(url: string): Promise<{ type: string; body: string }> {
  if (url === '/') {
    const map = JSON.stringify({ imports: IMPORTS });
    const module = `import * as client from '@escalation-desk/client'; globalThis.client = client;`;
    const body = `<!doctype html><link rel="icon" href="data:,">
      <script type="importmap">${map}</script><script type="module">${module}</script>`;
    return { type: 'text/html', body };
  }
  if (
    !/^\/(packages\/client\/src|node_modules\/graphql(-ws)?)\/[\w./-]+$/.test(url) ||
    url.includes('..')
  ) {
    throw new Error('Not here.');
  }
  const text = await readFile(path.join(ROOT, url), 'utf8');
  const isTypeScript = url.endsWith('.ts');
  const body = isTypeScript ? await withoutTypes(text) : text;
  return { type: 'text/javascript', body };
}

async function withoutTypes(text: string): Promise<string> {
  const { code } = await transform(text, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  return code;
}
