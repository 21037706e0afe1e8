import type { Row } from './bad-input.fixture.ts';
import { by, NOBODY, unknownId } from './bad-input.fixture.ts';

/** What no single field can tell of a prevention plan. */
export const PLAN_ROWS: readonly Row[] = [
  [
    'createPreventionPlan',
    'no action at all',
    { immediateActions: [], longTermImprovements: [] },
    'INVALID',
    'immediateActions',
  ],
  ['createPreventionPlan', 'an unknown owner', { owner: NOBODY }, 'NOT_FOUND', 'owner'],
  ['createPreventionPlan', 'an owner who has left', by('owner', 'gone'), 'INVALID', 'owner'],
  [
    'createPreventionPlan',
    'an action of nobody',
    { longTermImprovements: [{ description: 'Think.' }, { description: 'Do.', owner: NOBODY }] },
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
  ['updatePreventionPlan', 'nothing to change', { dueDate: undefined }, 'INVALID', ''],
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
];
