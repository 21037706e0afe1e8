import type { Attack, Seen, Target } from './attack.support.ts';
import { claimsAt, forge, request } from './attack.support.ts';

const REFUSED = { status: [401], code: ['UNAUTHENTICATED'] };

function withHeaders({ app }: Target, headers: Record<string, string>): Promise<Seen> {
  return request(app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ viewer { role } }"}',
  });
}

function withToken(target: Target, token: string): Promise<Seen> {
  return withHeaders(target, { authorization: `Bearer ${token}` });
}

/** A token that is good, and is let in: what the forged ones are measured by. */
export function goodToken(target: Target): Promise<Seen> {
  return withToken(target, forge({ alg: 'HS256' }, claimsAt(target.app)));
}

/** A row for a forged token. */
function forged(name: string, make: (target: Target) => string): Attack {
  return { name, by: (target) => withToken(target, make(target)), ...REFUSED };
}

const HOUR_S = 3_600;

/** Attacks with credentials. */
export const TOKEN_ATTACKS: readonly Attack[] = [
  forged('a token with the algorithm none', ({ app }) =>
    forge({ alg: 'none' }, claimsAt(app), { signature: '' }),
  ),
  forged('a token with the algorithm nOnE and the signature of another', ({ app }) =>
    forge({ alg: 'nOnE' }, claimsAt(app)),
  ),
  forged('a token without its signature', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app), { signature: '' }),
  ),
  forged('a token without the dot before its signature', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app)).split('.').slice(0, 2).join('.'),
  ),
  forged('a token that was signed with nothing', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app), { secret: '' }),
  ),
  forged('a token whose role was changed after it was signed', ({ app }) => {
    const [header, , signature] = forge({ alg: 'HS256' }, claimsAt(app, { role: 'VIEWER' })).split(
      '.',
    );
    const claims = Buffer.from(JSON.stringify(claimsAt(app))).toString('base64url');
    return `${header}.${claims}.${signature}`;
  }),
  {
    name: 'a token signed with the public key as if it were the shared secret',
    async by({ byPublicKey: { app, pem } }) {
      const token = forge({ alg: 'HS256', kid: 'one' }, claimsAt(app), { secret: pem });
      return request(app.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{"query":"{ viewer { role } }"}',
      });
    },
    ...REFUSED,
  },
  forged('a token for another algorithm than the secret is for', ({ app }) =>
    forge({ alg: 'RS256' }, claimsAt(app)),
  ),
  forged('a token that has expired', ({ app }) => {
    const { exp } = claimsAt(app);
    return forge({ alg: 'HS256' }, claimsAt(app, { exp: Number(exp) - HOUR_S }));
  }),
  forged('a token that never expires', ({ app }) => {
    const { exp: _exp, ...claims } = claimsAt(app);
    return forge({ alg: 'HS256' }, claims);
  }),
  forged('a token whose expiry is text', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app, { exp: '9999999999' })),
  ),
  forged('a token that is not good yet', ({ app }) => {
    const { iat } = claimsAt(app);
    return forge({ alg: 'HS256' }, claimsAt(app, { nbf: Number(iat) + HOUR_S }));
  }),
  forged('a token of another issuer', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app, { iss: 'https://id.example.evil.example' })),
  ),
  forged('a token for another program', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app, { aud: 'payroll' })),
  ),
  forged('a token without issuer and audience', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app, { iss: undefined, aud: undefined })),
  ),
  forged('a kid that is a path to an empty file', ({ app }) =>
    forge({ alg: 'HS256', kid: '../../../../dev/null' }, claimsAt(app), { secret: '' }),
  ),
  forged('a kid that is SQL', ({ app }) =>
    forge({ alg: 'HS256', kid: "x' UNION SELECT 'secret'--" }, claimsAt(app), { secret: 'secret' }),
  ),
  forged('a key of its own in the header', ({ app }) =>
    forge(
      { alg: 'HS256', jwk: { kty: 'oct', k: Buffer.from('mine').toString('base64url') } },
      claimsAt(app),
      { secret: 'mine' },
    ),
  ),
  forged('an address of keys in the header', ({ app }) =>
    forge(
      { alg: 'HS256', jku: 'http://127.0.0.1:9/keys.json', x5u: 'http://127.0.0.1:9/' },
      claimsAt(app),
      {
        secret: 'mine',
      },
    ),
  ),
  forged('a header that claims what must be understood', ({ app }) =>
    forge({ alg: 'HS256', crit: ['unheard-of'], 'unheard-of': true }, claimsAt(app)),
  ),
  forged('a role that there is not, for a person who is not', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app, { role: 'ROOT' })),
  ),
  forged('SQL as the name of the person', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app, { role: undefined, sub: "' OR role = 'ADMIN'--" })),
  ),
  forged('names that are no text', ({ app }) =>
    forge(
      { alg: 'HS256' },
      claimsAt(app, { role: { not: 'VIEWER' }, sub: undefined, email: { contains: '@' } }),
    ),
  ),
  forged('a NUL in the name of the person', ({ app }) =>
    forge({ alg: 'HS256' }, claimsAt(app, { role: undefined, email: 'a\u0000@b.example' })),
  ),
  forged(
    'a key with the right prefix and the wrong rest',
    ({ partner }) => `${partner.slice(0, -20)}${'A'.repeat(20)}`,
  ),
  forged('the beginning of a key', ({ partner }) => partner.slice(0, 20)),
  {
    name: 'a key in the query string',
    by: ({ app }) => request(`${app.url}?query={__typename}&authorization=Bearer%20${app.key}`, {}),
    ...REFUSED,
  },
  {
    name: 'a key in a cookie',
    by: (target) => withHeaders(target, { cookie: `authorization=Bearer ${target.app.key}` }),
    ...REFUSED,
  },
  {
    name: 'a key under another scheme',
    by: (target) =>
      withHeaders(target, {
        authorization: `Basic ${Buffer.from(`admin:${target.app.key}`).toString('base64')}`,
      }),
    ...REFUSED,
  },
  {
    name: 'two keys, of which one is right',
    by: (target) =>
      withHeaders(target, { authorization: `Bearer wrong, Bearer ${target.app.key}` }),
    ...REFUSED,
  },
  {
    name: 'spaces without end before the key',
    by: (target) => withHeaders(target, { authorization: `Bearer${' '.repeat(9_000)}\tx` }),
    ...REFUSED,
  },
  {
    name: 'an address that a proxy would pass on, to be taken for local',
    by: ({ app }) => request(app.at('/metrics'), { headers: { 'x-forwarded-for': '127.0.0.1' } }),
    ...REFUSED,
  },
];
