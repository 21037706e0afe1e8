import type { InputField } from './input.ts';
import { email, id, name, object, optional } from './input.ts';

/** How inputs name a thing: by its global id, or by what people call it. */
export const userRef = object(
  'UserRef',
  'Names a person. Exactly one of them.',
  {
    id: optional(id('User', 'The id of a `User`.')),
    email: optional(email("The person's address.")),
  },
  { isOneOf: true },
);

export const customerRef = object(
  'CustomerRef',
  'Names a customer. Exactly one of them.',
  {
    id: optional(id('Customer', 'The id of a `Customer`.')),
    externalId: optional(name("The customer's `externalId`.")),
  },
  { isOneOf: true },
);

export const businessCalendarRef = object(
  'BusinessCalendarRef',
  'Names a business calendar. Exactly one of them.',
  {
    id: optional(id('BusinessCalendar', 'The id of a `BusinessCalendar`.')),
    name: optional(name("The calendar's `name`.")),
  },
  { isOneOf: true },
);

function reference(description: string): InputField<string> {
  const { type, schema, ...rest } = name(description);
  return { ...rest, type, schema: schema.transform((value) => value.toUpperCase()) };
}

export const escalationRef = object(
  'EscalationRef',
  'Names an escalation. Exactly one of them.',
  {
    id: optional(id('Escalation', 'The id of an `Escalation`.')),
    reference: optional(reference('The reference, such as `ESC-2026-001`; case does not matter.')),
  },
  { isOneOf: true },
);
