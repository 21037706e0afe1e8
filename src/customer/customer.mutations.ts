import { CustomerTier, LifecycleStage } from '../graphql/enums.ts';
import {
  email,
  enumeration,
  integer,
  list,
  money,
  name,
  object,
  optional,
  text,
} from '../graphql/input.ts';
import { defineMutation, payloadPart } from '../graphql/mutation.ts';
import { customerRef } from '../graphql/refs.ts';
import { recheckCustomer, shareTiers } from '../sla/policy-recheck.service.ts';
import { setLifecycleStage, upsertCustomer } from './customer.service.ts';

const contact = object('ContactInput', 'Somebody at the customer.', {
  name: name('The name, for people to read.'),
  email: email('Where to write to.'),
});

const customerPayload = [
  payloadPart('customer', (t) =>
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

defineMutation('upsertCustomer', {
  description:
    'Adds a customer, or changes the one with that `externalId`. When nothing differs, nothing is written and `cursor` is null. Another currency than that of amounts on cases of the customer is INVALID. A move to another tier brings the SLA policies of that tier into force, also for running cases.',
  input: {
    externalId: name("Identifier in the customer's own system of record; names the customer."),
    name: name('The name, for people to read.'),
    tier: enumeration(CustomerTier, "The customer's plan."),
    arr: money(
      "Annual recurring revenue. Without a currency: the customer's, `USD` for a new one.",
    ),
    healthScore: integer('How healthy the customer is: the lower, the sooner it leaves.', 0, 100),
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
  },
  payload: customerPayload,
  async run(work, input) {
    await shareTiers(work.tx);
    const { tierMoved, ...change } = await upsertCustomer(work, input);
    if (tierMoved) await recheckCustomer(work, change.customerId);
    return change;
  },
});

defineMutation('setLifecycleStage', {
  description:
    'Moves a customer to a stage of its life cycle and keeps the move in `Customer.lifecycle`. A customer that is there already stays, and `cursor` is null.',
  input: {
    customer: customerRef('The customer.'),
    stage: enumeration(LifecycleStage, 'Where it is from now on.'),
    reason: optional(text('Why it moves.', 2_000)),
  },
  payload: customerPayload,
  run: setLifecycleStage,
});
