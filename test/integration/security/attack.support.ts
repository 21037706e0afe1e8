import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { customer, openCase } from '../../support/factories.ts';
import { makeSigningKey, startIdentityProvider } from '../../support/identity-provider.ts';
import { sendRaw } from '../../support/raw-http.ts';

/** What an attack is made on. */
export interface Target {
  app: TestApp;
  /** A key of a partner, of one customer. */
  partner: string;
  /** The external id of that customer. */
  externalId: string;
  reference: string;
  /** A desk that takes tokens by public keys, and one of these as PEM. */
  byPublicKey: { app: TestApp; pem: string };
}

export interface Seen {
  /** Undefined: the connection ended without an answer, as it may for what is no HTTP. */
  status: number | undefined;
  codes: readonly unknown[];
  text: string;
}

export interface Attack {
  name: string;
  by(target: Target): Promise<Seen>;
  /** One of these. */
  status: readonly (number | undefined)[];
  /** All errors have one of these; left out: no error is expected, or none in GraphQL's form. */
  code?: readonly string[];
  /** Whether Node.js may refuse it before the desk sees it, as newer versions do: with nothing but a head. */
  mayBeBare?: boolean;
  /** What the answer must not hold. */
  never?: RegExp;
  /** Default 2,000. */
  withinMs?: number;
}

export const JWT = {
  secret: 'a-secret-that-is-shared-with-the-provider',
  issuer: 'https://id.example',
  audience: 'desk',
};

export async function startTarget(): Promise<Target & { stop(): Promise<void> }> {
  const app = await startTestApp({
    env: {
      JWT_SECRET: JWT.secret,
      JWT_ISSUER: JWT.issuer,
      JWT_AUDIENCE: JWT.audience,
      RATE_LIMIT_POINTS: '0',
    },
  });
  const { externalId, id } = await customer(app);
  const { reference } = await openCase(app, { customer: { id } });
  const { key } = await app.mutate<{ key: string }>(
    'createApiKey',
    { name: 'Partner', role: 'PARTNER', customers: [{ externalId }] },
    'key',
  );
  const provider = await startIdentityProvider();
  provider.publish(await makeSigningKey('RS256', 'one'));
  const byPublicKey = await startTestApp({
    env: { JWT_JWKS_URL: provider.url, JWT_ISSUER: JWT.issuer, JWT_AUDIENCE: JWT.audience },
  });
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
  return {
    app,
    partner: key,
    externalId,
    reference,
    byPublicKey: { app: byPublicKey, pem },
    async stop() {
      await app.stop();
      await byPublicKey.stop();
      await provider.stop();
    },
  };
}

/** An operation as an admin sends it. */
export async function operation(
  { app }: Target,
  query: string,
  variables: Variables = {},
  more: { operationName?: string; key?: string } = {},
): Promise<Seen> {
  const { key = app.key, ...params } = more;
  return request(app.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables, ...params }),
  });
}

/** A body as it is, signed in. */
export function body(
  { app }: Target,
  content: BodyInit,
  headers: Record<string, string> = {},
): Promise<Seen> {
  return request(app.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json', ...headers },
    body: content,
  });
}

export async function request(url: string, init: RequestInit): Promise<Seen> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  return seen(response.status, await response.text());
}

/** Bytes as they are; lines end with CR LF. */
export async function raw(
  { app }: Target,
  lines: readonly string[],
  content: string | Buffer = '',
): Promise<Seen> {
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const { status, text } = await sendRaw(app.url, [Buffer.concat([head, Buffer.from(content)])], {
    waitMs: 1_000,
  });
  return seen(status, text.slice(text.indexOf('\r\n\r\n') + 4), text);
}

function seen(status: number | undefined, content: string, text = content): Seen {
  let codes: unknown[] = [];
  try {
    const { errors = [] } = JSON.parse(content) as {
      errors?: { extensions?: { code?: unknown } }[];
    };
    codes = errors.map(({ extensions }) => extensions?.code);
  } catch {}
  return { status, codes, text };
}

type Json = Record<string, unknown>;

/** A token as somebody forges it: nothing about it is checked here. */
export function forge(
  header: Json,
  claims: Json,
  { secret = JWT.secret, signature }: { secret?: string; signature?: string } = {},
): string {
  const encode = (part: Json) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  const hash = { HS384: 'sha384', HS512: 'sha512' }[String(header['alg'])] ?? 'sha256';
  return `${signed}.${signature ?? createHmac(hash, secret).update(signed).digest('base64url')}`;
}

/** Claims of a good token. */
export function claimsAt(app: TestApp, over: Json = {}): Json {
  const now = Math.floor(app.clock.now().getTime() / 1_000);
  const { issuer, audience } = JWT;
  const times = { iat: now, exp: now + 600 };
  return { sub: 'somebody', role: 'ADMIN', iss: issuer, aud: audience, ...times, ...over };
}
