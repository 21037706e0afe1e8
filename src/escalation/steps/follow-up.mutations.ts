import { list, optional } from '../../graphql/inputs/field.ts';
import { dateTime, integer, text } from '../../graphql/inputs/values.ts';
import { defineMutation } from '../../graphql/mutations/mutation.ts';
import { userRef } from '../../person/person.schema.ts';
import { casePayload, onCase } from './escalation.payload.ts';
import { recordRetrospective, recordSatisfaction } from './follow-up.service.ts';

defineMutation('recordSatisfaction', {
  description: 'Keeps how satisfied the customer is. Does the step CHECK_SATISFACTION.',
  input: {
    ...onCase,
    rating: integer('1 is bad, 5 is good.', 1, 5),
    comment: optional(text('What the customer said to it.')),
  },
  payload: casePayload,
  run: recordSatisfaction,
});

defineMutation('recordRetrospective', {
  description:
    'Keeps what people found who looked back together. Does the step HOLD_RETROSPECTIVE.',
  input: {
    ...onCase,
    heldAt: optional(dateTime('When: between the opening and now. Left out: now.')),
    participants: list(userRef('Somebody who took part; must be active.'), 'Who took part.'),
    wentWell: list(text('One thing.', 2_000), 'What went well.'),
    wentWrong: list(text('One thing.', 2_000), 'What went wrong.'),
  },
  payload: casePayload,
  run: recordRetrospective,
});
