import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lastPlace } from '../../src/events/reader.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import type { Variables } from '../support/client.ts';
import { cursorAt } from '../support/cursor.ts';
import { customer, openCase } from '../support/factories.ts';
import { metric, untilMetric } from '../support/metrics.ts';
import { hashOf, partner } from '../support/partner.ts';
import { isLive, openAcknowledged, subscribe } from '../support/socket.ts';
import { statementsDuring } from '../support/statements.ts';
import type { Subscriber } from '../support/subscriber.ts';
import { createSubscriber } from '../support/subscriber.ts';
import type { Template } from './log-writers.support.ts';
import { commitEntries, entryOf, entryTemplate } from './log-writers.support.ts';

interface Event {
  cursor: string;
  escalation: { reference: string; customer: { name: string; arr: object | null } };
}

const QUERY = `subscription Follow($after: String) { escalationEvents(after: $after) {
  cursor escalation { reference customer { name arr { amount } } }
} }`;

let app: TestApp;
let template: Template;

beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
  template = await entryTemplate(app);
  // What it looks for once a second would count among the statements of others.
  await app.sequencer.stop();
});
afterAll(async () => {
  await app.stop();
});
beforeEach(async () => {
  await untilMetric(app, 'desk_live_subscriptions', 0);
});

async function write(text: string): Promise<void> {
  await commitEntries(app.db, [entryOf(template, { text })]);
  await app.sequencer.sequence();
}

async function join(subscribers: readonly Subscriber<Event>[], url = app.url): Promise<void> {
  await Promise.all(subscribers.map((subscriber) => subscriber.join(url)));
  await Promise.all(subscribers.map((subscriber) => subscriber.live()));
}

const leave = (subscribers: readonly Subscriber<Event>[]) =>
  Promise.all(subscribers.map((subscriber) => subscriber.leave('close')));

describe('subscribers with the same operation, variables and visibility', () => {
  /** Reads of cases while one entry is written and comes to all. */
  async function readsFor(subscribers: readonly Subscriber<Event>[]): Promise<number> {
    const statements = await statementsDuring(async () => {
      const counts = subscribers.map(({ events }) => events.length + 1);
      await write('for all');
      await Promise.all(subscribers.map((one, place) => one.count(counts[place] ?? 0)));
    });
    return statements.filter((sql) => /^SELECT .*"escalation"/.test(sql)).length;
  }

  it('are executed for once, however many they are', async () => {
    const all = Array.from({ length: 30 }, () => createSubscriber<Event>({ query: QUERY }));
    await join(all.slice(0, 1));
    const alone = await readsFor(all.slice(0, 1));
    await join(all.slice(1));
    expect(alone).toBeGreaterThan(0);
    expect(await readsFor(all)).toBe(alone);
    expect(await metric(app, 'desk_live_groups')).toBe(1);
    expect(await metric(app, 'desk_live_subscriptions')).toBe(30);
    await leave(all);
  });

  it('share a group wherever they start, from a cursor as well as from now on', async () => {
    const after = await cursorAt(app.db, await lastPlace(app.db));
    await write('before');
    const resumed = createSubscriber<Event>({ query: QUERY, after });
    const fresh = createSubscriber<Event>({ query: QUERY });
    await join([resumed]);
    // The node has come to what was written before: who begins now is not sent it.
    await resumed.count(1);
    await join([fresh]);
    expect(await metric(app, 'desk_live_groups')).toBe(1);
    await write('after');
    await Promise.all([resumed.count(2), fresh.count(1)]);
    expect(resumed.events.slice(1)).toEqual(fresh.events);
    await leave([resumed, fresh]);
  });

  it('do not when the variable that says where to start says something else too', async () => {
    const query = `subscription ($after: String) { escalationEvents(after: $after) {
      cursor escalation { reference customer { name arr { amount } escalations(after: $after) { totalCount } } }
    } }`;
    const after = await cursorAt(app.db, await lastPlace(app.db));
    const both = [createSubscriber<Event>({ query }), createSubscriber<Event>({ query, after })];
    await Promise.all(both.map((one) => one.join(app.url)));
    await both[0]?.live();
    await untilMetric(app, 'desk_live_groups', 2);
    for (const one of both) await one.leave('close');
  });

  it('do not when their documents or variables differ', async () => {
    const peer = await openAcknowledged(app.url);
    const byType = 'subscription ($t: [EventType!]) { escalationEvents(types: $t) { cursor } }';
    const operations = [
      subscribe('a', byType, { t: ['NOTE_ADDED'] }),
      subscribe('b', byType, { t: ['STAGE_CHANGED'] }),
      subscribe('c', byType),
      subscribe('d', 'subscription { escalationEvents { cursor type } }'),
    ];
    for (const operation of operations) peer.send(operation);
    for (const { id = '' } of operations) await peer.saw(isLive(id));
    expect(await metric(app, 'desk_live_groups')).toBe(4);
    peer.socket.close();
  });

  it('do not when what they refer to came to be in between', async () => {
    const variables = { of: { externalId: 'not yet' } };
    const query = `subscription ($after: String, $of: CustomerRef) {
      escalationEvents(after: $after, filter: { customer: $of }) { cursor escalation { reference customer { name arr { amount } } } }
    }`;
    const early = createSubscriber<Event>({ query, variables });
    const late = createSubscriber<Event>({ query, variables });
    await join([early]);
    await customer(app, { externalId: 'not yet' });
    await join([late]);
    const { reference } = await openCase(app, { customer: { externalId: 'not yet' } });
    await late.count(1);
    expect(late.events[0]?.escalation.reference).toBe(reference);
    expect(early.events).toEqual([]);
    await leave([early, late]);
  });
});

describe('subscribers of different visibility', () => {
  const viewers: string[] = [];
  const partners: string[] = [];
  let partnerKeyId: string;
  let own: { reference: string; template: Template };
  let foreign: { reference: string; template: Template };

  beforeAll(async () => {
    const { customerId, key, name } = await partner(app, QUERY);
    const owned = await openCase(app, { customer: { id: customerId } });
    own = { reference: owned.reference, template: await entryTemplate(app, owned) };
    const other = await openCase(app);
    foreign = { reference: other.reference, template: await entryTemplate(app, other) };
    const make = (input: Variables) =>
      app.mutate<{ key: string; apiKey: { id: string } }>(
        'createApiKey',
        input,
        'key apiKey { id }',
      );
    const second = await make({ role: 'PARTNER', name, customers: [{ id: customerId }] });
    partners.push(key, second.key);
    partnerKeyId = second.apiKey.id;
    for (let turn = 0; turn < 2; turn += 1) viewers.push((await make({ role: 'VIEWER' })).key);
  });

  /** An entry that partners see too: a note they would not. */
  const shown = (template: Template) => ({
    ...entryOf(template, { text: '' }),
    type: 'ACTION_RECORDED' as const,
    data: { actionId: 'one', kind: 'FIX' as const },
  });

  const of = (key: string, after?: string) =>
    createSubscriber<Event>({
      query: QUERY,
      key,
      documentId: hashOf(QUERY),
      ...(after === undefined ? {} : { after }),
    });

  it('are executed for apart, and each sees what it may, live and from the log', async () => {
    const after = await cursorAt(app.db, await lastPlace(app.db));
    const all = () => [...viewers, ...partners].map((key) => of(key, after));
    const live = all();
    await join(live);
    expect(await metric(app, 'desk_live_groups')).toBe(2);
    for (const one of [foreign, own]) {
      await commitEntries(app.db, [shown(one.template)]);
    }
    await app.sequencer.sequence();
    const late = all();
    await join(late);
    for (const subscribers of [live, late]) {
      const wanted = [2, 2, 1, 1];
      await Promise.all(subscribers.map((one, place) => one.count(wanted[place] ?? 0)));
      const seen = subscribers.map(({ events }) => events.map(({ escalation }) => escalation));
      expect(seen[0]).toMatchObject([
        { reference: foreign.reference, customer: { arr: { amount: '120000.00' } } },
        { reference: own.reference, customer: { arr: { amount: '120000.00' } } },
      ]);
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[2]).toMatchObject([{ reference: own.reference, customer: { arr: null } }]);
      expect(seen[3]).toEqual(seen[2]);
      await leave(subscribers);
    }
  });

  it('whose credentials end are closed with 4403, and the others of their group are not', async () => {
    const [staying, ending] = partners.map((key) => of(key));
    if (staying === undefined || ending === undefined) throw new Error('There are no partners.');
    await join([ending, staying]);
    await app.mutate('revokeApiKey', { keyId: partnerKeyId });
    expect(await ending.closed()).toEqual({ code: 4403, reason: 'The credentials have ended' });
    await commitEntries(app.db, [shown(own.template)]);
    await app.sequencer.sequence();
    await staying.count(1);
    await staying.leave('close');
  });
});
