import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { EXPLORER_SCRIPT } from './script.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

/** One file of the explorer in every encoding. It is made once and shared by all its readers. */
export interface ExplorerFile {
  contentType: string;
  /** Hash of the content, whatever the encoding. */
  hash: string;
  bodies: Readonly<Record<Encoding, Buffer>>;
}

/** What the package's own page is made of, as texts. */
interface Bundle {
  js: string;
  css: string;
  favicon: string;
  editorWorkerService: string;
  jsonWorker: string;
  graphqlWorker: string;
}

const SCRIPT = 'text/javascript; charset=utf-8';
/** Takes two thirds of a second for all files, to a sixth of the size; higher ones take ten times as long. */
const BROTLI_QUALITY = 5;

/** Makes the files by name: the parts of the package, and our script that brings them together. */
export async function makeExplorerFiles(): Promise<ReadonlyMap<string, ExplorerFile>> {
  const bundle = readBundle();
  const files: readonly (readonly [string, string, string])[] = [
    ['explorer.js', SCRIPT, EXPLORER_SCRIPT],
    ['graphiql.js', SCRIPT, bundle.js],
    ['graphiql.css', 'text/css; charset=utf-8', bundle.css],
    ['editor.worker.js', SCRIPT, bundle.editorWorkerService],
    ['json.worker.js', SCRIPT, bundle.jsonWorker],
    ['graphql.worker.js', SCRIPT, bundle.graphqlWorker],
  ];
  const made = await Promise.all(
    files.map(
      async ([name, contentType, text]) => [name, await fileOf(contentType, text)] as const,
    ),
  );
  return new Map(made);
}

export async function fileOf(contentType: string, text: string): Promise<ExplorerFile> {
  const identity = Buffer.from(text);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
  };
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(identity, { params }),
    promisify(gzip)(identity),
  ]);
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  return { contentType, hash, bodies: { br, gzip: zipped, identity } };
}

/** Reads the parts of the package, which exports its page only, and drops them from the module cache. */
function readBundle(): Bundle {
  const require = createRequire(import.meta.url);
  const path = join(dirname(require.resolve('@graphql-yoga/render-graphiql')), 'graphiql.js');
  const bundle = require(path) as Bundle;
  delete require.cache[path];
  return bundle;
}
