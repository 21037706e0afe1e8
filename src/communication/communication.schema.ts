import { visibleCommunications } from '../auth/visibility.ts';
import { Channel } from '../customer/customer.schema.ts';
import { builder } from '../graphql/builder.ts';
import { enumOf } from '../graphql/enum.ts';
import { MAX_TEXT } from '../graphql/limits/limits.ts';
import { connectionType } from '../graphql/paging/connection-type.ts';
import { fromOwnCursor } from '../graphql/paging/cursor-check.ts';
import type {
  CommunicationState as CommunicationStateValue,
  Direction as DirectionValue,
} from '../shared/vocabulary.ts';
import { CommunicationTemplate } from './template.schema.ts';

export const CommunicationState = enumOf<CommunicationStateValue>(
  'CommunicationState',
  'How far a communication is.',
  {
    DRAFT: 'Prepared, not sent.',
    QUEUED: 'On its way.',
    SENT: 'Handed to the mail server.',
    FAILED: 'Could not be delivered; does not count.',
    LOGGED: 'Kept as a record; it took place elsewhere, or no mail server is set up.',
  },
);

export const Direction = enumOf<DirectionValue>('Direction', 'Which way a communication goes.', {
  OUTBOUND: 'From the desk to the customer.',
  INBOUND: 'From the customer to the desk.',
});

const Communication = builder.prismaNode('Communication', {
  id: { field: 'id', description: 'Global id of the communication.' },
  visibleTo: visibleCommunications,
  description:
    'A message, call or meeting between the desk and the customer. It counts for the clocks when it is OUTBOUND and SENT, QUEUED or LOGGED.',
  select: { id: true },
  fields: (t) => ({
    escalation: t.relation('escalation', { description: 'The case that it belongs to.' }),
    channel: t.expose('channel', { type: Channel, description: 'How it takes place.' }),
    direction: t.expose('direction', {
      type: Direction,
      description: 'OUTBOUND from the desk, INBOUND from the customer.',
    }),
    template: t.expose('template', {
      type: CommunicationTemplate,
      nullable: true,
      description: 'The template that it was written from; null for words of its own.',
    }),
    state: t.expose('state', {
      type: CommunicationState,
      description:
        'How far it is: DRAFT when prepared; LOGGED when it took place elsewhere, or was sent where no mail server is set up.',
    }),
    subject: t.exposeString('subject', {
      nullable: true,
      description: 'Subject line; null for what was logged.',
    }),
    body: t.exposeString('body', {
      price: { holds: MAX_TEXT },
      description:
        'The text. In a draft of a template, placeholders such as `{next_steps}` mark what is missing. Of what was logged without a text: its summary.',
    }),
    summary: t.exposeString('summary', {
      description: 'One line for lists and the report; the subject, unless another was given.',
    }),
    at: t.expose('at', {
      type: 'DateTime',
      description: 'When it was sent or took place; of a draft, when it was prepared.',
    }),
    sender: t.relation('sender', {
      nullable: true,
      description:
        'Who sent, logged or prepared it; null for what came in, and when a key did that stands for nobody.',
    }),
    recipients: t.exposeStringList('recipients', {
      description: 'E-mail addresses that it goes to; empty for what was logged.',
    }),
    inReplyTo: t.relation('inReplyTo', {
      nullable: true,
      description: 'The communication of the same case that it replies to; null for none.',
    }),
    customerResponse: t.exposeString('customerResponse', {
      price: { holds: MAX_TEXT },
      nullable: true,
      description:
        'What the customer answered: given when it was logged, or the first reply to it. Null when there is no answer.',
    }),
  }),
});

builder.prismaObjectField('Escalation', 'communications', (t) =>
  t.relatedConnection(
    'communications',
    {
      cursor: 'id',
      totalCount: true,
      description:
        'Messages, calls and meetings with the customer, drafts among them, in order of time, oldest first. Drafts are left out for partners.',
      query: (args, { principal }) => {
        const visible = visibleCommunications(principal);
        return {
          where: {
            ...visible,
            AND: fromOwnCursor(args, (row) => ({
              escalation: { communications: { some: { ...visible, ...row } } },
            })),
          },
          orderBy: [{ at: 'asc' as const }, { id: 'asc' as const }],
        };
      },
    },
    connectionType(Communication, 'Communication'),
  ),
);
