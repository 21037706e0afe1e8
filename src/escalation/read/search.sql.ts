import { audienceOf } from '../../auth/partner-view.rules.ts';
import type { Principal } from '../../auth/principal.ts';
import { visibleSql } from '../../auth/visibility.ts';
import { Prisma } from '../../db/client.ts';
import { badRequest } from '../../graphql/bad-request.ts';
import { MAX_NAME } from '../../graphql/limits/limits.ts';
import type { Picked } from '../../graphql/paging/picked.sql.ts';
import { isStorable, lengthNear } from '../../shared/text/typed-text.ts';
import type { SearchTerm } from './search.rules.ts';
import { referenceBegun, searchTerms } from './search.rules.ts';

const ALL = Prisma.sql`TRUE`;
const NONE = Prisma.sql`FALSE`;
/** The most terms in a search. Each term is looked for separately. */
export const MAX_TERMS = 30;

/**
 * The cases `e` that a search finds; a plain condition where it finds all or none. Each word may be in
 * another place: in the case itself, in a communication or a note of it, or in the customer's name. Partners
 * do not find drafts and notes.
 *
 * @throws GraphQLError BAD_REQUEST when the search is over its limit.
 */
export function searchSql(
  search: string | null | undefined,
  principal: Principal,
): Prisma.Sql | Picked {
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
    const begins = Prisma.sql`upper(r.reference) COLLATE "C" >= ${reference}
      AND upper(r.reference) COLLATE "C" < ${`${reference}\u{10FFFF}`}`;
    return {
      keys: Prisma.sql`SELECT r.id FROM escalation r
        WHERE ${visibleSql(principal, Prisma.sql`r.customer_id`)} AND ${begins}`,
      holds: (id) => Prisma.sql`(SELECT ${begins} FROM escalation r WHERE r.id = ${id})`,
    };
  }
  const alternatives = searchTerms(search);
  if (alternatives.length === 0) return NONE;
  const count = alternatives.flat().length;
  if (count > MAX_TERMS) {
    throw badRequest(`\`search\` must have at most ${MAX_TERMS} words; it has ${count}.`);
  }
  const ofCase = audienceOf(principal) === 'STAFF' ? inAllWords : inOpenWords;
  const each = alternatives.map((terms) => {
    const conditions = terms.map((term) => termSql(term, ofCase(term)));
    return Prisma.sql`(${Prisma.join(conditions, ' AND ')})`;
  });
  const found = Prisma.join(each, ' OR ');
  const visible = visibleSql(principal, Prisma.sql`s.customer_id`);
  const places = alternatives.flatMap((terms, index) => placesOf(terms, each[index] ?? found));
  const picks = places.map(
    (place) => Prisma.sql`SELECT s.escalation_id FROM search_text s WHERE ${visible} AND ${place}`,
  );
  return {
    keys: Prisma.join(picks, ' UNION ALL '),
    holds: (id) => Prisma.sql`(SELECT ${found} FROM search_text s WHERE s.escalation_id = ${id})`,
  };
}

/**
 * The cases of an alternative that have all its words themselves, which the index finds in one go; and where
 * there are customers with one of them in their names, those that have the words in either place.
 */
function placesOf(terms: readonly SearchTerm[], found: Prisma.Sql): Prisma.Sql[] {
  const asked = terms.flatMap(({ words, isNot }) => (isNot ? [] : Prisma.sql`${words}::tsquery`));
  if (asked.length === 0) return [found];
  const [all, any] = [Prisma.join(asked, ' && '), Prisma.join(asked, ' || ')];
  return [
    Prisma.sql`all_words(s.open_words, s.internal_words) @@ (${all}) AND ${found}`,
    Prisma.sql`EXISTS (
      SELECT FROM customer c WHERE words_of(c.name_words) @@ (${any})) AND ${found}`,
  ];
}

/**
 * Condition that a term is in the words of the case or in the customer's name, which can change without
 * its cases. PostgreSQL assumes that ten customers have a word in their names, and would rather read
 * all cases in order than find theirs. `s.version - s.version = 0` always holds, and makes it expect
 * few rows.
 */
function termSql({ words: asked, isNot }: SearchTerm, isOfCase: Prisma.Sql): Prisma.Sql {
  const found = Prisma.sql`(${isOfCase} OR (s.version - s.version = 0
    AND s.customer_id = ANY(ARRAY(
      SELECT c.id FROM customer c WHERE words_of(c.name_words) @@ ${asked}::tsquery))))`;
  return isNot ? Prisma.sql`NOT ${found}` : found;
}

function inAllWords({ words }: SearchTerm): Prisma.Sql {
  return Prisma.sql`all_words(s.open_words, s.internal_words) @@ ${words}::tsquery`;
}

/** The index is over all words, of which the open ones are some. */
function inOpenWords(term: SearchTerm): Prisma.Sql {
  const open = Prisma.sql`words_of(s.open_words) @@ ${term.words}::tsquery`;
  return term.isNot ? open : Prisma.sql`${inAllWords(term)} AND ${open}`;
}
