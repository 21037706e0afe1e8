import type { Check } from './checks.ts';
import { sentences } from './checks.ts';

/** The first with streams. */
const OLDEST_VERSION = 5;

/** Whether the Redis that is configured answers, and can do what nodes ask of it. */
export function redisCheck(url: string): Check {
  return {
    name: 'Redis',
    async run() {
      const { createRedisLine } = await import('../shared/redis-line.ts');
      let failure: unknown;
      const line = createRedisLine({
        url,
        onFailure: (error) => (failure ??= error),
        onAnswer: () => {},
      });
      try {
        await line.start();
        if (!line.client.isReady)
          return [`Redis cannot be reached (${reasonOf(failure)}); nodes do without it meanwhile.`];
        const info = parseInfo(await line.ask(() => line.client.info()));
        const version = info.get('redis_version') ?? '';
        return sentences(
          Number.parseInt(version, 10) < OLDEST_VERSION &&
            `Redis is ${version}; the desk needs ${OLDEST_VERSION} or newer.`,
          info.get('role') === 'slave' && 'Redis is a replica, which takes no writes.',
          info.get('loading') === '1' && 'Redis is loading its data and answers nothing else.',
          isFull(info) &&
            'Redis has no memory left and takes no writes (maxmemory with noeviction).',
        );
      } catch (error) {
        return [`Redis does not answer: ${reasonOf(error)}.`];
      } finally {
        line.stop();
      }
    },
  };
}

function isFull(info: ReadonlyMap<string, string>): boolean {
  const most = Number(info.get('maxmemory') ?? 0);
  return (
    most > 0 &&
    info.get('maxmemory_policy') === 'noeviction' &&
    Number(info.get('used_memory') ?? 0) >= most
  );
}

function parseInfo(text: string): Map<string, string> {
  const lines = text.split('\r\n').map((line) => line.split(':'));
  return new Map(lines.map(([name = '', ...value]) => [name, value.join(':')]));
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  return text === '' ? 'no answer' : text;
}
