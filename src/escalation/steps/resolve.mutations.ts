import { optional } from '../../graphql/inputs/field.ts';
import { dateTime, enumeration, name, text } from '../../graphql/inputs/values.ts';
import { defineMutation } from '../../graphql/mutations/mutation.ts';
import { ActionKind } from '../read/resolution.schema.ts';
import { casePayload, onCase } from './escalation.payload.ts';
import { confirmResolution, documentOutcome, recordAction } from './resolve.service.ts';

defineMutation('recordAction', {
  description:
    'Records what was done. A FIX or a WORKAROUND does the step EXECUTE_FIX; an INVESTIGATION does none.',
  input: {
    ...onCase,
    kind: enumeration(ActionKind, 'What it was.'),
    description: text('What was done.'),
    at: optional(dateTime('When: between the opening and now. Left out: now.')),
  },
  payload: casePayload,
  run: recordAction,
});

defineMutation('confirmResolution', {
  description:
    'The customer confirms: the case is RESOLVED, and every open clock is met. Does the step CONFIRM_RESOLUTION. WRONG_STATE before EXECUTE_FIX is done or skipped. A waiting case resumes first.',
  input: {
    ...onCase,
    confirmedBy: name('Who confirmed, on the side of the customer.'),
    customerResponse: optional(text('What they said.')),
    confirmedAt: optional(dateTime('When: between the opening and now. Left out: now.')),
  },
  payload: casePayload,
  run: confirmResolution,
});

defineMutation('documentOutcome', {
  description: 'Writes down how it ended. Does the step DOCUMENT_OUTCOME.',
  input: {
    ...onCase,
    actionTaken: text('What was done about it; the `action_taken` of the report.'),
    outcome: text('What it led to.'),
    howToConfirm: optional(text('How the customer can see that it works.')),
  },
  payload: casePayload,
  run: documentOutcome,
});
