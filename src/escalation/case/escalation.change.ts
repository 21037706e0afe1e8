import { DESK } from '../../auth/principal.ts';
import type { Tx } from '../../db/transaction.ts';
import type { Work } from '../../events/work.ts';
import { peopleOfLevel } from '../../person/person.load.ts';
import { refuse } from '../../shared/errors.ts';
import { staleVersion } from '../../shared/version.ts';
import type {
  EscalationStatus,
  OwnerLevel,
  ResolutionPath,
  Severity,
} from '../../shared/vocabulary.ts';
import type { PolicySnapshot } from '../../sla/clock/clock.rules.ts';
import type { CustomerOfTier } from '../../sla/terms/policy.load.ts';
import { policiesFor } from '../../sla/terms/policy.load.ts';
import { CATEGORY_PATHS } from './category.rules.ts';
import {
  announceClocks,
  dueNotices,
  settleClocks,
  tellAgain,
  tellOfBreaches,
} from './clock-entries.draft.ts';
import { neededLevel, policyOf, refreshClocks } from './clock-rows.draft.ts';
import { addEntry, setStatus, settleStage, words } from './entry.draft.ts';
import type { Draft } from './escalation.draft.ts';
import { loadForChange } from './escalation.load.ts';
import { saveCase } from './escalation.save.ts';
import type { CaseState, PersonFacts } from './escalation.state.ts';
import { caseFields } from './escalation.state.ts';
import type { CaseMutation } from './transitions.rules.ts';
import { ALLOWED_IN, isAllowed } from './transitions.rules.ts';

/** The fields that every mutation on a case takes beside its own input. */
export interface CaseInput {
  escalationId: string;
  expectedVersion?: number | undefined;
}

/** A mutation whose input names the case by another field than `escalationId`. */
export interface NamedMutation {
  name: CaseMutation;
  /** Path of the field that names the case. */
  field: readonly string[];
}

/** The ids that a change created. The payload of the mutation is read by them. */
export interface CaseChange {
  escalationId: string;
  eventIds: bigint[];
}

/**
 * The one way in which a case changes. In order: the row is locked; the version and the status are
 * checked; warnings and breaches that are due are written; `change` sets fields and adds entries; the
 * clocks and the stage follow; rows and entries are written.
 *
 * @param mutation null for a change that is allowed in every status.
 * @param change pure but for reading through `work.tx`.
 * @param load puts rows that `change` needs into the draft, of parts that can have many rows.
 * @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE, and what `change` refuses.
 */
export async function changeCase(
  work: Work,
  mutation: CaseMutation | NamedMutation | null,
  { escalationId, expectedVersion }: CaseInput,
  change: (draft: Draft) => void | Promise<void>,
  { load }: { load?: (draft: Draft) => Promise<void> } = {},
): Promise<CaseChange> {
  const draft = await loadForChange(work, escalationId);
  if (load !== undefined) {
    await load(draft);
    draft.recorded = caseFields(draft);
  }
  const before = snapshot(draft);
  checkCaseVersion(draft, expectedVersion);
  const shown = draft.row.status;
  resumeWhenDue(draft);
  if (mutation !== null) checkStatus(draft, mutation, shown);
  const lookups = lookupsOf(work.tx);
  await catchUp(draft, lookups);
  const cycles = draft.cycles;
  await change(draft);
  announceClocks(draft, cycles);
  await settle(draft, 'after', lookups);
  settleStage(draft);
  if (draft.entries.length === 0 && !before.row.policyRecheck) {
    return { escalationId, eventIds: [] };
  }
  return { escalationId, eventIds: await saveCase(work, before, draft) };
}

/** The look-ups outside of the case that are made as time passes. */
export interface Lookups {
  peopleOfLevel(level: OwnerLevel, team: ResolutionPath): Promise<PersonFacts[]>;
  policiesFor(customer: CustomerOfTier): Promise<Record<Severity, PolicySnapshot>>;
}

export function lookupsOf(tx: Tx): Lookups {
  return {
    peopleOfLevel: (level, team) => peopleOfLevel(tx, level, team),
    policiesFor: (customer) => policiesFor(tx, customer),
  };
}

/** Applies to a case all that is due at `draft.now` without anybody acting. */
export async function letTimePass(draft: Draft, lookups: Lookups): Promise<void> {
  resumeWhenDue(draft);
  await catchUp(draft, lookups);
  await settle(draft, 'after', lookups);
}

/** Writes what was due before `draft.now`: a change at exactly the due time is in time. */
async function catchUp(draft: Draft, lookups: Lookups): Promise<void> {
  await settle(draft, 'before', lookups);
  await recheckPolicy(draft, lookups);
}

/** Opens a case again when the `until` of `waitForCustomer` has come, whoever looks at the case first. */
function resumeWhenDue(draft: Draft): void {
  const { waitUntil } = draft.row;
  if (draft.row.status !== 'WAITING_ON_CUSTOMER' || waitUntil === null || waitUntil > draft.now)
    return;
  refreshClocks(draft, draft.now);
  const paused = draft.cycles;
  draft.row.waitUntil = null;
  setStatus(draft, 'OPEN', { at: waitUntil, actor: DESK });
  announceClocks(draft, paused);
}

/** Moves the clocks to the policy now in force, if a change of policy or tier has marked the case. */
async function recheckPolicy(draft: Draft, { policiesFor }: Lookups): Promise<void> {
  if (!draft.row.policyRecheck) return;
  draft.row.policyRecheck = false;
  const policy = (await policiesFor(draft.customer))[draft.row.severity];
  const from = policyOf(draft).policyId;
  if (policy.policyId !== from) {
    draft.row.ownerLevel = neededLevel(draft, policy);
    const data = { from, to: policy.policyId, policy };
    const summary = 'Clocks go on under another policy';
    addEntry(draft, 'SLA_POLICY_CHANGED', data, summary, { actor: DESK });
  }
  refreshClocks(draft, draft.now);
}

/** Writes what the clocks have to say, and tells the people whom breaches concern; an import tells nobody. */
export async function settle(
  draft: Draft,
  moment: 'before' | 'after',
  lookups: Lookups,
): Promise<void> {
  const breaches = settleClocks(draft, moment);
  const again = dueNotices(draft, moment);
  if (draft.imported || (breaches.length === 0 && again.length === 0)) return;
  const team = CATEGORY_PATHS[draft.row.category].resolutionPath;
  const people = await lookups.peopleOfLevel(draft.row.ownerLevel, team);
  if (breaches.length > 0) tellOfBreaches(draft, breaches, people);
  for (const notice of again) tellAgain(draft, notice, people);
}

function checkCaseVersion(draft: Draft, expected: number | undefined): void {
  const { reference, version } = draft.row;
  if (expected === undefined || expected === version) return;
  throw staleVersion(`${reference} is at version ${version}, not ${expected}`);
}

/** `shown` is the status that readers see: resuming by hand is right when the wait has just run out. */
function checkStatus(
  draft: Draft,
  mutation: CaseMutation | NamedMutation,
  shown: EscalationStatus,
): void {
  const { name, field } =
    typeof mutation === 'string' ? { name: mutation, field: ['escalationId'] } : mutation;
  const { reference, status } = draft.row;
  if (isAllowed(name, status) || isAllowed(name, shown)) return;
  const allowed = ALLOWED_IN[name].map(words).join(', ');
  throw refuse(
    'WRONG_STATE',
    `${reference} is ${words(status)}; ${name} takes a case that is ${allowed}.`,
    field,
  );
}

/** Copies the rows as they are. Changes replace the rows of parts, so only the maps are copied. */
export function snapshot(state: CaseState): CaseState {
  return {
    row: { ...state.row },
    steps: new Map(state.steps),
    stakeholders: new Map(state.stakeholders),
    clocks: new Map(state.clocks),
    actions: new Map(state.actions),
    communications: new Map(state.communications),
    improvements: new Map(state.improvements),
    plan: state.plan,
    planActions: new Map(state.planActions),
    links: new Map(state.links),
  };
}
