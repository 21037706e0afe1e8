import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '../../auth/principal.ts';
import { decodeId } from '../../graphql/global-id.ts';
import type { Severity } from '../../shared/vocabulary.ts';
import { OWNER_LEVELS } from '../../shared/vocabulary.ts';
import type { DemoClient } from './client.ts';
import { CUSTOMERS, PEOPLE, SCENARIOS } from './samples.ts';
import type { Random, Step } from './script.ts';
import { caseScript } from './script.ts';

export interface DemoOptions {
  client: DemoClient;
  /** Milliseconds between two events, on average, over all cases together. */
  intervalMs: number;
  /** The number of cases after which the demo ends; undefined: it does not end. */
  count: number | undefined;
  stop: AbortSignal;
  random: Random;
  now: () => Date;
  /** Called with a line for every event of a case. */
  onEvent(line: string): void;
  /** Called with a line for each refused step; the case then goes on with the next step. */
  onProblem(line: string): void;
}

interface OpenCase {
  id: string;
  as: Principal;
  steps: Generator<Step>;
  /** How often the case has its turn, compared with others. */
  pace: number;
}

interface Told {
  escalation: { id: string; reference: string; severity: string; stage: string; status: string };
  events: { summary: string; actorLabel: string }[];
}

const MAX_OPEN = 12;
const TOLD = `
  escalation { id reference severity stage status }
  events { summary actorLabel }`;

const DEMO: Principal = {
  id: 'command:demo',
  role: 'ADMIN',
  name: 'demo',
  userId: null,
  customerIds: null,
  expiresAt: null,
};

/** Makes people and customers, and plays cases until it is stopped or `count` cases have ended. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { client, intervalMs, count = Number.POSITIVE_INFINITY, stop, random } = options;
  const staff = await makeStaff(client);
  for (const customer of CUSTOMERS)
    await client.mutate(DEMO, 'upsertCustomer', { ...customer }, 'cursor');

  const open: OpenCase[] = [];
  let opened = 0;
  while (!stop.aborted && (opened < count || open.length > 0)) {
    const mayOpen = opened < count && open.length < MAX_OPEN;
    if (mayOpen && (open.length === 0 || random() < 0.12)) {
      open.push(await openCase(options, staff));
      opened += 1;
    } else {
      const next = pickByPace(open, random);
      if (!(await advance(options, next))) open.splice(open.indexOf(next), 1);
    }
    await pause(intervalMs * (0.5 + random()), stop);
  }
}

async function makeStaff(client: DemoClient): Promise<ReadonlyMap<string, Principal>> {
  const staff = new Map<string, Principal>();
  for (const person of PEOPLE) {
    const { user } = await client.mutate<{ user: { id: string } }>(
      DEMO,
      'upsertUser',
      { ...person },
      'user { id }',
    );
    const userId = decodeId('User', user.id) ?? null;
    staff.set(person.email, {
      id: `user:${userId}`,
      role: 'AGENT',
      name: person.name,
      userId,
      customerIds: null,
      expiresAt: null,
    });
  }
  return staff;
}

async function openCase(
  { client, random, now, onEvent }: DemoOptions,
  staff: ReadonlyMap<string, Principal>,
): Promise<OpenCase> {
  const scenario = pick(SCENARIOS, random);
  const customer = pick(CUSTOMERS, random);
  const owner = pick(ownersFor(scenario.severity), random);
  const cast = {
    owner: owner.email,
    colleague: pick(
      PEOPLE.filter((person) => person !== owner),
      random,
    ).email,
    contact: customer.contacts[0]?.name ?? customer.name,
  };
  const as = staff.get(owner.email) ?? DEMO;
  const { issue, severity, category } = scenario;
  const told = await client.mutate<Told>(
    DEMO,
    'openEscalation',
    { customer: { externalId: customer.externalId }, issue, severity, category },
    TOLD,
  );
  tell(told, onEvent);
  const steps = caseScript(scenario, cast, random, now);
  return { id: told.escalation.id, as, steps, pace: 0.2 + random() ** 2 * 3 };
}

/** The level of owners that each severity has by default. */
const LEVEL_OF = {
  CRITICAL: 'EXECUTIVE',
  HIGH: 'DIRECTOR',
  MEDIUM: 'MANAGER',
  LOW: 'TEAM_LEAD',
} as const;

/** The two least senior people who may own a case of this severity. */
function ownersFor(severity: Severity): readonly (typeof PEOPLE)[number][] {
  const lowest = OWNER_LEVELS.indexOf(LEVEL_OF[severity]);
  return PEOPLE.filter(({ level }) => OWNER_LEVELS.indexOf(level) >= lowest).slice(0, 2);
}

/** @returns whether the case goes on. */
async function advance(
  { client, onEvent, onProblem }: DemoOptions,
  { id, as, steps }: OpenCase,
): Promise<boolean> {
  const { value: step, done } = steps.next();
  if (done === true) return false;
  try {
    const input = { escalationId: id, ...step.input };
    tell(await client.mutate<Told>(as, step.mutation, input, TOLD), onEvent);
  } catch (error) {
    onProblem(error instanceof Error ? error.message : String(error));
  }
  return true;
}

function tell({ escalation, events }: Told, onEvent: (line: string) => void): void {
  const { reference, severity, status } = escalation;
  for (const { summary, actorLabel } of events) {
    onEvent(
      `${reference}  ${severity.padEnd(8)}  ${status.padEnd(19)}  ${summary} (${actorLabel})`,
    );
  }
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

function pickByPace(cases: readonly OpenCase[], random: Random): OpenCase {
  let left = random() * cases.reduce((sum, { pace }) => sum + pace, 0);
  for (const one of cases) {
    left -= one.pace;
    if (left <= 0) return one;
  }
  return pick(cases, random);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // Rejects when the demo is interrupted, which the loop checks itself.
  await sleep(ms, undefined, { signal }).catch(() => {});
}
