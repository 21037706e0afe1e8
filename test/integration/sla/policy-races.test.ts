import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK } from '../../../src/auth/principal.ts';
import type { Tx } from '../../../src/db/transaction.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { changeSeverity } from '../../../src/escalation/steps/classify.service.ts';
import type { Work } from '../../../src/events/work.ts';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { HOUR_MS } from '../../../src/shared/duration.ts';
import type { CustomerTier } from '../../../src/shared/vocabulary.ts';
import { upsertSlaPolicy } from '../../../src/sla/terms/policy.service.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase, slaPolicy } from '../../support/factories.ts';
import { until } from '../../support/until.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app.sequencer.sequence();
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

function workIn(tx: Tx): Work {
  const now = app.clock.now();
  return {
    tx,
    actor: DESK,
    role: 'ADMIN',
    customerIds: null,
    now,
    recordedAt: now,
    imported: false,
  };
}

/** Does `first` in a transaction that commits only when `second` is done, or waits for it. */
async function overlap<First, Second>(
  first: (work: Work) => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  let running: Promise<Second> | undefined;
  const done = await inTransaction(app.db, async (tx) => {
    const answer = await first(workIn(tx));
    running = second();
    await Promise.race([running, until(somebodyWaits, 'somebody who waits for the first')]);
    return answer;
  });
  return [done, await (running ?? second())];
}

async function somebodyWaits(): Promise<true | undefined> {
  const [row] = await app.db.$queryRaw<{ waits: boolean }[]>`
    SELECT count(*) > 0 AS waits FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.waits ? true : undefined;
}

const TERMS = {
  severity: 'HIGH',
  ownerLevel: 'DIRECTOR',
  responseTarget: HOUR_MS,
  updateInterval: HOUR_MS,
} as const;

const policyOf = (holder: { tier: CustomerTier } | { customer: { id: string } }) => (work: Work) =>
  upsertSlaPolicy(work, { ...TERMS, ...holder });

const touch = (escalationId: string) =>
  app.mutate('addNote', { escalationId, text: 'Looked at it.' });

/** The policy under which the clocks of a case go on once anybody has changed it. */
async function policyInForce(caseId: string): Promise<string | undefined> {
  await touch(caseId);
  const entries = await app.db.logEntry.findMany({
    where: { escalationId: decodeId('Escalation', caseId) ?? '' },
    orderBy: { id: 'asc' },
    select: { data: true },
  });
  const policies = entries.flatMap(
    ({ data }) => (data as { policy?: { policyId: string } }).policy ?? [],
  );
  return policies.at(-1)?.policyId;
}

describe('while a policy is made', () => {
  it('a case that is opened starts with it', async () => {
    const { id } = await customer(app);
    const key = decodeId('Customer', id) ?? '';
    const [policy, opened] = await overlap(policyOf({ customer: { id: key } }), () =>
      openCase(app, { customer: { id } }),
    );
    expect(await policyInForce(opened.id)).toBe(policy.policyId);
  });

  it('a case of its tier that is opened starts with it', async () => {
    const { id } = await customer(app, { tier: 'STARTER' });
    const [policy, opened] = await overlap(policyOf({ tier: 'STARTER' }), () =>
      openCase(app, { customer: { id } }),
    );
    expect(await policyInForce(opened.id)).toBe(policy.policyId);
  });

  it('a customer that comes to its tier, and a case that is changed at once, get it', async () => {
    const { id, externalId } = await customer(app, { tier: 'BUSINESS' });
    const { id: caseId } = await openCase(app, { customer: { id } });
    const [policy] = await overlap(policyOf({ tier: 'ENTERPRISE' }), async () => {
      await customer(app, { externalId, tier: 'ENTERPRISE' });
      await touch(caseId);
    });
    expect(await policyInForce(caseId)).toBe(policy.policyId);
  });

  it('a customer that is new in its tier gets it', async () => {
    const [policy, opened] = await overlap(policyOf({ tier: 'BUSINESS' }), async () => {
      const { id } = await customer(app, { tier: 'BUSINESS' });
      return openCase(app, { customer: { id } });
    });
    expect(await policyInForce(opened.id)).toBe(policy.policyId);
  });
});

it('a policy that is made while a case comes to its severity takes the case over', async () => {
  const { id } = await customer(app);
  const { id: caseId } = await openCase(app, { customer: { id }, severity: 'LOW' });
  const raise = (work: Work) =>
    changeSeverity(work, {
      escalationId: decodeId('Escalation', caseId) ?? '',
      severity: 'HIGH',
      reason: 'Worse than it looked.',
    });
  const [, policy] = await overlap(raise, () => slaPolicy(app, { customer: { id } }));
  expect(await policyInForce(caseId)).toBe(decodeId('SlaPolicy', policy.id));
});
