import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolesFrom } from '../../../src/auth/authority.rules.ts';
import { MAY, MAY_CALL } from '../../../src/auth/permissions.ts';
import type { Role } from '../../../src/shared/vocabulary.ts';
import { ROLES } from '../../../src/shared/vocabulary.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import type { Attempt, Caller } from './values.fixture.ts';
import {
  attemptOf,
  BY_PERMISSION,
  BY_PERSON,
  JWT_SECRET,
  ofPerson,
  outcomeOf,
  tokenOf,
  withKey,
  withToken,
} from './values.fixture.ts';

let app: TestApp;
const callers = new Map<string, Caller>();
/** Staff; partners send registered documents only, and their deeds are in rules.test.ts. */
const STAFF = ROLES.filter((role) => role !== 'PARTNER');
const WAYS = ['key', 'token without a role'] as const;

beforeAll(async () => {
  const env = { JWT_SECRET, RATE_LIMIT_POINTS: '0', RATE_LIMIT_SIGN_IN_FAILURES: '0' };
  app = await startTestApp({ env });
  for (const role of STAFF) {
    callers.set(`${role} key`, await withKey(app, role));
    callers.set(`${role} token without a role`, await withToken(app, role));
  }
});
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

const CALLERS = STAFF.flatMap((role) => WAYS.map((way) => ({ role, way, name: `${role} ${way}` })));
/** Above a manager, the same, and below. */
const TARGETS = ['ADMIN', 'MANAGER', 'VIEWER'] as const;

function callerOf(name: string): Caller {
  const caller = callers.get(name);
  if (caller === undefined) throw new Error(`Nobody is ${name}.`);
  return caller;
}

function mayCall(mutation: string, role: Role): boolean {
  return MAY_CALL[`Mutation.${mutation}`]?.includes(role) ?? false;
}

/** The outcome that the tables say; what is refused leaves no trace. */
async function expectOutcome(name: string, attempt: Attempt, isAllowed: boolean): Promise<void> {
  const { client, role } = callerOf(name);
  const expected = mayCall(attempt.mutation, role)
    ? isAllowed
      ? 'done'
      : `NOT_ALLOWED ${attempt.field}`
    : 'FORBIDDEN';
  const before = expected === 'done' ? undefined : await contents();
  expect(await outcomeOf(client, attempt)).toBe(expected);
  if (before !== undefined) expect(await contents()).toBe(before);
}

/** Whatever is changed writes an entry: that the rows are what the entries say is checked at the end. */
function contents() {
  return app.db.logEntry.count();
}

describe.each(CALLERS)('$name', ({ role, name, way }) => {
  it.each(BY_PERMISSION)('gives $path by the table of deeds', async ({ mutation, field, of }) => {
    const allowed: readonly Role[] = MAY[of];
    await expectOutcome(name, await attemptOf(app, mutation, field), allowed.includes(role));
  });

  describe.skipIf(role === 'VIEWER').each(TARGETS)('of or to a %s', (target) => {
    const isAllowed = rolesFrom(target).includes(role);

    it.each(BY_PERSON)('changes $path up to its own rank', async ({ mutation, field }) => {
      const of = await person(app, { role: target, level: 'TEAM_LEAD' });
      const attempt = ofPerson(mutation, field, of);
      // As a value of this test, not the role that is taken away.
      if (field === 'email') attempt.input = { ...attempt.input, email: `${of.id}@desk.example` };
      if (field === 'email' && mutation === 'upsertUser') return;
      if (field === 'role' && target === 'VIEWER') return;
      await expectOutcome(name, attempt, isAllowed);
    });

    it.each(['upsertUser', 'patchPerson'])(
      'gives the role by %s up to its own',
      async (mutation) => {
        const of = await person(app, {
          role: 'AGENT',
          level: 'TEAM_LEAD',
        });
        const attempt = ofPerson(mutation, 'role', of);
        const input = { ...attempt.input, role: target };
        await expectOutcome(name, { ...attempt, input }, isAllowed);
      },
    );

    it('makes a key up to its own', async () => {
      const attempt = { mutation: 'createApiKey', input: { role: target }, field: 'role' };
      await expectOutcome(name, attempt, isAllowed);
    });
  });

  it.skipIf(way === 'key').each(BY_PERSON)('does not change $path of itself', async (row) => {
    const { mutation, field, of } = row;
    if (mutation === 'upsertUser' && field === 'email') return;
    const self = callerOf(name).self ?? { id: '', email: '' };
    const { user } = await app.query<{ user: { name: string } }>(
      'query ($id: ID!) { user(by: { id: $id }) { name } }',
      { id: self.id },
    );
    const attempt = ofPerson(mutation, field, { ...self, ...user });
    // For itself one's name and team are as anybody's.
    await expectOutcome(name, attempt, of === 'person');
  });
});

describe('nobody makes himself more', () => {
  it('by a token whose person he takes out of the way first', async () => {
    const { client, self } = await withToken(app, 'MANAGER', { role: 'MANAGER' });
    const moved = { user: { id: self?.id }, email: 'out-of-the-way@desk.example' };
    const patch = (input: object) =>
      outcomeOf(client, { mutation: 'patchPerson', input: { ...input }, field: 'email' });
    expect(await patch(moved)).toBe('NOT_ALLOWED email');
  });

  it('by becoming somebody of a higher level, whose address he makes his own', async () => {
    const nobody = await tokenOf(app, 'nobody.yet@desk.example', { role: 'MANAGER' });
    const of = await person(app, { level: 'EXECUTIVE', role: 'MANAGER' });
    const input = { user: { id: of.id }, email: 'nobody.yet@desk.example' };
    const attempt = { mutation: 'patchPerson', input, field: 'email' };
    expect(await outcomeOf(nobody, attempt)).toBe('NOT_ALLOWED email');
  });

  it('by adding himself, an admin no more than a manager', async () => {
    for (const role of ['ADMIN', 'MANAGER']) {
      const email = `new.${role.toLowerCase()}@desk.example`;
      const input = { email: email.toUpperCase(), name: 'New', level: 'EXECUTIVE' };
      const attempt = { mutation: 'upsertUser', input, field: 'email' };
      expect(await outcomeOf(await tokenOf(app, email, { role }), attempt)).toBe(
        'NOT_ALLOWED email',
      );
    }
  });

  it('and is told who may, for each field', async () => {
    const { client } = callerOf('MANAGER key');
    const of = await person(app, { role: 'ADMIN', name: 'Ada', level: 'EXECUTIVE' });
    const { userErrors } = await client.mutate('patchPerson', {
      user: { id: of.id },
      role: 'AGENT',
      active: false,
    });
    const message = 'Changing Ada, who is ADMIN, is for ADMIN; these credentials are MANAGER.';
    expect(userErrors).toEqual([
      { code: 'NOT_ALLOWED', field: ['role'], message },
      { code: 'NOT_ALLOWED', field: ['active'], message },
    ]);
  });
});

describe('an agent', () => {
  it('changes contacts, name, lifecycle stage and health score of a customer, and adds one', async () => {
    const { client } = callerOf('AGENT key');
    const made = await customer(client, { name: 'Made by an agent', tier: 'ENTERPRISE' });
    const { customer: after, userErrors } = await client.mutate(
      'patchCustomer',
      {
        customer: { id: made.id },
        name: 'Renamed',
        lifecycleStage: 'GROWTH',
        healthScore: 1,
        contacts: [{ name: 'Kim', email: 'kim@customer.example' }],
      },
      'customer { name lifecycleStage healthScore contacts { name } tier }',
    );
    expect(userErrors).toEqual([]);
    expect(after).toEqual({
      name: 'Renamed',
      lifecycleStage: 'GROWTH',
      healthScore: 1,
      contacts: [{ name: 'Kim' }],
      tier: 'ENTERPRISE',
    });
  });

  it('that names the terms of a customer as they are moves nothing, so it may', async () => {
    const { client } = callerOf('AGENT key');
    const made = await customer(app);
    const same = { tier: 'BUSINESS', arr: { amount: '120000', currency: 'USD' } };
    const { userErrors } = await client.mutate('patchCustomer', {
      customer: { id: made.id },
      ...same,
      healthScore: 5,
    });
    expect(userErrors).toEqual([]);
  });

  it('takes a case over from an owner who has left, and from nobody else', async () => {
    const { client } = callerOf('AGENT key');
    const { id: escalationId } = await openCase(app);
    const [owner, next] = [await person(app), await person(app)];
    const assign = (id: string): Attempt => ({
      mutation: 'assignOwner',
      input: { escalationId, owner: { id } },
      field: 'owner',
    });
    expect(await outcomeOf(client, assign(owner.id))).toBe('done');
    expect(await outcomeOf(client, assign(next.id))).toBe('NOT_ALLOWED owner');
    await app.mutate('patchPerson', { user: { id: owner.id }, active: false });
    expect(await outcomeOf(client, assign(next.id))).toBe('done');
  });
});

describe('an owner', () => {
  it.each(['VIEWER', 'PARTNER'])('is nobody who is %s, who works no cases', async (role) => {
    const { id: escalationId } = await openCase(app);
    const owner = { id: (await person(app, { role, name: 'Val' })).id };
    const { userErrors } = await app.mutate('assignOwner', { escalationId, owner });
    expect(userErrors).toEqual([
      {
        code: 'INVALID',
        field: ['owner'],
        message: `Val is ${role}, who works no cases: name somebody who is ADMIN, MANAGER, AGENT.`,
      },
    ]);
  });
});
