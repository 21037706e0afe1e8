import { z } from 'zod';
import type { EventType } from '../../shared/vocabulary.ts';
import { LINK_KINDS, STAGES, STATUSES, STEPS } from '../../shared/vocabulary.ts';
import { instant, key, list, NOTHING } from './facts.ts';
import type { Kind } from './kind.ts';
import { kind } from './kind.ts';

/** Entries about stage and status of a case, its links to other cases, and notes. */
export const COURSE = {
  STAGE_CHANGED: kind({
    means: 'The case came to another stage: `data.from`, `data.to`.',
    written: [
      {
        by: 'any change after which the first closed gate is another one',
        data: z.object({ from: z.enum(STAGES), to: z.enum(STAGES) }),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
  STATUS_CHANGED: kind({
    means: 'The case came to another status: `data.from`, `data.to`.',
    written: [
      {
        by: '`waitForCustomer`',
        data: z.object({
          reason: z.string(),
          until: instant().nullable().describe('(null without one)'),
          from: z.enum(STATUSES),
          to: z.enum(STATUSES).describe('WAITING_ON_CUSTOMER'),
        }),
      },
      {
        by: 'the other mutations that move the status, after their own entry: `confirmResolution`, `skipSteps` with CONFIRM_RESOLUTION, `closeEscalation`, `reopenEscalation`, `cancelEscalation`, `logCommunication` with what came in. Alone: `resumeWork`, the end of a wait',
        data: z.object({ from: z.enum(STATUSES), to: z.enum(STATUSES) }),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
  STEPS_SKIPPED: kind({
    means: 'Steps were left out on purpose, with a reason.',
    written: [
      { by: '`skipSteps`', data: z.object({ steps: list(z.enum(STEPS)), reason: z.string() }) },
    ],
    partners: { without: ['reason'], because: 'it is written to colleagues' },
    subject: null,
  }),
  ESCALATION_CLOSED: kind({
    means: 'Every step is done or skipped, and the case was closed.',
    written: [{ by: '`closeEscalation`', data: NOTHING }],
    partners: 'SHOWN',
    subject: null,
  }),
  ESCALATION_REOPENED: kind({
    means: 'It was not over after all.',
    written: [{ by: '`reopenEscalation`', data: z.object({ reason: z.string() }) }],
    partners: 'SHOWN',
    subject: null,
  }),
  ESCALATION_CANCELLED: kind({
    means: 'The case was given up.',
    written: [{ by: '`cancelEscalation`', data: z.object({ reason: z.string() }) }],
    partners: 'SHOWN',
    subject: null,
  }),
  ESCALATION_LINKED: kind({
    means: 'The case was linked to another.',
    written: [
      {
        by: '`linkEscalations`, on both cases, each from its side',
        data: z.object({
          otherId: key('Escalation', 'escalationId'),
          reference: z.string().describe('(both of the other case)'),
          kind: z.enum(LINK_KINDS),
        }),
      },
    ],
    partners: {
      hidden: "the other case can be another customer's; `Escalation.related` shows the rest",
    },
    subject: 'otherId',
  }),
  NOTE_ADDED: kind({
    means: 'Somebody left a note for colleagues.',
    written: [{ by: '`addNote`', data: z.object({ text: z.string() }) }],
    partners: { hidden: 'notes are for colleagues' },
    subject: null,
  }),
} as const satisfies Partial<Record<EventType, Kind>>;
