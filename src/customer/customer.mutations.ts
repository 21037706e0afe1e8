import type { Work } from '../events/work.ts';
import { list, optional } from '../graphql/inputs/field.ts';
import { object } from '../graphql/inputs/object.ts';
import { email, enumeration, integer, name, text } from '../graphql/inputs/values.ts';
import { defineMutation, expectedVersionOf } from '../graphql/mutations/mutation.ts';
import { payloadPart } from '../graphql/mutations/payload.ts';
import type { CustomerChange } from './customer.load.ts';
import { CustomerTier, customerRef, LifecycleStage } from './customer.schema.ts';
import type { ChangedCustomer } from './customer-change.service.ts';
import { patchCustomer, upsertCustomer } from './customer-change.service.ts';
import { setLifecycleStage } from './lifecycle.service.ts';
import { money } from './money.schema.ts';
import { shareTiers, termsChanged } from './terms.service.ts';

const contact = object('ContactInput', 'Somebody at the customer.', {
  name: name('The name, for people to read.'),
  email: email('Where to write to.'),
});

const customerPayload = [
  payloadPart<{ customerId: string }>('customer', (t) =>
    t.prismaField({
      type: 'Customer',
      nullable: true,
      description: 'The customer as it is now; null when it was refused.',
      resolve: (query, { customerId }, _args, { db }) =>
        customerId === undefined
          ? null
          : db.customer.findUnique({ ...query, where: { id: customerId } }),
    }),
  ),
];

const TERMS =
  'Tier, ARR and currency of a customer that is there are for MANAGER and ADMIN to move, else it is NOT_ALLOWED as a whole. Another currency than that of amounts on cases of the customer is INVALID. A move to another tier brings the SLA policies of that tier into force, also for running cases.';
const HEALTH = 'How healthy the customer is: the lower, the sooner it leaves.';

defineMutation('upsertCustomer', {
  description: `Adds a customer, or changes the one with that \`externalId\`. When nothing differs, nothing is written and \`cursor\` is null. ${TERMS}`,
  input: {
    externalId: name("Identifier in the customer's own system of record; names the customer."),
    name: name('The name, for people to read.'),
    tier: enumeration(CustomerTier, "The customer's plan."),
    arr: money(
      "Annual recurring revenue. Without a currency: the customer's, `USD` for a new one.",
    ),
    healthScore: integer(HEALTH, 0, 100),
    lifecycleStage: optional(
      enumeration(
        LifecycleStage,
        'Moves the customer there, as `setLifecycleStage` does. Left out: as it was, `ONBOARDING` for a new one.',
      ),
    ),
    contacts: optional(
      list(
        contact('One of them.'),
        'Those to write to, in place of the earlier ones. Left out: as they were.',
      ),
    ),
    expectedVersion: expectedVersionOf('the customer'),
  },
  payload: customerPayload,
  run: (work, input) => withPolicies(work, () => upsertCustomer(work, input)),
});

defineMutation('patchCustomer', {
  description: `Changes what it is given of a customer; what is left out stays as it is. When nothing differs, nothing is written and \`cursor\` is null. ${TERMS}`,
  input: {
    customer: customerRef('The customer.'),
    name: optional(name('The name, for people to read.')),
    tier: optional(enumeration(CustomerTier, "The customer's plan.")),
    arr: optional(money("Annual recurring revenue. Without a currency: the customer's.")),
    healthScore: optional(integer(HEALTH, 0, 100)),
    lifecycleStage: optional(
      enumeration(LifecycleStage, 'Moves the customer there, as `setLifecycleStage` does.'),
    ),
    contacts: optional(
      list(contact('One of them.'), 'Those to write to, in place of the earlier ones.'),
    ),
    expectedVersion: expectedVersionOf('the customer'),
  },
  payload: customerPayload,
  run: (work, input) => withPolicies(work, () => patchCustomer(work, input)),
});

/** Makes a change, and when it moved the tier, marks the cases: other policies may be in force for them. */
async function withPolicies(
  work: Work,
  change: () => Promise<ChangedCustomer>,
): Promise<CustomerChange> {
  await shareTiers(work.tx);
  const { tierMoved, ...changed } = await change();
  if (tierMoved) await termsChanged(work, changed.customerId);
  return changed;
}

defineMutation('setLifecycleStage', {
  description:
    'Moves a customer to a stage of its life cycle and keeps the move in `Customer.lifecycle`. A customer that is there already stays, and `cursor` is null.',
  input: {
    customer: customerRef('The customer.'),
    stage: enumeration(LifecycleStage, 'Where it is from now on.'),
    reason: optional(text('Why it moves.', 2_000)),
    expectedVersion: expectedVersionOf('the customer'),
  },
  payload: customerPayload,
  run: setLifecycleStage,
});
