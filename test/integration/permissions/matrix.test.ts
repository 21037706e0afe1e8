import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAY_CALL } from '../../../src/auth/permissions.ts';
import type { Role } from '../../../src/shared/vocabulary.ts';
import { ROLES } from '../../../src/shared/vocabulary.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { until } from '../../support/until.ts';
import { argumentsOf, inputFor, makeCase, sideOf } from './arguments.fixture.ts';
import type { Answer, Caller, Door, Socket } from './doors.fixture.ts';
import { DOORS, hashOf, openSocket, overHttp, overSse, streamOverSse } from './doors.fixture.ts';
import type { MadeDocument, Operation } from './selection.fixture.ts';
import { documentsOf, rootFields } from './selection.fixture.ts';
import type { Target, World } from './world.fixture.ts';
import { HIDDEN_MARKS, HIDDEN_WORDS, makeWorld, OWN_MARK, TARGETS } from './world.fixture.ts';

const JWT_SECRET = 'a secret that is shared with the identity provider';
/** The role of a partner, and the same under credentials that name no customer at all. */
const CALLERS = [...ROLES, 'PARTNER of nobody'] as const;
type CallerName = (typeof CALLERS)[number];

let app: TestApp;
let world: World;
const callers = new Map<CallerName, Caller>();
const sockets = new Map<CallerName, Socket>();
/** All that staff were answered, to tell that the marks were there to be seen. */
let seenByStaff = '';
let seenByPartner = '';
let cells = 0;
let requests = 0;

beforeAll(async () => {
  app = await startTestApp({
    env: { JWT_SECRET, RATE_LIMIT_POINTS: '0', RATE_LIMIT_PARTNER_POINTS: '0' },
  });
  world = await makeWorld(app);
  for (const role of ROLES) callers.set(role, await keyFor(role));
  callers.set('PARTNER of nobody', await partnerOfNobody());
  await registerAll();
  for (const [name, caller] of callers) sockets.set(name, await openSocket(app.url, caller));
});
afterAll(async () => {
  for (const socket of sockets.values()) socket.close();
  await app.stop();
});

async function keyFor(role: Role): Promise<Caller> {
  const isPartner = role === 'PARTNER';
  const { key } = await app.mutate<{ key: string }>(
    'createApiKey',
    {
      role,
      name: `${role} of the matrix`,
      ...(isPartner ? { customers: [{ id: world.sides.own.customerId }] } : {}),
    },
    'key',
  );
  return { label: role, credential: key, isRegistered: isPartner };
}

async function partnerOfNobody(): Promise<Caller> {
  const token = await new SignJWT({ role: 'PARTNER', customers: [] })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('partner of nobody')
    .setExpirationTime(Math.floor(app.clock.now().getTime() / 1_000) + 86_400)
    .sign(new TextEncoder().encode(JWT_SECRET));
  return { label: 'partner of nobody', credential: token, isRegistered: true };
}

const OPERATIONS = ['query', 'mutation', 'subscription'] as const;
const FIELDS = OPERATIONS.flatMap((operation) =>
  rootFields(operation).map(({ name }) => ({ operation, name })),
);

/** Partners send what was registered for them. */
async function registerAll(): Promise<void> {
  const documents = FIELDS.flatMap(({ operation, name }) => {
    const { whole, brief } = documentsOf(operation, name);
    return [...whole, brief];
  });
  const registeredAt = app.clock.now();
  await app.db.persistedOperation.createMany({
    data: ['PARTNER of the matrix', 'partner of nobody'].flatMap((partner) =>
      documents.map((document) => ({
        partner,
        hash: hashOf(document),
        name: document.name,
        document: document.text,
        registeredAt,
      })),
    ),
  });
}

function isPartner(name: CallerName): boolean {
  return name.startsWith('PARTNER');
}

function roleOf(name: CallerName): Role {
  return name === 'PARTNER of nobody' ? 'PARTNER' : name;
}

function callerOf(name: CallerName): Caller {
  const caller = callers.get(name);
  if (caller === undefined) throw new Error(`Nobody is ${name}.`);
  return caller;
}

function socketOf(name: CallerName): Socket {
  const socket = sockets.get(name);
  if (socket === undefined) throw new Error(`${name} has no socket.`);
  return socket;
}

async function ask(
  name: CallerName,
  door: Door,
  document: MadeDocument,
  variables: Variables,
): Promise<Answer> {
  requests += 1;
  const caller = callerOf(name);
  const answer = await (door === 'WebSocket'
    ? socketOf(name).ask(document, variables)
    : (door === 'HTTP' ? overHttp : overSse)(app.url, caller, document, variables));
  see(name, answer.text);
  return answer;
}

function see(name: CallerName, text: string): void {
  if (name === 'PARTNER') seenByPartner += text;
  if (!isPartner(name)) seenByStaff += text;
}

/** Ids, keys and references stand in answers as words of their own. */
function namesIn(text: string): Set<string> {
  return new Set(text.split(/[^\w+/=-]+/));
}

/** What is in the answer and may not be. */
function leaksIn(name: CallerName, text: string): string[] {
  if (!isPartner(name)) return [];
  const low = text.toLowerCase();
  const names = namesIn(text);
  const nobody = name === 'PARTNER of nobody';
  return [
    ...[...world.othersMarks, ...HIDDEN_MARKS].filter((mark) => low.includes(mark)),
    ...HIDDEN_WORDS.filter((word) => text.includes(word)),
    ...world.othersNames.filter((one) => names.has(one)),
    ...(nobody && low.includes(OWN_MARK) ? [OWN_MARK] : []),
    ...(low.match(/"health_?score":\s*\d+|health_score: \d+|suggested was/g) ?? []),
  ];
}

function codesOf({ errors = [] }: Answer): (string | undefined)[] {
  return errors.map(({ extensions }) => extensions?.code);
}

function isAllowed(operation: Operation, field: string, name: CallerName): boolean {
  const type = operation.charAt(0).toUpperCase() + operation.slice(1);
  return MAY_CALL[`${type}.${field}`]?.includes(roleOf(name)) ?? false;
}

/** What is wrong about an answer that the table refuses. */
function wrongInRefusal(answer: Answer): string[] {
  const isRefused = codesOf(answer).length === 1 && codesOf(answer)[0] === 'FORBIDDEN';
  const hasData = answer.data != null && Object.values(answer.data).some((value) => value !== null);
  return isRefused && !hasData ? [] : [`not refused: ${answer.text.slice(0, 300)}`];
}

/** What is wrong about an answer that the table allows. */
function wrongInAnswer(answer: Answer, field: string, target: Target): string[] {
  // The one query that says so as an error when there is no such case.
  if (field === 'renderTemplate' && target === 'none') {
    return codesOf(answer).join() === 'BAD_REQUEST' ? [] : [`renderTemplate: ${answer.text}`];
  }
  return answer.errors === undefined && answer.data != null
    ? []
    : [`not allowed: ${answer.text.slice(0, 300)}`];
}

function withPlace(name: CallerName, door: Door, target: Target, problems: readonly string[]) {
  return problems.map((problem) => `${name}, ${door}, ${target}: ${problem}`);
}

/** Whether to ask for all that can be selected. To staff it is shown anyway: once is enough, by the one that may do least. */
function readsWhole(name: CallerName, door: Door, target: Target, field: string): boolean {
  if (name === 'PARTNER') return door === 'HTTP' || target === 'own';
  if (door !== 'HTTP') return false;
  if (name === 'PARTNER of nobody') return target === 'own';
  const least = ROLES.findLast((role) => role !== 'PARTNER' && isAllowed('query', field, role));
  return name === least && target !== 'none';
}

// First what follows the log: the mutations make it long.
describe.each(CALLERS)('%s', (name) => {
  it.each(rootFields('subscription').map((field) => field.name))(
    'subscription %s',
    async (field) => {
      const problems: string[] = [];
      for (const target of TARGETS) {
        cells += DOORS.length;
        for (const variables of argumentsOf('subscription', field, world, target)) {
          problems.push(...(await follow(name, field, target, variables)));
        }
      }
      expect([...new Set(problems)]).toEqual([]);
    },
  );
});

describe.each(CALLERS)('%s', (name) => {
  it.each(rootFields('query').map((field) => field.name))('query %s', async (field) => {
    const problems: string[] = [];
    const { whole, brief } = documentsOf('query', field);
    const allowed = isAllowed('query', field, name);
    for (const door of DOORS) {
      for (const target of TARGETS) {
        cells += 1;
        const sets = argumentsOf('query', field, world, target);
        const isWhole = allowed && readsWhole(name, door, target, field);
        for (const [place, variables] of sets.entries()) {
          // Another name of the same thing gives the same thing.
          const isNew = isWhole && (place === 0 || field === 'nodes');
          for (const document of isNew ? whole : [brief]) {
            const answer = await ask(name, door, document, variables);
            const wrong = allowed ? wrongInAnswer(answer, field, target) : wrongInRefusal(answer);
            const found = [
              ...wrong,
              ...leaksIn(name, answer.text).map((mark) => `${mark} in ${document.name}`),
            ];
            problems.push(...withPlace(name, door, target, found));
          }
        }
      }
    }
    expect([...new Set(problems)]).toEqual([]);
  });

  it.each(rootFields('mutation').map((field) => field.name))('mutation %s', async (field) => {
    const problems: string[] = [];
    const { whole, brief } = documentsOf('mutation', field);
    const allowed = isAllowed('mutation', field, name);
    for (const door of DOORS) {
      for (const target of TARGETS) {
        cells += 1;
        const side = sideOf(world, target);
        // Whoever comes later is told that the case is not in that status any more, and not that it is forbidden.
        const isNew = allowed && (isPartner(name) || (name === 'AGENT' && door === 'HTTP'));
        const prepared = isNew ? await makeCase(app, field, side) : undefined;
        const idempotencyKey = `${field} ${door} ${target}`;
        const input = { ...inputFor(field, side, target, prepared), idempotencyKey };
        // The same key again: the answer of the same call, with another part of it selected.
        for (const document of allowed && isPartner(name) ? whole : [brief]) {
          const answer = await ask(name, door, document, { input });
          const wrong = allowed
            ? [
                ...wrongInAnswer(answer, field, target),
                ...wrongInPayload(name, target, answer, field),
              ]
            : wrongInRefusal(answer);
          const found = [...wrong, ...leaksIn(name, answer.text)];
          problems.push(...withPlace(name, door, target, found));
        }
      }
    }
    expect([...new Set(problems)]).toEqual([]);
  });
});

/** A partner changes what is its own and nothing else; whoever may call changes what is there. */
function wrongInPayload(
  name: CallerName,
  target: Target,
  { data }: Answer,
  field: string,
): string[] {
  if (!isPartner(name)) return [];
  const payload = data?.[field] as { userErrors?: { code: string }[] } | undefined;
  // Selected in one of the documents only.
  if (payload?.userErrors === undefined) return [];
  const codes = payload.userErrors.map(({ code }) => code).join();
  const isOwn = name === 'PARTNER' && target === 'own';
  return codes === (isOwn ? '' : 'NOT_FOUND') ? [] : [`answers ${codes || 'without user errors'}`];
}

async function follow(
  name: CallerName,
  field: string,
  target: Target,
  variables: Variables,
): Promise<string[]> {
  const problems: string[] = [];
  const { whole, brief } = documentsOf('subscription', field);
  const isWhole = name === 'PARTNER' && target !== 'other';
  for (const [place, document] of (isWhole ? whole : [brief]).entries()) {
    requests += 1;
    const running = await socketOf(name).follow(document, variables);
    running.end();
    const { messages, errors } = running;
    if (errors !== undefined) problems.push(`WebSocket, ${target}: ${JSON.stringify(errors)}`);
    const isEmpty = name === 'PARTNER of nobody' || (name === 'PARTNER' && target === 'other');
    if (field !== 'stats' && messages.length > 0 === isEmpty) {
      problems.push(`WebSocket, ${target}: ${messages.length} messages`);
    }
    problems.push(...wrongInMessages(name, 'WebSocket', target, messages));
    if (place > 0) continue;

    // What a socket got at once comes here too, and nothing else.
    requests += 2;
    const stream = await streamOverSse(app.url, callerOf(name), document, variables);
    await until(
      async () => stream.messages.length >= messages.length || undefined,
      `${field} of ${target} over SSE: ${stream.messages.length} of ${messages.length}`,
    );
    await stream.close();
    if (stream.messages.length !== messages.length) {
      problems.push(`SSE, ${target}: ${stream.messages.length} of ${messages.length} messages`);
    }
    problems.push(...wrongInMessages(name, 'SSE', target, stream.messages));

    const answer = await overHttp(app.url, callerOf(name), document, variables);
    see(name, answer.text);
    if (answer.data != null) problems.push(`HTTP, ${target}: a subscription was answered`);
    problems.push(...leaksIn(name, answer.text));
  }
  return problems;
}

function wrongInMessages(
  name: CallerName,
  door: Door,
  target: Target,
  messages: readonly string[],
): string[] {
  return messages.flatMap((text) => {
    see(name, text);
    const { errors } = JSON.parse(text) as Answer;
    const problems = [
      ...(errors === undefined ? [] : [`errors: ${JSON.stringify(errors).slice(0, 300)}`]),
      ...leaksIn(name, text),
    ];
    return withPlace(name, door, target, problems);
  });
}

describe('the matrix', () => {
  it('has a cell for every field, role, target and door', () => {
    expect(cells).toBe(FIELDS.length * CALLERS.length * TARGETS.length * DOORS.length);
    console.info(`${FIELDS.length} root fields, ${cells} cells, ${requests} requests`);
  });

  it('looked for what was there to be seen: staff saw all of it, the partner what is its own', () => {
    const staff = seenByStaff.toLowerCase();
    expect([...HIDDEN_MARKS, OWN_MARK].filter((mark) => !staff.includes(mark))).toEqual([]);
    expect(world.othersMarks.filter((mark) => !staff.includes(mark))).toEqual([]);
    const names = namesIn(seenByStaff);
    expect(world.othersIds.filter((id) => !names.has(id))).toEqual([]);
    expect(seenByPartner).toContain(OWN_MARK);
  });
});
