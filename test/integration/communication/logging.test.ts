import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { TEST_START } from '../../support/clock.ts';
import { openCase } from '../../support/factories.ts';
import { caseNow, clock, stepState, tell, told, typesOf } from './case.support.ts';

const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(Date.parse(TEST_START) + hours * HOUR_MS).toISOString();

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
beforeEach(() => app.clock.set(TEST_START));

// HIGH: answer within 4 h, then tell the customer something every 4 h.
const open = async () => (await openCase(app)).id;
const call = { channel: 'CALL', direction: 'OUTBOUND', summary: 'Told them what we know' };
const reply = { channel: 'EMAIL', direction: 'INBOUND', summary: 'It works again' };

describe('logging what the desk said', () => {
  it('counts from when it took place', async () => {
    const escalationId = await open();
    app.clock.set(inHours(3));
    const { communication, events } = await told(app, 'logCommunication', {
      escalationId,
      ...call,
      at: inHours(1),
    });
    expect(communication).toMatchObject({ state: 'LOGGED', at: inHours(1), subject: null });
    expect(communication.body).toBe(call.summary);
    expect(events[0]).toMatchObject({
      type: 'COMMUNICATION_LOGGED',
      at: inHours(1),
      data: { counts: true, direction: 'OUTBOUND', channel: 'CALL' },
    });
    const now = await caseNow(app, escalationId);
    expect(clock(now, 'RESPONSE')).toMatchObject({ state: 'MET', metAt: inHours(1) });
    expect(clock(now, 'UPDATE')).toMatchObject({ startedAt: inHours(1), dueAt: inHours(5) });
    expect(stepState(now, 'PREPARE_COMMUNICATION')).toBe('DONE');
  });

  it('corrects a breach when it was in time and is only told late', async () => {
    const escalationId = await open();
    app.clock.set(inHours(6));
    await app.mutate('addNote', { escalationId, text: 'Where are we?' });
    expect((await caseNow(app, escalationId)).impact.slaBreach).toBe(true);
    const { events } = await told(app, 'logCommunication', {
      escalationId,
      ...call,
      at: inHours(3),
    });
    expect(events.filter(({ data }) => data.corrected === true)).toMatchObject([
      { type: 'SLA_MET', data: { kind: 'RESPONSE' } },
    ]);
    const now = await caseNow(app, escalationId);
    expect(now.impact.slaBreach).toBe(false);
    expect(clock(now, 'RESPONSE')).toMatchObject({ state: 'MET', metAt: inHours(3) });
  });

  it('keeps what the customer answered in the same call, and resumes nothing', async () => {
    const escalationId = await open();
    await app.mutate('waitForCustomer', { escalationId, reason: 'Logs asked for' });
    const { communication, events } = await told(app, 'logCommunication', {
      escalationId,
      ...call,
      customerResponse: 'We look for the logs.',
    });
    expect(communication.customerResponse).toBe('We look for the logs.');
    expect(typesOf(events).slice(0, 2)).toEqual(['COMMUNICATION_LOGGED', 'CUSTOMER_RESPONDED']);
    expect((await caseNow(app, escalationId)).status).toBe('WAITING_ON_CUSTOMER');
  });

  it.each([
    ['before the opening', -1],
    ['after now', 3],
  ])('is refused %s', async (_name, hours) => {
    const escalationId = await open();
    app.clock.set(inHours(2));
    const { userErrors } = await tell(app, 'logCommunication', {
      escalationId,
      ...call,
      at: inHours(hours),
    });
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['at'] }]);
    expect((await caseNow(app, escalationId)).communications.totalCount).toBe(0);
  });

  it.each([
    ['at the opening', 0],
    ['now', 2],
  ])('is taken %s', async (_name, hours) => {
    const escalationId = await open();
    app.clock.set(inHours(2));
    const { communication } = await told(app, 'logCommunication', {
      escalationId,
      ...call,
      at: inHours(hours),
    });
    expect(communication.at).toBe(inHours(hours));
  });
});

describe('logging what the customer said', () => {
  it('does not count, and does no step', async () => {
    const escalationId = await open();
    const { communication, events } = await told(app, 'logCommunication', {
      escalationId,
      ...reply,
    });
    expect(communication).toMatchObject({ direction: 'INBOUND', customerResponse: null });
    expect(typesOf(events)).toEqual(['COMMUNICATION_LOGGED', 'CUSTOMER_RESPONDED']);
    expect(events[0]?.data.counts).toBe(false);
    const now = await caseNow(app, escalationId);
    expect(clock(now, 'RESPONSE').state).toBe('RUNNING');
    expect(stepState(now, 'PREPARE_COMMUNICATION')).toBe('PENDING');
  });

  it('resumes a waiting case from when it came', async () => {
    const escalationId = await open();
    await app.mutate('waitForCustomer', { escalationId, reason: 'Logs asked for' });
    app.clock.set(inHours(3));
    await told(app, 'logCommunication', { escalationId, ...reply, at: inHours(2) });
    const now = await caseNow(app, escalationId);
    expect(now.status).toBe('OPEN');
    expect(clock(now, 'RESPONSE')).toMatchObject({ state: 'RUNNING', dueAt: inHours(6) });
  });

  it('resumes a case that began to wait only later, as though it had not waited', async () => {
    const escalationId = await open();
    app.clock.set(inHours(2));
    await app.mutate('waitForCustomer', { escalationId, reason: 'Logs asked for' });
    app.clock.set(inHours(3));
    await told(app, 'logCommunication', { escalationId, ...reply, at: inHours(1) });
    const now = await caseNow(app, escalationId);
    expect(now.status).toBe('OPEN');
    expect(clock(now, 'RESPONSE')).toMatchObject({ state: 'RUNNING', dueAt: inHours(4) });
  });

  it('ends a wait when it came, though the wait has ended by itself meanwhile', async () => {
    const escalationId = await open();
    const until = inHours(3);
    await app.mutate('waitForCustomer', { escalationId, reason: 'Logs asked for', until });
    app.clock.set(inHours(3.5));
    await told(app, 'logCommunication', { escalationId, ...reply, at: inHours(2) });
    const now = await caseNow(app, escalationId);
    expect(now.status).toBe('OPEN');
    expect(clock(now, 'RESPONSE')).toMatchObject({ state: 'RUNNING', dueAt: inHours(6) });
  });

  it('becomes the response to what it replies to, the first one for good', async () => {
    const escalationId = await open();
    const { communication: sent } = await told(app, 'sendCommunication', {
      escalationId,
      subject: 'Please try again',
      body: 'Does it work?',
    });
    const answers = { escalationId, ...reply, inReplyToId: sent.id };
    const first = await told(app, 'logCommunication', { ...answers, body: 'Yes, since noon.' });
    await told(app, 'logCommunication', { ...answers, summary: 'Still fine' });
    expect(first.communication.inReplyTo).toEqual({ id: sent.id });
    const { nodes, totalCount } = (await caseNow(app, escalationId)).communications;
    expect(totalCount).toBe(3);
    expect(nodes.map(({ customerResponse }) => customerResponse)).toEqual([
      'Yes, since noon.',
      null,
      null,
    ]);
  });

  it('is refused in reply to what the case does not have, and to a draft', async () => {
    const [escalationId, other] = [await open(), await open()];
    const foreign = await told(app, 'logCommunication', { escalationId: other, ...reply });
    const draft = await told(app, 'prepareCommunication', {
      escalationId,
      subject: 'S',
      body: 'B',
    });
    const errorsFor = async (inReplyToId: string) =>
      (await tell(app, 'logCommunication', { escalationId, ...reply, inReplyToId })).userErrors;
    expect(await errorsFor(foreign.communication.id)).toMatchObject([
      { code: 'NOT_FOUND', field: ['inReplyToId'] },
    ]);
    expect(await errorsFor(draft.communication.id)).toMatchObject([
      { code: 'WRONG_STATE', field: ['inReplyToId'] },
    ]);
  });
});
