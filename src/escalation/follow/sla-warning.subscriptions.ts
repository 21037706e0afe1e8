import type { DataOf } from '../../events/catalogue.ts';
import { readEntry } from '../../events/catalogue.ts';
import type { PlacedEntry } from '../../events/reader.ts';
import { builder } from '../../graphql/builder.ts';
import { entriesOf } from '../../live/live-source.ts';
import { SlaKind } from '../../sla/explain/sla.schema.ts';
import { Escalation } from '../read/escalation.schema.ts';
import { AFTER_TEXT, CASE_ONLY_TEXT } from './escalation.subscriptions.ts';
import { EventFilter, eventFilter } from './event.filter.ts';
import { caseOfEvent } from './event-case.ts';

type FiredData = DataOf<'SLA_WARNING' | 'SLA_BREACHED'>;

function firedData(entry: PlacedEntry): FiredData {
  const { type, data } = readEntry(entry);
  if (type === 'SLA_WARNING' || type === 'SLA_BREACHED') return data;
  throw new Error(`A log entry of type ${type} was read as a warning.`);
}

const SlaWarning = builder.objectRef<PlacedEntry>('SlaWarning').implement({
  description: 'A clock passed a share of its target, or ran out.',
  fields: (t) => ({
    escalation: t.field({
      type: Escalation,
      description: 'The case, as it is now.',
      resolve: ({ escalationId }, _args, context, info) => caseOfEvent(escalationId, context, info),
    }),
    kind: t.field({
      type: SlaKind,
      description: 'Which promise the clock measures.',
      resolve: (entry) => firedData(entry).kind,
    }),
    threshold: t.int({
      description: 'Percent of the target used up: as the policy says, or 100 for a breach.',
      resolve: (entry) => firedData(entry).threshold,
    }),
    breached: t.boolean({
      description: 'Whether the clock ran out.',
      resolve: ({ type }) => type === 'SLA_BREACHED',
    }),
    dueAt: t.field({
      type: 'DateTime',
      description: 'When the clock runs or ran out, as things stood at `plannedAt`.',
      resolve: (entry) => firedData(entry).dueAt,
    }),
    plannedAt: t.field({
      type: 'DateTime',
      description: 'When the threshold was passed.',
      resolve: (entry) => firedData(entry).plannedAt,
    }),
    firedAt: t.expose('at', { type: 'DateTime', description: 'When it was entered into the log.' }),
    late: t.boolean({
      description: 'Fired more than five seconds after `plannedAt`.',
      resolve: (entry) => firedData(entry).late,
    }),
    skipped: t.intList({
      description:
        'Lower thresholds that were passed in the same gap and got no warning of their own, ascending.',
      resolve: (entry) => firedData(entry).skipped,
    }),
    cursor: t.string({
      description: 'Its place in the log. Pass it as `after` to go on from here.',
      resolve: (entry, _args, { cursors }) => cursors.of(entry),
    }),
  }),
});

builder.subscriptionField('slaWarnings', (t) =>
  t.field({
    type: SlaWarning,
    nullable: false,
    description: 'Warnings and breaches of clocks as they fire; not those of imported history.',
    args: {
      escalationId: t.arg.id({ description: `Of this case only: ${CASE_ONLY_TEXT}` }),
      filter: t.arg({ type: EventFilter, description: 'Of which cases; all without it.' }),
      kinds: t.arg({ type: [SlaKind], description: 'Of these clocks only.' }),
      minThreshold: t.arg.int({
        description: 'From this percentage of the target on; 100 for breaches only.',
      }),
      after: t.arg.string({ description: AFTER_TEXT }),
    },
    subscribe: async (_root, { kinds, minThreshold, after, ...args }, context) => {
      const filter = await eventFilter(context, args);
      const fired = { type: { in: ['SLA_WARNING', 'SLA_BREACHED'] }, imported: false };
      const isFired = ({ type, imported }: PlacedEntry) =>
        (type === 'SLA_WARNING' || type === 'SLA_BREACHED') && !imported;
      const isWanted = ({ kind, threshold }: FiredData) =>
        (kinds == null || kinds.includes(kind)) && threshold >= (minThreshold ?? 0);
      return entriesOf(
        context,
        {
          ...filter,
          where: { AND: [filter.where, fired] },
          matches: (entry) => isFired(entry) && filter.matches(entry) && isWanted(firedData(entry)),
        },
        after,
      );
    },
    resolve: (entry) => entry as never,
  }),
);
