import { z } from 'zod';
import type { EventType } from '../../shared/vocabulary.ts';
import { CYCLE, instant, key, list } from './facts.ts';
import type { Kind } from './kind.ts';
import { kind } from './kind.ts';

/** Entries of the stage MOBILIZE. */
export const MOBILIZE = {
  OWNER_ASSIGNED: kind({
    means: 'Somebody took the case, or took it over.',
    written: [
      {
        by: '`assignOwner`',
        data: z.object({
          ownerId: key('User'),
          ownerName: z.string(),
          overrideReason: z
            .string()
            .nullable()
            .describe('why somebody below the needed level may own it, else null'),
        }),
      },
    ],
    partners: { without: ['overrideReason'], because: 'it is about the desk itself' },
    subject: 'ownerId',
  }),
  STAKEHOLDERS_NOTIFIED: kind({
    means:
      'People were told of the case, or of a breach (`data.reason`), once more while it lasts (`data.repeat`), and follow it from now on.',
    written: [
      {
        by: '`notifyStakeholders`',
        data: z.object({
          userIds: list(key('User')),
          message: z.string().nullable().describe('(null without one)'),
        }),
      },
      {
        by: 'the desk, after a breach',
        data: z.object({
          userIds: list(key('User')),
          reason: z.literal('breach').describe('`breach`'),
          breaches: list(z.object(CYCLE)).describe('a list of `kind`, `cycle`, `cycleStartedAt`'),
        }),
      },
      {
        by: 'the desk, while a breach lasts, where the policy repeats it',
        data: z.object({
          userIds: list(key('User')),
          reason: z.literal('breach').describe('`breach`'),
          ...CYCLE,
          repeat: z.number().describe('(1 to 5)'),
          plannedAt: instant(),
          late: z.boolean(),
          skipped: list(z.number()).describe('(earlier repeats that passed in the same gap)'),
        }),
      },
    ],
    partners: { without: ['message'], because: 'it is written to colleagues' },
    subject: null,
  }),
  RESPONSE_TIMELINE_SET: kind({
    means: 'Times were promised to the customer.',
    written: [
      {
        by: '`setResponseTimeline`',
        data: z.object({
          nextUpdateAt: instant().nullable(),
          resolveBy: instant()
            .nullable()
            .describe('(what was promised now; null for the one left out)'),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
} as const satisfies Partial<Record<EventType, Kind>>;
