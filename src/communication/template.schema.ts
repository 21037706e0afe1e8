import { CASE_ID, caseKey } from '../escalation/read/escalation.schema.ts';
import { badRequest } from '../graphql/bad-request.ts';
import { builder } from '../graphql/builder.ts';
import { enumOf } from '../graphql/enum.ts';
import { optional } from '../graphql/inputs/field.ts';
import { object } from '../graphql/inputs/object.ts';
import { text } from '../graphql/inputs/values.ts';
import { MAX_TEXT } from '../graphql/limits/limits.ts';
import { NO_SUCH_CASE } from '../shared/reference.ts';
import type { CommunicationTemplate as CommunicationTemplateValue } from '../shared/vocabulary.ts';
import { previewTemplate } from './template.load.ts';
import type { RenderedTemplate, TemplateFields } from './template.rules.ts';

export const CommunicationTemplate = enumOf<CommunicationTemplateValue>(
  'CommunicationTemplate',
  'The three texts that the desk has words for.',
  {
    INITIAL_RESPONSE: 'We have received it, this is who has it, this is when you hear from us.',
    PROGRESS_UPDATE: 'This is how it stands, what was done, what comes next.',
    RESOLUTION_CONFIRMATION: 'It is resolved: please confirm.',
  },
);

export const templateFields = object(
  'TemplateFieldsInput',
  'Words in place of those that the case fills in. What is left out is filled from the case.',
  {
    summary: optional(text("{summary}: what it is about. Default: the case's `summary`.")),
    owner: optional(text("{owner}: who has the case. Default: the owner's name.")),
    time: optional(
      text(
        '{time}: when the customer hears again, in words of your own. Default: when the update clock is due after this message, as `2026-03-01 14:15 UTC`; missing while the case waits. A time after that is allowed and warned of.',
      ),
    ),
    severity: optional(text("{severity}: how urgent it is. Default: the case's, in lower case.")),
    status: optional(text('{status}: how it stands. No default.')),
    actions: optional(
      text('{actions}: what was done. Default: the three latest actions, joined by `; `.'),
    ),
    nextSteps: optional(text('{next_steps}: what comes next. No default.')),
    timeline: optional(
      text('{timeline}: the expected resolution. Default: `resolveBy`, else `not yet known`.'),
    ),
    whatWeDid: optional(
      text(
        '{what_we_did}: what solved it. Default: the documented action taken, else the latest fix or workaround.',
      ),
    ),
    howToConfirm: optional(
      text('{how_to_confirm}: how the customer can see it. Default: from `documentOutcome`.'),
    ),
    whatWereDoing: optional(
      text(
        "{what_we're_doing}: what keeps it from happening again. Default: the plan's immediate actions, else the improvements proposed, else `We will follow up on prevention`.",
      ),
    ),
  },
);

const RenderedTemplateType = builder.objectRef<RenderedTemplate>('RenderedTemplate').implement({
  description: 'A template filled in for a case, as it would be sent now.',
  fields: (t) => ({
    subject: t.exposeString('subject', {
      description: 'Subject line, one line of at most 200 characters.',
    }),
    body: t.exposeString('body', {
      price: { holds: MAX_TEXT },
      description: 'The text. What is missing stays as a placeholder, such as `{next_steps}`.',
    }),
    missing: t.stringList({
      description:
        'Names of fields of `TemplateFieldsInput` that this template needs and the case does not say. Sending is refused until they are given.',
      resolve: ({ missing }) => missing,
    }),
    warnings: t.exposeStringList('warnings', {
      description:
        'What is allowed and worth a second look, as sentences: a `time` after the due time of the update clock.',
    }),
  }),
});

const checked = optional(templateFields('Words in place of those of the case.')).schema;

builder.queryField('renderTemplate', (t) =>
  t.field({
    type: RenderedTemplateType,
    description:
      'Fills a template for a case as sending it now would, and sends nothing. A case that is not there or not visible, and fields over their limits, are errors with code BAD_REQUEST.',
    args: {
      escalationId: t.arg.id({
        required: true,
        description: `The case: ${CASE_ID}`,
      }),
      template: t.arg({
        type: CommunicationTemplate,
        required: true,
        description: 'Which text.',
      }),
      fields: t.arg({
        type: templateFields.inputRef,
        description: 'Words in place of those that the case fills in.',
      }),
    },
    resolve: async (_root, args, context) => {
      const { db, principal, clock } = context;
      const escalationId = await caseKey(context, args.escalationId);
      const rendered =
        escalationId === undefined
          ? null
          : await previewTemplate(
              db,
              {
                escalationId,
                template: args.template,
                fields: checkedFields(args.fields),
                now: clock.now(),
              },
              principal,
            );
      if (rendered === null) throw badRequest(`\`escalationId\`: ${NO_SUCH_CASE}`);
      return rendered;
    },
  }),
);

function checkedFields(given: unknown): TemplateFields {
  const parsed = checked.safeParse(given);
  if (parsed.success) return parsed.data ?? {};
  const [issue] = parsed.error.issues;
  throw badRequest(`\`fields.${issue?.path.join('.')}\`: ${issue?.message}`);
}
