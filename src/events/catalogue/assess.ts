import { z } from 'zod';
import type { EventType } from '../../shared/vocabulary.ts';
import { SEVERITIES } from '../../shared/vocabulary.ts';
import { NOTHING, POLICY } from './facts.ts';
import type { Kind } from './kind.ts';
import { kind } from './kind.ts';

/** Entries of the stages ASSESS and CLASSIFY. */
export const ASSESS_AND_CLASSIFY = {
  ESCALATION_OPENED: kind({
    means: 'The case was opened; `changes` hold every field it began with.',
    written: [
      {
        by: '`openEscalation`. `at` is `occurredAt`. Its `changes` hold every field that the case began with.',
        data: z.object({
          policy: POLICY.describe('the SLA policy that its clocks started with (see below)'),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: null,
  }),
  ISSUE_UNDERSTOOD: kind({
    means: 'Somebody said what is really wrong.',
    written: [{ by: '`recordUnderstanding`', data: NOTHING }],
    partners: 'SHOWN',
    subject: null,
  }),
  HISTORY_REVIEWED: kind({
    means: 'Somebody looked at what the customer went through before.',
    written: [{ by: '`reviewHistory`', data: NOTHING }],
    partners: 'SHOWN',
    subject: null,
  }),
  ROOT_CAUSE_IDENTIFIED: kind({
    means: 'Somebody said why it happened.',
    written: [{ by: '`identifyRootCause`', data: NOTHING }],
    partners: 'SHOWN',
    subject: null,
  }),
  IMPACT_ASSESSED: kind({
    means: 'Somebody said what it costs the customer.',
    written: [{ by: '`assessImpact`', data: NOTHING }],
    partners: 'SHOWN',
    subject: null,
  }),
  ESCALATION_CLASSIFIED: kind({
    means: 'The risks were judged and the severity decided.',
    written: [{ by: '`classifyEscalation`; does the four steps of risk at once', data: NOTHING }],
    partners: 'SHOWN',
    subject: null,
  }),
  SEVERITY_CHANGED: kind({
    means: 'The severity moved; the clocks took their elapsed time along.',
    written: [
      {
        by: '`changeSeverity`, and `classifyEscalation` right after its own entry when the severity moved',
        data: z.object({
          from: z.enum(SEVERITIES),
          to: z.enum(SEVERITIES),
          reason: z.string().nullable().describe('the reason or rationale, null without one'),
          policy: POLICY.describe('the one that holds from now on'),
        }),
      },
    ],
    partners: { without: ['reason'], because: 'it can be the rationale of a classification' },
    subject: null,
  }),
} as const satisfies Partial<Record<EventType, Kind>>;
