import { customerRef } from '../../customer/customer.schema.ts';
import { list, optional } from '../../graphql/inputs/field.ts';
import { dateTime, enumeration, jsonObject, line, text } from '../../graphql/inputs/values.ts';
import { defineMutation } from '../../graphql/mutations/mutation.ts';
import { Severity } from '../../sla/terms/policy.schema.ts';
import { Category } from '../read/category.schema.ts';
import { escalationRef } from '../read/escalation.schema.ts';
import { LinkKind } from '../read/link.schema.ts';
import { Step } from '../read/process.schema.ts';
import { casePayload, onCase } from './escalation.payload.ts';
import {
  addNote,
  cancelEscalation,
  closeEscalation,
  reopenEscalation,
  resumeWork,
  skipSteps,
  waitForCustomer,
} from './lifecycle.service.ts';
import { linkEscalations } from './link.service.ts';
import { openEscalation } from './open.service.ts';

defineMutation('openEscalation', {
  description: 'Opens a case for a customer. It gets its reference, and its clocks start.',
  input: {
    customer: customerRef('Whose case it is.'),
    issue: text("What the customer says, in the customer's words."),
    severity: enumeration(Severity, 'How bad it is at first sight.'),
    history: optional(
      jsonObject(
        "What went before, in any shape. Objects in it that hold a text `summary` (beside it `at` and `channel`) join the customer's history, the first 200 of them.",
      ),
    ),
    summary: optional(line('One line. Left out: the first line of the issue.')),
    category: optional(enumeration(Category, 'What kind of trouble it is. Left out: OTHER.')),
    occurredAt: optional(
      dateTime(
        'When it began: not later than now, at most ten years ago, for partners at most 90 days; the clocks start then. Left out: now.',
      ),
    ),
  },
  payload: casePayload,
  run: openEscalation,
});

defineMutation('waitForCustomer', {
  description: 'The customer was asked: the case is WAITING_ON_CUSTOMER, and its clocks stop.',
  input: {
    ...onCase,
    reason: text('What was asked.'),
    until: optional(
      dateTime('When work goes on by itself, in the future. Left out: when somebody resumes it.'),
    ),
  },
  payload: casePayload,
  run: waitForCustomer,
});

defineMutation('resumeWork', {
  description: 'Goes on with a case that waited for its customer; its clocks go on.',
  input: { ...onCase },
  payload: casePayload,
  run: resumeWork,
});

defineMutation('skipSteps', {
  description:
    'Skips steps that are open. CONFIRM_RESOLUTION can be skipped only after EXECUTE_FIX (the customer is silent), and resolves the case.',
  input: {
    ...onCase,
    steps: list(enumeration(Step, 'A step that is not done.'), 'Which.', { min: 1 }),
    reason: text('Why.'),
  },
  payload: casePayload,
  run: skipSteps,
});

defineMutation('addNote', {
  description: 'Adds a note for the desk to the timeline. Partners do not see it.',
  input: { ...onCase, text: text('The note.') },
  payload: casePayload,
  run: addNote,
});

defineMutation('linkEscalations', {
  description:
    'Links two cases; both show it, each from its side. A link that stands already is DUPLICATE.',
  input: {
    ...onCase,
    other: escalationRef('The other case.'),
    kind: enumeration(
      LinkKind,
      'What this case is to the other. A circle (of causes, of duplicates) is INVALID.',
    ),
  },
  payload: casePayload,
  run: linkEscalations,
});

defineMutation('closeEscalation', {
  description:
    'Closes a resolved case. WRONG_STATE while steps are neither done nor skipped; the message names them.',
  input: { ...onCase },
  payload: casePayload,
  run: closeEscalation,
});

defineMutation('reopenEscalation', {
  description:
    'Opens a resolved or closed case again. The steps CONFIRM_RESOLUTION, DOCUMENT_OUTCOME and CHECK_SATISFACTION are to be done anew.',
  input: { ...onCase, reason: text('Why.') },
  payload: casePayload,
  run: reopenEscalation,
});

defineMutation('cancelEscalation', {
  description: 'Gives a case up: opened by mistake, or taken back. Its open clocks end.',
  input: { ...onCase, reason: text('Why.') },
  payload: casePayload,
  run: cancelEscalation,
});
