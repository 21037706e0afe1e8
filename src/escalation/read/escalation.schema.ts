import { visibleByCustomer } from '../../auth/visibility.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { enumOf } from '../../graphql/enum.ts';
import { decodeId, encodeId } from '../../graphql/global-id.ts';
import type { InputField } from '../../graphql/inputs/field.ts';
import { optional } from '../../graphql/inputs/field.ts';
import { object } from '../../graphql/inputs/object.ts';
import { id, name } from '../../graphql/inputs/values.ts';
import { MAX_JSON_BYTES, MAX_TEXT } from '../../graphql/limits/limits.ts';
import { connectionType } from '../../graphql/paging/connection-type.ts';
import { OwnerLevel, ResolutionPath, User } from '../../person/person.schema.ts';
import { isUuid } from '../../shared/ids.ts';
import { NO_SUCH_CASE, readReference } from '../../shared/reference.ts';
import type { EscalationStatus as EscalationStatusValue } from '../../shared/vocabulary.ts';
import { Severity } from '../../sla/terms/policy.schema.ts';
import { resolutionPathOf } from '../case/category.rules.ts';
import { Category } from './category.schema.ts';
import { Stage } from './process.schema.ts';

export const EscalationStatus = enumOf<EscalationStatusValue>(
  'EscalationStatus',
  'Where a case stands.',
  {
    OPEN: 'The desk works on it.',
    WAITING_ON_CUSTOMER: 'The customer was asked; the clocks are stopped.',
    RESOLVED: 'The customer confirmed, or stayed silent after a fix.',
    CLOSED: 'Every step is done or skipped.',
    CANCELLED: 'Given up: opened by mistake, or taken back.',
  },
);

function reference(description: string): InputField<string> {
  const { type, schema, ...rest } = name(description);
  return { ...rest, type, schema: schema.transform((value) => value.toUpperCase()) };
}

export const escalationRef = object(
  'EscalationRef',
  'Names an escalation. Exactly one of them.',
  {
    id: optional(id('Escalation', 'The id of an `Escalation`.', NO_SUCH_CASE)),
    reference: optional(reference('The reference, such as `ESC-2026-001`; case does not matter.')),
  },
  { isOneOf: true },
);

/** Describes an argument or field `escalationId`. Each of them takes either form. */
export const CASE_ID = 'the `id` of an `Escalation`, or its reference such as `ESC-2026-001`.';

/**
 * The key of the case that an `escalationId` names, by its id or its reference.
 *
 * @returns undefined when the text is neither, or the reference of a case that does not exist or is not
 *   visible. An id is only decoded: whether its case exists is not checked.
 */
export async function caseKey(
  { db, principal }: Pick<Context, 'db' | 'principal'>,
  given: string,
): Promise<string | undefined> {
  const named = readReference(given);
  if (named === undefined) {
    const key = decodeId('Escalation', given);
    return key !== undefined && isUuid(key) ? key : undefined;
  }
  const found = await db.escalation.findUnique({
    where: { reference: named, ...visibleByCustomer(principal) },
    select: { id: true },
  });
  return found?.id;
}

/** The field `escalationId` of mutations on a case. */
export const escalationId: InputField<string> = {
  ...id('Escalation', `The case: ${CASE_ID}`, NO_SUCH_CASE),
  async toId(context, given) {
    if (readReference(given) === undefined) return given;
    const key = await caseKey(context, given);
    return key === undefined ? given : encodeId('Escalation', key);
  },
};

/**
 * A case. Fields say which columns they need, and only those are read. The file of each concern adds
 * the fields that belong to that concern.
 */
export const Escalation = builder.prismaNode('Escalation', {
  id: { field: 'id', description: 'Global id.' },
  visibleTo: visibleByCustomer,
  description:
    "One customer's trouble and how the desk handles it, from the opening through five stages to the report.",
  select: { id: true },
  fields: (t) => ({
    reference: t.exposeString('reference', {
      description: 'The name for people: `ESC-2026-001`. Ascending within its year, never reused.',
    }),
    version: t.exposeInt('version', {
      description:
        'Counts the changes, from 1. Pass it as `expectedVersion` to change what you saw.',
    }),
    customer: t.relation('customer', { description: 'Whose trouble it is.' }),
    summary: t.exposeString('summary', { description: 'The trouble in one line.' }),
    issue: t.exposeString('issue', {
      price: { holds: MAX_TEXT },
      description: 'The trouble as it was reported.',
    }),
    history: t.field({
      type: 'JSONObject',
      price: { holds: MAX_JSON_BYTES },
      nullable: true,
      description: 'What the caller passed as `history`, equal as JSON; null when nothing was.',
      select: { history: true },
      resolve: ({ history }) => history as object | null,
    }),
    severity: t.expose('severity', {
      type: Severity,
      description: 'How bad it is now; it sets the promised times.',
    }),
    category: t.expose('category', { type: Category, description: 'What kind of trouble it is.' }),
    resolutionPath: t.field({
      type: ResolutionPath,
      description: 'The team that resolves it: follows from the category.',
      select: { category: true },
      resolve: ({ category }) => resolutionPathOf(category),
    }),
    stage: t.expose('stage', {
      type: Stage,
      description: 'The first stage whose gate is closed: worked out from the steps, never set.',
    }),
    status: t.expose('status', { type: EscalationStatus, description: 'Where the case stands.' }),
    owner: t.relation('owner', {
      nullable: true,
      description: 'Who is responsible; null until `assignOwner`.',
    }),
    ownerLevel: t.expose('ownerLevel', {
      type: OwnerLevel,
      description:
        "The lowest level that may own it now: the policy's, one higher for each breached clock.",
    }),
    stakeholders: t.field({
      type: [User],
      description: 'Who is to be kept informed, in the order in which they came to it.',
      select: (_args, _context, nested) => ({
        stakeholders: {
          select: { user: nested() },
          orderBy: [{ since: 'asc' }, { userId: 'asc' }],
        },
      }),
      resolve: ({ stakeholders }) => stakeholders.map(({ user }) => user),
    }),
    understanding: t.exposeString('understanding', {
      price: { holds: MAX_TEXT },
      nullable: true,
      description: 'What is really wrong, as the desk understands it; null until then.',
    }),
    historyFindings: t.exposeString('historyFindings', {
      price: { holds: MAX_TEXT },
      nullable: true,
      description: 'What the history of the customer shows; null until it was reviewed.',
    }),
    openedAt: t.expose('openedAt', {
      type: 'DateTime',
      description: 'When the trouble was reported; the clocks start here.',
    }),
    resolvedAt: t.expose('resolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was resolved; null until then, and again after reopening.',
    }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was closed; null until then, and again after reopening.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When the case last changed, whoever or whatever changed it.',
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'The earliest due time of a clock that runs: what `DUE_ASC` orders by. Null when none runs.',
    }),
    waitUntil: t.expose('waitUntil', {
      type: 'DateTime',
      nullable: true,
      description:
        'When a case that waits for the customer resumes by itself; null when it does not.',
    }),
  }),
});

/** The connection type of every field that pages through cases. */
export const EscalationConnection = connectionType(Escalation, 'Escalation');

builder.queryField('escalation', (t) =>
  t.prismaField({
    type: Escalation,
    nullable: true,
    description: 'One case; null when there is none, or none that you may see.',
    args: {
      by: t.arg({ type: escalationRef.inputRef, required: true, description: 'Which case.' }),
    },
    resolve: (query, _root, { by }, { db, principal }) => {
      const ref = escalationRef.parse(by);
      if (ref === undefined) return null;
      const { id, reference = '' } = ref;
      return db.escalation.findUnique({
        ...query,
        where: { ...(id === undefined ? { reference } : { id }), ...visibleByCustomer(principal) },
      });
    },
  }),
);
