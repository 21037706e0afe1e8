import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../shared/text/canonical-json.ts';

/** The form of the files; a backup of a later form is refused. */
export const FORMAT = 1;
export const MANIFEST_FILE = 'manifest.json';

const Table = z.object({
  name: z.string().regex(/^[a-z_][a-z0-9_]*$/),
  file: z.string().regex(/^[a-z_][a-z0-9_]*\.copy$/),
  columns: z.array(z.string().min(1)).min(1),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const Manifest = z.object({
  format: z.literal(FORMAT),
  /** Of the desk that wrote it. */
  version: z.string(),
  postgres: z.string(),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  tables: z.array(Table).min(1),
  sequences: z.array(
    z.object({
      name: z.string().regex(/^[a-z_][a-z0-9_]*$/),
      value: z.string().regex(/^\d+$/),
      isCalled: z.boolean(),
    }),
  ),
  /** SHA-256 of all the rest. */
  sha256: z.string(),
});

export type TableFile = z.infer<typeof Table>;
export type Manifest = z.infer<typeof Manifest>;

/** Says why a backup cannot be written or restored, in one sentence. */
export class BackupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupError';
  }
}

/** Writes the manifest, with the hash of what it says. */
export function manifestText(content: Omit<Manifest, 'sha256'>): string {
  return `${JSON.stringify({ ...content, sha256: hashOf(content) }, null, 2)}\n`;
}

/** Reads a manifest. @throws BackupError when it is of another form, or not as it was written. */
export function readManifest(text: string): Manifest {
  const json = parse(text);
  const { format } = (json ?? {}) as { format?: unknown };
  if (typeof format === 'number' && format > FORMAT)
    throw new BackupError('The backup is of a newer version of the desk; restore it with that.');
  const read = Manifest.safeParse(json);
  if (!read.success)
    throw new BackupError(
      `${MANIFEST_FILE} is not the manifest of a backup: ${reason(read.error)}.`,
    );
  const { sha256, ...content } = read.data;
  if (sha256 !== hashOf(content))
    throw new BackupError(`${MANIFEST_FILE} is not as it was written: its hash differs.`);
  return read.data;
}

function hashOf(content: object): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function reason(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is wrong'}`;
}
