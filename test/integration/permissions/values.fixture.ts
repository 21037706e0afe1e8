import { SignJWT } from 'jose';
import type { Permission } from '../../../src/auth/permissions.ts';
import type { Role } from '../../../src/shared/vocabulary.ts';
import type { TestApp } from '../../support/app.ts';
import type { Client, Variables } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import type { ValueRule } from '../../unit/auth/value-permissions.ts';
import { VALUES } from '../../unit/auth/value-permissions.ts';

export const JWT_SECRET = 'a secret that is shared with the identity provider';

/** Who asks, and the person behind a token. */
export interface Caller {
  role: Role;
  client: Client;
  self?: { id: string; email: string };
}

export async function withKey(app: TestApp, role: Role): Promise<Caller> {
  const customers = role === 'PARTNER' ? { customers: [{ id: (await customer(app)).id }] } : {};
  const { key } = await app.mutate<{ key: string }>('createApiKey', { role, ...customers }, 'key');
  return { role, client: createTestClient(app.url, key) };
}

/** A person of that role, and a token that leaves the role to the desk unless claims say it. */
export async function withToken(app: TestApp, role: Role, claims: object = {}): Promise<Caller> {
  const self = await person(app, { role, level: 'TEAM_LEAD' });
  return { role, self, client: await tokenOf(app, self.email, claims) };
}

export async function tokenOf(app: TestApp, email: string, claims: object = {}): Promise<Client> {
  const token = await new SignJWT({ email, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(app.clock.now().getTime() / 1_000) + 86_400)
    .sign(new TextEncoder().encode(JWT_SECRET));
  return createTestClient(app.url, token);
}

/** One thing that somebody tries, and the field that is named where it is refused. */
export interface Attempt {
  mutation: string;
  input: Variables;
  field: string;
}

/** Another value than that of a person of the tests. */
const OTHER: Readonly<Record<string, unknown>> = {
  email: 'another@desk.example',
  name: 'Another Name',
  level: 'DIRECTOR',
  team: 'FINANCE',
  role: 'VIEWER',
  active: false,
};

/** The change of one field of a person; an upsert names its person by the address. */
export function ofPerson(
  mutation: string,
  field: string,
  of: { id: string; email: string; name: string },
): Attempt {
  const same = { email: of.email, name: of.name, level: 'TEAM_LEAD' };
  const named = mutation === 'upsertUser' ? same : { user: { id: of.id } };
  return { mutation, input: { ...named, [field]: OTHER[field] }, field };
}

type Make = (app: TestApp, field: string) => Promise<Omit<Attempt, 'mutation'>>;

async function customerTerms(app: TestApp, name: string) {
  const made = await customer(app, { tier: 'STARTER', arr: { amount: '10.00', currency: 'USD' } });
  const whole = { externalId: made.externalId, name: made.name, tier: 'STARTER', healthScore: 70 };
  return { id: made.id, whole: { ...whole, arr: { amount: '10.00' } }, name };
}

const MOVED: Readonly<Record<string, unknown>> = { tier: 'ENTERPRISE', arr: { amount: '11.00' } };
const FIELD: Readonly<Record<string, string>> = { tier: 'tier', arr: 'arr.amount' };

const PERMITTED: Readonly<Record<string, Make>> = {
  assignOwner: async (app, field) => {
    const { id: escalationId } = await openCase(app);
    await app.mutate('assignOwner', { escalationId, owner: { id: (await person(app)).id } });
    return { input: { escalationId, owner: { id: (await person(app)).id } }, field };
  },
  logCommunication: async (app, field) => {
    const { id: escalationId } = await openCase(app);
    const input = { escalationId, channel: 'CALL', direction: 'OUTBOUND', summary: 'A call.' };
    return { input, field };
  },
  upsertCustomer: async (app, field) => {
    const { whole } = await customerTerms(app, field);
    return { input: { ...whole, [field]: MOVED[field] }, field: FIELD[field] ?? field };
  },
  patchCustomer: async (app, field) => {
    const { id } = await customerTerms(app, field);
    const input = { customer: { id }, [field]: MOVED[field] };
    return { input, field: FIELD[field] ?? field };
  },
};

/** The rows of the table that a permission decides. */
export const BY_PERMISSION = rowsWith((rule) =>
  'permission' in rule ? rule.permission : undefined,
) satisfies { of: Permission }[];

/** The rows about people. */
export const BY_PERSON = rowsWith((rule) => ('of' in rule ? rule.of : undefined)).filter(
  ({ mutation }) => !mutation.endsWith('ApiKey'),
);

function rowsWith<Of>(pick: (rule: ValueRule) => Of | undefined) {
  return Object.entries(VALUES).flatMap(([path, rule]) => {
    const [mutation = '', field = ''] = path.split('.');
    const of = pick(rule);
    return of === undefined ? [] : [{ path, mutation, field, of }];
  });
}

export async function attemptOf(app: TestApp, mutation: string, field: string): Promise<Attempt> {
  const make = PERMITTED[mutation];
  if (make === undefined)
    throw new Error(`Say in values.fixture.ts what ${mutation} is tried with.`);
  return { mutation, ...(await make(app, field)) };
}

/** What came of it: an error's code, a user error's with its field, or `done`. */
export async function outcomeOf(caller: Client, { mutation, input }: Attempt): Promise<string> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const { data, errors } = await caller.graphql<
    Record<string, { userErrors: { code: string; field: string[]; message: string }[] }>
  >(
    `mutation ($input: ${type}) { ${mutation}(input: $input) { userErrors { code field message } } }`,
    { input },
  );
  if (errors !== undefined) return errors[0]?.extensions?.code ?? 'an error without a code';
  const found = data?.[mutation]?.userErrors ?? [];
  return found.map(({ code, field }) => `${code} ${field.join('.')}`).join() || 'done';
}
