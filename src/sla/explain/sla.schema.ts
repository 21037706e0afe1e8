import DataLoader from 'dataloader';
import { visibleByCustomer } from '../../auth/visibility.ts';
import { builder } from '../../graphql/builder.ts';
import { enumOf } from '../../graphql/enum.ts';
import { perRequest } from '../../graphql/per-request.ts';
import type {
  SlaKind as SlaKindValue,
  SlaState as SlaStateValue,
} from '../../shared/vocabulary.ts';
import { elapsedRatio, isClockOverdue, remainingMs } from '../clock/stored-clock.rules.ts';
import type { CalendarVersionRef } from '../terms/working-time.load.ts';
import { loadWorkingTimes, workingTimeOf } from '../terms/working-time.load.ts';
import type { WorkingTime } from '../time/working-time.rules.ts';

export const SlaKind = enumOf<SlaKindValue>('SlaKind', 'The promises that clocks measure.', {
  RESPONSE: 'The first answer to the customer.',
  UPDATE: 'The next message to the customer; begins again with each.',
  RESOLUTION: 'The resolution; only where one was promised.',
});

export const SlaState = enumOf<SlaStateValue>('SlaState', 'How a clock stands.', {
  RUNNING: 'It runs and is in time.',
  PAUSED: 'The case waits for the customer.',
  MET: 'What was promised was done in time.',
  BREACHED: 'Overdue; with `metAt`, done too late.',
  CANCELLED: 'The case was cancelled while it ran.',
});

/** The columns that tell whether a clock has passed its due time since its row was written. */
const STANDING = { kind: true, cycle: true, state: true, dueAt: true } as const;
/** The columns that tell how much time is used up. */
const COUNTER = {
  state: true,
  targetMs: true,
  elapsedMs: true,
  countedUntil: true,
  dueAt: true,
  metAt: true,
  calendarId: true,
  calendarVersion: true,
} as const;

/** Working times by version. All clocks of a request take one statement at most. */
const workingTimes = perRequest(
  ({ db }) =>
    new DataLoader<CalendarVersionRef, WorkingTime>(
      async (refs) => {
        await loadWorkingTimes(db, refs);
        return refs.map(workingTimeOf);
      },
      { cache: false },
    ),
);

export const SlaClock = builder.prismaNode('SlaClock', {
  id: { field: 'id', description: 'The id of the clock; it stays the same over the cycles.' },
  visibleTo: visibleByCustomer,
  description:
    'What is left of a promised time. Clocks count the working time of their calendar, and not while the case waits for the customer.',
  select: { id: true },
  fields: (t) => ({
    kind: t.expose('kind', { type: SlaKind, description: 'Which promise it measures.' }),
    cycle: t.exposeInt('cycle', {
      description:
        '1, 2, …: an UPDATE clock begins a new cycle at each communication that counts. The current one is shown.',
    }),
    state: t.field({
      type: SlaState,
      description: 'How it stands at this moment.',
      select: STANDING,
      resolve: (row, _args, { clock }) =>
        isClockOverdue(row, clock.now()) ? 'BREACHED' : row.state,
    }),
    target: t.field({
      type: 'Duration',
      description: 'The promised time, in working time.',
      select: { targetMs: true },
      resolve: ({ targetMs }) => Number(targetMs),
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When the cycle began.' }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'The earliest moment at which the target is used up; for a clock that ended, when it was due. Null while it is paused: nobody knows then.',
    }),
    warnsAt: t.expose('warnsAt', {
      type: ['DateTime'],
      description:
        'Times of the warnings to come and those past, ascending; empty while it is paused. UPDATE keeps times before the first response as well, but does not warn.',
    }),
    metAt: t.expose('metAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the promise was kept, late or not; null until then.',
    }),
    breachedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When the target was used up. BREACHED without `metAt` is late and still open; with it, late and then met. Null for a clock that was not late.',
      select: { ...STANDING, breachedAt: true },
      resolve: (row, _args, { clock }) =>
        isClockOverdue(row, clock.now()) ? row.dueAt : row.breachedAt,
    }),
    elapsedRatio: t.float({
      description: 'Share of the target used up, from 0.0 upward; over 1.0 when late. As of now.',
      select: COUNTER,
      resolve: async (row, _args, context) =>
        elapsedRatio(counterOf(row), context.clock.now(), await workingTimes(context).load(row)),
    }),
    remaining: t.field({
      type: 'Duration',
      description: 'Working time left of the target; `PT0S` when it is used up. As of now.',
      select: COUNTER,
      resolve: async (row, _args, context) =>
        remainingMs(counterOf(row), context.clock.now(), await workingTimes(context).load(row)),
    }),
  }),
});

function counterOf<Row extends { targetMs: bigint; elapsedMs: bigint }>(row: Row) {
  return { ...row, targetMs: Number(row.targetMs), elapsedMs: Number(row.elapsedMs) };
}

builder.prismaObjectField('Escalation', 'sla', (t) =>
  t.relation('clocks', {
    description: 'Its clocks: RESPONSE, UPDATE and, where one was promised, RESOLUTION.',
    // The enum of the database has the kinds in this order.
    query: { orderBy: { kind: 'asc' } },
  }),
);
