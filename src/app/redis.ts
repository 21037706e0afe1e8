import type { Config } from '../config.ts';
import type { Db } from '../db/client.ts';
import type { RedisFeed } from '../events/redis-feed.ts';
import type { RedisLine, RedisLineOptions } from '../shared/redis-line.ts';
import type { Failures } from './failures.ts';

type Heard = Pick<RedisLineOptions, 'onFailure' | 'onAnswer'>;

// The client of Redis is 650 files, which a node without one does not load.

/** Makes the stream between nodes, if one is configured. Each desk in a shared Redis has its own stream. */
export async function createFeed(
  db: Db,
  epoch: string,
  { redis }: Config,
  redisChanged: Failures['redisChanged'],
): Promise<RedisFeed | undefined> {
  if (redis === undefined) return undefined;
  const { createRedisFeed } = await import('../events/redis-feed.ts');
  return createRedisFeed({
    url: redis.url,
    key: await redisPrefixOf(db, 'log'),
    epoch,
    length: redis.streamLength,
    onChange: (isThere, error) => redisChanged('entries', isThere, error),
  });
}

export async function redisConnector(url: string) {
  const { createRedisLine } = await import('../shared/redis-line.ts');
  return (heard: Heard): RedisLine => createRedisLine({ url, ...heard });
}

export function degradationOf(feed: RedisFeed | undefined): string | undefined {
  return feed?.isGone() === true
    ? 'Redis does not answer: entries are read from the database.'
    : undefined;
}

/** The prefix of a desk's keys in Redis: the same on all its nodes, and different from any other desk's. */
export async function redisPrefixOf(db: Db, what = 'rates'): Promise<string> {
  const [desk] = await db.$queryRaw<{ key: string }[]>`
    SELECT id || ':' || current_database() AS key FROM desk`;
  return `desk:${what}:${desk?.key ?? ''}`;
}
