import { audienceOf } from '../auth/partner-view.rules.ts';
import type { Principal } from '../auth/principal.ts';
import { Prisma } from '../db/client.ts';
import { badRequest } from '../graphql/bad-request.ts';
import { MAX_NAME } from '../graphql/limits.ts';
import { isStorable } from '../shared/storable-text.ts';
import type { SearchTerm } from './search.rules.ts';
import { referenceBegun, searchTerms } from './search.rules.ts';

const ALL = Prisma.sql`TRUE`;
const NONE = Prisma.sql`FALSE`;
/** The planner weighs ways of joining so many; the rest it tries on what these leave. */
const MAX_JOINED = 4;

/**
 * The cases `e` that a text finds. Each of its words may be in another place: in the case itself, in a
 * communication or a note of it, in the customer's name. Partners find nothing by drafts and notes.
 *
 * @throws GraphQLError BAD_REQUEST when it is over its limit.
 */
export function searchSql(search: string | null | undefined, principal: Principal): Prisma.Sql {
  if (search == null || search.trim() === '') return ALL;
  if (search.length > MAX_NAME) {
    throw badRequest(
      `\`search\` must have at most ${MAX_NAME} characters; it has ${search.length}.`,
    );
  }
  // PostgreSQL takes neither as text.
  if (!isStorable(search)) return NONE;
  const reference = referenceBegun(search);
  if (reference !== undefined) {
    // In the order of bytes all that begins with a text lies between it and it with the last character.
    return Prisma.sql`upper(e.reference) COLLATE "C" >= ${reference}
      AND upper(e.reference) COLLATE "C" < ${`${reference}\u{10FFFF}`}`;
  }
  const alternatives = searchTerms(search);
  if (alternatives.length === 0) return NONE;
  const isInternalShown = audienceOf(principal) === 'STAFF';
  const each = alternatives.map((terms) => {
    const conditions = terms.map((term, place) => termSql(term, isInternalShown, place));
    return Prisma.sql`(${Prisma.join(conditions, ' AND ')})`;
  });
  return Prisma.sql`(${Prisma.join(each, ' OR ')})`;
}

function termSql(
  { words, isNot }: SearchTerm,
  isInternalShown: boolean,
  place: number,
): Prisma.Sql {
  const found = place < MAX_JOINED ? among(words, isInternalShown) : holds(words, isInternalShown);
  return isNot ? Prisma.sql`NOT (${found})` : found;
}

function among(words: string, isInternalShown: boolean): Prisma.Sql {
  return Prisma.sql`e.id IN (
    SELECT s.escalation_id FROM search_text s
    WHERE words_of(s.words) @@ ${words}::tsquery ${shown(isInternalShown)}
    UNION ALL
    SELECT n.id FROM escalation n WHERE n.customer_id IN (${customersNamed(words)}))`;
}

/** The same for one case after the other. */
function holds(words: string, isInternalShown: boolean): Prisma.Sql {
  return Prisma.sql`(EXISTS (
      SELECT FROM search_text s WHERE s.escalation_id = e.id
      AND words_of(s.words) @@ ${words}::tsquery ${shown(isInternalShown)} OFFSET 0)
    OR e.customer_id = ANY(ARRAY(${customersNamed(words)})))`;
}

function customersNamed(words: string): Prisma.Sql {
  return Prisma.sql`SELECT c.id FROM customer c WHERE words_of(c.name_words) @@ ${words}::tsquery`;
}

function shown(isInternalShown: boolean): Prisma.Sql {
  return isInternalShown ? Prisma.empty : Prisma.sql`AND NOT s.internal`;
}
