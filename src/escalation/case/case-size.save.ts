import { Prisma } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { refuse } from '../../shared/errors.ts';
import type { Draft } from './escalation.draft.ts';
import type { CaseState } from './escalation.state.ts';

/** The most rows of each part that a case can have, since a case is read and reported as a whole. */
export const MAX_OF_CASE = {
  communications: 2_000,
  actions: 1_000,
  improvements: 1_000,
  links: 1_000,
} as const;
type Part = keyof typeof MAX_OF_CASE;

const WORDS: Readonly<Record<Part, string>> = {
  communications: 'communications',
  actions: 'resolution actions',
  improvements: 'improvements',
  links: 'links',
};

/**
 * Refuses a change that brings a part of the case over its limit. A case that was over a limit before
 * stays as it is, and takes no more rows of that part.
 *
 * @throws Refusal INVALID, which names the limit.
 */
export async function checkSize(tx: Tx, before: CaseState | null, draft: Draft): Promise<void> {
  for (const part of Object.keys(MAX_OF_CASE) as Part[]) {
    const known = before?.[part];
    const added = [...draft[part].keys()].filter((key) => known?.has(key) !== true).length;
    if (added === 0) continue;
    const limit = MAX_OF_CASE[part];
    const stored = before === null ? 0 : await countOf(tx, part, draft.row.id);
    if (stored + added <= limit) continue;
    throw refuse(
      'INVALID',
      `A case has at most ${limit} ${WORDS[part]}, and ${draft.row.reference} would have ${stored + added}: open another one and link it.`,
      before === null ? [] : ['escalationId'],
    );
  }
}

/** Counts under the lock of the case, so that two changes at once do not both take the last place. */
async function countOf(tx: Tx, part: Part, escalationId: string): Promise<number> {
  const [found] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${TABLES[part]} WHERE escalation_id = ${escalationId}::uuid`;
  return found?.count ?? 0;
}

const TABLES: Readonly<Record<Part, Prisma.Sql>> = {
  communications: Prisma.sql`communication`,
  actions: Prisma.sql`resolution_action`,
  improvements: Prisma.sql`improvement`,
  links: Prisma.sql`escalation_link`,
};
