import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface SigningKey {
  kid: string | undefined;
  alg: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

export async function makeSigningKey(alg = 'ES256', kid?: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = {
    ...(await exportJWK(publicKey)),
    ...(kid === undefined ? {} : { kid }),
    use: 'sig',
  };
  return { kid, alg, privateKey, publicKey, jwk };
}

export function signToken(
  claims: JWTPayload,
  { kid, alg, privateKey }: SigningKey,
): Promise<string> {
  const header = { alg, ...(kid === undefined ? {} : { kid }) };
  return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
}

/** Where an identity provider publishes its keys. */
export interface IdentityProvider {
  url: string;
  /** What it publishes from now on. */
  publish(...keys: readonly SigningKey[]): void;
  /** Answers like this instead; undefined: as it should. */
  failWith(answer: ((res: ServerResponse) => void) | undefined): void;
  /** How often it was asked. */
  asked(): number;
  stop(): Promise<void>;
}

export async function startIdentityProvider(): Promise<IdentityProvider> {
  let keys: readonly SigningKey[] = [];
  let failure: ((res: ServerResponse) => void) | undefined;
  let count = 0;
  const server = createServer((_req, res) => {
    count += 1;
    if (failure !== undefined) {
      failure(res);
      return;
    }
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    publish(...published) {
      keys = published;
    },
    failWith(answer) {
      failure = answer;
    },
    asked: () => count,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
