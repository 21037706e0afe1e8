import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config.ts';
import type { Db } from '../db/client.ts';
import type { Logger } from '../log.ts';
import { describeBroken, findBroken } from '../persisted/broken.ts';
import { loadOwnOperations } from '../persisted/own.ts';
import type { Registry } from '../persisted/registry.ts';
import { createRegistry } from '../persisted/registry.ts';
import { StartupError } from '../shared/errors.ts';

interface Parts {
  db: Db;
  schema: GraphQLSchema;
  config: Config;
  log: Logger;
}

const MAX_NAMED = 5;

/**
 * Builds the registry of operations, after checking each of them against the schema in force.
 *
 * @throws StartupError that names broken operations, unless the configuration allows them.
 */
export async function buildRegistry({ db, schema, config, log }: Parts): Promise<Registry> {
  const own = loadOwnOperations();
  const { checked, broken } = await findBroken(db, schema, own);
  if (broken.length > 0 && !config.allowBrokenOperations) {
    const named = broken.slice(0, MAX_NAMED).map(describeBroken);
    const more = broken.length - named.length;
    throw new StartupError(
      [
        `Of ${checked} registered operations ${broken.length} cannot run on this schema: ${named.join('; ')}`,
        ...(more === 0 ? [] : [`; and ${more} more, which desk operations check names`]),
        '. Set ALLOW_BROKEN_OPERATIONS=true to start all the same.',
      ].join(''),
    );
  }
  for (const one of broken) log.warn(`a registered operation is broken: ${describeBroken(one)}`);
  return createRegistry({ db, schema, own });
}
