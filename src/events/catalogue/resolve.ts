import { z } from 'zod';
import type { EventType } from '../../shared/vocabulary.ts';
import { ACTION_KINDS } from '../../shared/vocabulary.ts';
import { key, list, NOTHING } from './facts.ts';
import type { Kind } from './kind.ts';
import { kind } from './kind.ts';

/** Entries of the stages RESOLVE and FOLLOW_UP. */
export const RESOLVE_AND_FOLLOW_UP = {
  ACTION_RECORDED: kind({
    means: 'A fix, a workaround or an investigation was carried out.',
    written: [
      {
        by: '`recordAction`. `at` is when it was done.',
        data: z.object({ actionId: key('ResolutionAction'), kind: z.enum(ACTION_KINDS) }),
      },
    ],
    partners: 'SHOWN',
    subject: 'actionId',
  }),
  RESOLUTION_CONFIRMED: kind({
    means: 'The customer confirmed that it is resolved.',
    written: [
      {
        by: '`confirmResolution`; `STATUS_CHANGED` to RESOLVED follows. `at` is `confirmedAt`.',
        data: z.object({
          confirmedBy: z.string(),
          customerResponse: z.string().nullable().describe('(null without one)'),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
  OUTCOME_DOCUMENTED: kind({
    means: 'Somebody wrote down how it ended.',
    written: [{ by: '`documentOutcome`', data: NOTHING }],
    partners: 'SHOWN',
    subject: null,
  }),
  SATISFACTION_RECORDED: kind({
    means: 'The customer said how satisfied it is.',
    written: [
      {
        by: '`recordSatisfaction`',
        data: z.object({ rating: z.number().describe('(1 to 5)') }),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
  RETROSPECTIVE_HELD: kind({
    means: 'The team looked back.',
    written: [{ by: '`recordRetrospective`. `at` is `heldAt`.', data: NOTHING }],
    partners: { hidden: 'retrospectives are internal' },
    subject: null,
  }),
  IMPROVEMENT_PROPOSED: kind({
    means: 'Somebody proposed how to work better.',
    written: [
      { by: '`proposeImprovement`', data: z.object({ improvementId: key('Improvement') }) },
    ],
    partners: 'SHOWN',
    subject: 'improvementId',
  }),
  PREVENTION_PLAN_CREATED: kind({
    means: 'There is a plan so that it does not happen again.',
    written: [
      {
        by: '`createPreventionPlan`, the first time',
        data: z.object({
          planId: key('PreventionPlan'),
          addedActionIds: list(key('PreventionAction')),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: 'planId',
  }),
  PREVENTION_PLAN_CHANGED: kind({
    means: 'The plan got another owner, due date or list of actions.',
    written: [
      {
        by: '`createPreventionPlan` once there is a plan (`replaced`: true), `updatePreventionPlan` (`replaced`: false)',
        data: z.object({
          planId: key('PreventionPlan'),
          replaced: z.boolean(),
          addedActionIds: list(key('PreventionAction')),
          removedActionIds: list(key('PreventionAction')),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: 'planId',
  }),
  PREVENTION_ACTION_COMPLETED: kind({
    means: 'An action of the plan is done.',
    written: [
      {
        by: '`completePreventionAction`',
        data: z.object({
          planId: key('PreventionPlan'),
          actionId: key('PreventionAction'),
          planCompleted: z.boolean().describe('whether it was the last open one'),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: 'actionId',
  }),
} as const satisfies Partial<Record<EventType, Kind>>;
