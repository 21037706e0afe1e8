import DataLoader from 'dataloader';
import { audienceOf } from '../../auth/partner-view.rules.ts';
import type { EscalationStep, LogEntry } from '../../db/generated/client/client.ts';
import { isShownTo } from '../../events/entry-view.rules.ts';
import { builder } from '../../graphql/builder.ts';
import { enumOf } from '../../graphql/enum.ts';
import { perRequest } from '../../graphql/per-request.ts';
import { peopleByKey, User } from '../../person/person.schema.ts';
import type {
  Stage as StageValue,
  StepState as StepStateValue,
  Step as StepValue,
} from '../../shared/vocabulary.ts';
import * as progress from './progress.rules.ts';
import { TimelineEvent } from './timeline.schema.ts';

export const Stage = enumOf<StageValue>(
  'Stage',
  'The five stages of handling a case: the first whose gate is still closed.',
  {
    ASSESS: 'Understand what happened. Ends when the issue is understood.',
    CLASSIFY: 'Judge the risks. Ends when all four are judged.',
    MOBILIZE: 'Get the right people on it. Ends when somebody owns it.',
    RESOLVE: 'Fix it and tell the customer. Ends when the customer confirms.',
    FOLLOW_UP: 'Learn from it. Ends when the case is closed.',
  },
);

export const Step = enumOf<StepValue>(
  'Step',
  'The twenty steps of the process, four a stage, in order.',
  {
    UNDERSTAND_ISSUE: 'Assess: say what is really wrong. Done by `recordUnderstanding`.',
    REVIEW_HISTORY:
      'Assess: look at what the customer went through before. Done by `reviewHistory`.',
    IDENTIFY_ROOT_CAUSE: 'Assess: find out why it happened. Done by `identifyRootCause`.',
    ASSESS_BUSINESS_IMPACT: 'Assess: say what it costs the customer. Done by `assessImpact`.',
    ASSESS_TIER_IMPACT: "Classify: weigh the customer's tier. Done by `classifyEscalation`.",
    ASSESS_REVENUE_AT_RISK: 'Classify: weigh the revenue at risk. Done by `classifyEscalation`.',
    ASSESS_REPUTATION_RISK: 'Classify: weigh the reputation at risk. Done by `classifyEscalation`.',
    ASSESS_LEGAL_RISK: 'Classify: weigh the legal risk. Done by `classifyEscalation`.',
    ASSIGN_OWNER: 'Mobilize: give the case an owner. Done by `assignOwner`.',
    NOTIFY_STAKEHOLDERS: 'Mobilize: tell those concerned. Done by `notifyStakeholders`.',
    SET_RESPONSE_TIMELINE: 'Mobilize: promise times. Done by `setResponseTimeline`.',
    PREPARE_COMMUNICATION:
      'Mobilize: prepare the first answer. Done by `prepareCommunication` or any communication that counts.',
    EXECUTE_FIX:
      'Resolve: fix it or work around it. Done by `recordAction` with FIX or WORKAROUND.',
    COMMUNICATE_PROGRESS:
      'Resolve: keep the customer informed. Done by `postProgressUpdate`, or by sending the PROGRESS_UPDATE template.',
    CONFIRM_RESOLUTION: 'Resolve: have the customer confirm. Done by `confirmResolution`.',
    DOCUMENT_OUTCOME: 'Resolve: write down how it ended. Done by `documentOutcome`.',
    CHECK_SATISFACTION:
      'Follow up: ask how satisfied the customer is. Done by `recordSatisfaction`.',
    HOLD_RETROSPECTIVE: 'Follow up: look back together. Done by `recordRetrospective`.',
    IMPROVE_PROCESS: 'Follow up: propose an improvement. Done by `proposeImprovement`.',
    PLAN_PREVENTION:
      'Follow up: plan so that it does not happen again. Done by `createPreventionPlan`.',
  },
);

export const StepState = enumOf<StepStateValue>('StepState', 'How far a step or a stage is.', {
  PENDING: 'Not begun.',
  IN_PROGRESS: 'Begun and not finished; stages only.',
  DONE: 'Done; of a stage: its four steps are done or skipped.',
  SKIPPED: 'Skipped, with a reason; of a stage: all four are.',
});

/** The log entries with these ids; null for an entry that has no place in the log yet. */
const entriesByKey = perRequest(
  ({ db }) =>
    new DataLoader<bigint, LogEntry | null>(async (ids) => {
      const entries = await db.logEntry.findMany({
        where: { id: { in: [...ids] }, seq: { not: null } },
      });
      const byId = new Map(entries.map((entry) => [entry.id, entry]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
);

type Taken = Omit<EscalationStep, 'escalationId' | 'customerId'>;

const StepProgress = builder.objectRef<progress.StepProgress<Taken>>('StepProgress').implement({
  description: 'How far one of the twenty steps is.',
  fields: (t) => ({
    step: t.expose('step', { type: Step, description: 'Which step.' }),
    state: t.expose('state', {
      type: StepState,
      description: 'PENDING, DONE or SKIPPED: a step has no middle.',
    }),
    completedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was done or skipped last; null while it is pending.',
      resolve: ({ taken }) => taken?.at ?? null,
    }),
    completedBy: t.field({
      type: User,
      nullable: true,
      description:
        'The person who did or skipped it; null while it is pending, and when it was an API key.',
      resolve: ({ taken }, _args, context) =>
        taken?.byId == null ? null : peopleByKey(context).load(taken.byId),
    }),
    skippedReason: t.string({
      nullable: true,
      description: 'Why it was skipped; null when it was not.',
      resolve: ({ taken }) => taken?.skippedReason ?? null,
    }),
    event: t.field({
      type: TimelineEvent,
      nullable: true,
      description:
        'The entry of the log that did or skipped it last; null while it is pending. Null for partners where they do not see the entry: of a draft or a retrospective.',
      resolve: async ({ taken }, _args, context) => {
        const entry = taken === null ? null : await entriesByKey(context).load(taken.eventId);
        const isShown = entry?.type != null && isShownTo(audienceOf(context.principal), entry.type);
        return isShown ? entry : null;
      },
    }),
  }),
});

const StageProgress = builder.objectRef<progress.StageProgress<Taken>>('StageProgress').implement({
  description: 'How far one of the five stages is.',
  fields: (t) => ({
    stage: t.expose('stage', { type: Stage, description: 'Which stage.' }),
    state: t.expose('state', {
      type: StepState,
      description:
        'DONE when each step is done or skipped; IN_PROGRESS from the first step on, and while the case is in the stage.',
    }),
    steps: t.field({
      type: [StepProgress],
      description: 'The four steps of the stage, in the order in which to take them.',
      resolve: ({ steps }) => steps,
    }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the stage began: with its first step, or when the case came to it. Null while neither has happened.',
    }),
    completedAt: t.expose('completedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last of its steps was done or skipped; null while one is pending.',
    }),
  }),
});

builder.prismaObjectFields('Escalation', (t) => ({
  process: t.field({
    type: [StageProgress],
    description: 'The five stages in order, each with its four steps.',
    select: {
      status: true,
      stage: true,
      stageSince: true,
      openedAt: true,
      steps: { select: STEP_COLUMNS },
    },
    resolve: (row) => progress.stageProgress(row),
  }),
  nextSteps: t.field({
    type: [Step],
    description:
      'Steps that are open, in the order in which to take them; none when the case is cancelled.',
    select: { status: true, steps: { select: STEP_COLUMNS } },
    resolve: (row) => progress.nextSteps(row),
  }),
}));

const STEP_COLUMNS = {
  step: true,
  state: true,
  at: true,
  byId: true,
  skippedReason: true,
  eventId: true,
} as const;
