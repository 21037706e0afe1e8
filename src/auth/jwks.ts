import type { JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, errors } from 'jose';
import type { Clock } from '../shared/clock.ts';

export interface KeySetOptions {
  url: string;
  clock: Clock;
  /** Told when keys cannot be fetched anew while the old ones still serve. */
  onError(error: unknown): void;
}

/** The keys of the identity provider cannot be had, so nothing can be said of any token. */
export class KeysUnavailable extends Error {
  constructor(url: string, cause: unknown) {
    super(`The keys of the identity provider at ${url} cannot be had.`, { cause });
    this.name = 'KeysUnavailable';
  }
}

/** Older ones are fetched anew, beside the tokens that they still serve. */
const FRESH_MS = 600_000;
/** Older ones serve no more: a provider that cannot be reached for so long may have withdrawn them. */
const MAX_AGE_MS = 24 * 3_600_000;
/** A key that is not among them is looked for no more often, whoever makes up names of keys. */
const COOLDOWN_MS = 30_000;
/** With none at all. */
const RETRY_MS = 1_000;
const TIMEOUT_MS = 5_000;

interface KeySet {
  find: ReturnType<typeof createLocalJWKSet>;
  fetchedAt: number;
}

/** The keys at an address. */
export interface ProviderKeys {
  /**
   * Fetched when the first token comes, kept, and fetched anew for a token whose key is not among them,
   * so that a provider may take on new keys at any time.
   *
   * @throws KeysUnavailable when there are none.
   */
  find: JWTVerifyGetKey;
  /**
   * Fetches them anew for a signature that none of them made: a provider may give a new key the name of
   * the old one, or none.
   *
   * @returns false when that was just tried, or they cannot be had.
   */
  renew(): Promise<boolean>;
}

export function createKeySet({ url, clock, onError }: KeySetOptions): ProviderKeys {
  let kept: KeySet | undefined;
  let fetching: Promise<KeySet> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let lastError: unknown;

  const present = () => clock.now().getTime();
  /** A clock that was set back counts as past everything. */
  const isOver = (since: number, ms: number) => present() < since || present() - since >= ms;

  function fetchAnew(): Promise<KeySet> {
    fetching ??= fetchKeys(url)
      .then((keys) => {
        kept = { find: createLocalJWKSet(keys), fetchedAt: present() };
        return kept;
      })
      .catch((error: unknown) => {
        lastError = error;
        throw new KeysUnavailable(url, error);
      })
      .finally(() => {
        fetching = undefined;
      });
    triedAt = present();
    return fetching;
  }

  async function current(): Promise<KeySet> {
    if (kept === undefined || isOver(kept.fetchedAt, MAX_AGE_MS)) {
      if (fetching === undefined && !isOver(triedAt, RETRY_MS)) {
        throw new KeysUnavailable(url, lastError);
      }
      return fetchAnew();
    }
    if (isOver(kept.fetchedAt, FRESH_MS) && isOver(triedAt, COOLDOWN_MS)) {
      fetchAnew().catch(onError);
    }
    return kept;
  }

  const mayFetch = () => fetching !== undefined || isOver(triedAt, COOLDOWN_MS);

  return {
    async find(header, token) {
      const { find } = await current();
      try {
        return await find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || !mayFetch()) throw error;
        const fresh = await fetchAnew();
        return fresh.find(header, token);
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

async function fetchKeys(url: string): Promise<Parameters<typeof createLocalJWKSet>[0]> {
  const response = await fetch(url, {
    // Another address than the configured one is not trusted.
    redirect: 'error',
    headers: { accept: 'application/jwk-set+json, application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the answer was ${response.status}`);
  return (await response.json()) as Parameters<typeof createLocalJWKSet>[0];
}
