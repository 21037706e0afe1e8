import { z } from 'zod';
import { pathText } from '../shared/path-text.ts';
import {
  CUSTOMER_TIERS,
  LIFECYCLE_STAGES,
  OWNER_LEVELS,
  RESOLUTION_PATHS,
} from '../shared/vocabulary.ts';

const anyInput = z.record(z.string(), z.unknown());

/** The form of a case file: one case with the people, the customer and the steps in order of time. */
export const caseFileForm = z.object({
  source: z.string().optional(),
  people: z
    .array(
      z.strictObject({
        email: z.string(),
        name: z.string(),
        level: z.enum(OWNER_LEVELS),
        team: z.enum(RESOLUTION_PATHS).optional(),
      }),
    )
    .default([]),
  customer: z.strictObject({
    externalId: z.string(),
    name: z.string(),
    tier: z.enum(CUSTOMER_TIERS),
    arr: z.strictObject({ amount: z.string(), currency: z.string().optional() }),
    healthScore: z.int(),
    lifecycleStage: z.enum(LIFECYCLE_STAGES).optional(),
    contacts: z.array(z.strictObject({ name: z.string(), email: z.string() })).optional(),
  }),
  open: z.looseObject({ at: z.string(), by: z.string().optional() }),
  steps: z
    .array(
      z.strictObject({
        at: z.string(),
        by: z.string().optional(),
        mutation: z.string(),
        input: anyInput,
      }),
    )
    .default([]),
});

export type CaseFile = z.infer<typeof caseFileForm>;

/** A file that was refused, with the path of what is wrong in it. */
export class CaseFileError extends Error {
  constructor(path: readonly (string | number)[], reason: string) {
    super(path.length === 0 ? reason : `${pathText(path)}: ${reason}`);
    this.name = 'CaseFileError';
  }
}
