import assert from 'node:assert/strict';
import type { Client, Variables } from './client.ts';

/** What is made here is made as users make it: over GraphQL. Overrides go into the input. */
let made = 0;

export interface TestPerson {
  id: string;
  email: string;
  name: string;
}

export async function person(app: Client, overrides: Variables = {}): Promise<TestPerson> {
  made += 1;
  const input = {
    email: `person-${made}@desk.example`,
    name: `Person ${made}`,
    level: 'EXECUTIVE',
    ...overrides,
  };
  return part<TestPerson>(app, 'upsertUser', input, 'user', 'id email name');
}

export interface TestCustomer {
  id: string;
  externalId: string;
  name: string;
}

export async function customer(app: Client, overrides: Variables = {}): Promise<TestCustomer> {
  made += 1;
  const input = {
    externalId: `customer-${made}`,
    name: `Customer ${made}`,
    tier: 'BUSINESS',
    arr: { amount: '120000.00', currency: 'USD' },
    healthScore: 70,
    contacts: [{ name: 'Robin Reyes', email: `robin-${made}@customer.example` }],
    ...overrides,
  };
  return part<TestCustomer>(app, 'upsertCustomer', input, 'customer', 'id externalId name');
}

export interface TestCase {
  id: string;
  reference: string;
  version: number;
}

/** Opens a case, of a customer of its own unless the overrides name one. */
export async function openCase(app: Client, overrides: Variables = {}): Promise<TestCase> {
  const of = overrides['customer'] ?? { id: (await customer(app)).id };
  const input = {
    issue: 'Exports fail with an error since this morning.',
    severity: 'HIGH',
    category: 'TECHNICAL',
    ...overrides,
    customer: of,
  };
  return part<TestCase>(app, 'openEscalation', input, 'escalation', 'id reference version');
}

export interface TestCalendar {
  id: string;
  name: string;
  version: number;
}

/** From nine to five on working days, in Berlin. */
export async function businessCalendar(
  app: Client,
  overrides: Variables = {},
): Promise<TestCalendar> {
  made += 1;
  const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
  const input = {
    name: `Calendar ${made}`,
    timeZone: 'Europe/Berlin',
    hours: days.map((day) => ({ day, opens: '09:00', closes: '17:00' })),
    ...overrides,
  };
  const fields = 'id name version';
  return part<TestCalendar>(app, 'upsertBusinessCalendar', input, 'businessCalendar', fields);
}

export interface TestPolicy {
  id: string;
  version: number;
}

/** For cases of HIGH severity, of a customer of its own unless the overrides name a holder. */
export async function slaPolicy(app: Client, overrides: Variables = {}): Promise<TestPolicy> {
  const hasHolder = 'tier' in overrides || 'customer' in overrides;
  const input = {
    severity: 'HIGH',
    ...(hasHolder ? {} : { customer: { id: (await customer(app)).id } }),
    ownerLevel: 'DIRECTOR',
    responseTarget: 'PT2H',
    updateInterval: 'PT8H',
    ...overrides,
  };
  return part<TestPolicy>(app, 'upsertSlaPolicy', input, 'slaPolicy', 'id version');
}

async function part<Part>(
  app: Client,
  mutation: string,
  input: Variables,
  name: string,
  fields: string,
): Promise<Part> {
  const payload = await app.mutate<Record<string, Part>>(mutation, input, `${name} { ${fields} }`);
  assert.deepEqual(payload.userErrors, [], `${mutation} was refused`);
  const found = payload[name];
  assert(found);
  return found;
}
