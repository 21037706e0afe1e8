import { visibleCommunications } from '../auth/visibility.ts';
import { Channel } from '../customer/customer.schema.ts';
import { casePayload, onCase } from '../escalation/steps/escalation.payload.ts';
import { list, optional } from '../graphql/inputs/field.ts';
import { dateTime, email, enumeration, id, line, text } from '../graphql/inputs/values.ts';
import { defineMutation } from '../graphql/mutations/mutation.ts';
import { payloadPart } from '../graphql/mutations/payload.ts';
import { Direction } from './communication.schema.ts';
import {
  postProgressUpdate,
  prepareCommunication,
  sendCommunication,
} from './communication.service.ts';
import { logCommunication } from './log.service.ts';
import { CommunicationTemplate, templateFields } from './template.schema.ts';

const communicationPayload = [
  payloadPart<{ communicationId: string }>('communication', (t) =>
    t.prismaField({
      type: 'Communication',
      nullable: true,
      description: 'The communication as it is now; null when it was refused.',
      resolve: (query, { communicationId }, _args, { db, principal }) =>
        communicationId === undefined
          ? null
          : db.communication.findUnique({
              ...query,
              where: { id: communicationId, AND: visibleCommunications(principal) },
            }),
    }),
  ),
  ...casePayload,
];

const to = optional(
  list(
    email('An address.'),
    "Where it goes, each address once. Left out: the customer's contacts.",
    { min: 1 },
  ),
);

const message = {
  channel: optional(enumeration(Channel, 'How it is sent. Left out: EMAIL.')),
  template: optional(
    enumeration(CommunicationTemplate, 'A text that the desk has words for, filled from the case.'),
  ),
  fields: optional(templateFields("Words in place of the case's; only with a template.")),
  subject: optional(line('Subject line of your own; only with `body`.')),
  body: optional(text('Text of your own; only with `subject`.')),
  summary: optional(line('One line for lists and the report. Left out: the subject.')),
  to,
};

defineMutation('prepareCommunication', {
  description:
    'Keeps a draft, to be sent with `sendCommunication`. Does the step PREPARE_COMMUNICATION. A template may still lack something: the entry COMMUNICATION_PREPARED lists it as `data.missing`, and sending is refused until it is given. A template together with a subject or body, or none of them, is INVALID.',
  inputDescription: 'A template, or a subject and a body of your own.',
  input: { ...onCase, ...message },
  payload: communicationPayload,
  run: prepareCommunication,
});

defineMutation('sendCommunication', {
  description:
    'Sends a draft, a template or a text of your own to the customer. It counts: it meets the response clock and begins the next cycle of the update clock. Does the step PREPARE_COMMUNICATION if it is open, and with the template PROGRESS_UPDATE also COMMUNICATE_PROGRESS. What a template lacks is INVALID, each at `["fields", name]`; a mail to nobody is INVALID at `["to"]`; what is not a draft any more is WRONG_STATE at `["communicationId"]`. Without a mail server it is kept as LOGGED.',
  inputDescription:
    'A draft, or a template, or a subject and a body of your own. A draft of a template is filled anew when sent, with the `fields` given when it was prepared and now; `channel`, `to`, `summary`, and the subject and body of a draft without a template, replace those of the draft.',
  input: {
    ...onCase,
    communicationId: optional(id('Communication', 'The draft to send.')),
    ...message,
    inReplyToId: optional(
      id('Communication', 'What it replies to: a communication of the same case, not a draft.'),
    ),
  },
  payload: communicationPayload,
  run: sendCommunication,
});

defineMutation('logCommunication', {
  description:
    'Keeps a call, a meeting or a mail that took place elsewhere; allowed in closed cases too. OUTBOUND counts from `at` on, and does the step PREPARE_COMMUNICATION if it is open. OUTBOUND is FORBIDDEN to partners. INBOUND resumes a waiting case, writes CUSTOMER_RESPONDED, and becomes the `customerResponse` of the communication that it replies to, if that has none.',
  inputDescription: 'Logs a call, a meeting or a mail that took place elsewhere.',
  input: {
    ...onCase,
    channel: enumeration(Channel, 'How it took place.'),
    direction: enumeration(Direction, 'OUTBOUND from the desk, INBOUND from the customer.'),
    summary: line('What it was about, in one line.'),
    body: optional(text('What was said, in full. Left out: the summary.')),
    at: optional(dateTime('When it took place: between opening and now. Left out: now.')),
    customerResponse: optional(
      text('What the customer answered. Also writes CUSTOMER_RESPONDED; it resumes no case.'),
    ),
    inReplyToId: optional(
      id('Communication', 'What it replies to: a communication of the same case, not a draft.'),
    ),
  },
  payload: communicationPayload,
  run: logCommunication,
});

defineMutation('postProgressUpdate', {
  description:
    'Tells the customer how it stands: sends the template PROGRESS_UPDATE. It counts as `sendCommunication` does. Does the step COMMUNICATE_PROGRESS, and PREPARE_COMMUNICATION if it is open. A mail to nobody is INVALID at `["to"]`.',
  input: {
    ...onCase,
    status: text('How it stands.'),
    actions: text('What was done.'),
    nextSteps: text('What comes next.'),
    expectedResolution: optional(
      dateTime(
        'When it should be resolved. Left out: what `setResponseTimeline` gave as `resolveBy`, else "not yet known". It is told, and moves no clock.',
      ),
    ),
    channel: message.channel,
    to,
  },
  payload: communicationPayload,
  run: postProgressUpdate,
});
