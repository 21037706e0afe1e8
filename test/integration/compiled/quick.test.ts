import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase, person } from '../../support/factories.ts';

let on: TestApp;
let off: TestApp;
beforeAll(async () => {
  on = await startTestApp({ env: { DESK_COMPILED: 'on' } });
  off = await startTestApp({ env: { DESK_COMPILED: 'off' }, databaseUrl: on.databaseUrl, clock: on.clock });
  const p = await person(on);
  for (let i = 0; i < 6; i += 1) {
    const c = await openCase(on);
    await ask(on, 'mutation($i: AssignOwnerInput!) { assignOwner(input: $i) { userErrors { message } } }', { i: { escalationId: c.id, owner: { id: p.id } } });
    await ask(on, 'mutation($i: RecordUnderstandingInput!) { recordUnderstanding(input: $i) { userErrors { message } } }', { i: { escalationId: c.id, understanding: 'It broke "so" é\n'.repeat(i * 100 + 1) } });
  }
});
afterAll(async () => { await off.stop(); await on.stop(); });

const FRAGMENTS = readFileSync('operations/fragments.graphql', 'utf8');
const all = readdirSync('operations').filter((f) => f.endsWith('.graphql')).map((f) => readFileSync(`operations/${f}`, 'utf8')).join('\n');
const names = [...all.matchAll(/^query (\w+)/gm)].map((m) => m[1] as string);
const EXTRA: Record<string, string> = {
  typename: '{ __typename }',
  detail: 'query($r: EscalationRef!) { escalation(by: $r) { id reference summary issue status severity openedAt customer { id name tier arr { amount currency } } timeline(first: 8) { nodes { id type at summary actorLabel stage changes { field from to } data actor { name } } } } }',
  list: '{ escalations(first: 3) { nodes { reference customer { name } timeline(last: 3) { nodes { at summary cursor } pageInfo { hasPreviousPage startCursor } totalCount } } edges { cursor } pageInfo { hasNextPage endCursor } totalCount } }',
  clocks: '{ escalations(first: 50) { nodes { id reference severity owner { id name level } sla { kind state dueAt target warnsAt remaining elapsedRatio } } } }',
  customers: '{ customers(first: 2) { nodes { name contacts { name email } escalations(first: 2) { nodes { reference sla { state } } totalCount } history(first: 2) { nodes { summary } } lifecycle(first: 5) { nodes { from to at actor { name } } pageInfo { endCursor } } } } users(first: 2) { nodes { name } pageInfo { endCursor hasNextPage } totalCount } }',
  viewer: '{ viewer { name role user { name } customers(first: 2) { nodes { name } } } resolutionPaths { category typicalCauses } stats { open bySeverity { severity count } } }',
  policies: '{ slaPolicies { severity tier responseTarget warnAt calendar { name hours { day opens } } customer { name } } businessCalendars { name policies { id } holidays { date name } } }',
  events: '{ events(first: 5) { nodes { type summary escalation { reference customer { name } } } pageInfo { endCursor } totalCount } logCursor deskEvents(first: 3) { nodes { type summary changes { field } } totalCount } }',
  plans: '{ preventionPlans(first: 3) { nodes { dueDate owner { name } immediateActions { description done } } totalCount } improvements(first: 2) { nodes { description } } }',
  impact: '{ escalations(first: 2) { nodes { impact { businessImpact slaBreach revenueAtRisk { amount } } rootCause { category } classification { severity } resolution { outcome } retrospective { wentWell } satisfaction { rating } stakeholders { name } communications(first: 2) { nodes { subject } totalCount } actions(first: 3) { nodes { kind } } related { kind } improvements { description } preventionPlan { dueDate } report { complete } } } }',
};

async function ask(app: TestApp, query: string, variables: object, operationName?: string) {
  const response = await fetch(app.url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${app.key}` }, body: JSON.stringify({ query, variables, operationName }) });
  return { status: response.status, text: (await response.text()).replace(/"left":\d+/, '"left":0').replace(/"restoredInSeconds":\d+/, '"restoredInSeconds":0') };
}
async function ways() {
  const text = await (await fetch(on.at('/metrics'), { headers: { authorization: `Bearer ${on.key}` } })).text();
  return Object.fromEntries([...text.matchAll(/desk_reads_total\{way="(\w+)"\} (\d+)/g)].map((m) => [m[1], Number(m[2])]));
}
const REF = { r: { reference: 'ESC-2026-001' }, by: { reference: 'ESC-2026-003' }, id: 'x', first: 3 };

test.each([...Object.keys(EXTRA), ...names])('%s', async (name) => {
  const query = EXTRA[name] ?? all;
  const op = name in EXTRA ? undefined : name;
  const vars = name in EXTRA && name !== 'detail' ? {} : name === 'detail' ? { r: REF.r } : REF;
  const before = await ways();
  const a = await ask(on, query, vars, op);
  const after = await ways();
  const b = await ask(off, query, vars, op);
  process.stderr.write(`${name}: ${JSON.stringify(after)} ${a.text.length} ${a.text.slice(0, 80)}\n`);
  expect(a.text).toBe(b.text);
  expect(a.status).toBe(b.status);
  if ((after.ordinary ?? 0) > (before.ordinary ?? 0)) process.stderr.write(`   ORDINARY ${name}\n`);
});
