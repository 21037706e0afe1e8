import { CustomerTier, customerRef } from '../../customer/customer.schema.ts';
import { builder } from '../../graphql/builder.ts';
import { list, optional } from '../../graphql/inputs/field.ts';
import { duration, enumeration, id, integer } from '../../graphql/inputs/values.ts';
import { defineMutation, expectedVersionOf } from '../../graphql/mutations/mutation.ts';
import { payloadPart } from '../../graphql/mutations/payload.ts';
import { OwnerLevel } from '../../person/person.schema.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/duration.ts';
import { businessCalendarRef } from './calendar.schema.ts';
import { Severity } from './policy.schema.ts';
import { retireSlaPolicy, upsertSlaPolicy } from './policy.service.ts';
import type { PolicyPart } from './policy-input.load.ts';

const YEAR_MS = 8_760 * HOUR_MS;
const MAX_WARNINGS = 10;

const SlaPolicyPart = builder.enumType('SlaPolicyPart', {
  description: 'What an SLA policy can be without.',
  values: {
    RESOLUTION_TARGET: { description: 'No time of resolution is promised in general.' },
    REPEAT: { description: 'People are told of a breach once.' },
    CALENDAR: { description: 'Its time counts around the clock.' },
  } satisfies Record<PolicyPart, { description: string }>,
});

const target = (description: string) => duration(description, SECOND_MS, YEAR_MS);

const policyPayload = [
  payloadPart<{ policyId: string }>('slaPolicy', (t) =>
    t.prismaField({
      type: 'SlaPolicy',
      nullable: true,
      description: 'The policy as it is now; null when it was refused.',
      resolve: (query, { policyId }, _args, { db }) =>
        policyId === undefined
          ? null
          : db.slaPolicy.findUnique({ ...query, where: { id: policyId } }),
    }),
  ),
];

defineMutation('upsertSlaPolicy', {
  description:
    'Gives a severity a policy for a tier or for one customer, or changes the one in force; without either it changes the default. A new policy takes over running cases, whose clocks take their elapsed time along; a new version of the same one does not: they keep the version that they started with until their severity changes. When nothing differs, nothing is written and `cursor` is null.',
  input: {
    severity: enumeration(Severity, 'For cases of this severity.'),
    tier: optional(
      enumeration(CustomerTier, 'For customers of this tier. Not together with `customer`.'),
    ),
    customer: optional(customerRef('For this customer only. Not together with `tier`.')),
    ownerLevel: enumeration(OwnerLevel, 'The lowest level that may own such a case.'),
    responseTarget: target('Working time from the opening to the first communication that counts.'),
    updateInterval: target('Working time from one communication that counts to the next.'),
    resolutionTarget: optional(
      target(
        'Working time from the opening to the resolution. Left out: as it was, none for a new policy.',
      ),
    ),
    warnAt: optional(
      list(
        integer('Percent of the target.', 1, 99),
        'When a clock warns, in any order; empty for never. Left out: as it was, 50, 75 and 90 for a new policy.',
        { max: MAX_WARNINGS },
      ),
    ),
    calendar: optional(
      businessCalendarRef(
        'Whose working time counts. Left out: as it was, around the clock for a new policy.',
      ),
    ),
    repeatEvery: optional(
      duration(
        'While a clock is breached and open, people are told again so often, in working time. Left out: as it was, once for a new policy.',
        MINUTE_MS,
        YEAR_MS,
      ),
    ),
    without: optional(
      list(
        enumeration(SlaPolicyPart, 'What it shall not have.'),
        'Takes parts out of the policy. INVALID for one that is given too.',
      ),
    ),
    expectedVersion: expectedVersionOf('the policy'),
  },
  payload: policyPayload,
  run: upsertSlaPolicy,
});

defineMutation('retireSlaPolicy', {
  description:
    'Takes the policy of a tier or a customer out of force; running cases go on under the one that is in force instead. A default cannot be retired: that is WRONG_STATE. When it is retired already, nothing is written and `cursor` is null.',
  input: {
    policyId: id('SlaPolicy', 'The policy: the id of an `SlaPolicy`.'),
    expectedVersion: expectedVersionOf('the policy'),
  },
  payload: policyPayload,
  run: retireSlaPolicy,
});
