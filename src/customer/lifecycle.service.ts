import type { Customer } from '../db/generated/client/client.ts';
import type { DeskHappening } from '../events/desk-entry.ts';
import { recordDesk } from '../events/desk-entry.ts';
import type { Work } from '../events/work.ts';
import { newId } from '../shared/ids.ts';
import { checkVersion } from '../shared/version.ts';
import type { LifecycleStage } from '../shared/vocabulary.ts';
import type { CustomerChange, CustomerRef } from './customer.load.ts';
import { lockCustomer } from './customer.load.ts';

export interface SetLifecycleStage {
  customer: CustomerRef;
  stage: LifecycleStage;
  reason?: string | undefined;
  expectedVersion?: number | undefined;
}

/** Moves a customer to a stage of its life cycle. A move to its present stage is no error and no change. */
export async function setLifecycleStage(
  work: Work,
  { customer: ref, stage, reason, expectedVersion }: SetLifecycleStage,
): Promise<CustomerChange> {
  const customer = await lockCustomer(work, ref, ['customer']);
  checkVersion(customer.name, customer.version, expectedVersion);
  const customerId = customer.id;
  const moves = await moveTo(work, customer, stage, reason ?? null);
  if (moves.length === 0) return { customerId, eventIds: [] };
  await work.tx.customer.update({
    where: { id: customerId },
    data: {
      lifecycleStage: stage,
      version: customer.version + 1,
      updatedAt: work.recordedAt,
    },
  });
  return { customerId, eventIds: await recordDesk(work, ...moves) };
}

/** Records a move to another stage in the history, and returns its entry; nothing without a move. */
export async function moveTo(
  work: Work,
  { id, name, lifecycleStage: from }: Pick<Customer, 'id' | 'name' | 'lifecycleStage'>,
  to: LifecycleStage,
  reason: string | null,
): Promise<DeskHappening[]> {
  if (from === to) return [];
  await recordLifecycle(work, id, from, to, reason);
  const summary = `${name} moved from ${from} to ${to}`;
  const changes = [{ field: 'lifecycleStage', from, to }];
  return [ofCustomer('LIFECYCLE_CHANGED', id, summary, changes)];
}

export async function recordLifecycle(
  { tx, now: at, actor }: Work,
  customerId: string,
  fromStage: LifecycleStage | null,
  toStage: LifecycleStage,
  reason: string | null = null,
): Promise<void> {
  const id = newId();
  await tx.lifecycleChange.create({
    data: { id, customerId, at, fromStage, toStage, reason, actorId: actor.userId },
  });
}

export function ofCustomer(
  deskType: 'CUSTOMER_CHANGED' | 'LIFECYCLE_CHANGED',
  customerId: string,
  summary: string,
  changes: DeskHappening['changes'],
): DeskHappening {
  const subject = { subjectType: 'Customer', subjectId: customerId, customerId } as const;
  return { deskType, ...subject, summary, changes, data: {} };
}
