import { addEntry, markDone } from '../escalation/case/entry.draft.ts';
import type { CaseChange, CaseInput } from '../escalation/case/escalation.change.ts';
import { changeCase } from '../escalation/case/escalation.change.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import type { CommunicationRow } from '../escalation/case/escalation.state.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { Channel } from '../shared/vocabulary.ts';
import {
  loadCommunications,
  loadPreparedFields,
  requireAnswerable,
  requireCommunication,
} from './communication.load.ts';
import { addressees, compose, dispatch, outbound } from './dispatch.service.ts';
import type { GivenWords } from './message.rules.ts';
import {
  chooseWording,
  refuseGaps,
  sentLine,
  withoutBlank,
  wordingOfDraft,
} from './message.rules.ts';

export interface CommunicationChange extends CaseChange {
  communicationId: string;
}

interface GivenMessage extends CaseInput, GivenWords {
  channel?: Channel | undefined;
  to?: string[] | undefined;
}

/** Prepares a draft. Where the case lacks what the template needs, the draft has gaps. */
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
    const prepared = { communicationId, channel };
    addEntry(
      draft,
      'COMMUNICATION_PREPARED',
      wording.template === null
        ? prepared
        : {
            ...prepared,
            template: wording.template,
            fields: withoutBlank(wording.fields),
            missing,
            warnings,
          },
      sentLine(words.template, words.summary, 'prepared'),
    );
  });
  return { ...change, communicationId };
}

export interface SendCommunication extends GivenMessage {
  communicationId?: string | undefined;
  inReplyToId?: string | undefined;
}

/**
 * Sends a draft or a new message. A draft of a template is filled anew, because its times and facts
 * must hold when the customer reads it; a draft of own words is sent as it stands.
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
    if (inReplyToId !== undefined) requireAnswerable(draft, inReplyToId, work.role);
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

/** Sends the customer the template PROGRESS_UPDATE. */
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

/** The summary given when the draft was prepared; undefined when it was the subject, which may change. */
function ownSummary(prepared: CommunicationRow | undefined): string | undefined {
  return prepared?.summary === prepared?.subject ? undefined : prepared?.summary;
}

function nonEmpty(addresses: string[] | undefined): string[] | undefined {
  return addresses?.length === 0 ? undefined : addresses;
}
