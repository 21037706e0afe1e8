import type { Principal } from '../auth/principal.ts';
import { DESK_ENTRIES } from '../events/catalogue/desk.ts';
import { changesOf } from '../events/changes.ts';
import { visibleDeskEntries } from '../events/visible-entries.ts';
import { builder } from '../graphql/builder.ts';
import { encodeId } from '../graphql/global-id.ts';
import { meanings } from '../graphql/meanings.ts';
import { loadNode, Node } from '../graphql/node.ts';
import { connectionType } from '../graphql/paging/connection-type.ts';
import { checkCursors, isBigIntKey } from '../graphql/paging/cursor-check.ts';
import type { DeskEventType as Type } from '../shared/vocabulary.ts';
import { FieldChange } from './field-change.schema.ts';

const DeskEventType = builder.enumType('DeskEventType', {
  description: 'What happened to the desk itself.',
  values: meanings(DESK_ENTRIES),
});

const DeskEvent = builder.prismaNode('LogEntry', {
  variant: 'DeskEvent',
  description: 'What happened to the desk itself: customers, people, policies, keys, operations.',
  id: { field: 'id', description: 'The id of the entry.' },
  visibleTo: visibleDeskEntries,
  fields: (t) => ({
    type: t.field({
      type: DeskEventType,
      description: 'What happened.',
      select: { deskType: true },
      resolve: ({ deskType }) => {
        if (deskType === null)
          throw new Error('A log entry of a case was read as one of the desk.');
        return deskType;
      },
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    summary: t.exposeString('summary', {
      description: 'One line that a person reads: "Initech added".',
    }),
    actor: t.relation('actor', {
      nullable: true,
      description: 'The person who did it; null when it was an API key or the desk itself.',
    }),
    actorLabel: t.exposeString('actorLabel', {
      description:
        'Who did it, for people to read: a name, the name of an API key, or "desk" for the system.',
    }),
    subject: t.field({
      type: Node,
      nullable: true,
      description:
        'What it happened to, as it is now: a `Customer`, `User`, `SlaPolicy`, `BusinessCalendar` or `ApiKey`. Null for operations.',
      select: { subjectType: true, subjectId: true },
      resolve: ({ subjectType, subjectId }, _args, context, info) =>
        subjectType === null || subjectId === null
          ? null
          : loadNode(encodeId(subjectType, subjectId), context, info.schema),
    }),
    changes: t.field({
      type: [FieldChange],
      description: 'Each field that moved, with its value before and after.',
      select: { changes: true },
      resolve: ({ changes }) => changesOf(changes),
    }),
  }),
});

builder.queryField('deskEvents', (t) =>
  t.prismaConnection(
    {
      type: DeskEvent,
      cursor: 'id',
      description:
        'What happened to the desk itself, newest first. Left out for all but ADMIN: keys and operations.',
      args: {
        types: t.arg({
          type: [DeskEventType],
          description: 'Only entries of these types. Left out or null: all.',
        }),
      },
      totalCount: (_root, { types }, { db, principal }) =>
        db.logEntry.count({ where: whereDeskEvents(principal, types) }),
      resolve: (query, _root, { types, ...page }, { db, principal }) => {
        checkCursors(page, isBigIntKey);
        return db.logEntry.findMany({
          ...query,
          where: whereDeskEvents(principal, types),
          orderBy: { seq: 'desc' },
        });
      },
    },
    connectionType(DeskEvent, 'DeskEvent'),
  ),
);

function whereDeskEvents(principal: Principal, types: readonly Type[] | null | undefined) {
  const ofTypes = types == null ? {} : { deskType: { in: [...types] } };
  return { AND: [visibleDeskEntries(principal), ofTypes] };
}
