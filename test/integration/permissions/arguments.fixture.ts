import type { TestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { BEGINNING_CURSOR as BEGINNING } from '../../support/cursor.ts';
import type { PreparedCase } from '../escalation/case-in-status.fixture.ts';
import { caseIn, inputOf } from '../escalation/case-in-status.fixture.ts';
import { plainInput } from '../escalation/input-fields.fixture.ts';
import { HOLIDAY_FILE } from '../escalation/sla-world.fixture.ts';
import { CASE_MUTATIONS, isAllowedIn, STATUSES } from '../escalation/status-table.fixture.ts';
import { rootFields } from './selection.fixture.ts';
import type { Side, Target, World } from './world.fixture.ts';

const NOBODYS_KEY = '00000000-0000-7000-8000-000000000000';
const unknown = (type: string) => btoa(`${type}:${NOBODYS_KEY}`);

/** Names nothing that there is, wherever it is used. */
const NOTHING: Side = {
  customerId: unknown('Customer'),
  externalId: 'nobody',
  escalationId: unknown('Escalation'),
  reference: 'ESC-1999-999',
  personId: unknown('User'),
  calendarId: unknown('BusinessCalendar'),
  policyId: unknown('SlaPolicy'),
  planId: unknown('PreventionPlan'),
  actionId: unknown('PreventionAction'),
  otherId: unknown('Escalation'),
  otherReference: 'ESC-1999-998',
  nodeIds: [unknown('Communication'), unknown('ApiKey'), 'junk'],
};

export function sideOf({ sides }: World, target: Target): Side {
  return target === 'none' ? NOTHING : sides[target];
}

type Arguments = (side: Side, target: Target) => Variables[];

/** Places in one request for nodes: what they cost goes by it. */
const NODES_AT_ONCE = 20;

function chunks(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / NODES_AT_ONCE) }, (_, place) =>
    ids.slice(place * NODES_AT_ONCE, (place + 1) * NODES_AT_ONCE),
  );
}

const ofCustomer = ({ customerId }: Side, target: Target) =>
  target === 'none' ? {} : { filter: { customer: { id: customerId } } };

const followed: Arguments = ({ escalationId }, target) => [
  target === 'none' ? { after: BEGINNING } : { escalationId, after: BEGINNING },
];

/** Arguments that are about the target; where a field takes none that name anything, it is left out. */
const ARGUMENTS: Readonly<Record<string, Arguments>> = {
  'query customer': ({ customerId, externalId }) => [
    { by: { id: customerId } },
    { by: { externalId } },
  ],
  'query customers': ({ externalId }, target) => [target === 'none' ? {} : { search: externalId }],
  'query escalation': ({ escalationId, reference }) => [
    { by: { id: escalationId } },
    { by: { reference } },
  ],
  'query escalations': (side, target) => [ofCustomer(side, target)],
  'query events': (side, target) => [ofCustomer(side, target)],
  'query node': ({ escalationId, customerId }) => [{ id: escalationId }, { id: customerId }],
  'query nodes': ({ nodeIds }) => chunks(nodeIds).map((ids) => ({ ids })),
  'query preventionPlans': ({ personId }, target) => [
    target === 'none' ? {} : { owner: { id: personId } },
  ],
  'query renderTemplate': ({ escalationId }) => [{ escalationId, template: 'INITIAL_RESPONSE' }],
  'query stats': (side, target) => [ofCustomer(side, target)],
  'query user': ({ personId }) => [{ by: { id: personId } }],
  'subscription escalationEvents': followed,
  'subscription escalationStatusChanged': followed,
  'subscription slaWarnings': followed,
  'subscription stats': (side, target) => [ofCustomer(side, target)],
};

/** The variables of a query or subscription that is about the target, one set or more. */
export function argumentsOf(
  operation: 'query' | 'subscription',
  field: string,
  world: World,
  target: Target,
): Variables[] {
  const own = ARGUMENTS[`${operation} ${field}`];
  if (own !== undefined) return own(sideOf(world, target), target);
  const needed = rootFields(operation)
    .find(({ name }) => name === field)
    ?.args.find(({ type }) => String(type).endsWith('!'));
  if (needed === undefined) return [{}];
  throw new Error(`Say in arguments.fixture.ts what ${field} is to be asked with.`);
}

const ON_NO_CASE: Readonly<Record<string, (side: Side, target: Target) => Variables>> = {
  openEscalation: ({ customerId }, target) => ({
    customer: { id: customerId },
    summary: `Opened for ${target}`,
    issue: 'It does not work.',
    severity: 'HIGH',
  }),
  setLifecycleStage: ({ customerId }) => ({ customer: { id: customerId }, stage: 'AT_RISK' }),
  patchCustomer: ({ customerId }) => ({ customer: { id: customerId }, healthScore: 37 }),
  patchPerson: ({ personId }) => ({ user: { id: personId }, level: 'MANAGER' }),
  upsertSlaPolicy: ({ customerId }, target) => ({
    severity: 'MEDIUM',
    ...(target === 'none' ? {} : { customer: { id: customerId } }),
    ownerLevel: 'MANAGER',
    responseTarget: 'PT8H',
    updateInterval: 'PT24H',
  }),
  retireSlaPolicy: () => ({ policyId: NOTHING.policyId }),
  retireBusinessCalendar: () => ({ calendarId: NOTHING.calendarId }),
  importHolidays: ({ calendarId }) => ({ calendarId, iCalendar: HOLIDAY_FILE }),
  createApiKey: () => ({ role: 'VIEWER' }),
  revokeApiKey: () => ({ keyId: unknown('ApiKey') }),
  upsertBusinessCalendar: () => ({
    name: 'Calendar of the matrix',
    timeZone: 'Europe/Berlin',
    hours: [{ day: 'MONDAY', opens: '09:00', closes: '17:00' }],
  }),
  upsertUser: () => ({ email: 'matrix@desk.example', name: 'Of the matrix', level: 'MANAGER' }),
};

const OF_A_PARTNER: Readonly<Record<string, Variables>> = {
  logCommunication: { channel: 'CALL', direction: 'INBOUND', summary: 'They call.' },
};

/** A case of the target that the mutation can be made on, where it is made on one. */
export async function makeCase(
  app: TestApp,
  mutation: string,
  side: Side,
): Promise<PreparedCase | undefined> {
  if (!CASE_MUTATIONS.includes(mutation) || side === NOTHING) return undefined;
  const status = STATUSES.find((one) => isAllowedIn(one, mutation)) ?? 'OPEN';
  const withPlan = /Prevention(Plan|Action)$/.test(mutation);
  return caseIn(app, status, side, { withPlan });
}

/** An input that is about the target. */
export function inputFor(
  mutation: string,
  side: Side,
  target: Target,
  prepared: PreparedCase | undefined,
): Variables {
  if (CASE_MUTATIONS.includes(mutation)) {
    const { escalationId, planId, actionId } = prepared ?? side;
    const made = { escalationId, planId, actionId };
    return { ...inputOf(mutation, made, side), ...OF_A_PARTNER[mutation] };
  }
  const own = ON_NO_CASE[mutation];
  return own === undefined ? plainInput(mutation, {}) : own(side, target);
}
