import type { Config } from '../config.ts';
import type { Db } from '../db/client.ts';
import type { RedisFeed } from '../events/redis-feed.ts';
import { createRedisFeed } from '../events/redis-feed.ts';
import type { Logger } from '../log.ts';

/** The stream between nodes, where one is configured; desks that share a Redis have streams of their own. */
export async function createFeed(
  db: Db,
  { redis }: Config,
  log: Logger,
): Promise<RedisFeed | undefined> {
  if (redis === undefined) return undefined;
  return createRedisFeed({
    url: redis.url,
    key: await redisPrefixOf(db, 'log'),
    length: redis.streamLength,
    log: (message) => log.warn(message),
  });
}

export function degradationOf(feed: RedisFeed | undefined): string | undefined {
  return feed?.isGone() === true
    ? 'Redis does not answer: entries are read from the database.'
    : undefined;
}

/** Of keys in Redis: the same on every node of a desk, and on no other desk. */
export async function redisPrefixOf(db: Db, what = 'rates'): Promise<string> {
  const [desk] = await db.$queryRaw<{ key: string }[]>`
    SELECT id || ':' || current_database() AS key FROM desk`;
  return `desk:${what}:${desk?.key ?? ''}`;
}
