import { casePayload, onCase } from '../escalation/steps/escalation.payload.ts';
import { list, optional } from '../graphql/inputs/field.ts';
import { object } from '../graphql/inputs/object.ts';
import { date, id, text } from '../graphql/inputs/values.ts';
import { defineMutation, expectedVersionOf } from '../graphql/mutations/mutation.ts';
import { userRef } from '../person/person.schema.ts';
import { planPayload } from './prevention.schema.ts';
import {
  completePreventionAction,
  createPreventionPlan,
  proposeImprovement,
  updatePreventionPlan,
} from './prevention.service.ts';

const DUE = 'A day in UTC; one that is past makes the plan overdue at once.';

const preventionAction = object(
  'PreventionActionInput',
  'One thing to do so that a case does not happen again.',
  {
    description: text('What to do.'),
    owner: optional(userRef("Who does it. Left out: the plan's owner.")),
    dueDate: optional(date(`By when. ${DUE} Left out: the plan's due date.`)),
  },
);

defineMutation('proposeImprovement', {
  description:
    'Says what the desk should do better. Does the step IMPROVE_PROCESS; called again, it adds another improvement.',
  input: { ...onCase, description: text('What to do better.') },
  payload: casePayload,
  run: proposeImprovement,
});

defineMutation('createPreventionPlan', {
  description:
    'Plans what is done so that the case does not happen again. Does the step PLAN_PREVENTION; called again, it replaces the plan and its actions under the same id. Without any action, or with an owner who is not active, it is INVALID.',
  input: {
    ...onCase,
    owner: userRef('Who sees to the plan.'),
    dueDate: date(`By when all of it is to be done. ${DUE}`),
    immediateActions: list(
      preventionAction('An action.'),
      'What is done at once. May be empty when longTermImprovements is not.',
    ),
    longTermImprovements: list(
      preventionAction('An action.'),
      'What helps in the long term. May be empty when immediateActions is not.',
    ),
  },
  payload: [planPayload, ...casePayload],
  run: createPreventionPlan,
});

defineMutation('updatePreventionPlan', {
  description:
    'Changes a prevention plan, also of a closed case. An open action that is added opens a completed plan again; taking out the last open one completes it.',
  inputDescription: 'What is left out stays as it is; at least one thing must be named.',
  input: {
    planId: id('PreventionPlan', 'The plan: the id of a `PreventionPlan`.'),
    owner: optional(userRef('Who sees to the plan from now on.')),
    dueDate: optional(date(`By when all of it is to be done. ${DUE}`)),
    addImmediateActions: optional(
      list(preventionAction('An action.'), 'Put after those that are done at once.'),
    ),
    addLongTermImprovements: optional(
      list(preventionAction('An action.'), 'Put after those that help in the long term.'),
    ),
    removeActionIds: optional(
      list(
        id('PreventionAction', 'The id of a `PreventionAction`.'),
        'Actions of this plan that are taken out; one must remain in the plan.',
        { max: 200 },
      ),
    ),
    expectedVersion: expectedVersionOf('the plan (not of its case)'),
  },
  payload: [planPayload, ...casePayload],
  run: updatePreventionPlan,
});

defineMutation('completePreventionAction', {
  description:
    'Says that an action of a prevention plan is done, also on a closed case. The last one completes the plan. An action that is done already is WRONG_STATE.',
  input: {
    actionId: id('PreventionAction', 'The action: the id of a `PreventionAction`.'),
    expectedVersion: expectedVersionOf('the plan (not of its case)'),
  },
  payload: [planPayload, ...casePayload],
  run: completePreventionAction,
});
