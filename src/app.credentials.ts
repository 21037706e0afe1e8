import { createTokenVerifier } from './auth/jwt.ts';
import { createKeyStore } from './auth/key-store.ts';
import type { Authenticate } from './auth/keys.ts';
import { createAuthenticate, keyPrincipalId } from './auth/keys.ts';
import type { Principal } from './auth/principal.ts';
import type { Config } from './config.ts';
import type { Db } from './db/client.ts';
import type { PlacedEntry } from './events/reader.ts';
import type { Logger } from './log.ts';
import type { Clock } from './shared/clock.ts';

interface AuthenticationParts {
  db: Db;
  config: Config;
  clock: Clock;
  adminKey: string;
  log: Logger;
}

/** Who asks, on every door: the admin key, API keys, tokens of the identity provider. */
export function buildAuthentication({ db, config, clock, adminKey, log }: AuthenticationParts): {
  authenticate: Authenticate;
  forgetKeys(): void;
} {
  const keys = createKeyStore(db, (err) => log.error({ err }, 'the use of a key was not kept'));
  const verifyToken = createTokenVerifier(db, config.jwt, clock.now, (err) =>
    log.error({ err }, 'the keys of the identity provider cannot be had'),
  );
  const authenticate = createAuthenticate({
    adminKey,
    clock,
    findKey: keys.find,
    onUsed: (key) => keys.used(key, clock.now()),
    ...(verifyToken === undefined ? {} : { verifyToken }),
  });
  return { authenticate, forgetKeys: keys.forget };
}

interface Parts {
  clock: Clock;
  /** What is known of keys may be wrong by now. */
  forgetKeys(): void;
  /** Closes what is open under them. */
  end(isEnded: (principal: Principal) => boolean): void;
}

export interface CredentialWatch {
  onEntries(entries: readonly PlacedEntry[]): void;
  start(): void;
  stop(): void;
}

const EXPIRY_INTERVAL_MS = 500;

/**
 * Ends what goes on under a key that was revoked, a person who changed, or credentials that ran out.
 * The log tells every node of the first two.
 */
export function watchCredentials({ clock, forgetKeys, end }: Parts): CredentialWatch {
  let timer: NodeJS.Timeout | undefined;
  return {
    onEntries(entries) {
      for (const { deskType, subjectId } of entries) {
        if (deskType === 'KEY_REVOKED') {
          forgetKeys();
          const revoked = keyPrincipalId(subjectId ?? '');
          end(({ id }) => id === revoked);
        }
        // Whatever changed about a person, who comes again comes with what holds now.
        if (deskType === 'USER_CHANGED')
          end(({ userId }) => userId !== null && userId === subjectId);
      }
    },
    start() {
      timer = setInterval(() => {
        const now = clock.now();
        end(({ expiresAt }) => expiresAt !== null && expiresAt <= now);
      }, EXPIRY_INTERVAL_MS);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
