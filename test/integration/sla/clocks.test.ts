import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../src/shared/duration.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const at = (hours: number) => new Date(START + hours * HOUR_MS).toISOString();

interface Clock {
  id: string;
  kind: string;
  cycle: number;
  state: string;
  target: string;
  startedAt: string;
  dueAt: string | null;
  warnsAt: string[];
  metAt: string | null;
  breachedAt: string | null;
  elapsedRatio: number;
  remaining: string;
}

const FIELDS =
  'id kind cycle state target startedAt dueAt warnsAt metAt breachedAt elapsedRatio remaining';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

async function clocksOf(id: string): Promise<Clock[]> {
  const { escalation } = await app.query<{ escalation: { sla: Clock[] } }>(
    `query ($id: ID!) { escalation(by: { id: $id }) { sla { ${FIELDS} } } }`,
    { id },
  );
  return escalation.sla;
}

async function clockOf(id: string, kind: string): Promise<Clock | undefined> {
  return (await clocksOf(id)).find((clock) => clock.kind === kind);
}

/** Opens a HIGH case, promised 4 h, at 09:00. */
async function openAtNine(): Promise<string> {
  app.clock.set(at(0));
  return (await openCase(app, { severity: 'HIGH' })).id;
}

describe('Escalation.sla', () => {
  it('has RESPONSE, UPDATE and RESOLUTION in this order', async () => {
    const id = await openAtNine();
    expect((await clocksOf(id)).map(({ kind }) => kind)).toEqual(['RESPONSE', 'UPDATE']);
    await app.mutate('setResponseTimeline', { escalationId: id, resolveBy: at(9) });
    expect((await clocksOf(id)).map(({ kind }) => kind)).toEqual([
      'RESPONSE',
      'UPDATE',
      'RESOLUTION',
    ]);
  });

  it('counts a running clock to this moment without being written', async () => {
    const id = await openAtNine();
    app.clock.set(at(1));
    expect(await clockOf(id, 'RESPONSE')).toMatchObject({
      cycle: 1,
      state: 'RUNNING',
      target: 'PT4H',
      startedAt: at(0),
      dueAt: at(4),
      warnsAt: [at(2), at(3), at(3.6)],
      metAt: null,
      breachedAt: null,
      elapsedRatio: 0.25,
      remaining: 'PT3H',
    });
  });

  it('shows a clock as breached from its due time on, before anybody wrote so', async () => {
    const id = await openAtNine();
    app.clock.set(new Date(Date.parse(at(4)) - 1));
    expect(await clockOf(id, 'RESPONSE')).toMatchObject({ state: 'RUNNING', breachedAt: null });
    app.clock.set(at(4));
    expect(await clockOf(id, 'RESPONSE')).toMatchObject({
      state: 'BREACHED',
      breachedAt: at(4),
      metAt: null,
      elapsedRatio: 1,
      remaining: 'PT0S',
    });
    app.clock.set(at(6));
    expect(await clockOf(id, 'RESPONSE')).toMatchObject({ breachedAt: at(4), elapsedRatio: 1.5 });
  });

  it('never shows the update before the first response as breached', async () => {
    const id = await openAtNine();
    app.clock.set(at(6));
    expect(await clockOf(id, 'UPDATE')).toMatchObject({ state: 'RUNNING', breachedAt: null });
  });

  it('stands still while the case waits', async () => {
    const id = await openAtNine();
    app.clock.set(at(1));
    await app.mutate('waitForCustomer', { escalationId: id, reason: 'A log file is missing.' });
    app.clock.set(at(50));
    expect(await clockOf(id, 'RESPONSE')).toMatchObject({
      state: 'PAUSED',
      dueAt: null,
      warnsAt: [],
      elapsedRatio: 0.25,
      remaining: 'PT3H',
    });
  });

  it('keeps a clock that was met as it was, and begins the next update', async () => {
    const id = await openAtNine();
    app.clock.set(at(1));
    const call = { channel: 'CALL', direction: 'OUTBOUND', summary: 'Told them.' };
    await app.mutate('logCommunication', { escalationId: id, ...call });
    app.clock.set(at(3));
    expect(await clocksOf(id)).toMatchObject([
      { kind: 'RESPONSE', state: 'MET', metAt: at(1), elapsedRatio: 0.25, remaining: 'PT3H' },
      {
        kind: 'UPDATE',
        cycle: 2,
        state: 'RUNNING',
        startedAt: at(1),
        dueAt: at(5),
        elapsedRatio: 0.5,
      },
    ]);
  });

  it('gives clocks that `node` finds again', async () => {
    const [clock] = await clocksOf(await openAtNine());
    const { node } = await app.query<{ node: Clock }>(
      `query ($id: ID!) { node(id: $id) { ... on SlaClock { ${FIELDS} } } }`,
      { id: clock?.id },
    );
    expect(node).toEqual(clock);
  });
});
