import { has, MAY, requirePermission } from '../../auth/permissions.ts';
import type { Work } from '../../events/work.ts';
import type { Person, PersonRef } from '../../person/person.load.ts';
import { requirePeople, requirePerson } from '../../person/person.load.ts';
import { refuse } from '../../shared/errors.ts';
import { currentClocks } from '../../sla/clock/clock.rules.ts';
import { isBelow } from '../../sla/clock/owner-level.rules.ts';
import { dueIfCounting } from '../../sla/clock/stored-clock.rules.ts';
import { involve } from '../case/clock-entries.draft.ts';
import { policyOf } from '../case/clock-rows.draft.ts';
import { addEntry, markDone, words } from '../case/entry.draft.ts';
import type { CaseChange, CaseInput } from '../case/escalation.change.ts';
import { changeCase } from '../case/escalation.change.ts';
import type { Draft } from '../case/escalation.draft.ts';

/**
 * Gives the case an owner.
 * @throws Refusal NOT_ALLOWED for a case that another active person owns, unless the role may REASSIGN;
 *   INVALID for an owner who works no cases.
 */
export function assignOwner(
  work: Work,
  input: CaseInput & { owner: PersonRef; overrideReason?: string | undefined },
): Promise<CaseChange> {
  return changeCase(work, 'assignOwner', input, async (draft) => {
    const owner = await requirePerson(work.tx, input.owner, ['owner']);
    if (draft.owner?.active === true && draft.owner.id !== owner.id) {
      const what = 'Giving a case that somebody owns to somebody else';
      requirePermission(work, 'REASSIGN', what, ['owner']);
    }
    // An import keeps the owner that the case file names.
    if (!work.imported) checkWorksCases(owner);
    checkLevel(draft, owner, input.overrideReason);
    draft.row.ownerId = owner.id;
    draft.owner = owner;
    markDone(draft, 'ASSIGN_OWNER');
    const data = {
      ownerId: owner.id,
      ownerName: owner.name,
      overrideReason: input.overrideReason ?? null,
    };
    addEntry(draft, 'OWNER_ASSIGNED', data, `Owner assigned: ${owner.name}`);
  });
}

function checkWorksCases(owner: Person): void {
  if (has(owner, 'WORK_CASES')) return;
  throw refuse(
    'INVALID',
    `${owner.name} is ${owner.role}, who works no cases: name somebody who is ${MAY.WORK_CASES.join(', ')}.`,
    ['owner'],
  );
}

function checkLevel(draft: Draft, owner: Person, overrideReason: string | undefined): void {
  const needed = draft.row.ownerLevel;
  if (!isBelow(owner.level, needed) || overrideReason !== undefined) return;
  throw refuse(
    'OWNER_LEVEL_TOO_LOW',
    `${owner.name} is at level ${words(owner.level)}; ${draft.row.reference} needs ${words(needed)}. Name somebody of that level, or give an overrideReason.`,
    ['owner'],
  );
}

export function notifyStakeholders(
  work: Work,
  input: CaseInput & { users: PersonRef[]; message?: string | undefined },
): Promise<CaseChange> {
  return changeCase(work, 'notifyStakeholders', input, async (draft) => {
    const people = await requirePeople(
      work.tx,
      input.users.map((ref, place) => ({ ref, field: ['users', String(place)] })),
    );
    involve(draft, people);
    markDone(draft, 'NOTIFY_STAKEHOLDERS');
    const names = [...new Set(people.map(({ name }) => name))].join(', ');
    const data = { userIds: people.map(({ id }) => id), message: input.message ?? null };
    addEntry(draft, 'STAKEHOLDERS_NOTIFIED', data, `Stakeholders notified: ${names}`);
  });
}

export function setResponseTimeline(
  work: Work,
  input: CaseInput & { nextUpdateAt?: Date | undefined; resolveBy?: Date | undefined },
): Promise<CaseChange> {
  return changeCase(work, 'setResponseTimeline', input, (draft) => {
    const { nextUpdateAt, resolveBy } = input;
    if (nextUpdateAt === undefined && resolveBy === undefined) {
      throw refuse('INVALID', 'Give nextUpdateAt, resolveBy or both.');
    }
    if (nextUpdateAt !== undefined) checkNextUpdate(draft, nextUpdateAt);
    if (resolveBy !== undefined) checkPromise(draft, resolveBy, 'resolveBy');
    if (nextUpdateAt !== undefined) draft.row.nextUpdateAt = nextUpdateAt;
    if (resolveBy !== undefined) draft.row.resolveBy = resolveBy;
    markDone(draft, 'SET_RESPONSE_TIMELINE');
    const data = {
      nextUpdateAt: nextUpdateAt?.toISOString() ?? null,
      resolveBy: resolveBy?.toISOString() ?? null,
    };
    addEntry(draft, 'RESPONSE_TIMELINE_SET', data, 'Response timeline set');
  });
}

function checkNextUpdate(draft: Draft, nextUpdateAt: Date): void {
  checkPromise(draft, nextUpdateAt, 'nextUpdateAt');
  const update = currentClocks(draft.cycles).find(({ kind }) => kind === 'UPDATE');
  if (update === undefined) return;
  const due = dueIfCounting(update, draft.now, draft.timeOf(update.policy));
  if (nextUpdateAt <= due) return;
  throw refuse(
    'INVALID',
    `Must not be later than ${due.toISOString()}, when the next update is due.`,
    ['nextUpdateAt'],
  );
}

/** Refuses a promise outside of working time, which clocks count: they would break it before its time. */
function checkPromise(draft: Draft, promised: Date, field: string): void {
  const { now } = draft;
  if (promised <= now) {
    throw refuse('INVALID', `Must be later than now, ${now.toISOString()}.`, [field]);
  }
  const time = draft.timeOf(policyOf(draft));
  const length = time.between(now, promised);
  const due = time.after(now, length);
  if (length > 0 && due.getTime() === promised.getTime()) return;
  const next = new Date(time.after(promised, 1).getTime() - 1).toISOString();
  throw refuse(
    'INVALID',
    `Must lie in the working time of the case's calendar, or at its end: ${promised.toISOString()} does not; the next time that does begins at ${next}.`,
    [field],
  );
}
