import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { TEST_START } from '../../support/clock.ts';
import { customer, openCase, person } from '../../support/factories.ts';
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
const open = () => openCase(app, { summary: 'Exports fail' });

async function owned(): Promise<string> {
  const { id } = await open();
  const { email } = await person(app, { name: 'Ines Ferrer' });
  const { userErrors } = await app.mutate('assignOwner', { escalationId: id, owner: { email } });
  expect(userErrors).toEqual([]);
  return id;
}

describe('preparing a communication', () => {
  it('keeps a draft, does its step, and meets no clock', async () => {
    const escalationId = await owned();
    const { communication, events } = await told(app, 'prepareCommunication', {
      escalationId,
      template: 'INITIAL_RESPONSE',
    });
    expect(communication).toMatchObject({ state: 'DRAFT', template: 'INITIAL_RESPONSE' });
    expect(communication.body).toContain('- Assigned to: Ines Ferrer\n');
    expect(typesOf(events)).toContain('COMMUNICATION_PREPARED');
    const now = await caseNow(app, escalationId);
    expect(stepState(now, 'PREPARE_COMMUNICATION')).toBe('DONE');
    expect(clock(now, 'RESPONSE').state).toBe('RUNNING');
  });

  it('lets a template lack something, and lists what', async () => {
    const { id: escalationId } = await open();
    const { communication, events } = await told(app, 'prepareCommunication', {
      escalationId,
      template: 'PROGRESS_UPDATE',
    });
    expect(communication.body).toContain('{next_steps}');
    expect(events[0]?.data.missing).toEqual(['status', 'actions', 'nextSteps']);
  });

  it.each([
    ['neither a template nor words of its own', {}, 'template'],
    ['both', { template: 'INITIAL_RESPONSE', body: 'B' }, 'body'],
    ['a body without a subject', { body: 'B' }, 'subject'],
    ['a subject without a body', { subject: 'S' }, 'body'],
  ])('is refused for %s', async (_name, words, field) => {
    const { id: escalationId } = await open();
    const { communication, userErrors } = await tell(app, 'prepareCommunication', {
      escalationId,
      ...words,
    });
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: [field] }]);
    expect(communication).toBeNull();
    expect((await caseNow(app, escalationId)).communications.totalCount).toBe(0);
  });
});

describe('sending a communication', () => {
  it('counts: it meets RESPONSE and begins the next cycle of UPDATE', async () => {
    const escalationId = await owned();
    app.clock.advance(HOUR_MS);
    const { communication, events } = await told(app, 'sendCommunication', {
      escalationId,
      template: 'INITIAL_RESPONSE',
    });
    expect(communication).toMatchObject({ state: 'LOGGED', direction: 'OUTBOUND', at: inHours(1) });
    expect(communication.body).toContain('- Next update: 2026-03-02 14:00 UTC\n');
    const sent = events.find(({ type }) => type === 'COMMUNICATION_SENT');
    expect(sent?.data).toMatchObject({ communicationId: expect.any(String), counts: true });
    expect(sent?.changes.map(({ field }) => field)).toContainEqual(
      expect.stringMatching(/^communications\..*\.state$/),
    );
    const now = await caseNow(app, escalationId);
    expect(clock(now, 'RESPONSE')).toMatchObject({ state: 'MET', metAt: inHours(1) });
    expect(clock(now, 'UPDATE')).toMatchObject({
      cycle: 2,
      startedAt: inHours(1),
      dueAt: inHours(5),
    });
    expect(stepState(now, 'PREPARE_COMMUNICATION')).toBe('DONE');
    expect(stepState(now, 'COMMUNICATE_PROGRESS')).toBe('PENDING');
  });

  it('goes to the contacts of the customer, or to whom it says', async () => {
    const of = await customer(app, {
      contacts: [
        { name: 'Mara Lind', email: 'Mara.Lind@harbour.example' },
        { name: 'Jo Beck', email: 'jo@harbour.example' },
      ],
    });
    const { id: escalationId } = await openCase(app, { customer: { id: of.id } });
    const words = { escalationId, subject: 'Call at noon', body: 'We call you at noon.' };
    const first = await told(app, 'sendCommunication', words);
    expect(first.communication.recipients).toEqual([
      'mara.lind@harbour.example',
      'jo@harbour.example',
    ]);
    const second = await told(app, 'sendCommunication', { ...words, to: ['cto@harbour.example'] });
    expect(second.communication.recipients).toEqual(['cto@harbour.example']);
    expect(second.communication.summary).toBe('Call at noon');
  });

  it('is refused for a mail to nobody, and nothing is written', async () => {
    const of = await customer(app, { contacts: [] });
    const { id: escalationId } = await openCase(app, { customer: { id: of.id } });
    const words = { escalationId, subject: 'S', body: 'B' };
    const mail = await tell(app, 'sendCommunication', words);
    expect(mail.userErrors).toMatchObject([{ code: 'INVALID', field: ['to'] }]);
    expect((await caseNow(app, escalationId)).communications.totalCount).toBe(0);
    const call = await told(app, 'sendCommunication', { ...words, channel: 'CALL' });
    expect(call.communication.recipients).toEqual([]);
  });

  it('is refused while the template lacks something, at each field', async () => {
    const { id: escalationId } = await open();
    const { userErrors } = await tell(app, 'sendCommunication', {
      escalationId,
      template: 'PROGRESS_UPDATE',
      fields: { actions: 'Exports restarted' },
    });
    expect(userErrors).toMatchObject([
      { code: 'INVALID', field: ['fields', 'status'] },
      { code: 'INVALID', field: ['fields', 'nextSteps'] },
    ]);
    expect(clock(await caseNow(app, escalationId), 'RESPONSE').state).toBe('RUNNING');
  });

  it('does COMMUNICATE_PROGRESS with the template of a progress update', async () => {
    const { id: escalationId } = await open();
    await told(app, 'sendCommunication', {
      escalationId,
      template: 'PROGRESS_UPDATE',
      fields: { status: 'Working', actions: 'Restarted', nextSteps: 'Watch' },
    });
    expect(stepState(await caseNow(app, escalationId), 'COMMUNICATE_PROGRESS')).toBe('DONE');
  });

  it('replies to a communication of the same case only', async () => {
    const [{ id: escalationId }, other] = [await open(), await open()];
    const log = { channel: 'EMAIL', direction: 'INBOUND', summary: 'When will it work?' };
    const theirs = await told(app, 'logCommunication', { escalationId, ...log });
    const foreign = await told(app, 'logCommunication', { escalationId: other.id, ...log });
    const words = { escalationId, subject: 'S', body: 'B' };
    const reply = await told(app, 'sendCommunication', {
      ...words,
      inReplyToId: theirs.communication.id,
    });
    expect(reply.communication.inReplyTo).toEqual({ id: theirs.communication.id });
    const refused = await tell(app, 'sendCommunication', {
      ...words,
      inReplyToId: foreign.communication.id,
    });
    expect(refused.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['inReplyToId'] }]);
  });
});

describe('sending a draft', () => {
  it('keeps the words and recipients it was prepared with, and sends it once', async () => {
    const { id: escalationId } = await open();
    const draft = await told(app, 'prepareCommunication', {
      escalationId,
      subject: 'Call at noon',
      body: 'We call you at noon.',
      to: ['cto@harbour.example'],
    });
    app.clock.advance(HOUR_MS);
    const communicationId = draft.communication.id;
    const sent = await told(app, 'sendCommunication', { escalationId, communicationId });
    expect(sent.communication).toEqual({ ...draft.communication, state: 'LOGGED', at: inHours(1) });
    const again = await tell(app, 'sendCommunication', { escalationId, communicationId });
    expect(again.userErrors).toMatchObject([{ code: 'WRONG_STATE', field: ['communicationId'] }]);
  });

  it('fills its template anew, with the fields of preparing and of sending', async () => {
    const { id: escalationId } = await open();
    const draft = await told(app, 'prepareCommunication', {
      escalationId,
      template: 'INITIAL_RESPONSE',
      fields: { owner: 'the night shift' },
    });
    expect(draft.communication.body).toContain('- Next update: 2026-03-02 13:00 UTC\n');
    app.clock.advance(HOUR_MS);
    const { communication } = await told(app, 'sendCommunication', {
      escalationId,
      communicationId: draft.communication.id,
      fields: { severity: 'top' },
      to: ['cto@harbour.example'],
    });
    expect(communication.recipients).toEqual(['cto@harbour.example']);
    expect(communication.body).toBe(
      [
        "We've received your escalation and understand the urgency.",
        '- Issue: Exports fail',
        '- Assigned to: the night shift',
        '- Next update: 2026-03-02 14:00 UTC',
        "We're treating this as top priority.",
      ].join('\n'),
    );
  });

  it('is refused while it still lacks something', async () => {
    const { id: escalationId } = await open();
    const { communication } = await told(app, 'prepareCommunication', {
      escalationId,
      template: 'INITIAL_RESPONSE',
    });
    const { userErrors } = await tell(app, 'sendCommunication', {
      escalationId,
      communicationId: communication.id,
    });
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['fields', 'owner'] }]);
  });

  it('is refused for a draft of another case', async () => {
    const [{ id: escalationId }, other] = [await open(), await open()];
    const foreign = await told(app, 'prepareCommunication', {
      escalationId: other.id,
      subject: 'S',
      body: 'B',
    });
    const { userErrors } = await tell(app, 'sendCommunication', {
      escalationId,
      communicationId: foreign.communication.id,
    });
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['communicationId'] }]);
  });
});

describe('posting a progress update', () => {
  it('sends the template, counts, and does both steps', async () => {
    const { id: escalationId } = await open();
    const { communication, events } = await told(app, 'postProgressUpdate', {
      escalationId,
      status: 'Exports run again',
      actions: 'Queue restarted',
      nextSteps: 'Watch it overnight',
      expectedResolution: '2026-03-03T08:30:00Z',
    });
    expect(communication).toMatchObject({
      template: 'PROGRESS_UPDATE',
      state: 'LOGGED',
      body: [
        'Update on your escalation:',
        '- Status: Exports run again',
        '- Actions taken: Queue restarted',
        '- Next steps: Watch it overnight',
        '- Expected resolution: 2026-03-03 08:30 UTC',
      ].join('\n'),
    });
    expect(typesOf(events).slice(0, 2)).toEqual(['COMMUNICATION_SENT', 'PROGRESS_UPDATED']);
    const now = await caseNow(app, escalationId);
    expect(stepState(now, 'PREPARE_COMMUNICATION')).toBe('DONE');
    expect(stepState(now, 'COMMUNICATE_PROGRESS')).toBe('DONE');
    expect(clock(now, 'RESPONSE').state).toBe('MET');
  });
});
