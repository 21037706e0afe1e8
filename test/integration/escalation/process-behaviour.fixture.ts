import type { Variables } from '../../support/client.ts';
import type { Command } from './process-commands.fixture.ts';
import type { Model } from './process-model.fixture.ts';
import { openSteps, STAGES, STEPS, statusAt, takes } from './process-model.fixture.ts';
import type { CaseNow } from './process-reading.fixture.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface People {
  lead: string;
  director: string;
  executive: string;
}

/** A command about to be given. */
export interface Turn {
  command: Command;
  model: Model;
  seen: CaseNow;
  otherId: string;
  now: number;
  people: People;
}

/** OK_OR: what the model does not know enough for, so that it may be accepted or refused so. */
export type Outcome = 'OK' | `OK_OR ${string}` | (string & {});

export interface Behaviour {
  input: Variables;
  /** What the answer is, where the status takes the mutation and the input is well formed. */
  outcome: Outcome;
  /** Refused before anything is read of the case, whatever its version and status. */
  isMalformed?: boolean;
  /** What it does to the model beside marking steps; called when it was accepted. */
  effect?: (model: Model) => void;
  /** The steps that it does. */
  steps?: readonly string[];
}

type Make = (turn: Turn) => Behaviour | undefined;

const iso = (ms: number): string => new Date(ms).toISOString();
const pick = <T>(items: readonly T[], die: number): T => items[die % items.length] as T;
const day = (ms: number): string => iso(ms).slice(0, 10);

function ok(input: Variables, ...steps: string[]): Behaviour {
  return { input, outcome: 'OK', steps };
}

/** A time that is told, or left out; with its fault before the opening or after now. */
function told({ command, model, now }: Turn): { at: number | undefined; outcome: Outcome } {
  const [die] = command.dice;
  if (command.fault === 'TOO_EARLY') return { at: model.openedAt - 1, outcome: 'INVALID' };
  if (command.fault === 'TOO_LATE') return { at: now + 1, outcome: 'INVALID' };
  if (die % 2 === 0) return { at: undefined, outcome: 'OK' };
  const share = (die % 100) / 99;
  return { at: model.openedAt + Math.floor((now - model.openedAt) * share), outcome: 'OK' };
}

/** Somebody, or nobody there is. */
function somebody({ command }: Turn, id: string): { ref: Variables; outcome: Outcome } {
  return command.fault === 'UNKNOWN'
    ? { ref: { email: 'nobody@desk.example' }, outcome: 'NOT_FOUND' }
    : { ref: { id }, outcome: 'OK' };
}

const MIRRORED: Readonly<Record<string, string>> = {
  DUPLICATES: 'DUPLICATED_BY',
  DUPLICATED_BY: 'DUPLICATES',
  CAUSED_BY: 'CAUSES',
  CAUSES: 'CAUSED_BY',
  RELATES_TO: 'RELATES_TO',
};
export const mirrored = (kind: string): string => MIRRORED[kind] ?? kind;

const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;

const MAKE: Readonly<Record<string, Make>> = {
  recordUnderstanding: () => ok({ understanding: 'Out of memory.' }, 'UNDERSTAND_ISSUE'),
  reviewHistory: () => ok({ findings: 'Twice before.' }, 'REVIEW_HISTORY'),
  identifyRootCause: ({ command: { dice } }) =>
    ok(
      {
        category: pick(['PRODUCT', 'PROCESS'], dice[0]),
        description: `Cause ${dice[1] % 3}`,
        contributingFactors: dice[2] % 2 === 0 ? [] : ['No alert'],
      },
      'IDENTIFY_ROOT_CAUSE',
    ),
  assessImpact: ({ command: { dice, fault } }) => ({
    input: {
      businessImpact: 'No invoices.',
      usersAffected: dice[0],
      revenueAtRisk: { amount: `${dice[1]}.50`, currency: fault === 'UNKNOWN' ? 'EUR' : 'USD' },
    },
    outcome: fault === 'UNKNOWN' ? 'INVALID' : 'OK',
    steps: ['ASSESS_BUSINESS_IMPACT'],
  }),
  classifyEscalation: ({ command: { dice } }) => ({
    input: {
      category: pick(['TECHNICAL', 'BILLING', 'OTHER'], dice[0]),
      reputationRisk: pick(['NONE', 'LOW', 'CRITICAL'], dice[1]),
      legalRisk: 'LOW',
      ...(dice[2] % 2 === 0 ? {} : { severity: pick(SEVERITIES, dice[2]), rationale: 'It is so.' }),
    },
    outcome: 'OK',
    steps: STAGES['CLASSIFY'] ?? [],
  }),
  changeSeverity: ({ command: { dice }, seen }) => {
    const severity = pick(SEVERITIES, dice[0]);
    return {
      input: { severity, reason: 'It looks different now.' },
      outcome: severity === seen.severity ? 'INVALID' : 'OK',
    };
  },
  assignOwner: (turn) => {
    const { dice } = turn.command;
    const { lead, director, executive } = turn.people;
    const { ref, outcome } = somebody(turn, pick([lead, director, executive], dice[0]));
    const overrides = dice[1] % 2 === 0;
    const isEnough = overrides || ref['id'] === executive;
    return {
      input: { owner: ref, ...(overrides ? { overrideReason: 'Nobody else is awake.' } : {}) },
      outcome: outcome === 'OK' && !isEnough ? 'OK_OR OWNER_LEVEL_TOO_LOW' : outcome,
      steps: ['ASSIGN_OWNER'],
    };
  },
  notifyStakeholders: (turn) => {
    const { ref, outcome } = somebody(turn, turn.people.director);
    return { input: { users: [ref, ref] }, outcome, steps: ['NOTIFY_STAKEHOLDERS'] };
  },
  setResponseTimeline: ({ command: { dice, fault }, now }) => {
    const inMs = (die: number) => (die % 300) * MINUTE_MS;
    const nextUpdateAt = now + inMs(dice[1]);
    const resolveBy = now + 2 * inMs(dice[2]);
    const gives = { update: dice[0] % 3 !== 0, resolution: dice[0] % 3 !== 1 };
    if (fault === 'TOO_EARLY') return { input: { resolveBy: iso(now) }, outcome: 'INVALID' };
    const past = (gives.update && nextUpdateAt <= now) || (gives.resolution && resolveBy <= now);
    return {
      input: {
        ...(gives.update ? { nextUpdateAt: iso(nextUpdateAt) } : {}),
        ...(gives.resolution ? { resolveBy: iso(resolveBy) } : {}),
      },
      outcome: past ? 'INVALID' : gives.update ? 'OK_OR INVALID' : 'OK',
      steps: ['SET_RESPONSE_TIMELINE'],
    };
  },
  prepareCommunication: () => ok({ subject: 'Exports', body: 'We look.' }, 'PREPARE_COMMUNICATION'),
  sendCommunication: () => ok({ subject: 'Exports', body: 'They work.' }, 'PREPARE_COMMUNICATION'),
  postProgressUpdate: () =>
    ok(
      { status: 'Open', actions: 'Looked', nextSteps: 'Look again' },
      'PREPARE_COMMUNICATION',
      'COMMUNICATE_PROGRESS',
    ),
  logCommunication: (turn) => {
    const { at, outcome } = told(turn);
    const isInbound = turn.command.dice[1] % 2 === 0;
    const direction = isInbound ? 'INBOUND' : 'OUTBOUND';
    return {
      input: {
        channel: 'CALL',
        direction,
        summary: 'A call',
        ...(at === undefined ? {} : { at: iso(at) }),
      },
      outcome,
      steps: isInbound ? [] : ['PREPARE_COMMUNICATION'],
      effect: (model) => {
        if (isInbound && model.status === 'WAITING_ON_CUSTOMER') model.status = 'OPEN';
      },
    };
  },
  recordAction: (turn) => {
    const { at, outcome } = told(turn);
    const kind = pick(['FIX', 'WORKAROUND', 'INVESTIGATION'], turn.command.dice[1]);
    return {
      input: { kind, description: 'Did it.', ...(at === undefined ? {} : { at: iso(at) }) },
      outcome,
      steps: kind === 'INVESTIGATION' ? [] : ['EXECUTE_FIX'],
    };
  },
  confirmResolution: (turn) => {
    const { model } = turn;
    const { at, outcome } = told(turn);
    const isBefore = at !== undefined && model.reopenedAt !== null && at < model.reopenedAt;
    const input = {
      confirmedBy: 'Robin Reyes',
      ...(at === undefined ? {} : { confirmedAt: iso(at) }),
    };
    if (!model.steps.has('EXECUTE_FIX')) return { input, outcome: 'WRONG_STATE' };
    return {
      input,
      outcome: isBefore ? 'INVALID' : outcome,
      steps: ['CONFIRM_RESOLUTION'],
      effect: (after) => {
        after.status = 'RESOLVED';
      },
    };
  },
  documentOutcome: () => ok({ actionTaken: 'Raised it.', outcome: 'Works.' }, 'DOCUMENT_OUTCOME'),
  recordSatisfaction: ({ command: { dice, fault } }) => ({
    input: { rating: fault === 'UNKNOWN' ? 6 : 1 + (dice[0] % 5) },
    outcome: fault === 'UNKNOWN' ? 'INVALID' : 'OK',
    isMalformed: fault === 'UNKNOWN',
    steps: ['CHECK_SATISFACTION'],
  }),
  recordRetrospective: (turn) => {
    const { at, outcome } = told(turn);
    const { ref, outcome: found } = somebody(turn, turn.people.lead);
    return {
      input: {
        participants: [ref],
        wentWell: ['Speed'],
        wentWrong: [],
        ...(at === undefined ? {} : { heldAt: iso(at) }),
      },
      outcome: outcome === 'OK' ? found : outcome,
      steps: ['HOLD_RETROSPECTIVE'],
    };
  },
  proposeImprovement: () => ok({ description: 'Alert earlier.' }, 'IMPROVE_PROCESS'),
  createPreventionPlan: (turn) => {
    const { ref, outcome } = somebody(turn, turn.people.lead);
    return {
      input: {
        owner: ref,
        dueDate: day(turn.now + DAY_MS * (turn.command.dice[0] % 30)),
        immediateActions: [{ description: 'Alert.' }, { description: 'Write it up.' }],
        longTermImprovements: [{ description: 'Export in the background.' }],
      },
      outcome,
      steps: ['PLAN_PREVENTION'],
    };
  },
  updatePreventionPlan: ({ seen, now, command: { dice } }) => {
    if (seen.preventionPlan === null) return undefined;
    const { id: planId, immediateActions } = seen.preventionPlan;
    const removed = dice[0] % 2 === 0 ? immediateActions.slice(0, 1) : [];
    return ok({
      planId,
      dueDate: day(now + DAY_MS),
      addLongTermImprovements: [{ description: 'Test the export.' }],
      removeActionIds: removed.map(({ id }) => id),
    });
  },
  completePreventionAction: ({ seen, command: { dice } }) => {
    if (seen.preventionPlan === null) return undefined;
    const { immediateActions, longTermImprovements } = seen.preventionPlan;
    const action = pick([...immediateActions, ...longTermImprovements], dice[0]);
    return { input: { actionId: action.id }, outcome: action.done ? 'WRONG_STATE' : 'OK' };
  },
  waitForCustomer: ({ command: { dice, fault }, now }) => {
    const isOpenEnd = dice[0] % 2 === 0 && fault !== 'TOO_EARLY';
    const until = fault === 'TOO_EARLY' ? now : now + (1 + dice[1]) * MINUTE_MS;
    return {
      input: { reason: 'Asked.', ...(isOpenEnd ? {} : { until: iso(until) }) },
      outcome: fault === 'TOO_EARLY' ? 'INVALID' : 'OK',
      effect: (model) => {
        model.status = 'WAITING_ON_CUSTOMER';
        model.waitUntil = isOpenEnd ? null : until;
      },
    };
  },
  resumeWork: () => ({
    input: {},
    outcome: 'OK',
    effect: (model) => {
      model.status = 'OPEN';
    },
  }),
  skipSteps: ({ command: { dice }, model }) => {
    // All that may be skipped, or a few at random, allowed or not.
    const isFixed = model.steps.get('EXECUTE_FIX') === 'DONE';
    const skippable = openSteps(model).filter((step) => isFixed || step !== 'CONFIRM_RESOLUTION');
    const some = [pick(STEPS, dice[1]), pick(STEPS, dice[2])];
    const steps = dice[0] % 2 === 0 && skippable.length > 0 ? skippable : some;
    const wrong = steps.find(
      (step) => model.steps.get(step) === 'DONE' || (step === 'CONFIRM_RESOLUTION' && !isFixed),
    );
    const refusal =
      wrong === undefined || model.steps.get(wrong) === 'DONE' ? 'INVALID' : 'WRONG_STATE';
    return {
      input: { steps, reason: 'Not needed.' },
      outcome: wrong === undefined ? 'OK' : refusal,
      effect: (after) => {
        for (const step of steps) after.steps.set(step, 'SKIPPED');
        if (steps.includes('CONFIRM_RESOLUTION')) after.status = 'RESOLVED';
      },
    };
  },
  addNote: () => ok({ text: 'Noted.' }),
  linkEscalations: ({ command: { dice, fault }, model, seen, otherId }) => {
    const kind = pick(Object.keys(MIRRORED), dice[0]);
    const isCircle = kind !== 'RELATES_TO' && model.links.has(mirrored(kind));
    const isToItself = fault === 'UNKNOWN';
    const refusal = isToItself || isCircle ? 'INVALID' : 'OK';
    return {
      input: { other: { id: isToItself ? seen.id : otherId }, kind },
      outcome: !isToItself && model.links.has(kind) ? 'DUPLICATE' : refusal,
      isMalformed: isToItself,
      effect: (after) => after.links.add(kind),
    };
  },
  closeEscalation: ({ model }) => ({
    input: {},
    outcome: openSteps(model).length > 0 ? 'WRONG_STATE' : 'OK',
    effect: (after) => {
      after.status = 'CLOSED';
    },
  }),
  reopenEscalation: ({ now }) => ({
    input: { reason: 'It came back.' },
    outcome: 'OK',
    effect: (model) => {
      model.status = 'OPEN';
      model.reopenedAt = now;
      for (const step of ['CONFIRM_RESOLUTION', 'DOCUMENT_OUTCOME', 'CHECK_SATISFACTION']) {
        model.steps.delete(step);
      }
    },
  }),
  cancelEscalation: () => ({
    input: { reason: 'By mistake.' },
    outcome: 'OK',
    effect: (model) => {
      model.status = 'CANCELLED';
    },
  }),
};

/** Inputs that a blank takes the place of, where the mutation has one. */
const TEXTS = ['understanding', 'findings', 'description', 'businessImpact', 'reason', 'text'];
const ON_A_PLAN = ['updatePreventionPlan', 'completePreventionAction'];

/** What to call and what comes of it; undefined where the case has nothing to call it on. */
export function behaviourOf(turn: Turn): Behaviour | undefined {
  const { command, model, seen, now } = turn;
  const made = MAKE[command.mutation]?.(turn);
  if (made === undefined) return undefined;
  const { steps = [], effect } = made;
  const isOnPlan = ON_A_PLAN.includes(command.mutation);
  const behaviour: Behaviour = {
    ...made,
    input: isOnPlan ? made.input : { escalationId: seen.id, ...made.input },
    outcome: takes(model, command.mutation, now) ? made.outcome : 'WRONG_STATE',
    effect: (after) => {
      after.status = statusAt(after, now);
      for (const step of steps) after.steps.set(step, 'DONE');
      effect?.(after);
      if (after.status !== 'WAITING_ON_CUSTOMER') after.waitUntil = null;
    },
  };
  const blank = TEXTS.find((name) => name in behaviour.input);
  if (command.fault === 'BLANK' && blank !== undefined) {
    return { ...behaviour, input: { ...behaviour.input, [blank]: ' ' }, outcome: 'INVALID' };
  }
  if (made.isMalformed === true) return { ...behaviour, outcome: made.outcome };
  if (command.fault === 'STALE' && !isOnPlan) {
    const expectedVersion = seen.version + 1;
    return {
      ...behaviour,
      input: { ...behaviour.input, expectedVersion },
      outcome: 'STALE_VERSION',
    };
  }
  return behaviour;
}
