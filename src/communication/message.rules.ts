import { Refusal, refuse } from '../shared/errors.ts';
import type { Channel, CommunicationTemplate, Direction } from '../shared/vocabulary.ts';
import type { TemplateField, TemplateFields } from './template.rules.ts';

/** The words of a message as callers give them: a template, or their own subject and body. */
export interface GivenWords {
  template?: CommunicationTemplate | undefined;
  fields?: TemplateFields | undefined;
  subject?: string | undefined;
  body?: string | undefined;
  summary?: string | undefined;
}

export type Wording =
  | { template: CommunicationTemplate; fields: TemplateFields }
  | { template: null; subject: string; body: string };

/** Checks the words of a message. @throws Refusal INVALID for both kinds, for neither, or for half of one. */
export function chooseWording({ template, fields, subject, body }: GivenWords): Wording {
  if (template !== undefined) {
    if (subject !== undefined) throw refuse('INVALID', TEMPLATE_AND_OWN_WORDS, ['subject']);
    if (body !== undefined) throw refuse('INVALID', TEMPLATE_AND_OWN_WORDS, ['body']);
    return { template, fields: fields ?? {} };
  }
  if (subject === undefined && body === undefined) {
    throw refuse('INVALID', 'Must be given, or else `subject` and `body`.', ['template']);
  }
  if (subject === undefined) throw refuse('INVALID', 'Must go with `body`.', ['subject']);
  if (body === undefined) throw refuse('INVALID', 'Must go with `subject`.', ['body']);
  refuseFields(fields);
  return { template: null, subject, body };
}

const TEMPLATE_AND_OWN_WORDS =
  'A template has its own words: give either `template`, or `subject` and `body`.';

/** The words of a draft, as its row keeps them. */
export interface DraftWords {
  template: CommunicationTemplate | null;
  subject: string | null;
  body: string;
}

/**
 * The words with which a draft is sent. Own words may be replaced. Of a template only the fields may
 * be, and fields given at sending go before those given at preparing.
 *
 * @throws Refusal INVALID for words that do not go with the draft.
 */
export function wordingOfDraft(
  draft: DraftWords,
  prepared: TemplateFields,
  given: GivenWords,
): Wording {
  if (given.template !== undefined) {
    throw refuse('INVALID', 'Must be left out with `communicationId`: a draft has its words.', [
      'template',
    ]);
  }
  if (draft.template !== null) {
    return chooseWording({
      ...given,
      template: draft.template,
      fields: { ...prepared, ...withoutBlank(given.fields) },
    });
  }
  refuseFields(given.fields);
  return {
    template: null,
    subject: given.subject ?? draft.subject ?? '',
    body: given.body ?? draft.body,
  };
}

function refuseFields(fields: TemplateFields | undefined): void {
  if (fields === undefined) return;
  throw refuse('INVALID', 'Must go with a template: words of your own have no fields.', ['fields']);
}

/** Only the fields that have a value, so that they can be laid over earlier ones and kept in the log. */
export function withoutBlank(fields: TemplateFields = {}): { [field in TemplateField]?: string } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** Refuses a message with gaps. @throws Refusal INVALID with one error for each field that is missing. */
export function refuseGaps(missing: readonly TemplateField[]): void {
  if (missing.length === 0) return;
  const all = missing.map((field) => `\`${field}\``).join(', ');
  throw new Refusal(
    missing.map((field) => ({
      code: 'INVALID',
      message: `Must be given: the case does not say it yet, and the template needs it (missing: ${all}).`,
      field: ['fields', field],
    })),
  );
}

interface Contact {
  name: string;
  email?: string | null;
}

/** The addresses of a message: those given, or else those of the customer's contacts. Each occurs once. */
export function recipientsOf(
  to: readonly string[] | undefined,
  contacts: readonly Contact[],
): string[] {
  const addresses = to ?? contacts.flatMap(({ email }) => email ?? []);
  return [...new Set(addresses)];
}

/** Refuses a mail without addresses. @throws Refusal INVALID */
export function refuseMailToNobody(channel: Channel, recipients: readonly string[]): void {
  if (channel !== 'EMAIL' || recipients.length > 0) return;
  throw refuse(
    'INVALID',
    'Must name somebody: the customer has no contact with an address to send a mail to.',
    ['to'],
  );
}

const TEMPLATE_NAMES: Readonly<Record<CommunicationTemplate, string>> = {
  INITIAL_RESPONSE: 'Initial response',
  PROGRESS_UPDATE: 'Progress update',
  RESOLUTION_CONFIRMATION: 'Resolution confirmation',
};

/** The entry's summary: `Initial response sent`, `Message sent: We will call you at noon`. */
export function sentLine(
  template: CommunicationTemplate | null,
  summary: string,
  deed: 'prepared' | 'sent',
): string {
  return template === null ? `Message ${deed}: ${summary}` : `${TEMPLATE_NAMES[template]} ${deed}`;
}

const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  EMAIL: 'Mail',
  CALL: 'Call',
  MEETING: 'Meeting',
};

/** The entry's summary: `Call from the customer: asks when it will work again`. */
export function loggedLine(channel: Channel, direction: Direction, summary: string): string {
  const link = direction === 'INBOUND' ? 'from' : channel === 'MEETING' ? 'with' : 'to';
  return `${CHANNEL_NAMES[channel]} ${link} the customer: ${summary}`;
}
