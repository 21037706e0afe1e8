import DataLoader from 'dataloader';
import { builder } from '../../graphql/builder.ts';
import { DEFAULT_PAGE, MAX_PAGE } from '../../graphql/limits/limits.ts';
import { perRequest } from '../../graphql/per-request.ts';
import type { ReplayedCycle, Threshold } from '../clock/clock.rules.ts';
import type { TimeOf } from '../clock/replay.rules.ts';
import { SlaPolicy } from '../terms/policy.schema.ts';
import type { CalendarVersionRef } from '../terms/working-time.load.ts';
import type { Interval, IntervalReason } from './intervals.rules.ts';
import { intervalsOf, isCounted, lengthMs, remainingMsOf } from './intervals.rules.ts';
import { SlaKind, SlaState } from './sla.schema.ts';

// Neither loader keeps results: the mutations of one request run in turn and may change both.
const policies = perRequest(
  ({ db }) =>
    new DataLoader(
      async (ids: readonly string[]) => {
        const rows = await db.slaPolicy.findMany({ where: { id: { in: [...new Set(ids)] } } });
        const byId = new Map(rows.map((row) => [row.id, row]));
        return ids.map((id) => byId.get(id) ?? null);
      },
      { cache: false },
    ),
);

const calendars = perRequest(
  ({ db }) =>
    new DataLoader<CalendarVersionRef, CalendarVersion | null>(
      async (refs) => {
        const rows = await db.businessCalendarVersion.findMany({
          where: { calendarId: { in: [...new Set(refs.map((ref) => ref.calendarId ?? ''))] } },
          select: {
            calendarId: true,
            version: true,
            timeZone: true,
            calendar: { select: { name: true } },
          },
        });
        return refs.map(
          (ref) =>
            rows.find(
              ({ calendarId, version }) =>
                calendarId === ref.calendarId && version === ref.calendarVersion,
            ) ?? null,
        );
      },
      { cache: false },
    ),
);

interface CalendarVersion {
  version: number;
  timeZone: string;
  calendar: { name: string };
}

const SlaIntervalReason = builder.enumType('SlaIntervalReason', {
  description: 'Why time counts for a clock, or does not.',
  values: {
    COUNTED: { description: 'It counts.' },
    OUTSIDE_HOURS: { description: 'It is outside the working hours of the calendar.' },
    HOLIDAY: { description: 'It is a holiday of the calendar.' },
    WAITING_FOR_CUSTOMER: { description: 'The case waits for the customer, at whatever hour.' },
    RESOLVED: { description: 'The case is resolved; a reopening makes its clocks go on.' },
  } satisfies Record<IntervalReason, { description: string }>,
});

const SlaInterval = builder.objectRef<Interval>('SlaInterval').implement({
  description: 'A piece of the time of a clock that counted, or did not, for one reason.',
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime', description: 'When it begins.' }),
    to: t.expose('to', {
      type: 'DateTime',
      description: 'When it ends: where the next one begins, the clock ended, or now.',
    }),
    counted: t.boolean({ description: 'Whether it counts for the clock.', resolve: isCounted }),
    reason: t.expose('reason', {
      type: SlaIntervalReason,
      description: 'Why it counts or does not.',
    }),
    holiday: t.exposeString('holiday', {
      nullable: true,
      description: 'The name of the holiday; null for other reasons.',
    }),
    length: t.field({
      type: 'Duration',
      description: 'How long it is on the wall clock.',
      resolve: lengthMs,
    }),
  }),
});

const SlaThreshold = builder.objectRef<Threshold>('SlaThreshold').implement({
  description: 'A share of the target at which a clock says something.',
  fields: (t) => ({
    percent: t.exposeInt('percent', {
      description: 'Of the target. At 100 it breaches, below it warns.',
    }),
    at: t.expose('at', {
      type: 'DateTime',
      nullable: true,
      description:
        'When it was passed or will be, as things stand; null while nobody knows, because the clock is paused, and when it ended before.',
    }),
  }),
});

const SlaCalendarVersion = builder.objectRef<CalendarVersion>('SlaCalendarVersion').implement({
  description: 'The calendar that a clock counts by, in the version that it started with.',
  fields: (t) => ({
    name: t.string({
      description: 'The name that the calendar has now.',
      resolve: ({ calendar }) => calendar.name,
    }),
    version: t.exposeInt('version', { description: 'The version; later ones do not matter.' }),
    timeZone: t.exposeString('timeZone', {
      description: 'The IANA time zone of its hours and holidays, in this version.',
    }),
  }),
});

/** A cycle, with how the time of its case is measured. */
export interface Explained {
  cycle: ReplayedCycle;
  timeOf: TimeOf;
}

export const SlaExplanation = builder.objectRef<Explained>('SlaExplanation').implement({
  description:
    'One cycle of a clock, worked out anew from the log as of now, and where its time went.',
  fields: (t) => ({
    kind: t.field({
      type: SlaKind,
      description: 'Which promise it measures.',
      resolve: ({ cycle }) => cycle.kind,
    }),
    cycle: t.int({
      description: '1, 2, …: an UPDATE clock begins a new cycle at each communication that counts.',
      resolve: ({ cycle }) => cycle.cycle,
    }),
    state: t.field({
      type: SlaState,
      description: 'How it stands at this moment, or how it ended.',
      resolve: ({ cycle }) => cycle.state,
    }),
    silent: t.boolean({
      description:
        'It keeps its times, but neither warns nor breaches: UPDATE before the first response.',
      resolve: ({ cycle }) => cycle.silent,
    }),
    target: t.field({
      type: 'Duration',
      description: 'The promised time, in working time.',
      resolve: ({ cycle }) => cycle.targetMs,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When the cycle began.',
      resolve: ({ cycle }) => cycle.startedAt,
    }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'The earliest moment at which the target is used up; for a cycle that ended, when it was due. Null while it is paused.',
      resolve: ({ cycle }) => cycle.dueAt,
    }),
    metAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the promise was kept, late or not; null until then.',
      resolve: ({ cycle }) => cycle.metAt,
    }),
    breachedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the target was used up, unmet; null when it was not.',
      resolve: ({ cycle }) => cycle.breachedAt,
    }),
    elapsed: t.field({
      type: 'Duration',
      description: 'Working time used up: the counted `intervals` together.',
      resolve: ({ cycle }) => cycle.elapsedMs,
    }),
    remaining: t.field({
      type: 'Duration',
      description: 'Working time left of the target; `PT0S` when it is used up.',
      resolve: ({ cycle }) => remainingMsOf(cycle),
    }),
    policy: t.field({
      type: SlaPolicy,
      nullable: true,
      description:
        'The policy that set the target, as it is now: see `policyVersion`. Null when the log names none.',
      resolve: ({ cycle: { policy } }, _args, context) =>
        policy.policyId === null ? null : policies(context).load(policy.policyId),
    }),
    policyVersion: t.int({
      description: 'The version of the policy that the clock runs on; the policy may be further.',
      resolve: ({ cycle }) => cycle.policy.version,
    }),
    calendar: t.field({
      type: SlaCalendarVersion,
      nullable: true,
      description: 'Whose working time counts; null for around the clock.',
      resolve: ({ cycle: { policy } }, _args, context) =>
        policy.calendarId == null ? null : calendars(context).load(policy),
    }),
    thresholds: t.field({
      type: [SlaThreshold],
      description: 'The warnings and the breach, ascending by percent.',
      resolve: ({ cycle }) => cycle.thresholds,
    }),
    intervals: t.field({
      type: [SlaInterval],
      description:
        'Where its time went, up to its end or now, in order and without gaps: the latest of them. Neighbours differ in reason or holiday.',
      args: {
        last: t.arg.int({
          description: `How many at most: 1 to ${MAX_PAGE}. Left out: ${DEFAULT_PAGE}.`,
        }),
      },
      complexity: ({ last }) => ({ field: 1, multiplier: last ?? DEFAULT_PAGE }),
      resolve: ({ cycle, timeOf }, { last }) => intervalsOf(cycle, timeOf, last ?? DEFAULT_PAGE),
    }),
  }),
});
