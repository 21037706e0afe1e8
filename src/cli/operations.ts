import type { Command } from 'commander';
import { Refusal } from '../shared/errors.ts';
import { change } from './change.ts';
import { readJson, readName } from './input.ts';
import { CommandFailure, print, printJson, reasonOf } from './output.ts';

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

/** A column that only serves to find old rows, and is not shown. */
const INTERNAL = { partnerNfc: true } as const;

async function register(
  file: string,
  { partner, json }: { partner: string; json?: true },
): Promise<void> {
  const given = await readJson(file);
  const { withSession } = await import('./session.ts');
  const { checkNewOperation } = await import('../persisted/check.ts');
  const { readManifest } = await import('../persisted/manifest.ts');
  const { registerOperations } = await import('../persisted/operation.service.ts');
  const { createSchema } = await import('../app/schema.ts');
  const schema = createSchema();
  const manifest = readManifest(given);
  const { operations, added } = await withSession(async (session) => {
    const done = await change(session, (work) =>
      registerOperations(work, { partner, manifest }, (document) =>
        checkNewOperation(schema, document),
      ),
    ).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      throw new CommandFailure(`${file}: ${reasonOf(error)}`, { cause: error });
    });
    await session.sequencer.sequence();
    const rows = await session.db.persistedOperation.findMany({
      where: { partner, hash: { in: done.operationHashes } },
      omit: INTERNAL,
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
      omit: INTERNAL,
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
  const { describeBroken, findBroken } = await import('../persisted/broken.ts');
  const { loadOwnOperations } = await import('../persisted/own.ts');
  const { createSchema } = await import('../app/schema.ts');
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
