import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { z } from 'zod';
import {
  CUSTOMER_TIERS,
  LIFECYCLE_STAGES,
  OWNER_LEVELS,
  RESOLUTION_PATHS,
} from '../shared/vocabulary.ts';
import type { CaseFileProblem, Path } from './problems.ts';

const anyInput = z.record(z.string(), z.unknown());

/** An object with these keys and no others. The error has a line for each unknown key. */
function object<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? (issue.keys as string[]).map((key) => unknownKey(key, known)).join('\n')
        : undefined,
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const [meant] = suggestionList(key, known);
  const hint = meant === undefined ? `it takes ${known.join(', ')}.` : `did you mean "${meant}"?`;
  return `There is no such field here: ${hint}`;
}

/** The form of a case file: one case with its people, its customer and its steps in order of time. */
const caseFileForm = object({
  source: z.string().optional(),
  people: z
    .array(
      object({
        email: z.string(),
        name: z.string(),
        level: z.enum(OWNER_LEVELS),
        team: z.enum(RESOLUTION_PATHS).optional(),
      }),
    )
    .optional(),
  customer: object({
    externalId: z.string(),
    name: z.string(),
    tier: z.enum(CUSTOMER_TIERS),
    arr: object({ amount: z.string(), currency: z.string().optional() }),
    healthScore: z.int(),
    lifecycleStage: z.enum(LIFECYCLE_STAGES).optional(),
    contacts: z.array(object({ name: z.string(), email: z.string() })).optional(),
  }),
  // All other keys are input of `openEscalation`, and are checked as such; so is the input of a step.
  open: z.looseObject({ at: z.string(), by: z.string().optional() }),
  steps: z
    .array(
      object({
        at: z.string(),
        by: z.string().optional(),
        mutation: z.string(),
        input: anyInput,
      }),
    )
    .optional(),
});

/** A value without its parts that are wrong. */
type Part<T> = T extends readonly (infer Item)[]
  ? readonly (Part<Item> | undefined)[]
  : T extends object
    ? { [Key in keyof T]?: Part<T[Key]> | undefined }
    : T;

export type CaseFile = Part<z.infer<typeof caseFileForm>>;

/**
 * Reads the form of a file. A part that is wrong does not keep the others from being read.
 *
 * @returns the parts whose form is right, and the problems of the others.
 */
export function readForm(json: unknown): { file: CaseFile; problems: CaseFileProblem[] } {
  const parsed = caseFileForm.safeParse(json);
  if (parsed.success) return { file: parsed.data, problems: [] };
  const problems = parsed.error.issues.flatMap((issue): CaseFileProblem[] => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    if (issue.code !== 'unrecognized_keys') return [{ path, reason: issue.message }];
    const reasons = issue.message.split('\n');
    return issue.keys.map((key, at) => ({ path: [...path, key], reason: reasons[at] ?? '' }));
  });
  const file: { whole: unknown } = { whole: structuredClone(json) };
  for (const { path } of problems) takeAway(file, ['whole', ...path]);
  return { file: (file.whole ?? {}) as CaseFile, problems };
}

/** Removes the value at a path. In a list its place stays, so that later items keep theirs. */
function takeAway(from: object, path: Path): void {
  const [key = '', ...below] = path;
  const value: unknown = Reflect.get(from, key);
  if (below.length > 0) {
    if (typeof value === 'object' && value !== null) takeAway(value, below);
  } else if (Array.isArray(from)) from[Number(key)] = undefined;
  else Reflect.deleteProperty(from, key);
}
