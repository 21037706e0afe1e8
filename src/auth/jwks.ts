import type { JWTVerifyGetKey } from 'jose';
import { createRemoteJWKSet, errors } from 'jose';
import type { Clock } from '../shared/clock.ts';

export interface KeySetOptions {
  url: string;
  clock: Clock;
  /** Called when keys cannot be fetched anew while the old ones still serve. */
  onError(error: unknown): void;
}

/** The keys of the identity provider cannot be had, so nothing can be said of any token. */
export class KeysUnavailable extends Error {
  constructor(url: string, cause: unknown) {
    super(`The keys of the identity provider at ${url} cannot be had.`, { cause });
    this.name = 'KeysUnavailable';
  }
}

/** Milliseconds. Older keys are fetched anew in the background, while tokens are still checked with them. */
const FRESH_MS = 600_000;
/** Milliseconds. Older keys serve no more: a provider that is out of reach may have withdrawn them. */
const MAX_AGE_MS = 24 * 3_600_000;
/** An unknown key is looked for no more often than this, whoever makes up names of keys. */
const COOLDOWN_MS = 30_000;
/** How often keys are fetched while there are none at all. */
const RETRY_MS = 1_000;
const TIMEOUT_MS = 5_000;

/** The public keys of an identity provider. */
export interface ProviderKeys {
  /**
   * Finds the key of a token. Keys are fetched when the first token comes, kept, and fetched anew for a
   * token whose key is unknown, so that a provider may take on new keys at any time.
   *
   * @throws KeysUnavailable when there are no keys.
   */
  find: JWTVerifyGetKey;
  /**
   * Fetches the keys anew for a signature that none of them made: a provider may give a new key the name of
   * the old one, or none.
   *
   * @returns false when that was just tried, or the keys cannot be had.
   */
  renew(): Promise<boolean>;
}

export function createKeySet({ url, clock, onError }: KeySetOptions): ProviderKeys {
  // This fetches, checks and keeps the keys; when it fetches is decided here, by the desk's clock. Left to
  // itself it lets nobody in as soon as keys of ten minutes cannot be fetched anew, and asks for every
  // token meanwhile.
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: Number.POSITIVE_INFINITY,
  });
  let fetchedAt: number | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let lastError: unknown;

  const present = () => clock.now().getTime();
  /** A clock that was set back counts as past everything. */
  const isOver = (since: number, ms: number) => present() < since || present() - since >= ms;
  const mayFetch = () => remote.reloading || isOver(triedAt, COOLDOWN_MS);

  /** Fetches the keys once for all who ask meanwhile. */
  async function fetchAnew(): Promise<void> {
    triedAt = present();
    try {
      await remote.reload();
      fetchedAt = present();
    } catch (error) {
      lastError = error;
      throw new KeysUnavailable(url, error);
    }
  }

  async function seeToKeys(): Promise<void> {
    if (fetchedAt === undefined || isOver(fetchedAt, MAX_AGE_MS)) {
      if (!remote.reloading && !isOver(triedAt, RETRY_MS)) {
        throw new KeysUnavailable(url, lastError);
      }
      await fetchAnew();
    } else if (isOver(fetchedAt, FRESH_MS) && isOver(triedAt, COOLDOWN_MS)) {
      fetchAnew().catch(onError);
    }
  }

  return {
    async find(header, token) {
      await seeToKeys();
      try {
        return await remote(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || !mayFetch()) throw error;
        await fetchAnew();
        return remote(header, token);
      }
    },
    async renew() {
      if (!mayFetch()) return false;
      try {
        await fetchAnew();
        return true;
      } catch (error) {
        onError(error);
        return false;
      }
    },
  };
}
