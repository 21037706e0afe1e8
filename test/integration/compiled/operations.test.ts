import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import type { BothWays } from '../../support/both-ways.ts';
import { readsOf, startBothWays } from '../../support/both-ways.ts';
import type { Variables } from '../../support/client.ts';
import { inputFor, makeCase } from '../permissions/arguments.fixture.ts';
import type { Caller } from './callers.fixture.ts';
import { CALLERS, ENV, idOf, register } from './callers.fixture.ts';
import type { Request, Shown } from './compare.fixture.ts';
import { ask, differByTimeOnly, differenceOf, Findings } from './compare.fixture.ts';
import type { Data } from './data.fixture.ts';
import { makeData } from './data.fixture.ts';
import type { RepositoryOperation } from './operations.fixture.ts';
import { operationsOfRepository, variablesOf } from './operations.fixture.ts';
import { Tally } from './tally.fixture.ts';

const MINUTES_MS = 60_000;
/** Of the queries of the repository nearly all are compiled. */
const MOST = 0.95;
const OPERATIONS = operationsOfRepository();
const ofType = (type: RepositoryOperation['type']) =>
  OPERATIONS.filter((operation) => operation.type === type);

let both: BothWays;
let data: Data;

beforeAll(async () => {
  both = await startBothWays(ENV);
  data = await makeData(both.ordinary);
  const documents = OPERATIONS.map(({ text }) => text);
  for (const name of CALLERS) {
    const caller = data.callers[name];
    if (caller.role === 'PARTNER') await register(both.ordinary, caller, documents);
  }
}, 5 * MINUTES_MS);
afterAll(async () => {
  const { compiled, ordinary } = await readsOf(both.compiled);
  await both.stop();
  // Else both ways would be the same one.
  expect(compiled / (compiled + ordinary)).toBeGreaterThan(MOST);
});

function requestOf(caller: Caller, text: string, variables: Variables, byId: boolean): Request {
  const isNamed = caller.role === 'PARTNER' || byId;
  const params = { ...(isNamed ? { documentId: idOf(text) } : { query: text }), variables };
  return { method: 'POST', accept: 'application/json', params };
}

const WAYS = [
  ['POST', false],
  ['GET', true],
] as const;

test.each(ofType('query').map((operation) => [operation.title, operation] as const))(
  '%s has the same answers both ways, by its text over POST and by its id over GET',
  async (title, operation) => {
    const findings = new Findings();
    const tally = new Tally(createSchema());
    for (const name of CALLERS) {
      const caller = data.callers[name];
      for (const variables of variablesOf(operation, data)) {
        // A GET of a registered query may be kept, and is then asked for again.
        for (const [method, byId] of WAYS) {
          if (byId && !title.startsWith('operations')) continue;
          const request = { ...requestOf(caller, operation.text, variables, byId), method };
          const [compiled, ordinary] = await askBoth(caller, request);
          const difference = differenceOf(compiled, ordinary);
          if (difference !== undefined && !differByTimeOnly(compiled, ordinary))
            findings.add(title, caller, request, difference);
          tally.count(parse(operation.text), ordinary.status, ordinary.body);
          await sameCopies(caller, request, compiled, ordinary, findings);
        }
      }
    }
    expect(findings.list()).toEqual([]);
    expect(tally.withData, String(tally)).toBeGreaterThan(0);
  },
  5 * MINUTES_MS,
);

function askBoth(caller: Caller, request: Request): Promise<[Shown, Shown]> {
  return Promise.all([ask(both.compiled, caller, request), ask(both.ordinary, caller, request)]);
}

/** A copy that one way gave is good for the other. */
async function sameCopies(
  caller: Caller,
  request: Request,
  compiled: Shown,
  ordinary: Shown,
  findings: Findings,
): Promise<void> {
  const { etag } = ordinary.headers;
  if (etag === undefined) return;
  const again = { ...request, headers: { 'if-none-match': etag } };
  const [one, other] = await askBoth(caller, again);
  if (one.status !== 304 || other.status !== 304 || compiled.headers['etag'] !== etag)
    findings.add('its copy', caller, again, `status ${one.status} and ${other.status}`);
}

/** Who may work on cases in a test: for others nothing is made that they could change. */
const WORKERS = ['ADMIN', 'AGENT', 'PARTNER of one'];

test.each(ofType('mutation').map((operation) => [operation.title, operation] as const))(
  '%s answers the same both ways: made at one desk, and asked for again at the other by its key',
  async (title, operation) => {
    const findings = new Findings();
    const [field] = /(?<=\{\s*)\w+(?=\(input)/.exec(operation.text) ?? [];
    if (field === undefined) return;
    for (const [place, name] of CALLERS.entries()) {
      const caller = data.callers[name];
      const side = data.world.sides.own;
      const prepared = WORKERS.includes(name)
        ? await makeCase(both.ordinary, field, side)
        : undefined;
      const input = {
        ...inputFor(field, side, 'own', prepared),
        idempotencyKey: `${title} ${name}`,
      };
      const request = requestOf(caller, operation.text, { input }, false);
      const desks = [both.compiled, both.ordinary] as const;
      const [first, second] = place % 2 === 0 ? desks : desks.toReversed();
      if (first === undefined || second === undefined) return;
      const answer = await ask(first, caller, request);
      const again = await ask(second, caller, request);
      const [compiled, ordinary] = place % 2 === 0 ? [answer, again] : [again, answer];
      const difference = differenceOf(compiled, ordinary);
      if (difference !== undefined) findings.add(title, caller, request, difference);
    }
    expect(findings.list()).toEqual([]);
  },
  5 * MINUTES_MS,
);
