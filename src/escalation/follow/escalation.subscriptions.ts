import { audienceOf, labelShown } from '../../auth/partner-view.rules.ts';
import { FieldChange } from '../../desk/field-change.schema.ts';
import type { FieldChange as Change } from '../../events/changes.ts';
import { changesOf } from '../../events/changes.ts';
import type { PlacedEntry } from '../../events/reader.ts';
import { builder } from '../../graphql/builder.ts';
import { entriesOf } from '../../live/live-source.ts';
import { peopleByKey, User } from '../../person/person.schema.ts';
import { CASE_ID, Escalation } from '../read/escalation.schema.ts';
import { EventType } from '../read/event-type.schema.ts';
import { TimelineEvent } from '../read/timeline.schema.ts';
import { EventFilter, eventFilter } from './event.filter.ts';
import { caseOfEvent } from './event-case.ts';

/** Ends the description of an argument that selects the events of one case. */
export const CASE_ONLY_TEXT = `${CASE_ID} What names no case is BAD_REQUEST.`;

/** Describes the argument `after` that every subscription to events takes. */
export const AFTER_TEXT =
  'A cursor of an event or a mutation: everything after it comes first, from the log and in order, then what happens; nothing is lost and nothing comes twice. Left out: from now on. One that is damaged, or of another log, as from before a backup was restored, is an error: begin anew from `logCursor`.';

const EscalationStatusChange = builder.objectRef<PlacedEntry>('EscalationStatusChange').implement({
  description: 'An entry of the log that moved the status, stage, severity or owner of a case.',
  fields: (t) => ({
    escalation: t.field({
      type: Escalation,
      description: 'The case, as it is now.',
      resolve: ({ escalationId }, _args, context, info) => caseOfEvent(escalationId, context, info),
    }),
    changes: t.field({
      type: [FieldChange],
      description:
        'Which of `status`, `stage`, `severity` and `ownerId` moved, with the value before and after.',
      resolve: shownChanges,
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    actor: t.field({
      type: User,
      nullable: true,
      description: 'The person who did it; null when it was an API key or the desk itself.',
      resolve: ({ actorId }, _args, context) =>
        actorId === null ? null : peopleByKey(context).load(actorId),
    }),
    actorLabel: t.string({
      description:
        'Who did it, for people to read: a name, the name of an API key, or "desk" for the system. For partners "desk" in place of an address.',
      resolve: ({ actorLabel }, _args, { principal }) =>
        labelShown(audienceOf(principal), actorLabel),
    }),
    cursor: t.string({
      description: 'Its place in the log. Pass it as `after` to go on from here.',
      resolve: (entry, _args, { cursors }) => cursors.of(entry),
    }),
  }),
});

builder.subscriptionFields((t) => ({
  escalationEvents: t.field({
    type: TimelineEvent,
    nullable: false,
    description:
      "The whole log of cases, or one escalation's, or what the filter matches: one message for each entry. Nested objects are as they are now; `changes` tell what the entry changed.",
    args: {
      escalationId: t.arg.id({ description: `Entries of this case only: ${CASE_ONLY_TEXT}` }),
      filter: t.arg({ type: EventFilter, description: 'Which entries; all without it.' }),
      types: t.arg({ type: [EventType], description: 'Entries of these types only.' }),
      after: t.arg.string({ description: AFTER_TEXT }),
    },
    subscribe: async (_root, { types, after, ...args }, context) => {
      const filter = await eventFilter(context, args);
      const ofTypes = types == null ? {} : { type: { in: types } };
      return entriesOf(
        context,
        {
          ...filter,
          where: { AND: [filter.where, ofTypes] },
          matches: (entry) =>
            (types == null || (entry.type !== null && types.includes(entry.type))) &&
            filter.matches(entry),
        },
        after,
      );
    },
    resolve: (entry) => entry as never,
  }),
  escalationStatusChanged: t.field({
    type: EscalationStatusChange,
    nullable: false,
    description: 'Status, stage, severity and owner of cases, as they change.',
    args: {
      escalationId: t.arg.id({ description: `Changes of this case only: ${CASE_ONLY_TEXT}` }),
      filter: t.arg({ type: EventFilter, description: 'Which changes; all without it.' }),
      after: t.arg.string({ description: AFTER_TEXT }),
    },
    subscribe: async (_root, { after, ...args }, context) => {
      const filter = await eventFilter(context, args);
      const matches = (entry: PlacedEntry) =>
        filter.matches(entry) && shownChanges(entry).length > 0;
      return entriesOf(context, { ...filter, matches }, after);
    },
    resolve: (entry) => entry as never,
  }),
}));

/** The fields of a case whose changes the subscription tells of, as entries name them. */
const SHOWN: ReadonlySet<string> = new Set(['status', 'stage', 'severity', 'ownerId']);

function shownChanges({ changes }: Pick<PlacedEntry, 'changes'>): Change[] {
  return changesOf(changes).filter(({ field }) => SHOWN.has(field));
}
