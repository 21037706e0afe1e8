import type { CaseChange, CaseInput } from '../escalation/escalation.change.ts';
import { changeCase } from '../escalation/escalation.change.ts';
import type { Draft, EntryData } from '../escalation/escalation.draft.ts';
import { addEntry, markDone } from '../escalation/escalation.draft.ts';
import type { CommunicationRow } from '../escalation/escalation.state.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { Channel } from '../shared/vocabulary.ts';
import {
  loadCommunications,
  loadContacts,
  loadPreparedFields,
  requireAnswerable,
  requireCommunication,
} from './communication.load.ts';
import type { GivenWords, Wording } from './message.rules.ts';
import {
  chooseWording,
  recipientsOf,
  refuseGaps,
  refuseMailToNobody,
  sentLine,
  withoutBlank,
  wordingOfDraft,
} from './message.rules.ts';
import type { TemplateField } from './template.rules.ts';
import { fillTemplate } from './template.service.ts';

export interface CommunicationChange extends CaseChange {
  communicationId: string;
}

interface GivenMessage extends CaseInput, GivenWords {
  channel?: Channel | undefined;
  to?: string[] | undefined;
}

type Words = Pick<CommunicationRow, 'template' | 'subject' | 'body' | 'summary'>;

interface ComposedMessage {
  words: Words;
  missing: TemplateField[];
  warnings: string[];
}

/** Keeps a draft, with gaps where the case does not say what the template needs. */
export async function prepareCommunication(
  work: Work,
  input: GivenMessage,
): Promise<CommunicationChange> {
  const communicationId = newId();
  const change = await changeCase(work, 'prepareCommunication', input, async (draft) => {
    const wording = chooseWording(input);
    const { words, missing, warnings } = await compose(work, draft, wording, input);
    const channel = input.channel ?? 'EMAIL';
    draft.communications.set(communicationId, {
      ...outbound(draft, communicationId, words),
      state: 'DRAFT',
      channel,
      recipients: await addressees(work, draft, input.to),
    });
    markDone(draft, 'PREPARE_COMMUNICATION');
    const data: EntryData = {
      communicationId,
      channel,
      ...(wording.template === null
        ? {}
        : { template: wording.template, fields: withoutBlank(wording.fields), missing, warnings }),
    };
    const line = sentLine(words.template, words.summary, 'prepared');
    addEntry(draft, 'COMMUNICATION_PREPARED', line, { data });
  });
  return { ...change, communicationId };
}

export interface SendCommunication extends GivenMessage {
  communicationId?: string | undefined;
  inReplyToId?: string | undefined;
}

/**
 * Sends a draft, or new words. A draft of a template is filled anew, because what it says of times
 * and of the case must hold when the customer reads it; own words are sent as they stand.
 */
export async function sendCommunication(
  work: Work,
  input: SendCommunication,
): Promise<CommunicationChange> {
  const { communicationId = newId(), inReplyToId } = input;
  const load = (draft: Draft) =>
    loadCommunications(work.tx, draft, [input.communicationId, inReplyToId]);
  const send = async (draft: Draft): Promise<void> => {
    const prepared =
      input.communicationId === undefined ? undefined : requireDraft(draft, input.communicationId);
    if (inReplyToId !== undefined) requireAnswerable(draft, inReplyToId);
    const wording =
      prepared === undefined
        ? chooseWording(input)
        : wordingOfDraft(prepared, await loadPreparedFields(work.tx, draft, prepared), input);
    const { words, missing, warnings } = await compose(work, draft, wording, {
      summary: input.summary ?? ownSummary(prepared),
    });
    refuseGaps(missing);
    const sentFields = wording.template === null ? {} : withoutBlank(wording.fields);
    await dispatch(work, draft, {
      row: {
        ...outbound(draft, communicationId, words),
        channel: input.channel ?? prepared?.channel ?? 'EMAIL',
        inReplyToId: inReplyToId ?? null,
      },
      to: input.to ?? nonEmpty(prepared?.recipients),
      progress: sentFields,
      warnings,
    });
  };
  const change = await changeCase(work, 'sendCommunication', input, send, { load });
  return { ...change, communicationId };
}

export interface ProgressUpdate extends CaseInput {
  status: string;
  actions: string;
  nextSteps: string;
  expectedResolution?: Date | undefined;
  channel?: Channel | undefined;
  to?: string[] | undefined;
}

/** Tells the customer how it stands: sends the template PROGRESS_UPDATE. */
export async function postProgressUpdate(
  work: Work,
  input: ProgressUpdate,
): Promise<CommunicationChange> {
  const communicationId = newId();
  const change = await changeCase(work, 'postProgressUpdate', input, async (draft) => {
    const { status, actions, nextSteps, expectedResolution } = input;
    const fields = { status, actions, nextSteps };
    const { words, warnings } = await compose(
      work,
      draft,
      { template: 'PROGRESS_UPDATE', fields },
      { expectedResolution },
    );
    const progress =
      expectedResolution === undefined
        ? fields
        : { ...fields, expectedResolution: expectedResolution.toISOString() };
    await dispatch(work, draft, {
      row: { ...outbound(draft, communicationId, words), channel: input.channel ?? 'EMAIL' },
      to: input.to,
      progress,
      warnings,
    });
  });
  return { ...change, communicationId };
}

function requireDraft(draft: Draft, id: string): CommunicationRow {
  const row = requireCommunication(draft, id, 'communicationId');
  if (row.state === 'DRAFT') return row;
  throw refuse('WRONG_STATE', `It is ${row.state}, not a DRAFT: it was sent already.`, [
    'communicationId',
  ]);
}

/** A summary that was given when the draft was prepared; the subject by default follows the words. */
function ownSummary(prepared: CommunicationRow | undefined): string | undefined {
  return prepared?.summary === prepared?.subject ? undefined : prepared?.summary;
}

function nonEmpty(addresses: string[] | undefined): string[] | undefined {
  return addresses?.length === 0 ? undefined : addresses;
}

async function compose(
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
    draft.facts,
  );
  const words = { template, subject, body, summary: extra.summary ?? summary };
  return { words, missing, warnings };
}

async function addressees(work: Work, draft: Draft, to: string[] | undefined): Promise<string[]> {
  const contacts = to === undefined ? await loadContacts(work.tx, draft.customer.id) : [];
  return recipientsOf(to, contacts);
}

type OutboundRow = Omit<CommunicationRow, 'state' | 'channel' | 'recipients'>;

function outbound(draft: Draft, id: string, words: Words): OutboundRow {
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

interface Dispatch {
  row: OutboundRow & { channel: Channel };
  to: string[] | undefined;
  /** What a progress update says, for its entry. */
  progress: EntryData;
  warnings: string[];
}

/** Records a message as sent: without a mail server it is LOGGED, and counts. */
async function dispatch(work: Work, draft: Draft, { row, ...message }: Dispatch): Promise<void> {
  const { id: communicationId, channel, template, summary } = row;
  const recipients = await addressees(work, draft, message.to);
  refuseMailToNobody(channel, recipients);
  draft.communications.set(communicationId, { ...row, state: 'LOGGED', recipients });
  markPrepared(draft, draft.now);
  addEntry(draft, 'COMMUNICATION_SENT', sentLine(template, summary, 'sent'), {
    data: {
      communicationId,
      counts: true,
      direction: 'OUTBOUND',
      channel,
      ...(template === null ? {} : { template, warnings: message.warnings }),
    },
  });
  if (template !== 'PROGRESS_UPDATE') return;
  markDone(draft, 'COMMUNICATE_PROGRESS');
  addEntry(draft, 'PROGRESS_UPDATED', 'Progress told to the customer', {
    data: { communicationId, ...message.progress },
  });
}

/** What counts was prepared somehow; the first time stands. */
export function markPrepared(draft: Draft, at: Date): void {
  if (draft.steps.get('PREPARE_COMMUNICATION')?.state === 'DONE') return;
  markDone(draft, 'PREPARE_COMMUNICATION', at);
}
