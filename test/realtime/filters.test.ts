import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseEntry } from '../../src/events/append.ts';
import { lastPlace } from '../../src/events/reader.ts';
import { decodeId, encodeId } from '../../src/graphql/global-id.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { SlaKind } from '../../src/shared/vocabulary.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { cursorAt, cursorsAt } from '../support/cursor.ts';
import { customer, person } from '../support/factories.ts';
import type { Subscriber } from '../support/subscriber.ts';
import { createSubscriber } from '../support/subscriber.ts';
import type { Template } from './log-writers.support.ts';
import { commitEntries, entryOf, entryTemplate } from './log-writers.support.ts';

/**
 * Entries that tell of two cases as they were at one time or another, which is not as they are. Each
 * is seen, or not, by those who were there when it came and by those who read it from the log.
 */
let app: TestApp;
let one: Template;
let other: Template;
let owner: { id: string; email: string };
let start: bigint;

beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
  one = await entryTemplate(app);
  other = await entryTemplate(app);
  owner = await person(app);
  start = await lastPlace(app.db);
});
afterAll(async () => {
  await app.stop();
});

const statusChange = (field: string) => ({
  type: 'STATUS_CHANGED' as const,
  data: { from: 'OPEN', to: 'RESOLVED' } as const,
  changes: [
    { field: 'summary', from: 'old', to: 'new' },
    { field, from: 'one', to: 'other' },
  ],
});

const fired = (kind: SlaKind, threshold: number) => ({
  kind,
  threshold,
  ...{ cycle: 1, cycleStartedAt: AT, dueAt: AT, plannedAt: AT, late: false, skipped: [] },
});

const AT = '2026-03-02T10:00:00.000Z';

/** Each differs from what the cases are in one thing. */
function entries(): CaseEntry[] {
  const note = entryOf(one, { text: 'a note' });
  const warning = { ...note, type: 'SLA_WARNING' as const };
  const breach = { ...note, type: 'SLA_BREACHED' as const };
  return [
    note,
    entryOf(other, { text: 'a note' }),
    { ...note, severity: 'LOW' },
    { ...note, severity: 'CRITICAL' },
    { ...note, category: 'BILLING' },
    { ...note, status: 'WAITING_ON_CUSTOMER' },
    { ...note, stage: 'RESOLVE' },
    { ...note, tier: 'STARTER' },
    { ...note, ownerId: decodeId('User', owner.id) ?? '' },
    { ...note, type: 'STAGE_CHANGED', data: { from: 'ASSESS', to: 'CLASSIFY' } },
    { ...note, ...statusChange('status') },
    { ...note, ...statusChange('stage') },
    { ...note, ...statusChange('severity') },
    { ...note, ...statusChange('ownerId') },
    { ...note, ...statusChange('category') },
    { ...entryOf(other, { text: '' }), ...statusChange('status') },
    { ...warning, data: fired('RESPONSE', 50) },
    { ...warning, data: fired('UPDATE', 90), severity: 'LOW' },
    { ...warning, data: fired('RESOLUTION', 75) },
    { ...breach, data: fired('RESPONSE', 100) },
    { ...breach, data: fired('RESPONSE', 100), imported: true },
    { ...entryOf(other, { text: '' }), type: 'SLA_WARNING', data: fired('UPDATE', 50) },
  ];
}

interface Event {
  cursor: string;
}

type Matches = (entry: CaseEntry) => boolean;
type Row = [args: string, matches: Matches];

/** Subscribes with each of the arguments, before the entries are there and after. */
async function check(field: string, rows: readonly Row[]): Promise<void> {
  const subscribers = rows.map(([args]) =>
    createSubscriber<Event>({
      query: `subscription ($after: String) { ${field}(after: $after, ${args}) { cursor } }`,
    }),
  );
  for (const subscriber of subscribers) await join(subscriber);
  const from = await lastPlace(app.db);
  const written = entries();
  // Something of the desk in between, which is nobody's case.
  await commitEntries(app.db, written.slice(0, 5));
  await customer(app);
  await commitEntries(app.db, written.slice(5));
  await app.sequencer.sequence();
  const placed = await app.db.logEntry.findMany({
    where: { seq: { gt: from } },
    orderBy: { seq: 'asc' },
  });
  const wanted = await Promise.all(
    rows.map(([, matches]) =>
      cursorsAt(
        app.db,
        placed
          .filter((entry) => entry.escalationId !== null && matches(entry as unknown as CaseEntry))
          .map(({ seq }) => seq),
      ),
    ),
  );
  for (const [place, subscriber] of subscribers.entries()) {
    await subscriber.count(wanted[place]?.length ?? 0);
  }
  const seen = (subscriber: Subscriber<Event>) => subscriber.events.map(({ cursor }) => cursor);
  for (const [place, [args]] of rows.entries()) {
    const late = createSubscriber<Event>({
      query: `subscription ($after: String) { ${field}(after: $after, ${args}) { cursor } }`,
      after: await cursorAt(app.db, from),
    });
    await join(late);
    expect([args, seen(late)]).toEqual([args, wanted[place]]);
    await late.leave('close');
  }
  for (const [place, subscriber] of subscribers.entries()) {
    expect([rows[place]?.[0], seen(subscriber)]).toEqual([rows[place]?.[0], wanted[place]]);
    await subscriber.leave('close');
  }
}

async function join(subscriber: Subscriber<Event>): Promise<void> {
  await subscriber.join(app.url);
  await subscriber.live();
}

const isOne: Matches = ({ escalationId }) => escalationId === one.escalationId;
const idOf = ({ escalationId }: Template) => encodeId('Escalation', escalationId);
const referTo = (type: string, id: string | null) => `{ id: "${encodeId(type, id ?? '')}" }`;

/** The fields of the filter, for each subscription beside what it tells of. */
function filterRows(isTold: Matches): Row[] {
  const rows: Row[] = [
    ['filter: null', () => true],
    [`escalationId: "${idOf(one)}"`, isOne],
    [`filter: { customer: ${referTo('Customer', one.customerId)} }`, isOne],
    ['filter: { customer: { externalId: "nobody" } }', () => false],
    [
      'filter: { severity: [LOW, CRITICAL] }',
      ({ severity: of }) => of === 'LOW' || of === 'CRITICAL',
    ],
    ['filter: { severity: [] }', () => false],
    ['filter: { category: [BILLING] }', ({ category }) => category === 'BILLING'],
    ['filter: { status: [WAITING_ON_CUSTOMER] }', ({ status }) => status === 'WAITING_ON_CUSTOMER'],
    ['filter: { stage: [RESOLVE] }', ({ stage }) => stage === 'RESOLVE'],
    ['filter: { tier: [STARTER] }', ({ tier }) => tier === 'STARTER'],
    [`filter: { owner: { email: "${owner.email}" } }`, ({ ownerId }) => ownerId !== null],
    [`filter: { owner: { id: "${owner.id}" } }`, ({ ownerId }) => ownerId !== null],
    ['filter: { owner: { email: "nobody@desk.example" } }', () => false],
    [
      `escalationId: "${idOf(one)}", filter: { severity: [HIGH], tier: [BUSINESS], stage: [ASSESS] }`,
      (entry) =>
        isOne(entry) &&
        entry.severity === 'HIGH' &&
        entry.tier === 'BUSINESS' &&
        entry.stage === 'ASSESS',
    ],
  ];
  return rows.map(([args, matches]) => [args, (entry) => isTold(entry) && matches(entry)]);
}

describe('a subscriber sees the entries that its arguments ask for and no others, live and from the log', () => {
  it('escalationEvents: of every case, by each field of the filter, by the case as it was then', async () => {
    await check(
      'escalationEvents',
      filterRows(() => true),
    );
  });

  it('escalationEvents: by type', async () => {
    await check('escalationEvents', [
      ['filter: null', () => true],
      ['types: []', () => false],
      [
        'types: [STAGE_CHANGED, SLA_BREACHED]',
        ({ type }) => type === 'STAGE_CHANGED' || type === 'SLA_BREACHED',
      ],
      [
        `types: [NOTE_ADDED], filter: { severity: [LOW] }`,
        ({ type, severity }) => type === 'NOTE_ADDED' && severity === 'LOW',
      ],
    ]);
  });

  it('escalationStatusChanged: where status, stage, severity or owner moved, by each field of the filter', async () => {
    const shown = ['status', 'stage', 'severity', 'ownerId'];
    await check(
      'escalationStatusChanged',
      filterRows(({ changes }) => changes.some(({ field }) => shown.includes(field))),
    );
  });

  const isFired: Matches = ({ type, imported }) =>
    (type === 'SLA_WARNING' || type === 'SLA_BREACHED') && !imported;
  const dataOf = ({ data }: CaseEntry) => data as { kind: string; threshold: number };

  it('slaWarnings: warnings and breaches that were not imported, by each field of the filter', async () => {
    await check('slaWarnings', filterRows(isFired));
  });

  it('slaWarnings: by clock and by threshold', async () => {
    const of =
      (matches: Matches): Matches =>
      (entry) =>
        isFired(entry) && matches(entry);
    await check('slaWarnings', [
      ['filter: null', of(() => true)],
      ['kinds: []', () => false],
      ['kinds: [UPDATE]', of((entry) => dataOf(entry).kind === 'UPDATE')],
      ['kinds: [UPDATE, RESOLUTION]', of((entry) => dataOf(entry).kind !== 'RESPONSE')],
      ['minThreshold: 75', of((entry) => dataOf(entry).threshold >= 75)],
      ['minThreshold: 100', of(({ type }) => type === 'SLA_BREACHED')],
      [
        'kinds: [RESPONSE], minThreshold: 76',
        of((entry) => dataOf(entry).kind === 'RESPONSE' && dataOf(entry).threshold > 75),
      ],
    ]);
  });

  it('and all of it is in the log, in order and without gaps', async () => {
    const places = await app.db.logEntry.findMany({
      where: { seq: { gt: start } },
      orderBy: { seq: 'asc' },
      select: { seq: true },
    });
    expect(places.at(-1)?.seq).toBe(start + BigInt(places.length));
  });
});
