import { visibleByCustomer } from '../../auth/visibility.ts';
import { visibleEntries } from '../../events/visible-entries.ts';
import { expectedVersionOf } from '../../graphql/mutations/mutation.ts';
import { payloadPart } from '../../graphql/mutations/payload.ts';
import { escalationId } from '../read/escalation.schema.ts';
import { TimelineEvent } from '../read/timeline.schema.ts';

/** The input fields of every mutation on a case. */
export const onCase = { escalationId, expectedVersion: expectedVersionOf('the case') };

/** The payload fields of every mutation on a case. */
export const casePayload = [
  payloadPart<{ escalationId: string }>('escalation', (t) =>
    t.prismaField({
      type: 'Escalation',
      nullable: true,
      description:
        'The case as it is now; null when it was refused, and when a call that is repeated is by somebody who does not see the case any more.',
      resolve: (query, { escalationId }, _args, { db, principal }) =>
        escalationId === undefined
          ? null
          : db.escalation.findUnique({
              ...query,
              where: { id: escalationId, ...visibleByCustomer(principal) },
            }),
    }),
  ),
  payloadPart('events', (t) =>
    t.prismaField({
      type: [TimelineEvent],
      description:
        'The log entries that this change wrote, in order; empty when it was refused. Left out for partners: those that `Escalation.timeline` leaves out.',
      resolve: (query, { eventIds }, _args, { db, principal }) =>
        eventIds.length === 0
          ? []
          : db.logEntry.findMany({
              ...query,
              where: { AND: [{ id: { in: eventIds } }, visibleEntries(principal)] },
              orderBy: { id: 'asc' },
            }),
    }),
  ),
];
