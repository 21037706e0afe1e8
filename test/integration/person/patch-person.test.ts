import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { person } from '../../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

interface Payload {
  cursor: string | null;
  user: { id: string; version: number; [field: string]: unknown } | null;
}

const FIELDS = 'id name email level team role active version';

const patch = (input: object) =>
  app.mutate<Payload>('patchPerson', { ...input }, `cursor user { ${FIELDS} }`);

async function read(by: object): Promise<Payload['user']> {
  const { user } = await app.query<{ user: Payload['user'] }>(
    `query ($by: UserRef!) { user(by: $by) { ${FIELDS} } }`,
    { by },
  );
  return user;
}

describe('patchPerson', () => {
  it.each([
    ['name', { name: 'Renamed' }],
    ['level', { level: 'TEAM_LEAD' }],
    ['team', { team: 'ENGINEERING' }],
    ['team', { team: null }],
    ['role', { role: 'VIEWER' }],
    ['active', { active: false }],
  ])('changes %s and nothing else, as %j', async (_field, change) => {
    const { id, email } = await person(app, { team: 'FINANCE' });
    const before = await read({ id });
    const { user, userErrors, cursor } = await patch({ user: { email }, ...change });
    expect(userErrors).toEqual([]);
    expect(cursor).not.toBeNull();
    expect(user).toEqual({ ...before, ...change, version: 2 });
  });

  it('changes the address, in small letters, by which the person is found from then on', async () => {
    const { id, email } = await person(app);
    const { user } = await patch({ user: { id }, email: 'New.Address@Desk.Example' });
    expect(user?.['email']).toBe('new.address@desk.example');
    expect(await read({ email })).toBeNull();
    expect((await read({ email: 'NEW.address@desk.example' }))?.id).toBe(id);
    const { deskEvents } = await app.query<{ deskEvents: { nodes: object[] } }>(
      '{ deskEvents(first: 1, types: [USER_CHANGED]) { nodes { changes { field from to } } } }',
    );
    expect(deskEvents.nodes).toEqual([
      { changes: [{ field: 'email', from: email, to: 'new.address@desk.example' }] },
    ]);
  });

  it("refuses somebody else's address, and nothing is written", async () => {
    const [one, other] = [await person(app), await person(app)];
    const change = { user: { id: one.id }, name: 'Renamed', email: other.email.toUpperCase() };
    expect((await patch(change)).userErrors).toEqual([
      {
        code: 'DUPLICATE',
        field: ['email'],
        message: `Somebody else has the address ${other.email}.`,
      },
    ]);
    expect(await read({ id: one.id })).toMatchObject({ name: one.name, email: one.email });
  });

  it('gives an address to one of two who take it at the same time', async () => {
    const people = [await person(app), await person(app)];
    const answers = await Promise.all(
      people.map(({ id }) => patch({ user: { id }, email: 'taken.once@desk.example' })),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      'DUPLICATE',
    ]);
  });

  it('leaves an upsert of the old address to make somebody new', async () => {
    const { id, email } = await person(app);
    await patch({ user: { id }, email: 'moved.on@desk.example' });
    const again = await person(app, { email });
    expect(again.id).not.toBe(id);
  });

  it('writes nothing when nothing is given, or nothing differs', async () => {
    const { id } = await person(app);
    for (const given of [{}, { level: 'EXECUTIVE', team: null }]) {
      const { cursor, user, userErrors } = await patch({ user: { id }, ...given });
      expect([cursor, user?.version, userErrors]).toEqual([null, 1, []]);
    }
  });

  it('is NOT_FOUND for nobody', async () => {
    const { userErrors } = await patch({ user: { email: 'nobody@desk.example' }, name: 'Any' });
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['user'] }]);
  });
});

describe('two who decide on the same version of a person', () => {
  it.each(['patchPerson', 'upsertUser'])('by %s do not overwrite each other', async (mutation) => {
    const { id, email } = await person(app);
    const named = mutation === 'upsertUser' ? { email, level: 'EXECUTIVE' } : { user: { id } };
    const answers = await Promise.all(
      ['One', 'Two'].map((name) => app.mutate(mutation, { ...named, name, expectedVersion: 1 })),
    );
    expect(
      answers.flatMap(({ userErrors }) => userErrors.map(({ code, field }) => [code, ...field])),
    ).toEqual([['STALE_VERSION', 'expectedVersion']]);
    expect((await read({ id }))?.version).toBe(2);
  });

  it('by upsertUser find that there is nobody yet', async () => {
    const input = { email: 'not.yet@desk.example', name: 'Not Yet', level: 'MANAGER' };
    const { userErrors } = await app.mutate('upsertUser', { ...input, expectedVersion: 1 });
    expect(userErrors).toMatchObject([{ code: 'STALE_VERSION', field: ['expectedVersion'] }]);
    expect(await read({ email: input.email })).toBeNull();
  });
});

describe('upsertUser', () => {
  it('called again with its key changes a person that is there once', async () => {
    const { email } = await person(app);
    const input = { email, name: 'Renamed', level: 'EXECUTIVE', idempotencyKey: 'rename' };
    const [first, again] = [
      await app.mutate<Payload>('upsertUser', input, 'cursor user { name version }'),
      await app.mutate<Payload>('upsertUser', input, 'cursor user { name version }'),
    ];
    expect(first?.user).toEqual({ name: 'Renamed', version: 2 });
    expect(again).toEqual(first);
  });

  it('takes a person out of its team by null, and leaves it there without', async () => {
    const { email, name } = await person(app, { team: 'FINANCE' });
    const upsert = (change: object) =>
      app.mutate<Payload>(
        'upsertUser',
        { email, name, level: 'EXECUTIVE', ...change },
        'user { team }',
      );
    expect((await upsert({})).user).toEqual({ team: 'FINANCE' });
    expect((await upsert({ team: null })).user).toEqual({ team: null });
  });
});
