import type { Principal } from '../../auth/principal.ts';
import { visibleSql } from '../../auth/visibility.ts';
import { Prisma } from '../../db/client.ts';
import { idNamedSql } from '../../db/old-names.ts';
import type { Picked } from '../../graphql/paging/picked.sql.ts';
import { userRef } from '../../person/person.schema.ts';
import { CATEGORIES, type ResolutionPath } from '../../shared/vocabulary.ts';
import { resolutionPathOf } from '../case/category.rules.ts';
import { amongWords } from './conditions.sql.ts';

/** The part of the filter that dispatchers use: whose cases they are, and what comes due. */
interface Given {
  unassigned?: boolean | null | undefined;
  team?: readonly ResolutionPath[] | null | undefined;
  dueBefore?: Date | null | undefined;
}

/** Conditions over `escalation e`, one for each argument that is given. */
export function dispatchSql({ unassigned, team, dueBefore }: Given): Prisma.Sql[] {
  return [
    ...(unassigned == null
      ? []
      : [unassigned ? Prisma.sql`e.owner_id IS NULL` : Prisma.sql`e.owner_id IS NOT NULL`]),
    ...(team == null ? [] : [teamSql(team)]),
    ...(dueBefore == null ? [] : [Prisma.sql`e.due_at < ${dueBefore.toISOString()}::timestamptz`]),
  ];
}

/** Cases by the owner's team. Where there is no owner, or one without a team, the category's counts. */
function teamSql(teams: readonly ResolutionPath[]): Prisma.Sql {
  const categories = CATEGORIES.filter((one) => teams.includes(resolutionPathOf(one)));
  const given = Prisma.sql`CAST(${[...teams]}::text[] AS "ResolutionPath"[])`;
  const ofCategory = amongWords(Prisma.sql`e.category`, CATEGORIES, categories);
  // As arrays that are read once, so that each part can come from an index.
  return Prisma.sql`(
    e.owner_id = ANY(ARRAY(SELECT p.id FROM "user" p WHERE p.team = ANY(${given})))
    OR e.owner_id IS NULL AND ${ofCategory}
    OR e.owner_id = ANY(ARRAY(SELECT p.id FROM "user" p WHERE p.team IS NULL)) AND ${ofCategory})`;
}

/** The cases `e` that a person is a stakeholder of; none where nobody is named. */
export function stakeholderPicks(
  given: object | null | undefined,
  principal: Principal,
): Picked | undefined {
  if (given == null) return undefined;
  const user = personSql(given);
  return {
    keys: Prisma.sql`SELECT k.escalation_id FROM stakeholder k
      WHERE ${visibleSql(principal, Prisma.sql`k.customer_id`)} AND k.user_id = ${user}`,
    holds: (id) => Prisma.sql`(SELECT TRUE FROM stakeholder k
      WHERE k.escalation_id = ${id} AND k.user_id = ${user})`,
  };
}

function personSql(given: object): Prisma.Sql {
  const ref = userRef.parse(given);
  if (ref?.id !== undefined) return Prisma.sql`${ref.id}::uuid`;
  return ref?.email === undefined ? Prisma.sql`NULL` : idNamedSql('person', ref.email);
}
