import { Counter } from 'prom-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Principal } from '../../../../src/auth/principal.ts';
import { createBudgets } from '../../../../src/http/doors/budgets.ts';
import { createRateLimiters } from '../../../../src/http/doors/rate-limiter.ts';

function budgetsOf(staff: number, partner: number) {
  const { make } = createRateLimiters(undefined, () => {});
  const limited = new Counter({
    name: 'limited',
    help: 'Limited.',
    labelNames: ['what'] as const,
    registers: [],
  });
  return createBudgets({ staff, partner }, make, limited);
}

function principal(id: string, role: Principal['role']): Principal {
  return { id, role, name: id, userId: null, customerIds: null, expiresAt: null };
}
const AGENT = principal('agent', 'AGENT');
const PARTNER = principal('partner', 'PARTNER');

test('partners have the budget of partners, everybody else that of staff', async () => {
  const budgets = budgetsOf(1_000, 100);
  expect(await budgets.take(AGENT, 10)).toMatchObject({ enough: true, budget: 1_000, left: 990 });
  expect(await budgets.take(PARTNER, 10)).toMatchObject({ enough: true, budget: 100, left: 90 });
});

test('what was taken for too much comes back when it is settled', async () => {
  const budgets = budgetsOf(100, 100);
  const charge = await budgets.take(AGENT, 90);
  expect(charge.left).toBe(10);
  expect(charge.settle(20)).toBe(80);
  expect(await budgets.take(AGENT, 0)).toMatchObject({ left: 80 });
});

test('what cost more than it was taken for is charged as well', async () => {
  const budgets = budgetsOf(100, 100);
  const charge = await budgets.take(AGENT, 10);
  expect(charge.settle(30)).toBe(70);
  expect(await budgets.take(AGENT, 0)).toMatchObject({ left: 70 });
});

test('what is refused costs nothing, so a cheaper operation passes right after it', async () => {
  const budgets = budgetsOf(100, 100);
  expect(await budgets.take(AGENT, 101)).toMatchObject({ enough: false, left: 100 });
  expect(await budgets.take(AGENT, 100)).toMatchObject({ enough: true, left: 0 });
  expect(await budgets.take(AGENT, 1)).toMatchObject({ enough: false, left: 0 });
});

test('refusals use a budget up, and then it is known to be empty without asking', async () => {
  const budgets = budgetsOf(30, 100);
  for (let turn = 0; turn < 2; turn += 1) await budgets.takeUnasked(AGENT, 10);
  expect(budgets.emptyForSeconds(AGENT)).toBe(0);
  await budgets.takeUnasked(AGENT, 10);
  expect(budgets.emptyForSeconds(AGENT)).toBeGreaterThan(0);
  expect(budgets.emptyForSeconds(PARTNER)).toBe(0);
});

test('whoever is refused is told when the budget is back, though it is looked for again before', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const budgets = budgetsOf(10, 100);
  await budgets.takeUnasked(AGENT, 10);
  vi.advanceTimersByTime(1_000);
  expect(budgets.emptyForSeconds(AGENT)).toBe(59);
  vi.advanceTimersByTime(4_000);
  expect(budgets.emptyForSeconds(AGENT)).toBe(0);
});

test('a budget of 0 is none: nothing is counted and nothing refused', async () => {
  const budgets = budgetsOf(0, 100);
  await budgets.takeUnasked(AGENT, 1_000_000);
  const charge = await budgets.take(AGENT, 1_000_000);
  expect(charge).toMatchObject({ enough: true, budget: null, left: null });
  expect([charge.settle(1), budgets.emptyForSeconds(AGENT)]).toEqual([null, 0]);
});

test('what was taken from a minute that is over is not given to the next one', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const budgets = budgetsOf(100, 100);
  const early = await budgets.take(AGENT, 60);
  const inTime = await budgets.take(AGENT, 30);
  inTime.settle(10);
  expect(await budgets.take(AGENT, 0)).toMatchObject({ left: 30 });
  vi.advanceTimersByTime(60_000);
  await budgets.take(AGENT, 60);
  early.settle(0);
  expect(await budgets.take(AGENT, 0)).toMatchObject({ left: 40 });
});

test('of whom nothing is left is known for the last 10,000: principals come from tokens, and are many', async () => {
  const budgets = budgetsOf(1, 1);
  const first = principal('first', 'AGENT');
  await budgets.takeUnasked(first, 1);
  expect(budgets.emptyForSeconds(first)).toBeGreaterThan(0);
  for (let n = 0; n < 10_000; n += 1) await budgets.takeUnasked(principal(`p${n}`, 'AGENT'), 1);
  expect(budgets.emptyForSeconds(first)).toBe(0);
  expect(budgets.emptyForSeconds(principal('p0', 'AGENT'))).toBeGreaterThan(0);
});
