import { audienceOf } from '../../auth/partner-view.rules.ts';
import type { Principal } from '../../auth/principal.ts';
import { Prisma } from '../../db/client.ts';
import { badRequest } from '../../graphql/bad-request.ts';
import { MAX_NAME } from '../../graphql/limits/limits.ts';
import { isStorable, lengthNear } from '../../shared/text/typed-text.ts';
import type { SearchTerm } from './search.rules.ts';
import { referenceBegun, searchTerms } from './search.rules.ts';

const ALL = Prisma.sql`TRUE`;
const NONE = Prisma.sql`FALSE`;
/** The most terms in a search. Each term is looked for separately. */
export const MAX_TERMS = 30;

/**
 * Condition that a search finds the case `e`. Each word may be in another place: in the case itself, in
 * a communication or a note of it, or in the customer's name. Partners do not find drafts and notes.
 *
 * @throws GraphQLError BAD_REQUEST when the search is over its limit.
 */
export function searchSql(search: string | null | undefined, principal: Principal): Prisma.Sql {
  if (search == null || search.trim() === '') return ALL;
  const length = lengthNear(search, MAX_NAME);
  if (length > MAX_NAME) {
    throw badRequest(`\`search\` must have at most ${MAX_NAME} characters; it has ${length}.`);
  }
  // PostgreSQL takes neither NUL nor half a surrogate pair as text.
  if (!isStorable(search)) return NONE;
  const reference = referenceBegun(search);
  if (reference !== undefined) {
    // In the order of bytes, texts that begin with `reference` lie between it and it plus the last character.
    return Prisma.sql`upper(e.reference) COLLATE "C" >= ${reference}
      AND upper(e.reference) COLLATE "C" < ${`${reference}\u{10FFFF}`}`;
  }
  const alternatives = searchTerms(search);
  if (alternatives.length === 0) return NONE;
  const count = alternatives.flat().length;
  if (count > MAX_TERMS) {
    throw badRequest(`\`search\` must have at most ${MAX_TERMS} words; it has ${count}.`);
  }
  const words =
    audienceOf(principal) === 'STAFF'
      ? Prisma.sql`all_words(s.open_words, s.internal_words)`
      : Prisma.sql`words_of(s.open_words)`;
  const each = alternatives.map((terms) => {
    const conditions = terms.map((term) => termSql(term, words));
    return Prisma.sql`(${Prisma.join(conditions, ' AND ')})`;
  });
  return Prisma.sql`e.id IN (
    SELECT s.escalation_id FROM search_text s WHERE ${Prisma.join(each, ' OR ')})`;
}

/**
 * Condition that a term is in the words of the case or in the customer's name, which can change without
 * its cases. PostgreSQL assumes that ten customers have a word in their names, and would rather read
 * all cases in order than find theirs. `s.version - s.version = 0` always holds, and makes it expect
 * few rows.
 */
function termSql({ words: asked, isNot }: SearchTerm, words: Prisma.Sql): Prisma.Sql {
  const found = Prisma.sql`(${words} @@ ${asked}::tsquery OR (s.version - s.version = 0
    AND s.customer_id = ANY(ARRAY(
      SELECT c.id FROM customer c WHERE words_of(c.name_words) @@ ${asked}::tsquery))))`;
  return isNot ? Prisma.sql`NOT ${found}` : found;
}
