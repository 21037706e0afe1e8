import type { Principal } from '../../auth/principal.ts';
import { CustomerTier, customerRef } from '../../customer/customer.schema.ts';
import { Prisma } from '../../db/client.ts';
import { idNamedSql } from '../../db/old-names.ts';
import { builder } from '../../graphql/builder.ts';
import { MAX_NAME } from '../../graphql/limits/limits.ts';
import type { Picked } from '../../graphql/paging/picked.sql.ts';
import { personAskedFor } from '../../person/person.filter.ts';
import { ResolutionPath, userRef } from '../../person/person.schema.ts';
import { STATUSES } from '../../shared/vocabulary.ts';
import { SlaState } from '../../sla/explain/sla.schema.ts';
import { Severity } from '../../sla/terms/policy.schema.ts';
import { Category } from './category.schema.ts';
import { isNotAtRisk, riskPicks, slaStatePicks } from './clocks.sql.ts';
import { amongWords, instant } from './conditions.sql.ts';
import { dispatchSql, stakeholderPicks } from './dispatch.sql.ts';
import { EscalationStatus } from './escalation.schema.ts';
import { Stage } from './process.schema.ts';
import { MAX_TERMS, searchSql } from './search.sql.ts';

export const EscalationFilter = builder.inputType('EscalationFilter', {
  description:
    'Which cases. All that are given must hold; a list holds when one of its values does, so an empty one never does. Null is refused.',
  fields: (t) => ({
    customer: t.field({
      type: customerRef.inputRef,
      description: 'Cases of this customer; none when there is no such customer.',
    }),
    severity: t.field({ type: [Severity], description: 'Cases of one of these severities.' }),
    category: t.field({ type: [Category], description: 'Cases of one of these categories.' }),
    status: t.field({ type: [EscalationStatus], description: 'Cases in one of these statuses.' }),
    stage: t.field({ type: [Stage], description: 'Cases in one of these stages.' }),
    owner: t.field({
      type: userRef.inputRef,
      description:
        'Cases that this person owns; none when there is no such person, and for a partner who names one by address.',
    }),
    unassigned: t.boolean({
      description: 'True: nobody owns it. False: somebody does. Not for partners: FORBIDDEN.',
    }),
    team: t.field({
      type: [ResolutionPath],
      description:
        "Cases of one of these teams: the owner's, else that of the category's resolution path. Not for partners: FORBIDDEN.",
    }),
    stakeholder: t.field({
      type: userRef.inputRef,
      description:
        'Cases that this person is a stakeholder of; none when there is no such person. Not for partners: FORBIDDEN.',
    }),
    tier: t.field({
      type: [CustomerTier],
      description: 'Cases of customers who are in one of these tiers now.',
    }),
    openedAfter: t.field({ type: 'DateTime', description: 'Cases opened later than this.' }),
    openedBefore: t.field({ type: 'DateTime', description: 'Cases opened earlier than this.' }),
    dueBefore: t.field({
      type: 'DateTime',
      description:
        'Cases whose `dueAt`, the earliest due time of a clock that runs, is earlier than this. Not for partners: FORBIDDEN.',
    }),
    updatedAfter: t.field({
      type: 'DateTime',
      description:
        'Cases whose last change got its place in the log later than this, on the clock of the database: no earlier than `updatedAt` says, and in the order of commit. To keep another system in step, take UPDATED_ASC and its cursors, or the time at which your last look began and a minute less: then none is missed, and some come again.',
    }),
    updatedBefore: t.field({
      type: 'DateTime',
      description: 'Cases whose last change got its place in the log earlier than this.',
    }),
    slaState: t.field({
      type: [SlaState],
      description:
        'Cases with a clock in one of these states. UPDATE counts by its current cycle; a clock past its due time is BREACHED.',
    }),
    atRisk: t.boolean({
      description:
        'True: open cases with a clock past its first warning, or whose owner is below `ownerLevel`. A clock that is paused counts by the time that it has used up. False: all other cases.',
    }),
    search: t.string({
      description: `Full-text search over reference, summary, issue, the customer's name, communications and notes; partners find nothing by drafts and notes. Case, accents and width do not matter. All words must occur; the last one may be the beginning of a word: \`storef\` finds "storefronts", \`ESC-2026-0\` references. Of Chinese, Japanese, Korean, Thai and the like any part is found. \`OR\`, \`-word\` and "a phrase" work. Blank: no condition. At most ${MAX_NAME} characters and ${MAX_TERMS} words.`,
    }),
  }),
});

export type EscalationFilterInput = typeof EscalationFilter.$inferInput;
type Given = EscalationFilterInput | null | undefined;

const ALL = Prisma.sql`TRUE`;
const NONE = Prisma.sql`FALSE`;

/** Condition that a case `e` is open or waiting. Indexes of open cases have it word for word. */
export const IS_OPEN = Prisma.sql`e.status IN ('OPEN', 'WAITING_ON_CUSTOMER')`;

/** Whether the filter leaves no case out. */
export function isEveryCase(condition: Prisma.Sql): boolean {
  return condition === ALL;
}

/**
 * The filter as a condition over `escalation e`.
 *
 * @throws GraphQLError BAD_REQUEST when `search` is over its limit.
 */
export function filterSql(filter: Given, principal: Principal, now: Date): Prisma.Sql {
  if (filter == null) return ALL;
  const { conditions, picked } = partsOf(filter, principal, now);
  return allOf([...conditions, ...picked.map(({ keys }) => Prisma.sql`e.id IN (${keys})`)]);
}

/**
 * The same for a list: a condition over its rows alone, and what another table decides, beside it. Of several
 * that decide, that which most likely leaves the fewest cases.
 *
 * @throws GraphQLError BAD_REQUEST when `search` is over its limit.
 */
export function listFilter(
  filter: Given,
  principal: Principal,
  now: Date,
): { condition: Prisma.Sql; picked: Picked | undefined } {
  if (filter == null) return { condition: ALL, picked: undefined };
  const { conditions, picked } = partsOf(filter, principal, now);
  const [first, ...others] = picked;
  const held = others.map(({ holds }) => holds(Prisma.sql`e.id`));
  return { condition: allOf([...conditions, ...held]), picked: first };
}

function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? ALL : Prisma.join([...conditions], ' AND ');
}

function partsOf(filter: EscalationFilterInput, principal: Principal, now: Date) {
  const { severity, category, status, stage, tier, atRisk } = filter;
  const search = searchSql(filter.search, principal);
  const conditions = [
    customerSql(filter),
    among(Prisma.sql`e.severity`, 'Severity', severity),
    among(Prisma.sql`e.category`, 'Category', category),
    amongWords(Prisma.sql`e.status`, STATUSES, status),
    among(Prisma.sql`e.stage`, 'Stage', stage),
    ownerSql(filter, principal),
    ...dispatchSql(filter),
    tier == null
      ? ALL
      : Prisma.sql`EXISTS (SELECT FROM customer c
          WHERE c.id = e.customer_id AND ${among(Prisma.sql`c.tier`, 'CustomerTier', tier)})`,
    openedSql(filter),
    updatedSql(filter),
    atRisk === true ? IS_OPEN : ALL,
    atRisk === false ? isNotAtRisk(now) : ALL,
    ...('holds' in search ? [] : [search]),
  ].filter((condition) => condition !== ALL);
  const picked = [
    'holds' in search ? search : undefined,
    stakeholderPicks(filter.stakeholder, principal),
    atRisk === true ? riskPicks(principal, now) : undefined,
    slaStatePicks(filter.slaState, principal, now),
  ].filter((one) => one !== undefined);
  return { conditions, picked };
}

function among(
  column: Prisma.Sql,
  enumName: string,
  values: readonly string[] | null | undefined,
): Prisma.Sql {
  if (values == null) return ALL;
  return Prisma.sql`${column} = ANY(CAST(${[...values]}::text[] AS ${Prisma.raw(`"${enumName}"`)}[]))`;
}

function customerSql({ customer }: EscalationFilterInput): Prisma.Sql {
  if (customer == null) return ALL;
  const ref = customerRef.parse(customer);
  if (ref?.id !== undefined) return Prisma.sql`e.customer_id = ${ref.id}::uuid`;
  if (ref?.externalId === undefined) return NONE;
  return Prisma.sql`e.customer_id = ${idNamedSql('customer', ref.externalId)}`;
}

function ownerSql({ owner }: EscalationFilterInput, principal: Principal): Prisma.Sql {
  if (owner == null) return ALL;
  const { id, email } = personAskedFor(owner, principal) ?? {};
  if (id !== undefined) return Prisma.sql`e.owner_id = ${id}::uuid`;
  return email === undefined ? NONE : Prisma.sql`e.owner_id = ${idNamedSql('person', email)}`;
}

function openedSql({ openedAfter, openedBefore }: EscalationFilterInput): Prisma.Sql {
  const bounds = [
    openedAfter == null ? ALL : Prisma.sql`e.opened_at > ${instant(openedAfter)}`,
    openedBefore == null ? ALL : Prisma.sql`e.opened_at < ${instant(openedBefore)}`,
  ].filter((bound) => bound !== ALL);
  return bounds.length === 0 ? ALL : Prisma.join(bounds, ' AND ');
}

function updatedSql(filter: EscalationFilterInput): Prisma.Sql {
  const bounds = placedSql(filter);
  return bounds === ALL
    ? ALL
    : Prisma.sql`e.id IN (SELECT p.subject_id FROM last_change p WHERE p.kind = 'Escalation' AND ${bounds})`;
}

/** The bounds on the last change, as a condition over `last_change p`, for lists read from that table. */
export function placedSql(filter: Given): Prisma.Sql {
  const { updatedAfter, updatedBefore } = filter ?? {};
  const bounds = [
    updatedAfter == null ? ALL : Prisma.sql`p.placed_at > ${instant(updatedAfter)}`,
    updatedBefore == null ? ALL : Prisma.sql`p.placed_at < ${instant(updatedBefore)}`,
  ].filter((bound) => bound !== ALL);
  return bounds.length === 0 ? ALL : Prisma.join(bounds, ' AND ');
}
