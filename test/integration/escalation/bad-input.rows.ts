import type { Variables } from '../../support/client.ts';
import type { World } from './bad-input.fixture.ts';
import { unknownId } from './bad-input.fixture.ts';

/**
 * A mutation, what is wrong, what is put over an input that works, the code, and the path of the
 * error inside the input. A function gets what is in the database.
 */
export type Row = readonly [
  mutation: string,
  wrong: string,
  over: Variables | ((world: World) => Variables),
  code: string,
  field: string,
];

const EARLY = '2026-03-02T08:59:59.999Z';
const LATE = '2026-03-02T09:00:00.001Z';
const EUROS = { amount: '5.00', currency: 'EUR' };
const nobody = { id: unknownId('User') };
const noAddress = { email: 'nobody@desk.example' };

/** What no single field can tell. The clock of the test stands at 2026-03-02T09:00:00Z. */
export const ROWS: readonly Row[] = [
  [
    'openEscalation',
    'an unknown customer',
    { customer: { id: unknownId('Customer') } },
    'NOT_FOUND',
    'customer',
  ],
  [
    'openEscalation',
    'an externalId that nobody has',
    { customer: { externalId: 'nobody' } },
    'NOT_FOUND',
    'customer',
  ],
  ['openEscalation', 'a beginning after now', { occurredAt: LATE }, 'INVALID', 'occurredAt'],
  [
    'upsertCustomer',
    'another currency than amounts on its cases',
    ({ costly }) => ({ externalId: costly.externalId, arr: EUROS }),
    'INVALID',
    'arr.currency',
  ],
  [
    'setLifecycleStage',
    'an unknown customer',
    { customer: { id: unknownId('Customer') } },
    'NOT_FOUND',
    'customer',
  ],
  [
    'setLifecycleStage',
    'an externalId that nobody has',
    { customer: { externalId: 'nobody' } },
    'NOT_FOUND',
    'customer',
  ],

  [
    'assessImpact',
    'foreign currency',
    { revenueAtRisk: EUROS },
    'INVALID',
    'revenueAtRisk.currency',
  ],
  [
    'classifyEscalation',
    'foreign currency',
    { revenueAtRisk: EUROS },
    'INVALID',
    'revenueAtRisk.currency',
  ],
  [
    'classifyEscalation',
    'less than suggested without a rationale',
    { severity: 'LOW', legalRisk: 'CRITICAL' },
    'INVALID',
    'rationale',
  ],
  ['changeSeverity', 'the severity it has', { severity: 'HIGH' }, 'INVALID', 'severity'],
  ['changeSeverity', 'a closed case', on('closed'), 'WRONG_STATE', 'escalationId'],

  ['assignOwner', 'an unknown person', { owner: nobody }, 'NOT_FOUND', 'owner'],
  ['assignOwner', 'an address that nobody has', { owner: noAddress }, 'NOT_FOUND', 'owner'],
  ['assignOwner', 'somebody who has left', by('owner', 'gone'), 'INVALID', 'owner'],
  ['assignOwner', 'a level too low', by('owner', 'lead'), 'OWNER_LEVEL_TOO_LOW', 'owner'],
  [
    'notifyStakeholders',
    'an unknown person',
    ({ lead }) => ({ users: [{ id: lead.id }, nobody] }),
    'NOT_FOUND',
    'users.1',
  ],
  [
    'notifyStakeholders',
    'an address that nobody has',
    { users: [noAddress] },
    'NOT_FOUND',
    'users.0',
  ],
  [
    'notifyStakeholders',
    'somebody who has left',
    ({ gone, lead }) => ({ users: [{ email: lead.email }, { email: gone.email }] }),
    'INVALID',
    'users.1',
  ],
  ['setResponseTimeline', 'neither time', { resolveBy: null }, 'INVALID', ''],
  [
    'setResponseTimeline',
    'an update in the past',
    { nextUpdateAt: EARLY },
    'INVALID',
    'nextUpdateAt',
  ],
  [
    'setResponseTimeline',
    'an update later than it is due',
    { nextUpdateAt: '2026-03-02T13:00:01Z' },
    'INVALID',
    'nextUpdateAt',
  ],
  [
    'setResponseTimeline',
    'a resolution by now',
    { resolveBy: '2026-03-02T09:00:00Z' },
    'INVALID',
    'resolveBy',
  ],

  [
    'prepareCommunication',
    'a template and a subject',
    { template: 'INITIAL_RESPONSE', body: null },
    'INVALID',
    'subject',
  ],
  [
    'prepareCommunication',
    'a template and a body',
    { template: 'INITIAL_RESPONSE', subject: null },
    'INVALID',
    'body',
  ],
  [
    'prepareCommunication',
    'neither template nor words',
    { subject: null, body: null },
    'INVALID',
    'template',
  ],
  ['prepareCommunication', 'a body without a subject', { subject: null }, 'INVALID', 'subject'],
  ['prepareCommunication', 'a subject without a body', { body: null }, 'INVALID', 'body'],
  [
    'prepareCommunication',
    'fields without a template',
    { fields: { status: 'Well' } },
    'INVALID',
    'fields',
  ],
  ['prepareCommunication', 'a cancelled case', on('cancelled'), 'WRONG_STATE', 'escalationId'],
  [
    'sendCommunication',
    'a template that lacks fields',
    { template: 'PROGRESS_UPDATE', fields: { status: 'Well' }, subject: null, body: null },
    'INVALID',
    'fields.nextSteps',
  ],
  [
    'sendCommunication',
    'a template that needs an owner',
    { template: 'INITIAL_RESPONSE', subject: null, body: null },
    'INVALID',
    'fields.owner',
  ],
  [
    'sendCommunication',
    'an unknown draft',
    { communicationId: unknownId('Communication') },
    'NOT_FOUND',
    'communicationId',
  ],
  [
    'sendCommunication',
    'a draft of another case',
    ({ foreignDraftId }) => ({ communicationId: foreignDraftId }),
    'NOT_FOUND',
    'communicationId',
  ],
  [
    'sendCommunication',
    'what was sent already',
    ({ sentId }) => ({ communicationId: sentId }),
    'WRONG_STATE',
    'communicationId',
  ],
  [
    'sendCommunication',
    'a draft and a template',
    ({ draftId }) => ({ communicationId: draftId, template: 'PROGRESS_UPDATE' }),
    'INVALID',
    'template',
  ],
  [
    'sendCommunication',
    'a draft of a template and a subject',
    ({ templateDraftId }) => ({ communicationId: templateDraftId }),
    'INVALID',
    'subject',
  ],
  [
    'sendCommunication',
    'a reply to a draft',
    ({ draftId }) => ({ inReplyToId: draftId }),
    'WRONG_STATE',
    'inReplyToId',
  ],
  [
    'sendCommunication',
    'a reply to an unknown message',
    { inReplyToId: unknownId('Communication') },
    'NOT_FOUND',
    'inReplyToId',
  ],
  [
    'sendCommunication',
    'a mail to nobody',
    ({ unreachable }) => ({ escalationId: unreachable }),
    'INVALID',
    'to',
  ],
  [
    'postProgressUpdate',
    'a mail to nobody',
    ({ unreachable }) => ({ escalationId: unreachable }),
    'INVALID',
    'to',
  ],
  ['postProgressUpdate', 'a closed case', on('closed'), 'WRONG_STATE', 'escalationId'],
  ['logCommunication', 'a time before the opening', { at: EARLY }, 'INVALID', 'at'],
  ['logCommunication', 'a time after now', { at: LATE }, 'INVALID', 'at'],
  [
    'logCommunication',
    'a reply to a draft',
    ({ draftId }) => ({ inReplyToId: draftId }),
    'WRONG_STATE',
    'inReplyToId',
  ],
  [
    'logCommunication',
    'a reply to a message of another case',
    ({ foreignDraftId }) => ({ inReplyToId: foreignDraftId }),
    'NOT_FOUND',
    'inReplyToId',
  ],

  ['recordAction', 'a time before the opening', { at: EARLY }, 'INVALID', 'at'],
  ['recordAction', 'a time after now', { at: LATE }, 'INVALID', 'at'],
  ['recordAction', 'a resolved case', on('resolved'), 'WRONG_STATE', 'escalationId'],
  [
    'confirmResolution',
    'a case of which nothing is fixed',
    ({ bare }) => ({ escalationId: bare }),
    'WRONG_STATE',
    '',
  ],
  [
    'confirmResolution',
    'a time before the opening',
    { confirmedAt: EARLY },
    'INVALID',
    'confirmedAt',
  ],
  ['confirmResolution', 'a time after now', { confirmedAt: LATE }, 'INVALID', 'confirmedAt'],
  ['confirmResolution', 'a resolved case', on('resolved'), 'WRONG_STATE', 'escalationId'],

  ['recordRetrospective', 'a time before the opening', { heldAt: EARLY }, 'INVALID', 'heldAt'],
  ['recordRetrospective', 'a time after now', { heldAt: LATE }, 'INVALID', 'heldAt'],
  [
    'recordRetrospective',
    'an unknown person',
    ({ lead }) => ({ participants: [{ id: lead.id }, noAddress] }),
    'NOT_FOUND',
    'participants.1',
  ],
  [
    'recordRetrospective',
    'somebody who has left',
    ({ gone }) => ({ participants: [{ id: gone.id }] }),
    'INVALID',
    'participants.0',
  ],
  [
    'createPreventionPlan',
    'no action at all',
    { immediateActions: [], longTermImprovements: [] },
    'INVALID',
    'immediateActions',
  ],
  ['createPreventionPlan', 'an unknown owner', { owner: nobody }, 'NOT_FOUND', 'owner'],
  ['createPreventionPlan', 'an owner who has left', by('owner', 'gone'), 'INVALID', 'owner'],
  [
    'createPreventionPlan',
    'an action of nobody',
    { longTermImprovements: [{ description: 'Think.' }, { description: 'Do.', owner: nobody }] },
    'NOT_FOUND',
    'longTermImprovements.1.owner',
  ],
  [
    'createPreventionPlan',
    'an action of somebody who has left',
    ({ gone }) => ({ immediateActions: [{ description: 'Do.', owner: { email: gone.email } }] }),
    'INVALID',
    'immediateActions.0.owner',
  ],
  ['updatePreventionPlan', 'nothing to change', { dueDate: null }, 'INVALID', ''],
  ['updatePreventionPlan', 'an owner who has left', by('owner', 'gone'), 'INVALID', 'owner'],
  [
    'updatePreventionPlan',
    'an unknown action',
    { removeActionIds: [unknownId('PreventionAction')] },
    'NOT_FOUND',
    'removeActionIds.0',
  ],
  [
    'updatePreventionPlan',
    'an action of another plan',
    ({ open, waiting }) => ({ removeActionIds: [open.actionId, waiting.actionId] }),
    'NOT_FOUND',
    'removeActionIds.1',
  ],
  [
    'updatePreventionPlan',
    'all of its actions out',
    ({ open, doneActionId }) => ({ removeActionIds: [open.actionId, doneActionId] }),
    'INVALID',
    'removeActionIds',
  ],
  [
    'updatePreventionPlan',
    'more than 100 actions of a kind in the end',
    { addImmediateActions: Array(100).fill({ description: 'Do.' }) },
    'INVALID',
    'addImmediateActions',
  ],
  [
    'updatePreventionPlan',
    'a cancelled case',
    ({ cancelled }) => ({ planId: cancelled.planId }),
    'WRONG_STATE',
    'planId',
  ],
  [
    'completePreventionAction',
    'an action that is done',
    ({ doneActionId }) => ({ actionId: doneActionId }),
    'WRONG_STATE',
    'actionId',
  ],

  ['waitForCustomer', 'until now', { until: '2026-03-02T09:00:00Z' }, 'INVALID', 'until'],
  ['waitForCustomer', 'a waiting case', on('waiting'), 'WRONG_STATE', 'escalationId'],
  ['resumeWork', 'an open case', {}, 'WRONG_STATE', 'escalationId'],
  [
    'skipSteps',
    'a step that is done',
    { steps: ['ASSIGN_OWNER', 'EXECUTE_FIX'] },
    'INVALID',
    'steps.1',
  ],
  [
    'skipSteps',
    'the confirmation before the fix',
    ({ bare }) => ({ escalationId: bare, steps: ['REVIEW_HISTORY', 'CONFIRM_RESOLUTION'] }),
    'WRONG_STATE',
    'steps.1',
  ],
  [
    'skipSteps',
    'the fix and its confirmation together',
    ({ bare }) => ({ escalationId: bare, steps: ['EXECUTE_FIX', 'CONFIRM_RESOLUTION'] }),
    'WRONG_STATE',
    'steps.1',
  ],
  [
    'linkEscalations',
    'the case itself',
    ({ open }) => ({ other: { id: open.escalationId } }),
    'INVALID',
    'other',
  ],
  [
    'linkEscalations',
    'an unknown case',
    { other: { id: unknownId('Escalation') } },
    'NOT_FOUND',
    'other',
  ],
  [
    'linkEscalations',
    'a reference that no case has',
    { other: { reference: 'ESC-2026-999999' } },
    'NOT_FOUND',
    'other',
  ],
  ['linkEscalations', 'a link that stands', { kind: 'CAUSES' }, 'DUPLICATE', 'other'],
  ['linkEscalations', 'a circle of causes', { kind: 'CAUSED_BY' }, 'INVALID', 'other'],
  [
    'linkEscalations',
    'a circle seen from the other side',
    ({ open, shared }) => ({
      escalationId: shared.otherId,
      other: { id: open.escalationId },
      kind: 'CAUSES',
    }),
    'INVALID',
    'other',
  ],
  ['linkEscalations', 'a cancelled case', on('cancelled'), 'WRONG_STATE', 'escalationId'],
  ['closeEscalation', 'an open case', {}, 'WRONG_STATE', 'escalationId'],
  ['reopenEscalation', 'an open case', {}, 'WRONG_STATE', 'escalationId'],
  ['cancelEscalation', 'a resolved case', on('resolved'), 'WRONG_STATE', 'escalationId'],
];

function on(name: 'waiting' | 'resolved' | 'closed' | 'cancelled') {
  return (world: World) => ({ escalationId: world[name].escalationId });
}

function by(field: string, name: 'lead' | 'gone') {
  return (world: World) => ({ [field]: { id: world[name].id } });
}
