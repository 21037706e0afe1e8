import type { Endings } from '../auth/endings.ts';
import { createEndings } from '../auth/endings.ts';
import { createTokenVerifier, userPrincipalId } from '../auth/jwt.ts';
import type { JwtSettings } from '../auth/jwt-settings.ts';
import type { KeyStore } from '../auth/key-store.ts';
import { createKeyStore } from '../auth/key-store.ts';
import type { Authenticate } from '../auth/keys.ts';
import { createAuthenticate, keyIdOf, keyPrincipalId } from '../auth/keys.ts';
import type { Principal } from '../auth/principal.ts';
import { tokenPrincipalId } from '../auth/principal.ts';
import type { Config } from '../config.ts';
import type { Db } from '../db/client.ts';
import { changesOf } from '../events/changes.ts';
import type { PlacedEntry } from '../events/reader.ts';
import type { LogFailure, Logger } from '../log.ts';
import type { Clock } from '../shared/clock.ts';

interface AuthenticationParts {
  db: Db;
  config: Config;
  clock: Clock;
  adminKey: string;
  log: Logger;
  logFailure: LogFailure;
}

export interface Authentication {
  /** Finds the principal, at every door: by the admin key, an API key, or an identity provider's token. */
  authenticate: Authenticate;
  /** Notes that a principal comes again with the same credentials. @returns false when they have ended. */
  comesAgain(principal: Principal): boolean;
  endings: Endings;
  keys: KeyStore;
}

export function buildAuthentication({
  db,
  config,
  clock,
  adminKey,
  log,
  logFailure,
}: AuthenticationParts): Authentication {
  warnOfLooseTokens(config.jwt, log);
  const endings = createEndings(clock);
  const keys = createKeyStore(db, (error) => logFailure(error, 'the use of a key was not kept'));
  const verifyToken = createTokenVerifier(db, config.jwt, clock, (err) =>
    log.error({ err }, 'the keys of the identity provider could not be fetched anew'),
  );
  const authenticate = createAuthenticate({
    adminKey,
    clock,
    findKey: keys.find,
    onUsed: (key) => keys.used(key, clock.now()),
    ...(verifyToken === undefined ? {} : { verifyToken }),
  });
  return {
    authenticate: endings.watch(authenticate),
    comesAgain(principal) {
      if (endings.isEnded(principal)) return false;
      const keyId = keyIdOf(principal);
      if (keyId !== undefined) keys.used({ id: keyId }, clock.now());
      return true;
    },
    endings,
    keys,
  };
}

/** A provider signs tokens for many programs; without issuer and audience all of them are good here. */
function warnOfLooseTokens({ jwksUrl, issuer, audience }: JwtSettings, log: Logger): void {
  if (jwksUrl === undefined) return;
  for (const [name, value] of Object.entries({ JWT_ISSUER: issuer, JWT_AUDIENCE: audience })) {
    if (value === undefined)
      log.warn(`${name} is not set: any token that the keys at JWT_JWKS_URL have signed is taken.`);
  }
}

interface Parts extends Pick<Authentication, 'endings' | 'keys'> {
  /** Closes sockets and subscriptions of principals whose credentials have ended. */
  close(isEnded: (principal: Principal) => boolean): void;
}

export interface CredentialWatch {
  onEntries(entries: readonly PlacedEntry[]): void;
  start(): void;
  stop(): Promise<void>;
}

const EXPIRY_INTERVAL_MS = 500;
/** Fields of a person that a principal is made from. */
const FIELDS_OF_PRINCIPAL: ReadonlySet<string> = new Set(['role', 'active', 'name', 'email']);

/**
 * Ends the sockets and subscriptions of a key that was revoked, a person who changed, or credentials that
 * ran out. The log tells every node of the first two.
 */
export function watchCredentials({ endings, keys, close }: Parts): CredentialWatch {
  let timer: NodeJS.Timeout | undefined;

  /** @returns the ids of the principals that an entry ends. */
  function endedBy({ deskType, subjectId, changes }: PlacedEntry): string[] {
    if (deskType === 'KEY_REVOKED') return [keyPrincipalId(subjectId ?? '')];
    if (deskType !== 'USER_CHANGED') return [];
    const moved = changesOf(changes).filter(({ field }) => FIELDS_OF_PRINCIPAL.has(field));
    // Under the new address somebody may have signed in with a token before this person had it.
    const address = moved.find(({ field }) => field === 'email')?.to;
    return [
      ...(moved.length > 0 ? [userPrincipalId(subjectId ?? '')] : []),
      ...(address == null ? [] : [tokenPrincipalId(address)]),
    ];
  }

  return {
    onEntries(entries) {
      const ended = entries.flatMap(endedBy);
      if (ended.length === 0) return;
      if (entries.some(({ deskType }) => deskType === 'KEY_REVOKED')) keys.forget();
      for (const id of ended) endings.end(id);
      close(endings.isEnded);
    },
    start() {
      timer = setInterval(() => close(endings.isEnded), EXPIRY_INTERVAL_MS);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await keys.settle();
    },
  };
}
