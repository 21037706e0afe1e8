import type { Client, Variables } from '../../support/client.ts';
import { businessCalendar, customer, person, slaPolicy } from '../../support/factories.ts';
import { manifestOf } from '../../support/partner.ts';
import type { Surroundings } from './case-in-status.fixture.ts';
import { caseIn, inputOf } from './case-in-status.fixture.ts';
import { HOLIDAY_FILE } from './sla-world.fixture.ts';
import { CASE_MUTATIONS, isAllowedIn, STATUSES } from './status-table.fixture.ts';

const OPERATION = 'query Who { viewer { name } }';

const NOT_ON_A_CASE: Readonly<Record<string, (app: Client) => Promise<Variables> | Variables>> = {
  openEscalation: async (app) => ({
    customer: { id: (await customer(app)).id },
    issue: 'Exports fail.',
    severity: 'HIGH',
  }),
  upsertCustomer: () => ({
    externalId: 'same-customer',
    name: 'Same Customer',
    tier: 'STARTER',
    arr: { amount: '100' },
    healthScore: 50,
  }),
  patchCustomer: async (app) => ({
    customer: { externalId: (await customer(app)).externalId },
    healthScore: 12,
  }),
  patchPerson: async (app) => ({ user: { id: (await person(app)).id }, name: 'Renamed' }),
  setLifecycleStage: async (app) => ({
    customer: { externalId: (await customer(app)).externalId },
    stage: 'GROWTH',
  }),
  upsertSlaPolicy: async (app) => ({
    severity: 'LOW',
    customer: { id: (await customer(app)).id },
    ownerLevel: 'MANAGER',
    responseTarget: 'PT8H',
    updateInterval: 'PT24H',
  }),
  retireSlaPolicy: async (app) => ({ policyId: (await slaPolicy(app)).id }),
  upsertBusinessCalendar: () => ({
    name: 'Same Calendar',
    timeZone: 'Europe/Berlin',
    hours: [{ day: 'MONDAY', opens: '09:00', closes: '24:00' }],
  }),
  retireBusinessCalendar: async (app) => ({ calendarId: (await businessCalendar(app)).id }),
  importHolidays: async (app) => ({
    calendarId: (await businessCalendar(app)).id,
    iCalendar: HOLIDAY_FILE,
  }),
  createApiKey: () => ({ role: 'VIEWER' }),
  revokeApiKey: async (app) => {
    const { apiKey } = await app.mutate<{ apiKey: { id: string } }>(
      'createApiKey',
      { role: 'VIEWER' },
      'apiKey { id }',
    );
    return { keyId: apiKey.id };
  },
  registerOperations: () => ({ partner: 'Same Partner', manifest: manifestOf(OPERATION) }),
  upsertUser: () => ({ email: 'same@desk.example', name: 'Same Person', level: 'MANAGER' }),
};

/** Every mutation that an input is known of. */
export const MUTATIONS: readonly string[] = [...Object.keys(NOT_ON_A_CASE), ...CASE_MUTATIONS];

/** An input that works; of a mutation on a case with a case of its own, in a status that it takes. */
export async function validInput(
  app: Client,
  mutation: string,
  shared: Surroundings,
): Promise<Variables> {
  const own = NOT_ON_A_CASE[mutation];
  if (own !== undefined) return own(app);
  const status = STATUSES.find((one) => isAllowedIn(one, mutation)) ?? 'OPEN';
  const withPlan = /Prevention(Plan|Action)$/.test(mutation);
  return inputOf(mutation, await caseIn(app, status, shared, { withPlan }), shared);
}

/** The mutations that the API has. */
export async function mutationsOfSchema(app: Client): Promise<string[]> {
  const { __schema } = await app.query<{
    __schema: { mutationType: { fields: { name: string }[] } };
  }>('{ __schema { mutationType { fields { name } } } }');
  return __schema.mutationType.fields.map(({ name }) => name);
}
