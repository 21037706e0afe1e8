import { CustomerTier, customerRef } from '../../customer/customer.schema.ts';
import { customerNamed } from '../../db/old-names.ts';
import { badRequest } from '../../graphql/bad-request.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import type { EntryFilter } from '../../live/live-source.ts';
import { keyAskedFor } from '../../person/person.filter.ts';
import { userRef } from '../../person/person.schema.ts';
import { NO_SUCH_CASE } from '../../shared/reference.ts';
import { Severity } from '../../sla/terms/policy.schema.ts';
import { Category } from '../read/category.schema.ts';
import { caseKey, EscalationStatus } from '../read/escalation.schema.ts';
import { Stage } from '../read/process.schema.ts';

export const EventFilter = builder.inputType('EventFilter', {
  description:
    'Which events, judged by the case as it was at the event. All that are given must hold; a list holds when one of its values does, so an empty one never does. Null is refused.',
  fields: (t) => ({
    customer: t.field({
      type: customerRef.inputRef,
      description: 'Of cases of this customer; none when there is no such customer.',
    }),
    severity: t.field({ type: [Severity], description: 'Of cases of one of these severities.' }),
    category: t.field({ type: [Category], description: 'Of cases of one of these categories.' }),
    status: t.field({
      type: [EscalationStatus],
      description: 'Of cases in one of these statuses.',
    }),
    stage: t.field({ type: [Stage], description: 'Of cases in one of these stages.' }),
    owner: t.field({
      type: userRef.inputRef,
      description:
        'Of cases that this person owned; none when there is no such person, and for a partner who names one by address.',
    }),
    tier: t.field({
      type: [CustomerTier],
      description: 'Of cases of customers in one of these tiers.',
    }),
  }),
});

export interface EventArgs {
  escalationId?: string | null | undefined;
  filter?: typeof EventFilter.$inferInput | null | undefined;
}

/** Stands for the key of a customer or person when a reference names nobody: a key that no row has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * The filter for the events that a subscription's arguments ask for. References are looked up once: a
 * subscription to a customer's cases stays with that customer.
 */
export async function eventFilter(
  context: Context,
  { escalationId, filter }: EventArgs,
): Promise<EntryFilter> {
  const wanted = {
    escalationId: escalationId == null ? undefined : await keyOfCase(context, escalationId),
    customerId: filter?.customer == null ? undefined : await customerKey(context, filter.customer),
    ownerId:
      filter?.owner == null ? undefined : ((await keyAskedFor(filter.owner, context)) ?? NOBODY),
  };
  const lists = {
    severity: filter?.severity ?? undefined,
    category: filter?.category ?? undefined,
    status: filter?.status ?? undefined,
    stage: filter?.stage ?? undefined,
    tier: filter?.tier ?? undefined,
  };
  const keys = Object.entries(wanted).filter(([, key]) => key !== undefined);
  const values = Object.entries(lists).filter(([, list]) => list !== undefined);
  return {
    scope: JSON.stringify(wanted),
    escalationId: wanted.escalationId,
    where: Object.fromEntries([
      ['escalationId', { not: null }],
      ...keys,
      ...values.map(([name, list]) => [name, { in: list }]),
    ]),
    matches: (entry) =>
      keys.every(([name, key]) => entry[name as keyof typeof wanted] === key) &&
      values.every(([name, list]) =>
        (list as readonly unknown[]).includes(entry[name as keyof typeof lists]),
      ),
  };
}

/** Refuses a case that does not exist: its subscriber would wait for events that never come. */
async function keyOfCase(context: Context, given: string): Promise<string> {
  const key = await caseKey(context, given);
  if (key === undefined) throw badRequest(`\`escalationId\`: ${NO_SUCH_CASE}`);
  return key;
}

async function customerKey({ db }: Context, given: object): Promise<string> {
  const { id, externalId } = customerRef.parse(given) ?? {};
  if (id !== undefined) return id;
  if (externalId === undefined) return NOBODY;
  const found = await db.customer.findFirst({ ...customerNamed(externalId), select: { id: true } });
  return found?.id ?? NOBODY;
}
