import { createHmac } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { base64url, exportSPKI, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { createTestClient } from '../../support/client.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import type { IdentityProvider, SigningKey } from '../../support/identity-provider.ts';
import {
  makeSigningKey,
  signToken,
  startIdentityProvider,
} from '../../support/identity-provider.ts';
import { hashOf, manifestOf } from '../../support/partner.ts';
import { openSocket } from './doors.ts';

const ISSUER = 'https://id.example';
const AUDIENCE = 'escalation-desk';
const SECRET = 'a-secret-that-is-shared-with-the-provider';
const ENV = { RATE_LIMIT_SIGN_IN_FAILURES: '0', JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE };

let provider: IdentityProvider;
let key: SigningKey;
let app: TestApp;

beforeAll(async () => {
  provider = await startIdentityProvider();
  key = await makeSigningKey('ES256', 'first');
  provider.publish(key);
  app = await startTestApp({ env: { ...ENV, JWT_JWKS_URL: provider.url } });
});
afterAll(async () => {
  await app.stop();
  await provider.stop();
});

const seconds = () => Math.floor(app.clock.now().getTime() / 1_000);

/** What a good token says, over it what the test is about; undefined takes a claim out. */
function claims(over: Readonly<Record<string, unknown>> = {}): JWTPayload {
  const all = {
    ...{ iss: ISSUER, aud: AUDIENCE, sub: 'ada', role: 'agent', exp: seconds() + 300 },
    ...over,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function statusOf(token: string, of = app): Promise<number> {
  return (await createTestClient(of.url, token).graphql('{ stats { open } }')).status;
}

/** Who a token is, as the log says of what it did; undefined for nobody. */
async function actorOf(token: string): Promise<string | undefined> {
  const client = createTestClient(app.url, token);
  const { data, errors } = await client.graphql<{
    upsertCustomer: { customer: { id: string } | null } | null;
  }>(
    `mutation { upsertCustomer(input: { externalId: "actor-${Math.random()}", name: "Actor",
      tier: BUSINESS, arr: { amount: "1.00" }, healthScore: 50 }) { customer { id } userErrors { message } } }`,
  );
  if (errors !== undefined) return errors[0]?.extensions?.code;
  expect(data?.upsertCustomer?.customer).not.toBeNull();
  const { deskEvents } = await app.query<{ deskEvents: { nodes: { actorLabel: string }[] } }>(
    '{ deskEvents(first: 1, types: [CUSTOMER_CHANGED]) { nodes { actorLabel } } }',
  );
  return deskEvents.nodes[0]?.actorLabel;
}

const sign = (over: Readonly<Record<string, unknown>> = {}, by = key) =>
  signToken(claims(over), by);

describe('who a token is', () => {
  test('the person with its address, by any case', async () => {
    const { email, name } = await person(app);
    expect(await actorOf(await sign({ email: email.toUpperCase() }))).toBe(name);
    expect(await actorOf(await sign({ sub: email }))).toBe(name);
  });

  test('the person whose key is its subject', async () => {
    const { id, name } = await person(app);
    const uuid = Buffer.from(id, 'base64').toString().split(':')[1];
    expect(await actorOf(await sign({ sub: uuid }))).toBe(name);
    expect(await actorOf(await sign({ sub: uuid, email: 'nobody@desk.example' }))).toBe(name);
  });

  test('somebody whom the desk does not know goes by the name that the token has', async () => {
    expect(await actorOf(await sign({ sub: 'auth0|42' }))).toBe('auth0|42');
    expect(await actorOf(await sign({ email: 'New@desk.example' }))).toBe('new@desk.example');
  });

  test('an address that is not proven names nobody', async () => {
    const { email, name } = await person(app);
    const given = { sub: 'mallory', email, role: 'AGENT' };
    for (const unproven of [false, 'false', 0, 'no']) {
      const token = await sign({ ...given, email_verified: unproven });
      expect(await actorOf(token), String(unproven)).toBe('mallory');
    }
    for (const proven of [true, 'true', undefined]) {
      const token = await sign({ ...given, email_verified: proven });
      expect(await actorOf(token), String(proven)).toBe(name);
    }
  });

  test('its role goes before that of the person, which holds without one', async () => {
    const { email } = await person(app, { role: 'VIEWER' });
    expect(await actorOf(await sign({ email, role: undefined }))).toBe('FORBIDDEN');
    expect(await actorOf(await sign({ email, role: null }))).toBe('FORBIDDEN');
    expect(await actorOf(await sign({ email, role: 'Manager' }))).not.toBe('FORBIDDEN');
  });

  test('a partner sees the customers that it names by their external ids, and without any none', async () => {
    const own = await customer(app);
    const mine = await openCase(app, { customer: { id: own.id } });
    const others = await openCase(app);
    const report = async (given: unknown, { reference }: { reference: string }) => {
      const authorization = `Bearer ${await sign({ role: 'partner', customers: given })}`;
      const answer = await fetch(app.at(`/reports/${reference}.json`), {
        headers: { authorization },
      });
      return answer.status;
    };
    for (const given of [[own.externalId], own.externalId, [own.externalId, 'atlantis', 7, null]]) {
      expect(await report(given, mine)).toBe(200);
      expect(await report(given, others)).toBe(404);
    }
    for (const given of [[], undefined, null, ['\0'], [[own.externalId]], { 0: own.externalId }]) {
      expect(await report(given, mine)).toBe(404);
    }
  });
});

test('a call that is repeated answers with nothing that its caller does not see any more', async () => {
  const [first, second] = [await customer(app), await customer(app)];
  const OPEN = `mutation Open($input: OpenEscalationInput!) {
    openEscalation(input: $input) { escalation { id issue } events { id } userErrors { code } }
  }`;
  await app.mutate('registerOperations', { partner: 'changing', manifest: manifestOf(OPEN) });
  const input = {
    customer: { id: first.id },
    issue: 'For the first customer only.',
    severity: 'LOW',
    idempotencyKey: 'the same again',
  };
  const openAs = async (customers: string[]) => {
    const token = await sign({ sub: 'changing', role: 'partner', customers });
    const answer = await fetch(app.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: `sha256:${hashOf(OPEN)}`, variables: { input } }),
    });
    return (await answer.json()) as { data: { openEscalation: object } };
  };
  const opened = await openAs([first.externalId]);
  expect(opened.data.openEscalation).toMatchObject({ escalation: { issue: input.issue } });
  expect((await openAs([first.externalId])).data).toEqual(opened.data);
  expect((await openAs([second.externalId])).data).toEqual({
    openEscalation: { escalation: null, events: [], userErrors: [] },
  });
});

describe('a token is refused', () => {
  const wrong: readonly [string, () => Promise<string>][] = [
    ['that has expired', () => sign({ exp: seconds() - 30 })],
    ['that never ends', () => sign({ exp: undefined })],
    ['whose end is no number', () => sign({ exp: '2999-01-01' })],
    ['that is not good yet', () => sign({ nbf: seconds() + 31 })],
    ['of another issuer', () => sign({ iss: 'https://other.example' })],
    ['without an issuer', () => sign({ iss: undefined })],
    ['for another audience', () => sign({ aud: 'billing' })],
    ['without an audience', () => sign({ aud: undefined })],
    ['with a role that is none', () => sign({ role: 'KING' })],
    ['with a list of roles', () => sign({ role: ['AGENT'] })],
    ['of nobody', () => sign({ sub: undefined })],
    ['whose subject is no text', () => sign({ sub: 42 })],
    ['whose subject no database holds', () => sign({ sub: 'a\0b' })],
    ['of somebody unknown without a role', () => sign({ role: undefined })],
    [
      'of a person who has left',
      async () => {
        const { email } = await person(app, { active: false });
        return sign({ email });
      },
    ],
    [
      'of a person who has left, named by its subject beside an unknown address',
      async () => {
        const { email } = await person(app, { active: false });
        return sign({ sub: email, email: 'fresh@desk.example' });
      },
    ],
    ['that is not signed', async () => new UnsecuredJWT(claims()).encode()],
    [
      'that says that it is not signed, in capitals',
      async () => `${encode({ alg: 'NONE' })}.${encode(claims())}.`,
    ],
    [
      'whose signature was cut off',
      async () => `${(await sign()).split('.').slice(0, 2).join('.')}.`,
    ],
    [
      'whose claims were changed',
      async () => {
        const [head, , signature] = (await sign()).split('.');
        return `${head}.${encode(claims({ role: 'ADMIN' }))}.${signature}`;
      },
    ],
    [
      'that is signed with the public key as if it were a secret',
      async () => hmac(await exportSPKI(key.publicKey)),
    ],
    [
      'that is signed with the published key as if it were a secret',
      async () => hmac(JSON.stringify(key.jwk)),
    ],
    ['that is signed with the empty secret', async () => hmac('')],
    [
      'by a key that is not published',
      async () => sign({}, await makeSigningKey('ES256', 'first')),
    ],
    ['by a key of another name', async () => sign({}, { ...key, kid: 'second' })],
    [
      'that brings its own key',
      async () => {
        const own = await makeSigningKey('ES256');
        return new SignJWT(claims())
          .setProtectedHeader({ alg: 'ES256', jwk: own.jwk })
          .sign(own.privateKey);
      },
    ],
    [
      'that says where its key is',
      async () => {
        const own = await makeSigningKey('ES256', 'evil');
        return new SignJWT(claims())
          .setProtectedHeader({ alg: 'ES256', kid: 'evil', jku: 'http://127.0.0.1:1/jwks' })
          .sign(own.privateKey);
      },
    ],
    [
      'that needs an extension',
      async () =>
        `${encode({ alg: 'ES256', kid: 'first', crit: ['x'], x: 1 })}.${encode(claims())}.AA`,
    ],
    ['of five parts', async () => `${await sign()}.AA.AA`],
    ['of points', async () => '..'],
    ['with no JSON in it', async () => 'YQ.YQ.YQ'],
  ];

  test.each(wrong)('%s', async (_name, make) => {
    expect(await statusOf(await sign())).toBe(200);
    expect(await statusOf(await make())).toBe(401);
  });

  test('none of which is told from another, or logged as an error', async () => {
    const bodies = await Promise.all(
      wrong.map(async ([, make]) =>
        createTestClient(app.url, await make()).graphql('{ stats { open } }'),
      ),
    );
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(app.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

function encode(part: object): string {
  return base64url.encode(JSON.stringify(part));
}

/** A token of a symmetric algorithm, made by hand: libraries would not. */
function hmac(secret: string): string {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'first' })}.${encode(claims())}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

test('clocks may differ by 30 seconds', async () => {
  expect(await statusOf(await sign({ exp: seconds() - 29 }))).toBe(200);
  expect(await statusOf(await sign({ exp: seconds() - 30 }))).toBe(401);
  expect(await statusOf(await sign({ nbf: seconds() + 30 }))).toBe(200);
  expect(await statusOf(await sign({ exp: 1e15 }))).toBe(200);
});

test('an audience may be one of several', async () => {
  expect(await statusOf(await sign({ aud: ['billing', AUDIENCE] }))).toBe(200);
});

describe('the keys of the provider', () => {
  test.each(['RS256', 'PS384', 'ES384', 'EdDSA'])('may be of %s', async (alg) => {
    const next = await makeSigningKey(alg, alg);
    provider.publish(key, next);
    app.clock.advance(30_000);
    expect(await statusOf(await sign({}, next))).toBe(200);
    expect(await statusOf(await sign())).toBe(200);
  });

  test('are fetched once for many tokens', async () => {
    await statusOf(await sign());
    const before = provider.asked();
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => sign({ sub: `u${n}` })));
    const statuses = await Promise.all(tokens.map((token) => statusOf(token)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(provider.asked()).toBe(before);
  });

  test('are fetched anew for a key that is not among them, at most every 30 seconds', async () => {
    app.clock.advance(30_000);
    const next = await makeSigningKey('ES256', 'rotated');
    provider.publish(key, next);
    const before = provider.asked();
    expect(await statusOf(await sign({}, next))).toBe(200);
    expect(provider.asked()).toBe(before + 1);
    for (const kid of ['made-up-1', 'made-up-2', 'made-up-3']) {
      expect(await statusOf(await sign({}, { ...next, kid }))).toBe(401);
    }
    expect(provider.asked()).toBe(before + 1);
    const later = await makeSigningKey('ES256', 'later');
    provider.publish(next, later);
    expect(await statusOf(await sign({}, later))).toBe(401);
    app.clock.advance(30_000);
    expect(await statusOf(await sign({}, later))).toBe(200);
    expect(provider.asked()).toBe(before + 2);
  });

  test('are fetched anew when one has taken the place of another under the same name', async () => {
    app.clock.advance(30_000);
    const next = await makeSigningKey('ES256', key.kid);
    provider.publish(next);
    const before = provider.asked();
    expect(await statusOf(await sign({}, next))).toBe(200);
    expect(await statusOf(await sign())).toBe(401);
    expect(provider.asked()).toBe(before + 1);
    provider.publish(key);
    app.clock.advance(30_000);
    expect(await statusOf(await sign())).toBe(200);
  });

  test('that are withdrawn serve no more after ten minutes', async () => {
    const withdrawn = await makeSigningKey('ES256', 'withdrawn');
    provider.publish(key, withdrawn);
    app.clock.advance(30_000);
    expect(await statusOf(await sign({}, withdrawn))).toBe(200);
    provider.publish(key);
    app.clock.advance(600_000);
    // This one has the keys fetched, beside being served.
    await statusOf(await sign());
    await expect.poll(async () => statusOf(await sign({}, withdrawn))).toBe(401);
    expect(await statusOf(await sign())).toBe(200);
  });

  test('need no names: any of them may be the one', async () => {
    const [one, two] = [await makeSigningKey('ES256'), await makeSigningKey('ES256')];
    provider.publish(one, two);
    app.clock.advance(600_000);
    await statusOf(await sign());
    await expect.poll(async () => statusOf(await sign({}, two))).toBe(200);
    expect(await statusOf(await sign({}, one))).toBe(200);
    expect(await statusOf(await sign({}, await makeSigningKey('ES256')))).toBe(401);
    provider.publish(key);
    app.clock.advance(600_000);
    await expect.poll(async () => statusOf(await sign())).toBe(200);
  });

  test.each<[string, Parameters<IdentityProvider['failWith']>[0]]>([
    ['answers with an error', (res) => res.writeHead(503).end()],
    ['answers with something else', (res) => res.end('<html>')],
    ['answers with JSON that is no set of keys', (res) => res.end('{"keys":1}')],
    ['points elsewhere', (res) => res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['breaks off', (res) => res.destroy()],
  ])('go on to serve while the provider %s', async (_name, answer) => {
    expect(await statusOf(await sign())).toBe(200);
    provider.failWith(answer);
    app.clock.advance(700_000);
    expect(await statusOf(await sign())).toBe(200);
    provider.failWith(undefined);
    app.clock.advance(30_000);
    expect(await statusOf(await sign())).toBe(200);
  });
});

test('without any keys a token is nobody’s fault: 500 with an id, not 401, and good once the provider is back', async () => {
  const away = await startIdentityProvider();
  away.publish(key);
  away.failWith((res) => res.writeHead(500).end());
  const other = await startTestApp({ env: { ...ENV, JWT_JWKS_URL: away.url } });
  try {
    const { status, errors } = await createTestClient(other.url, await sign()).graphql(
      '{ __typename }',
    );
    expect(status).toBe(500);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL', id: expect.any(String) });
    const socket = await openSocket(other.url, await sign());
    expect((await socket.closed).code).toBe(1013);
    // Keys and the admin key work all the same.
    expect(await statusOf(other.key, other)).toBe(200);
    const before = away.asked();
    await statusOf(await sign(), other);
    expect(away.asked()).toBe(before);
    away.failWith(undefined);
    other.clock.advance(1_000);
    expect(await statusOf(await sign(), other)).toBe(200);
  } finally {
    await other.stop();
    await away.stop();
  }
});

describe('with a shared secret', () => {
  let other: TestApp;
  beforeAll(async () => {
    other = await startTestApp({ env: { ...ENV, JWT_SECRET: SECRET } });
  });
  afterAll(() => other.stop());

  const signed = (secret: string, alg = 'HS256') =>
    new SignJWT(claims()).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));

  test.each(['HS256', 'HS384', 'HS512'])('%s is taken', async (alg) => {
    expect(await statusOf(await signed(SECRET, alg), other)).toBe(200);
  });

  test('another secret, a public key and no signature are refused', async () => {
    expect(await statusOf(await signed(`${SECRET}x`), other)).toBe(401);
    expect(await statusOf(await sign(), other)).toBe(401);
    expect(await statusOf(new UnsecuredJWT(claims()).encode(), other)).toBe(401);
  });
});

test('without an identity provider no token is taken', async () => {
  const plain = await startTestApp({ env: { RATE_LIMIT_SIGN_IN_FAILURES: '0' } });
  try {
    expect(await statusOf(await sign(), plain)).toBe(401);
  } finally {
    await plain.stop();
  }
});
