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

export type Path = readonly (string | number)[];

/** Something wrong in a file: where, and what would be right. */
export interface CaseFileProblem {
  path: Path;
  reason: string;
}

const MAX_TOLD = 20;

/** A file that was refused; the message has its problems one a line, the first of many. */
export class CaseFileError extends Error {
  readonly problems: readonly CaseFileProblem[];

  constructor(problems: readonly CaseFileProblem[]) {
    const told = problems
      .slice(0, MAX_TOLD)
      .map(({ path, reason }) => (path.length === 0 ? reason : `${pathText(path)}: ${reason}`));
    const more = problems.length - told.length;
    super([...told, ...(more > 0 ? [`${more} more problems.`] : [])].join('\n'));
    this.name = 'CaseFileError';
    this.problems = problems;
  }
}
