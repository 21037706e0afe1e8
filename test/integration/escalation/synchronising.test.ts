import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { placeOfCursor } from '../../support/cursor.ts';
import { customer, openCase } from '../../support/factories.ts';
import { hashOf, partner } from '../../support/partner.ts';
import { afterEachStatement } from '../../support/statements.ts';

interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const CASES = `query Cases ($after: String, $filter: EscalationFilter) {
  escalations(first: 2, after: $after, orderBy: UPDATED_ASC, filter: $filter) {
    totalCount nodes { id updatedAt } pageInfo { hasNextPage endCursor }
  }
}`;
const EVENTS = `query Events ($first: Int, $after: String, $filter: EventFilter, $types: [EventType!]) {
  events(first: $first, after: $after, filter: $filter, types: $types) {
    totalCount edges { cursor node { cursor } }
    nodes { id type escalation { id } data } pageInfo { hasNextPage endCursor }
  }
}`;
const CUSTOMERS = `query Customers ($after: String, $filter: CustomerFilter, $orderBy: CustomerOrder) {
  customers(first: 100, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount nodes { name } pageInfo { hasNextPage endCursor }
  }
}`;

let app: TestApp;
let asPartner: <Data>(document: string, variables?: Variables) => Promise<Data>;
/** Of the partner. */
let own: { id: string };
beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
  const { key, customerId } = await partner(app, CASES, EVENTS, CUSTOMERS);
  own = { id: customerId };
  asPartner = async <Data>(document: string, variables: Variables = {}) => {
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ documentId: `sha256:${hashOf(document)}`, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown[] };
    expect(errors).toBe(undefined);
    return data;
  };
});
afterAll(() => app.stop());

describe('cases in the order of their changes', () => {
  /** What changed since a cursor, and the cursor to go on with. */
  async function changedSince(after: string | null, filter = {}) {
    const ids: string[] = [];
    for (let cursor = after; ; ) {
      const { escalations } = await app.query<{ escalations: Page<{ id: string }> }>(CASES, {
        after: cursor,
        filter,
      });
      ids.push(...escalations.nodes.map(({ id }) => id));
      cursor = escalations.pageInfo.endCursor ?? cursor;
      if (!escalations.pageInfo.hasNextPage) return { ids, cursor };
    }
  }

  it('come once each, and again when they change', async () => {
    const cases = [await openCase(app), await openCase(app), await openCase(app)];
    const [first, second, third] = cases.map(({ id }) => id);
    const start = await changedSince(null);
    expect(start.ids).toEqual([first, second, third]);
    expect((await changedSince(start.cursor)).ids).toEqual([]);
    await app.mutate('addNote', { escalationId: second, text: 'Changed.' });
    const next = await changedSince(start.cursor);
    expect(next.ids).toEqual([second]);
    expect((await changedSince(null)).ids).toEqual([first, third, second]);
    expect((await changedSince(next.cursor)).ids).toEqual([]);
  });

  it('miss none that was changed earlier and is committed later', async () => {
    const late = await openCase(app);
    const before = await changedSince(null);
    const lookedAt = new Date();
    const holding = new pg.Client({ connectionString: app.databaseUrl });
    await holding.connect();
    await holding.query('BEGIN');
    const key = decodeId('Escalation', late.id);
    await holding.query(
      `UPDATE escalation SET summary = 'Held', updated_at = clock_timestamp() WHERE id = $1`,
      [key],
    );
    await holding.query(
      `INSERT INTO log_entry (type, escalation_id, customer_id, at, recorded_at, summary, actor_label,
         changes, data, case_version, stage, status, severity, category, tier)
       SELECT type, escalation_id, customer_id, clock_timestamp(), clock_timestamp(), summary,
         actor_label, changes, data, case_version, stage, status, severity, category, tier
       FROM log_entry WHERE escalation_id = $1 ORDER BY id DESC LIMIT 1`,
      [key],
    );
    // It waits for none who holds a case.
    const other = await openCase(app);
    const meanwhile = await changedSince(before.cursor);
    expect(meanwhile.ids).toEqual([other.id]);
    await holding.query('COMMIT');
    await holding.end();
    await app.sequencer.sequence();

    const after = await changedSince(meanwhile.cursor);
    expect(after.ids).toEqual([late.id]);
    const times = async (ids: string[]) =>
      (
        await app.query<{ nodes: { updatedAt: string }[] }>(
          'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Escalation { updatedAt } } }',
          { ids },
        )
      ).nodes.map(({ updatedAt }) => Date.parse(updatedAt));
    const [heldAt = 0, otherAt = 0] = await times([late.id, other.id]);
    expect(heldAt).toBeLessThan(otherAt);
    // By time, too: from the latest time that was seen, and from when the last look began.
    const since = (updatedAfter: Date) => changedSince(null, { updatedAfter });
    expect((await since(new Date(otherAt))).ids).toContain(late.id);
    expect((await since(lookedAt)).ids).toEqual([other.id, late.id]);
  });

  it('between two times hold those whose last change lies there, in any order of the list', async () => {
    const from = new Date();
    const inside = await openCase(app);
    const until = new Date(Date.now() + 3_600_000);
    const { escalations } = await app.query<{ escalations: Page<{ id: string }> }>(
      `query ($filter: EscalationFilter) {
        escalations(filter: $filter, orderBy: SEVERITY_DESC) { nodes { id } }
      }`,
      { filter: { updatedAfter: from, updatedBefore: until } },
    );
    expect(escalations.nodes).toEqual([{ id: inside.id }]);
    expect((await changedSince(null, { updatedBefore: from })).ids).not.toContain(inside.id);
  });

  it('of a partner are those of its customers', async () => {
    const { id } = await openCase(app, { customer: { id: own.id } });
    await openCase(app);
    const { escalations } = await asPartner<{ escalations: Page<{ id: string }> }>(CASES);
    expect(escalations).toMatchObject({ totalCount: 1, nodes: [{ id }] });
  });
});

describe('the log of all cases', () => {
  interface Entry {
    id: string;
    type: string;
    escalation: { id: string };
    data: { text?: string };
  }
  type Events = { events: Page<Entry> & { totalCount: number } };

  it('tells from its end on of all that comes, page by page, and of nothing twice', async () => {
    const { id: escalationId } = await openCase(app);
    const { logCursor } = await app.query<{ logCursor: string }>('{ logCursor }');
    for (const text of ['one', 'two', 'three']) {
      await app.mutate('addNote', { escalationId, text });
    }
    const texts: unknown[] = [];
    let after = logCursor;
    for (let more = true; more; ) {
      const { events } = await app.query<Events>(EVENTS, { first: 2, after });
      texts.push(...events.nodes.map(({ data }) => data.text));
      after = events.pageInfo.endCursor ?? '';
      more = events.pageInfo.hasNextPage;
    }
    expect(texts).toEqual(['one', 'two', 'three']);
    const { events } = await app.query<Events>(EVENTS, { after });
    expect(events).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, endCursor: after } });
    expect(await app.query('{ logCursor }')).toEqual({ logCursor: after });
  });

  /** How many entries lie behind a cursor, which is what the next look has to read. */
  async function behind(cursor: string | null): Promise<number> {
    const place = placeOfCursor(cursor ?? '');
    if (place === undefined) throw new Error(`${cursor} is no cursor.`);
    return app.db.logEntry.count({ where: { seq: { gt: place } } });
  }

  it('is read by who asks for what is rare from where it ended at the last look', async () => {
    const { id: escalationId } = await openCase(app);
    const look = async (after: string | null) => {
      const variables = { first: 2, after, types: ['ESCALATION_CANCELLED'] };
      return (await app.query<Events>(EVENTS, variables)).events;
    };
    const first = await look(null);
    expect(first).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false } });
    expect(await behind(first.pageInfo.endCursor)).toBe(0);
    for (const text of ['one', 'two', 'three']) await app.mutate('addNote', { escalationId, text });
    expect(await behind(first.pageInfo.endCursor)).toBe(3);
    const second = await look(first.pageInfo.endCursor);
    expect(await behind(second.pageInfo.endCursor)).toBe(0);
    await app.mutate('cancelEscalation', { escalationId, reason: 'Withdrawn.' });
    await openCase(app);
    const third = await look(second.pageInfo.endCursor);
    expect(third.nodes.map(({ type }) => type)).toEqual(['ESCALATION_CANCELLED']);
    expect(await behind(third.pageInfo.endCursor)).toBe(0);
    expect((await look(third.pageInfo.endCursor)).nodes).toEqual([]);
  });

  it('never ends before what was passed, nor before the end of its page where another follows', async () => {
    const { id: escalationId } = await openCase(app);
    const { logCursor } = await app.query<{ logCursor: string }>('{ logCursor }');
    for (const text of ['one', 'two', 'three']) await app.mutate('addNote', { escalationId, text });
    const { events } = await app.query<Events>(EVENTS, { first: 2, after: logCursor });
    expect(events.pageInfo.hasNextPage).toBe(true);
    expect(await behind(events.pageInfo.endCursor)).toBe(1);
  });

  it('loses nothing that comes while it is read', async () => {
    const { id: escalationId } = await openCase(app);
    const { logCursor } = await app.query<{ logCursor: string }>('{ logCursor }');
    let told = 0;
    const restore = afterEachStatement(/max\(seq\) AS last|FROM "public"."log_entry"/, async () => {
      if (told === 6) return;
      told += 1;
      await app.mutate('addNote', { escalationId, text: `between ${told}` });
    });
    const texts: unknown[] = [];
    try {
      // On a busy machine a note may take longer than a look.
      for (let after: string | null = logCursor, looks = 0; looks < 60; looks += 1) {
        if (texts.length >= 6) break;
        const variables: Variables = { after, types: ['NOTE_ADDED'] };
        const { events }: Events = await app.query<Events>(EVENTS, variables);
        texts.push(...events.nodes.map(({ data }) => data.text));
        after = events.pageInfo.endCursor;
      }
    } finally {
      restore();
    }
    expect(texts).toEqual([1, 2, 3, 4, 5, 6].map((one) => `between ${one}`));
  });

  it('holds what the filter and the types ask for', async () => {
    const { id } = await openCase(app, { severity: 'CRITICAL' });
    await app.mutate('addNote', { escalationId: id, text: 'Of a critical one.' });
    const { events } = await app.query<Events>(EVENTS, {
      filter: { severity: ['CRITICAL'] },
      types: ['NOTE_ADDED'],
    });
    expect(events).toMatchObject({
      totalCount: 1,
      nodes: [{ type: 'NOTE_ADDED', escalation: { id } }],
    });
  });

  it('shows a partner what it may see of its customers, and nothing else', async () => {
    const { id } = await openCase(app, { customer: { id: own.id } });
    await app.mutate('addNote', { escalationId: id, text: 'Between us.' });
    const { events } = await asPartner<Events>(EVENTS, { first: 100 });
    const { events: all } = await app.query<Events>(EVENTS, {
      first: 100,
      filter: { customer: { id: own.id } },
    });
    const seen = all.nodes.filter(({ type }) => type !== 'NOTE_ADDED');
    expect(events.nodes.map((node) => node.id)).toEqual(seen.map((node) => node.id));
    expect(events.totalCount).toBe(seen.length);
    expect(all.totalCount).toBeGreaterThan(seen.length);
  });

  it.each([
    ['that is damaged', 'bm9uc2Vuc2U', /is not a cursor/],
    ['of another log', 'c2VxOjk5OTk5OTktMDA', /cursor/],
  ])('refuses a cursor %s', async (_what, after, message) => {
    const { errors } = await app.graphql(EVENTS, { after });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  it('has pages of at most 100', async () => {
    const { errors } = await app.graphql(EVENTS, { first: 101 });
    expect(errors?.[0]?.message).toBe('`events`: `first` must be from 1 to 100; it is 101.');
  });
});

describe('customers', () => {
  type Customers = { customers: Page<{ name: string }> & { totalCount: number } };

  it('come by name, and in the order of their changes when asked', async () => {
    await customer(app, { externalId: 'z', name: 'Zeta' });
    await customer(app, { externalId: 'm', name: 'Mira' });
    const { customers: byName } = await app.query<Customers>(CUSTOMERS);
    const names = byName.nodes.map(({ name }) => name);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
    const { customers: byChange } = await app.query<Customers>(CUSTOMERS, {
      orderBy: 'UPDATED_ASC',
    });
    expect(byChange.nodes.slice(-2)).toEqual([{ name: 'Zeta' }, { name: 'Mira' }]);

    const from = new Date();
    await app.mutate('setLifecycleStage', { customer: { externalId: 'z' }, stage: 'GROWTH' });
    const { customers: next } = await app.query<Customers>(CUSTOMERS, {
      orderBy: 'UPDATED_ASC',
      after: byChange.pageInfo.endCursor,
    });
    expect(next.nodes).toEqual([{ name: 'Zeta' }]);
    const { customers: since } = await app.query<Customers>(CUSTOMERS, {
      filter: { updatedAfter: from },
    });
    expect(since).toMatchObject({ totalCount: 1, nodes: [{ name: 'Zeta' }] });
  });

  it('are searched by name, whatever stands in it', async () => {
    await customer(app, { externalId: 'p-100', name: '100% Cotton_Co\\' });
    for (const search of ['100%', 'cotton_', 'co\\', 'P-100']) {
      const { customers } = await app.query<Customers>(CUSTOMERS, { filter: { search } });
      expect(customers.nodes).toEqual([{ name: '100% Cotton_Co\\' }]);
    }
  });

  it('of a partner are its own, in any order', async () => {
    for (const orderBy of ['NAME_ASC', 'UPDATED_ASC']) {
      const { customers } = await asPartner<Customers>(CUSTOMERS, { orderBy });
      expect(customers).toMatchObject({ totalCount: 1, nodes: [{ name: expect.any(String) }] });
    }
  });
});
