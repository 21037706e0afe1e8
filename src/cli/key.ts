import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { prefixOf } from '../auth/api-key.ts';
import type { ApiKey } from '../db/generated/client/client.ts';
import { isUuid } from '../shared/ids.ts';
import type { Role } from '../shared/vocabulary.ts';
import { ROLES } from '../shared/vocabulary.ts';
import { change } from './change.ts';
import { readName, readTime } from './input.ts';
import { CommandFailure, print, printJson } from './output.ts';
import type { Session } from './session.ts';

interface CreateOptions {
  role: Role;
  customer?: string[];
  name?: string;
  expires?: Date;
  json?: true;
}

export function addKey(program: Command): void {
  const key = program.command('key').description('the API keys of programs and partners');
  key
    .command('create')
    .description('make a key and print it; it can never be read again')
    .requiredOption('--role <role>', `what it allows: ${ROLES.join(', ')}`, readRole)
    .option(
      '--customer <externalId>',
      'a customer that a PARTNER sees; may be given several times',
      (one, before: string[] = []) => [...before, readName(one)],
    )
    .option('--name <name>', "for the log; a partner's keys share its operations by it", readName)
    .option(
      '--expires <date>',
      'a day, from whose first moment (UTC) on it ends, or a time',
      readTime,
    )
    .option('--json', 'print JSON')
    .action(createKey);
  key
    .command('list')
    .description('print the keys, those made last first, one a line')
    .option('--json', 'print JSON')
    .action(listKeys);
  key
    .command('revoke')
    .description('end a key for good; what is open under it is closed within a second')
    .argument('<id>', 'its id or its prefix, as `key list` prints them')
    .option('--json', 'print JSON')
    .action(revokeKey);
}

function readRole(text: string): Role {
  const role = ROLES.find((one) => one === text.toUpperCase());
  if (role === undefined) throw new InvalidArgumentError(`It takes ${ROLES.join(', ')}.`);
  return role;
}

async function createKey({ role, customer, name, expires, json }: CreateOptions): Promise<void> {
  const { withSession } = await import('./session.ts');
  const { createApiKey } = await import('../key/key.service.ts');
  await withSession(async (session) => {
    const customers = customer?.map((externalId) => ({ externalId }));
    const { key, apiKeyId } = await change(session, (work) =>
      createApiKey(work, { role, name, customers, expiresAt: expires }),
    );
    // The key is made: no failure from here on may keep it from being shown.
    if (!json) print(key);
    try {
      await session.sequencer.sequence();
    } finally {
      if (json)
        printJson({ ...(await describe(session, [await rowOf(session, apiKeyId)]))[0], key });
    }
  });
}

async function listKeys({ json }: { json?: true }): Promise<void> {
  const { withSession } = await import('./session.ts');
  const { keys, now } = await withSession(async (session) => {
    const rows = await session.db.apiKey.findMany({
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    return { keys: await describe(session, rows), now: session.clock.now() };
  });
  if (json) {
    printJson(keys);
    return;
  }
  for (const { id, name, role, prefix, customers, ...times } of keys) {
    const of = customers.length > 0 ? ` of ${customers.join(', ')}` : '';
    print(`${id}  desk_${prefix}  ${role}${of}  ${name}: ${stateOf(times, now)}`);
  }
}

async function revokeKey(given: string, { json }: { json?: true }): Promise<void> {
  const { withSession } = await import('./session.ts');
  const { revokeApiKey } = await import('../key/key.service.ts');
  const { key, isNew } = await withSession(async (session) => {
    const keyId = await findKey(session, given);
    const { eventIds } = await change(session, (work) => revokeApiKey(work, { keyId }));
    await session.sequencer.sequence();
    const [key] = await describe(session, [await rowOf(session, keyId)]);
    return { key, isNew: eventIds.length > 0 };
  });
  if (json) printJson(key);
  else print(`${key?.name} (desk_${key?.prefix}) ${isNew ? 'is revoked' : 'was revoked already'}`);
}

/** Finds a key by its global id, by its bare id, or by its prefix, the readable part of the key. */
async function findKey({ db }: Session, given: string): Promise<string> {
  const { decodeId } = await import('../graphql/global-id.ts');
  const id = decodeId('ApiKey', given) ?? given.toLowerCase();
  // Somebody who found a key may give all of it: then only its prefix is shown.
  const prefix = prefixOf(given) ?? given.replace(/^desk_/, '').toLowerCase();
  const row = await db.apiKey.findUnique({
    where: isUuid(id) ? { id } : { prefix },
    select: { id: true },
  });
  if (row === null) {
    throw new CommandFailure(`There is no key ${prefixOf(given) === undefined ? given : prefix}.`);
  }
  return row.id;
}

function rowOf({ db }: Session, id: string): Promise<ApiKey> {
  return db.apiKey.findUniqueOrThrow({ where: { id } });
}

/** Keys as the API shows them, their customers by `externalId`. */
async function describe({ db }: Session, rows: readonly ApiKey[]) {
  const { encodeId } = await import('../graphql/global-id.ts');
  const customers = await db.customer.findMany({
    where: { id: { in: rows.flatMap(({ customerIds }) => customerIds) } },
    select: { id: true, externalId: true },
    orderBy: { externalId: 'asc' },
  });
  return rows.map(({ id, name, role, prefix, customerIds, ...row }) => ({
    id: encodeId('ApiKey', id),
    name,
    role,
    prefix,
    customers: customers.flatMap((one) => (customerIds.includes(one.id) ? [one.externalId] : [])),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    revokedAt: row.revokedAt,
  }));
}

type Times = Pick<ApiKey, 'expiresAt' | 'lastUsedAt' | 'revokedAt'>;

function stateOf({ expiresAt, lastUsedAt, revokedAt }: Times, now: Date): string {
  if (revokedAt !== null) return `revoked ${revokedAt.toISOString()}`;
  const used = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt.toISOString()}`;
  if (expiresAt === null) return used;
  return `${used}, ${expiresAt <= now ? 'ended' : 'ends'} ${expiresAt.toISOString()}`;
}
