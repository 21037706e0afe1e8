import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Work } from '../events/work.ts';
import { Refusal } from '../shared/errors.ts';
import { CommandFailure, print, printJson, reasonOf } from './output.ts';

/** What is taken on is smaller; a larger file is not even read. */
const MAX_BYTES = 16_000_000;
const MAX_NAME = 200;

export function addOperations(program: Command): void {
  const operations = program
    .command('operations')
    .description('the operations that partners may send, by their hash');
  operations
    .command('register')
    .description('register the operations of a manifest for a partner, all of them or none')
    .argument('<file>', 'the map that graphql-codegen or Relay writes, or a manifest of Apollo')
    .requiredOption('--partner <name>', "the name of the partner's keys", readName)
    .option('--json', 'print JSON')
    .action(register);
  operations
    .command('list')
    .description('print the operations that partners have registered, one a line')
    .option('--json', 'print JSON')
    .action(list);
  operations
    .command('check')
    .description('check all operations, our own too, against the schema; prints what is broken')
    .option('--json', 'print JSON')
    .action(check);
}

function readName(text: string): string {
  if (text.trim() !== '' && [...text].length <= MAX_NAME) return text;
  throw new InvalidArgumentError(`It takes 1 to ${MAX_NAME} characters.`);
}

async function register(
  file: string,
  { partner, json }: { partner: string; json?: true },
): Promise<void> {
  const given = await readJson(file);
  const { withSession } = await import('./session.ts');
  const { inTransaction } = await import('../db/transaction.ts');
  const { checkOperation } = await import('../operations/check.ts');
  const { readManifest } = await import('../operations/manifest.rules.ts');
  const { registerOperations } = await import('../operations/operation.service.ts');
  const { createSchema } = await import('../schema.ts');
  const schema = createSchema();
  const manifest = readManifest(given);
  const { operations, added } = await withSession(async ({ db, clock, sequencer }) => {
    const now = clock.now();
    const base: Omit<Work, 'tx'> = {
      actor: { userId: null, label: 'command line' },
      role: 'ADMIN',
      customerIds: null,
      now,
      recordedAt: now,
      imported: false,
    };
    const done = await inTransaction(db, (tx) =>
      registerOperations({ ...base, tx }, { partner, manifest }, (document) =>
        checkOperation(schema, document, 'partner'),
      ),
    ).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      throw new CommandFailure(`${file}: ${reasonOf(error)}`, { cause: error });
    });
    await sequencer.sequence();
    const rows = await db.persistedOperation.findMany({
      where: { partner, hash: { in: done.operationHashes } },
      orderBy: [{ name: 'asc' }, { hash: 'asc' }],
    });
    return { operations: rows, added: done.operationsAdded };
  });
  if (json) {
    printJson({ partner, added, operations });
    return;
  }
  for (const { name, hash } of operations) print(`${hash}  ${name}`);
  print(`${added} of ${operations.length} are new for ${partner}`);
}

async function list({ json }: { json?: true }): Promise<void> {
  const { withSession } = await import('./session.ts');
  const operations = await withSession(({ db }) =>
    db.persistedOperation.findMany({
      orderBy: [{ partner: 'asc' }, { name: 'asc' }, { hash: 'asc' }],
    }),
  );
  if (json) {
    printJson(operations);
    return;
  }
  for (const { partner, name, hash, registeredAt } of operations) {
    print(`${hash}  ${partner}  ${name}  ${registeredAt.toISOString()}`);
  }
}

async function check({ json }: { json?: true }): Promise<void> {
  const { withSession } = await import('./session.ts');
  const { describeBroken, findBroken } = await import('../operations/broken.ts');
  const { loadOwnOperations } = await import('../operations/own.ts');
  const { createSchema } = await import('../schema.ts');
  const schema = createSchema();
  const own = loadOwnOperations();
  const { checked, broken } = await withSession(({ db }) => findBroken(db, schema, own));
  if (json) printJson({ checked, broken });
  else for (const one of broken) print(describeBroken(one));
  if (broken.length > 0) {
    throw new CommandFailure(
      `Of ${checked} operations ${broken.length} cannot run on this schema.`,
    );
  }
  if (!json) print(`All ${checked} operations can run on this schema.`);
}

async function readJson(file: string): Promise<unknown> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      throw new Error(`it has more than ${MAX_BYTES.toLocaleString('en')} bytes`);
    }
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}
