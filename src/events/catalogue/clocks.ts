import { z } from 'zod';
import type { EventType } from '../../shared/vocabulary.ts';
import { OWNER_LEVELS } from '../../shared/vocabulary.ts';
import { CYCLE, instant, key, list, NOTHING, POLICY } from './facts.ts';
import type { Kind } from './kind.ts';
import { kind } from './kind.ts';

const FIRED = {
  ...CYCLE,
  threshold: z.number().describe('(percent)'),
  dueAt: instant(),
  plannedAt: instant(),
  late: z.boolean(),
  skipped: list(z.number()),
};

/** Entries that the desk itself writes about clocks, whoever caused them. */
export const CLOCKS = {
  SLA_WARNING: kind({
    means:
      'A clock passed a share of its target: `data.kind`, `data.threshold` in percent, the lower ones that came with it in `data.skipped`.',
    written: [
      {
        by: 'a clock has used up a share of its target: 50, 75 and 90 % by default',
        data: z.object(FIRED),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
  SLA_BREACHED: kind({
    means: 'A clock ran out: `data.kind`.',
    written: [
      {
        by: 'a clock has run out',
        data: z.object({ ...FIRED, threshold: z.number().describe('100') }),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
  SLA_MET: kind({
    means:
      'What a clock measures was done, in time unless `data.late`. With `data.corrected` a breach on record turned out to be none.',
    written: [
      {
        by: 'what the clock measures was done. `at` is when.',
        data: z.object({
          ...CYCLE,
          late: z.boolean().describe('whether it was overdue by then'),
        }),
      },
      {
        by: 'what was told later shows that a breach on record was none; the breach stays in the log and no longer counts',
        data: z.object({
          kind: CYCLE.kind,
          cycleStartedAt: CYCLE.cycleStartedAt,
          corrected: z.literal(true).describe('true'),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
  SLA_PAUSED: kind({
    means: 'The clocks stopped, because the case waits for the customer.',
    written: [{ by: 'the case begins to wait for the customer', data: NOTHING }],
    partners: 'SHOWN',
    subject: null,
  }),
  SLA_RESUMED: kind({
    means: 'The clocks go on.',
    written: [{ by: 'the case is at work again', data: NOTHING }],
    partners: 'SHOWN',
    subject: null,
  }),
  SLA_POLICY_CHANGED: kind({
    means: 'Another policy is in force for the customer; the clocks took their elapsed time along.',
    written: [
      {
        by: 'another policy is in force for the case: one was made or retired, or its customer moved to another tier. The clocks take their elapsed time along. Written before the next change of the case, or by itself at once.',
        data: z.object({
          from: key('SlaPolicy').nullable(),
          to: key('SlaPolicy').nullable().describe('(of the two policies)'),
          policy: POLICY.describe('the one that holds from now on'),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: 'to',
  }),
  OWNER_LEVEL_RAISED: kind({
    means: 'A breach raised the level that may own the case: `data.from`, `data.to`.',
    written: [
      {
        by: 'a breach raises the level that may own the case',
        data: z.object({ from: z.enum(OWNER_LEVELS), to: z.enum(OWNER_LEVELS) }),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
} as const satisfies Partial<Record<EventType, Kind>>;
