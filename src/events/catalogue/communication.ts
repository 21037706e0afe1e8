import { z } from 'zod';
import type { EventType } from '../../shared/vocabulary.ts';
import { CHANNELS, COMMUNICATION_TEMPLATES, DIRECTIONS } from '../../shared/vocabulary.ts';
import { key, list } from './facts.ts';
import type { Kind } from './kind.ts';
import { kind } from './kind.ts';

const WORD = z.string().exactOptional();

/** The fields of templates. */
const WORDS = {
  summary: WORD,
  owner: WORD,
  time: WORD,
  severity: WORD,
  status: WORD,
  actions: WORD,
  nextSteps: WORD,
  timeline: WORD,
  whatWeDid: WORD,
  howToConfirm: WORD,
  whatWereDoing: WORD,
};

const PREPARED = { communicationId: key('Communication'), channel: z.enum(CHANNELS) };

const SENT = {
  communicationId: key('Communication'),
  counts: z.literal(true).describe('true'),
  direction: z.literal('OUTBOUND').describe('`OUTBOUND`'),
  channel: z.enum(CHANNELS),
};

/** Entries about messages, calls and meetings. */
export const COMMUNICATION = {
  COMMUNICATION_PREPARED: kind({
    means: 'A message was drafted, not sent.',
    written: [
      {
        by: '`prepareCommunication` with a template',
        data: z.object({
          ...PREPARED,
          template: z.enum(COMMUNICATION_TEMPLATES),
          fields: z.object(WORDS).describe('(those given by hand)'),
          missing: list(z.object(WORDS).keyof()),
          warnings: list(z.string()),
        }),
      },
      { by: '`prepareCommunication` with words of its own', data: z.object(PREPARED) },
    ],
    partners: { hidden: 'a draft was said to nobody yet' },
    subject: 'communicationId',
  }),
  COMMUNICATION_SENT: kind({
    means: 'A message went to the customer.',
    written: [
      {
        by: '`sendCommunication` with a template, `postProgressUpdate`',
        data: z.object({
          ...SENT,
          template: z.enum(COMMUNICATION_TEMPLATES),
          warnings: list(z.string()),
        }),
      },
      { by: '`sendCommunication` with words of its own', data: z.object(SENT) },
    ],
    partners: { without: ['warnings'], because: 'they are for who sends it' },
    subject: 'communicationId',
  }),
  PROGRESS_UPDATED: kind({
    means: 'The customer was told how it stands.',
    written: [
      {
        by: '`postProgressUpdate`, and `sendCommunication` with PROGRESS_UPDATE, right after COMMUNICATION_SENT',
        data: z.object({
          communicationId: key('Communication'),
          ...WORDS,
          whatWereDoing: WORD.describe('(of these, what was given by hand)'),
          expectedResolution: WORD.describe('(where `postProgressUpdate` gave it)'),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: 'communicationId',
  }),
  COMMUNICATION_LOGGED: kind({
    means: 'A call, a meeting or a mail that took place elsewhere was written down.',
    written: [
      {
        by: '`logCommunication`. `at` is when it took place.',
        data: z.object({
          communicationId: key('Communication'),
          counts: z.boolean().describe('true when it went out'),
          direction: z.enum(DIRECTIONS),
          channel: z.enum(CHANNELS),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: 'communicationId',
  }),
  CUSTOMER_RESPONDED: kind({
    means: 'The customer wrote, called or answered.',
    written: [
      {
        by: '`logCommunication`, right after COMMUNICATION_LOGGED, when it came in or has a `customerResponse`',
        data: z.object({
          communicationId: key('Communication'),
          inReplyToId: key('Communication').nullable().describe('(null without one)'),
        }),
      },
    ],
    partners: 'SHOWN',
    subject: 'communicationId',
  }),
  COMMUNICATION_FAILED: kind({
    means: 'A message could not be delivered; it no longer counts.',
    written: [
      {
        by: 'nothing in this version: mail is recorded, not delivered',
        data: z.object({ communicationId: key('Communication') }),
      },
    ],
    partners: 'SHOWN',
    subject: 'communicationId',
  }),
} as const satisfies Partial<Record<EventType, Kind>>;
