import { requirePermission } from '../auth/permissions.ts';
import { addEntry } from '../escalation/case/entry.draft.ts';
import type { CaseInput } from '../escalation/case/escalation.change.ts';
import { changeCase } from '../escalation/case/escalation.change.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import { resumeIfWaiting, toldTime } from '../escalation/steps/resolve.service.ts';
import type { Work } from '../events/work.ts';
import { newId } from '../shared/ids.ts';
import type { Channel, Direction, Role } from '../shared/vocabulary.ts';
import { loadCommunications, requireAnswerable } from './communication.load.ts';
import type { CommunicationChange } from './communication.service.ts';
import { markPrepared } from './dispatch.service.ts';
import { loggedLine } from './message.rules.ts';

export interface LogCommunication extends CaseInput {
  channel: Channel;
  direction: Direction;
  summary: string;
  body?: string | undefined;
  /** When the communication took place. Now by default. */
  at?: Date | undefined;
  customerResponse?: string | undefined;
  inReplyToId?: string | undefined;
}

/**
 * Records a communication that took place elsewhere. OUTBOUND counts from `at` on. INBOUND resumes a
 * waiting case, and answers the message that it replies to.
 *
 * @throws Refusal NOT_ALLOWED for OUTBOUND, unless the role may SPEAK_FOR_THE_DESK.
 */
export async function logCommunication(
  work: Work,
  input: LogCommunication,
): Promise<CommunicationChange> {
  if (input.direction === 'OUTBOUND') {
    const what = 'Logging what went out to the customer';
    requirePermission(work, 'SPEAK_FOR_THE_DESK', what, ['direction']);
  }
  const communicationId = newId();
  const load = (draft: Draft) => loadCommunications(work.tx, draft, [input.inReplyToId]);
  const log = (draft: Draft): void => {
    const at = toldTime(draft, input.at, 'at');
    const { channel, direction, summary, customerResponse } = input;
    const counts = direction === 'OUTBOUND';
    answer(draft, input, work.role);
    draft.communications.set(communicationId, {
      id: communicationId,
      channel,
      direction,
      template: null,
      state: 'LOGGED',
      subject: null,
      body: input.body ?? summary,
      summary,
      at,
      senderId: counts ? draft.actor.userId : null,
      recipients: [],
      inReplyToId: input.inReplyToId ?? null,
      customerResponse: customerResponse ?? null,
    });
    if (counts) markPrepared(draft, at);
    const logged = { communicationId, counts, direction, channel };
    const line = loggedLine(channel, direction, summary);
    addEntry(draft, 'COMMUNICATION_LOGGED', logged, line, { at });
    if (counts && customerResponse === undefined) return;
    const response = { communicationId, inReplyToId: input.inReplyToId ?? null };
    addEntry(draft, 'CUSTOMER_RESPONDED', response, 'Customer responded', { at });
    if (!counts) resumeIfWaiting(draft, at);
  };
  const change = await changeCase(work, 'logCommunication', input, log, { load });
  return { ...change, communicationId };
}

/** Makes a customer's reply the response to the message that it replies to. The first response stands. */
function answer(draft: Draft, input: LogCommunication, role: Role): void {
  if (input.inReplyToId === undefined) return;
  const row = requireAnswerable(draft, input.inReplyToId, role);
  if (input.direction !== 'INBOUND' || row.direction !== 'OUTBOUND') return;
  const customerResponse =
    row.customerResponse ?? input.customerResponse ?? input.body ?? input.summary;
  draft.communications.set(row.id, { ...row, customerResponse });
}
