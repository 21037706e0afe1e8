import { list, optional } from '../../graphql/inputs/field.ts';
import { dateTime, text } from '../../graphql/inputs/values.ts';
import { defineMutation } from '../../graphql/mutations/mutation.ts';
import { addUserErrorCode } from '../../graphql/mutations/user-error.ts';
import { userRef } from '../../person/person.schema.ts';
import { casePayload, onCase } from './escalation.payload.ts';
import { assignOwner, notifyStakeholders, setResponseTimeline } from './mobilize.service.ts';

addUserErrorCode(
  'OWNER_LEVEL_TOO_LOW',
  'The person may not own the case as it is: see `Escalation.ownerLevel`. An `overrideReason` lets it pass.',
);

defineMutation('assignOwner', {
  description:
    'Gives the case an owner, or another one: giving a case that somebody owns to somebody else is for managers and admins, to others FORBIDDEN. Does the step ASSIGN_OWNER. Somebody below `ownerLevel` is OWNER_LEVEL_TOO_LOW unless `overrideReason` says why; the case then counts as at risk.',
  input: {
    ...onCase,
    owner: userRef('Who owns it from now on; must be active.'),
    overrideReason: optional(text('Why somebody below the needed level owns it.')),
  },
  payload: casePayload,
  run: assignOwner,
});

defineMutation('notifyStakeholders', {
  description: 'Brings people in; they stay stakeholders. Does the step NOTIFY_STAKEHOLDERS.',
  input: {
    ...onCase,
    users: list(userRef('Somebody to bring in; must be active.'), 'Whom to tell.', { min: 1 }),
    message: optional(text('What they are told.')),
  },
  payload: casePayload,
  run: notifyStakeholders,
});

defineMutation('setResponseTimeline', {
  description:
    'Promises times to the customer: one of the two, or both. Does the step SET_RESPONSE_TIMELINE.',
  input: {
    ...onCase,
    nextUpdateAt: optional(
      dateTime(
        'When the customer hears next: in the future, not later than the update clock is due.',
      ),
    ),
    resolveBy: optional(
      dateTime('When it will be resolved: in the future. Gives the case a RESOLUTION clock.'),
    ),
  },
  payload: casePayload,
  run: setResponseTimeline,
});
