import { addEntry, markDone } from '../escalation/case/entry.draft.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import type { CommunicationRow } from '../escalation/case/escalation.state.ts';
import type { DataOf } from '../events/catalogue.ts';
import type { Work } from '../events/work.ts';
import type { Channel } from '../shared/vocabulary.ts';
import { loadContacts } from './communication.load.ts';
import type { Wording } from './message.rules.ts';
import { recipientsOf, refuseMailToNobody, sentLine } from './message.rules.ts';
import { fillTemplate } from './template.load.ts';
import type { TemplateField } from './template.rules.ts';

type Words = Pick<CommunicationRow, 'template' | 'subject' | 'body' | 'summary'>;

interface ComposedMessage {
  words: Words;
  missing: TemplateField[];
  warnings: string[];
}

/** Makes the text of a message. Placeholders without a value stay in it. */
export async function compose(
  work: Work,
  draft: Draft,
  wording: Wording,
  extra: { summary?: string | undefined; expectedResolution?: Date | undefined },
): Promise<ComposedMessage> {
  if (wording.template === null) {
    const { subject, body } = wording;
    const words = { template: null, subject, body, summary: extra.summary ?? subject };
    return { words, missing: [], warnings: [] };
  }
  const { template, fields } = wording;
  const { expectedResolution } = extra;
  const { subject, body, summary, missing, warnings } = await fillTemplate(
    work.tx,
    { escalationId: draft.row.id, template, fields, now: draft.now, expectedResolution },
    draft,
  );
  const words = { template, subject, body, summary: extra.summary ?? summary };
  return { words, missing, warnings };
}

/** The addresses of a message: those given, or else those of the customer's contacts. */
export async function addressees(
  work: Work,
  draft: Draft,
  to: string[] | undefined,
): Promise<string[]> {
  const contacts = to === undefined ? await loadContacts(work.tx, draft.customer.id) : [];
  return recipientsOf(to, contacts);
}

type OutboundRow = Omit<CommunicationRow, 'state' | 'channel' | 'recipients'>;

/** The columns that all messages of the desk fill alike. */
export function outbound(draft: Draft, id: string, words: Words): OutboundRow {
  return {
    ...words,
    id,
    direction: 'OUTBOUND',
    at: draft.now,
    senderId: draft.actor.userId,
    inReplyToId: null,
    customerResponse: null,
  };
}

export interface Dispatch {
  row: OutboundRow & { channel: Channel };
  to: string[] | undefined;
  /** Data of a progress update, for its log entry. */
  progress: Omit<DataOf<'PROGRESS_UPDATED'>, 'communicationId'>;
  warnings: string[];
}

/** Records a message as sent. Without a mail server its state is LOGGED, and it counts. */
export async function dispatch(
  work: Work,
  draft: Draft,
  { row, ...message }: Dispatch,
): Promise<void> {
  const { id: communicationId, channel, template, summary } = row;
  const recipients = await addressees(work, draft, message.to);
  refuseMailToNobody(channel, recipients);
  draft.communications.set(communicationId, { ...row, state: 'LOGGED', recipients });
  markPrepared(draft, draft.now);
  const sent = { communicationId, counts: true, direction: 'OUTBOUND', channel } as const;
  addEntry(
    draft,
    'COMMUNICATION_SENT',
    template === null ? sent : { ...sent, template, warnings: message.warnings },
    sentLine(template, summary, 'sent'),
  );
  if (template !== 'PROGRESS_UPDATE') return;
  markDone(draft, 'COMMUNICATE_PROGRESS');
  const told = { communicationId, ...message.progress };
  addEntry(draft, 'PROGRESS_UPDATED', told, 'Progress told to the customer');
}

/** Marks the preparation as done, unless it is: a message that counts was prepared in some way. */
export function markPrepared(draft: Draft, at: Date): void {
  if (draft.steps.get('PREPARE_COMMUNICATION')?.state === 'DONE') return;
  markDone(draft, 'PREPARE_COMMUNICATION', at);
}
