import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Payload {
  cursor: string | null;
  user: { id: string; [field: string]: unknown } | null;
}

const upsert = (input: object) =>
  app.mutate<Payload>(
    'upsertUser',
    { ...input },
    'cursor user { id name email level team role active }',
  );

describe('upsertUser', () => {
  it('adds an agent who is active and in no team', async () => {
    const { userErrors, user } = await upsert({
      email: 'Ann@Desk.Example',
      name: 'Ann',
      level: 'DIRECTOR',
    });
    expect(userErrors).toEqual([]);
    expect(user).toMatchObject({
      name: 'Ann',
      email: 'ann@desk.example',
      level: 'DIRECTOR',
      team: null,
      role: 'AGENT',
      active: true,
    });
  });

  it('changes the person with that address, and keeps what is left out', async () => {
    const given = { email: 'bo@desk.example', name: 'Bo', level: 'MANAGER' };
    const made = await upsert({ ...given, team: 'FINANCE', role: 'MANAGER' });
    const left = await upsert({ ...given, email: 'BO@desk.example', name: 'Bob', active: false });
    expect(left.user).toEqual({ ...made.user, name: 'Bob', active: false });
    const { deskEvents } = await app.query<{ deskEvents: { nodes: unknown[] } }>(
      `{ deskEvents(first: 1, types: [USER_CHANGED]) {
        nodes { summary subject { id ... on User { name } } changes { field from to } }
      } }`,
    );
    expect(deskEvents.nodes).toEqual([
      {
        summary: 'Bob changed',
        subject: { id: made.user?.id, name: 'Bob' },
        changes: [
          { field: 'name', from: 'Bo', to: 'Bob' },
          { field: 'active', from: 'true', to: 'false' },
        ],
      },
    ]);
  });

  it('changes nothing when nothing differs', async () => {
    const given = { email: 'cleo@desk.example', name: 'Cleo', level: 'TEAM_LEAD' };
    const made = await upsert(given);
    const again = await upsert(given);
    expect(again).toEqual({ userErrors: [], cursor: null, user: made.user });
  });

  it('adds one person for many who do it at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        upsert({ email: 'crowd@desk.example', name: `Name ${n}`, level: 'MANAGER' }),
      ),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(new Set(answers.map(({ user }) => user?.id)).size).toBe(1);
  });

  it('refuses a blank name', async () => {
    const { user, userErrors } = await upsert({
      email: 'blank@desk.example',
      name: '\t',
      level: 'MANAGER',
    });
    expect(user).toBeNull();
    expect(userErrors).toEqual([
      { code: 'INVALID', field: ['name'], message: 'Must not be empty.' },
    ]);
  });
});

describe('user', () => {
  const find = (by: object) =>
    app.query('query ($by: UserRef!) { user(by: $by) { name } }', { by });

  it('is found by id and by address in any case', async () => {
    const { user } = await upsert({ email: 'dee@desk.example', name: 'Dee', level: 'MANAGER' });
    expect(await find({ id: user?.id })).toEqual({ user: { name: 'Dee' } });
    expect(await find({ email: 'DEE@desk.example' })).toEqual({ user: { name: 'Dee' } });
  });

  it('is null for nobody and for a malformed id', async () => {
    expect(await find({ email: 'nobody@desk.example' })).toEqual({ user: null });
    expect(await find({ id: 'junk' })).toEqual({ user: null });
  });
});

describe('users', () => {
  it('come in the order in which they were added, of a level and a team', async () => {
    for (const [name, level, team] of [
      ['Zoe', 'EXECUTIVE', 'ENGINEERING'],
      ['Yan', 'EXECUTIVE', 'FINANCE'],
      ['Xia', 'EXECUTIVE', 'ENGINEERING'],
    ]) {
      app.clock.advance(1_000);
      await upsert({ email: `${name}@desk.example`, name, level, team });
    }
    const { executives, engineers } = await app.query<
      Record<string, { totalCount: number; nodes: { name: string }[] }>
    >(
      `{
        executives: users(level: EXECUTIVE, first: 2) { totalCount nodes { name } }
        engineers: users(level: EXECUTIVE, team: ENGINEERING) { totalCount nodes { name } }
      }`,
    );
    expect(executives).toEqual({ totalCount: 3, nodes: [{ name: 'Zoe' }, { name: 'Yan' }] });
    expect(engineers).toEqual({ totalCount: 2, nodes: [{ name: 'Zoe' }, { name: 'Xia' }] });
  });
});
