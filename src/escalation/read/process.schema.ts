import { audienceOf } from '../../auth/partner-view.rules.ts';
import type { EscalationStep } from '../../db/generated/client/client.ts';
import { isShownTo } from '../../events/entry-view.rules.ts';
import { builder } from '../../graphql/builder.ts';
import { Stage, Step, StepState } from '../../graphql/enums.ts';
import { User } from '../../person/person.schema.ts';
import * as progress from './progress.rules.ts';
import { TimelineEvent } from './timeline.schema.ts';

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
      resolve: ({ taken }, _args, { loaders }) =>
        taken?.byId == null ? null : loaders.user.load(taken.byId),
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
      resolve: async ({ taken }, _args, { loaders, principal }) => {
        const entry = taken === null ? null : await loaders.logEntry.load(taken.eventId);
        const isShown = entry?.type != null && isShownTo(audienceOf(principal), entry.type);
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
