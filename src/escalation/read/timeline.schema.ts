import DataLoader from 'dataloader';
import { audienceOf, changesShown, labelShown } from '../../auth/partner-view.rules.ts';
import type { Db } from '../../db/client.ts';
import { FieldChange } from '../../desk/field-change.schema.ts';
import { changesOf } from '../../events/changes.ts';
import { dataShown, shownTypes, subjectShown } from '../../events/entry-view.rules.ts';
import { visibleEntries } from '../../events/visible-entries.ts';
import { builder } from '../../graphql/builder.ts';
import { encodeId } from '../../graphql/global-id.ts';
import { loadNode, Node } from '../../graphql/node.ts';
import { nodesOf } from '../../graphql/paging/connection.ts';
import { checkLogCursors } from '../../graphql/paging/log-cursor.ts';
import { CURSOR_COLUMNS, LogPage, logPageQuery } from '../../graphql/paging/log-page.ts';
import { perRequest } from '../../graphql/per-request.ts';
import type { EventType as EventTypeValue } from '../../shared/vocabulary.ts';
import { EventType } from './event-type.schema.ts';
import { Stage } from './process.schema.ts';

/** An entry of the log that is about a case. Prisma reads its rows whole, with `escalationId` not null. */
export const TimelineEvent = builder.prismaNode('LogEntry', {
  variant: 'TimelineEvent',
  description:
    'What happened to a case. The timeline and the stream are one log, in the order of its sequence. Left out for partners: notes, retrospectives, drafts and links.',
  id: { field: 'id', description: 'Global id.' },
  visibleTo: visibleEntries,
  fields: (t) => ({
    // Entries about a case have a type and a stage; others do not, so their columns may be null.
    type: t.expose('type' as never, { type: EventType, description: 'What happened.' }),
    at: t.expose('at', {
      type: 'DateTime',
      description:
        'When it happened; earlier than `recordedAt` for what was told later or imported.',
    }),
    recordedAt: t.expose('recordedAt', {
      type: 'DateTime',
      description: 'When it was written down.',
    }),
    summary: t.exposeString('summary', {
      description: 'One line that a person reads: "Root cause identified".',
    }),
    actor: t.relation('actor', {
      nullable: true,
      description: 'The person who did it; null when it was an API key or the desk itself.',
    }),
    actorLabel: t.string({
      description:
        'Who did it, for people to read: a name, the name of an API key, or "desk" for the system. For partners "desk" in place of an address.',
      columns: ['actorLabel'],
      resolve: ({ actorLabel }, _args, { principal }) =>
        labelShown(audienceOf(principal), actorLabel),
    }),
    escalation: t.relation('escalation', {
      nullable: false,
      onNull: 'error',
      description: 'The case, as it is now.',
    }),
    stage: t.expose('stage' as never, {
      type: Stage,
      description: 'The stage of the case after this entry.',
    }),
    changes: t.field({
      type: [FieldChange],
      description:
        'Each field of the case that moved, with its value before and after. Left out for partners: fields of the classification and addresses.',
      columns: ['type', 'changes'],
      resolve: ({ type, changes }, _args, { principal }) =>
        changesShown(audienceOf(principal), ofCase(type), changesOf(changes)),
    }),
    data: t.field({
      type: 'JSONObject',
      price: { holds: 4_000 },
      description:
        'What else there is to know, by type; `{}` for most. What ends in `Id` is an id that queries take. Null in it for partners: reasons and messages that are internal.',
      columns: ['type', 'data'],
      resolve: (entry, _args, { principal }) => dataShown(audienceOf(principal), entry, encodeId),
    }),
    subject: t.field({
      type: Node,
      nullable: true,
      description:
        'What the entry is about beside the case, as it is now: a `Communication`, `ResolutionAction`, `Improvement`, `PreventionPlan`, `PreventionAction`, `User` (the owner), `SlaPolicy` or `Escalation` (the linked one). Null where that is no one thing, is gone, or is not yours.',
      resolve: (entry, _args, context, info) => {
        const id = subjectShown(audienceOf(context.principal), entry, encodeId);
        return id === null ? null : loadNode(id, context, info.schema);
      },
    }),
    imported: t.exposeBoolean('imported', {
      description: 'It came with a case that was imported: nobody was notified of it.',
    }),
    cursor: t.string({
      description: 'Its place in the log. Pass it as `after` to go on from here.',
      columns: CURSOR_COLUMNS,
      resolve: (entry, _args, { cursors }) => cursors.of(entry),
    }),
  }),
});

export const TimelineConnection = builder.connectionObject(
  {
    type: TimelineEvent,
    name: 'TimelineConnection',
    description: 'A page of entries of the log.',
    fields: (t) => ({
      totalCount: t.int({
        price: { reads: 'few' },
        description: 'How many entries there are on all pages. Counted only when asked.',
        resolve: (connection) => (connection as unknown as Counted).totalCount(),
      }),
    }),
  },
  { name: 'TimelineEdge', description: 'An entry and its cursor.' },
);

interface Counted {
  totalCount(): Promise<number>;
}

builder.prismaObjectField('Escalation', 'timeline', (t) =>
  t.connection(
    {
      type: TimelineEvent,
      description:
        'What happened, in the order of the log: the oldest first. Left out for partners: notes, retrospectives, drafts and links.',
      args: {
        types: t.arg({
          type: [EventType],
          required: false,
          description: 'Only entries of these types. Left out or null: all.',
        }),
      },
      select: (args, context, nested) => {
        const { where, ...page } = logPageQuery(context, args);
        const types = shownTypes(audienceOf(context.principal), args.types);
        const query = { ...page, where: { ...where, ...ofTypes(types) } };
        // A selection without nodes would read no column; the edges and the page need these.
        const place = { select: { id: true, seq: true, recordedAt: true } } as object;
        return { id: true, log: nested({ ...query, ...place }, nodesOf('TimelineEvent')) };
      },
      resolve: ({ id, log }, args, context) => {
        const page = Object.assign(new LogPage(log, context, args), {
          totalCount: () =>
            timelineLengths(context).load({
              escalationId: id,
              types: shownTypes(audienceOf(context.principal), args.types),
            }),
        });
        return args.after == null && args.before == null
          ? page
          : checkLogCursors(context, args).then(() => page);
      },
    },
    TimelineConnection,
  ),
);

interface TimelineKey {
  escalationId: string;
  /** Only entries of these types are counted; null for all types. */
  types: readonly EventTypeValue[] | null;
}

/** Counts entries. Not kept: the mutations of a request run one after the other, and each adds entries. */
const timelineLengths = perRequest(
  ({ db }) =>
    new DataLoader((keys: readonly TimelineKey[]) => countEntries(db, keys), { cache: false }),
);

/** Counts by type, so that cases asked for with different types share a statement. */
async function countEntries(db: Db, keys: readonly TimelineKey[]): Promise<number[]> {
  const counts = await db.logEntry.groupBy({
    by: ['escalationId', 'type'],
    where: { escalationId: { in: keys.map((key) => key.escalationId) }, seq: { not: null } },
    _count: true,
  });
  return keys.map(({ escalationId, types }) =>
    counts
      .filter((row) => row.escalationId === escalationId && isOneOf(types, row.type))
      .reduce((sum, row) => sum + row._count, 0),
  );
}

function isOneOf(types: readonly EventTypeValue[] | null, type: EventTypeValue | null): boolean {
  return types === null || (type !== null && types.includes(type));
}

function ofTypes(types: (typeof EventType.$inferType)[] | null) {
  return types === null ? {} : { type: { in: types } };
}

/** Takes a column that is filled in entries about a case, and not in others. @throws Error for null. */
function ofCase<T>(value: T | null): T {
  if (value === null) throw new Error('A log entry that is about no case was read as one.');
  return value;
}
