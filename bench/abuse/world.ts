import { TEST_ADMIN_KEY } from '../../test/support/app.ts';
import type { Client } from '../../test/support/client.ts';
import { createTestClient } from '../../test/support/client.ts';
import { businessCalendar, customer, openCase, slaPolicy } from '../../test/support/factories.ts';
import { manifestOf } from '../../test/support/partner.ts';
import { progress } from '../support/progress.ts';

/** What attackers and the other user know of the desk; sent to the process of the attackers. */
export interface World {
  url: string;
  /** Of two people who may work cases: one attacks, the other works. */
  attacker: string;
  other: string;
  partner: string;
  /** Subscriptions that the partner may start, by their ids. */
  partnerOperations: readonly string[];
  /** With 60 kB of history each. */
  heavyCases: readonly string[];
  /** With as many messages as a case takes, up to `MESSAGES`. */
  longCase: string;
  /** Open for ten years by a calendar of working days, of a customer of its own. */
  oldCase: string;
  oldCustomer: string;
  /** The one that the other user works on; the partner follows it. */
  followedCase: string;
}

const HEAVY_CASES = 100;
const HISTORY_BYTES = 60_000;
const MESSAGES = 500;
const BODY_CHARACTERS = 18_000;
const CUSTOMERS = 300;
const AT_ONCE = 8;
const YEAR_MS = 365.25 * 86_400_000;

/** As much of an event and its case as one may ask for in one subscription. */
export const EVENT = `id type at summary data cursor
  escalation { reference summary status stage nextSteps sla { kind state dueAt }
    process { stage state steps { step state } } customer { id name }
    timeline(last: 100) { nodes { id type at summary } } communications(last: 50) { nodes { id summary body } } }`;

/** 100 that differ, so that each is a group of its own. */
const PARTNER_SUBSCRIPTIONS = Array.from(
  { length: 100 },
  (_, number) =>
    `subscription Follow${number}($escalationId: ID) { escalationEvents(escalationId: $escalationId) { ${EVENT} } }`,
);

export async function makeWorld(url: string): Promise<World> {
  const admin = createTestClient(url, TEST_ADMIN_KEY);
  const customers: string[] = [];
  await inParts(CUSTOMERS, 'customers', async () => {
    customers.push((await customer(admin)).id);
  });
  const followed = customers[0] ?? '';
  const heavyCases: string[] = [];
  const history = historyOf(HISTORY_BYTES);
  await inParts(HEAVY_CASES, 'cases with history', async (number) => {
    const of = { id: customers[number % 10] ?? '' };
    heavyCases.push((await openCase(admin, { customer: of, history })).id);
  });
  const long = await openCase(admin, { customer: { id: followed } });
  await inParts(MESSAGES, 'messages', async (number) => {
    await admin.mutate('logCommunication', {
      escalationId: long.id,
      direction: 'INBOUND',
      channel: 'EMAIL',
      summary: `Message ${number}`,
      body: 'And another thing. '.repeat(BODY_CHARACTERS / 19),
    });
  });
  const old = await oldCase(admin);
  return {
    url,
    attacker: await keyFor(admin, 'AGENT'),
    other: await keyFor(admin, 'AGENT'),
    partner: await partnerOf(admin, followed),
    partnerOperations: Object.keys(manifestOf(...PARTNER_SUBSCRIPTIONS)),
    heavyCases,
    longCase: long.id,
    ...old,
    followedCase: (await openCase(admin, { customer: { id: followed } })).id,
  };
}

async function oldCase(admin: Client): Promise<Pick<World, 'oldCase' | 'oldCustomer'>> {
  const { id: oldCustomer } = await customer(admin);
  const calendar = await businessCalendar(admin);
  await slaPolicy(admin, { customer: { id: oldCustomer }, calendar: { id: calendar.id } });
  const occurredAt = new Date(Date.now() - 9.9 * YEAR_MS).toISOString();
  const { id } = await openCase(admin, { customer: { id: oldCustomer }, occurredAt });
  return { oldCase: id, oldCustomer };
}

async function keyFor(admin: Client, role: string): Promise<string> {
  const { key } = await admin.mutate<{ key: string }>('createApiKey', { role, name: role }, 'key');
  return key;
}

async function partnerOf(admin: Client, customerId: string): Promise<string> {
  const input = { role: 'PARTNER', name: 'Watcher', customers: [{ id: customerId }] };
  const { key } = await admin.mutate<{ key: string }>('createApiKey', input, 'key');
  await admin.mutate('registerOperations', {
    partner: 'Watcher',
    manifest: manifestOf(...PARTNER_SUBSCRIPTIONS),
  });
  return key;
}

async function inParts(
  count: number,
  what: string,
  make: (number: number) => Promise<void>,
): Promise<void> {
  for (let made = 0; made < count; made += AT_ONCE) {
    progress(`making ${what}: ${made} of ${count}`);
    const length = Math.min(AT_ONCE, count - made);
    await Promise.all(Array.from({ length }, (_, turn) => make(made + turn)));
  }
}

function historyOf(bytes: number): object {
  const line = { text: 'Called about the same thing, and was promised a call. '.repeat(4) };
  return {
    calls: Array.from({ length: Math.floor(bytes / JSON.stringify(line).length) }, () => line),
  };
}
