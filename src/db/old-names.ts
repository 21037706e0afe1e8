import { normalForm } from '../shared/text/typed-text.ts';
import type { Db } from './client.ts';
import { Prisma } from './client.ts';

/**
 * Names are kept in normal form, so that names that look the same are the same. Names of earlier versions
 * stay as they were stored; where that is another form, their normal form stands beside them in a column of
 * its own, by which they are found. Of two rows with the same name now, the one that is stored in normal
 * form comes first.
 */
const NAMES = {
  customer: {
    table: Prisma.sql`customer`,
    name: Prisma.sql`external_id`,
    nfc: Prisma.sql`external_id_nfc`,
  },
  person: { table: Prisma.sql`"user"`, name: Prisma.sql`email`, nfc: Prisma.sql`email_nfc` },
  calendar: {
    table: Prisma.sql`business_calendar`,
    name: Prisma.sql`name`,
    nfc: Prisma.sql`name_nfc`,
  },
  partner: {
    table: Prisma.sql`persisted_operation`,
    name: Prisma.sql`partner`,
    nfc: Prisma.sql`partner_nfc`,
  },
} as const;
export type Named = keyof typeof NAMES;

/** The condition that a row has a name. */
export function hasNameSql(kind: Named, given: string): Prisma.Sql {
  const { name, nfc } = NAMES[kind];
  return Prisma.sql`(${name} = ${given} OR ${nfc} = ${given})`;
}

/** The key of the row that has a name, as a subquery. */
export function idNamedSql(kind: Exclude<Named, 'partner'>, given: string): Prisma.Sql {
  const { table, nfc } = NAMES[kind];
  return Prisma.sql`(SELECT id FROM ${table} WHERE ${hasNameSql(kind, given)}
    ORDER BY ${nfc} NULLS FIRST, id LIMIT 1)`;
}

/** The order that puts first, of the rows that `hasNameSql` lets through, the one that the name means. */
export function firstNamedSql(kind: Named): Prisma.Sql {
  return Prisma.sql`ORDER BY ${NAMES[kind].nfc} NULLS FIRST`;
}

const FIRST = { sort: 'asc', nulls: 'first' } as const;

/** Arguments of Prisma's `findFirst` that find a row by its name. */
export const customerNamed = (externalId: string) => ({
  where: { OR: [{ externalId }, { externalIdNfc: externalId }] },
  orderBy: { externalIdNfc: FIRST },
});
export const personNamed = (email: string) => ({
  where: { OR: [{ email }, { emailNfc: email }] },
  orderBy: { emailNfc: FIRST },
});
export const ofPartner = (partner: string) => ({ OR: [{ partner }, { partnerNfc: partner }] });

const BATCH = 1_000;

/** Fills the normal form of names that are stored in another form. Reads only names beyond ASCII. */
export async function fillOldNames(db: Db): Promise<void> {
  for (const { table, name, nfc } of Object.values(NAMES)) {
    for (let after: string | undefined; ; ) {
      const beyond = after === undefined ? Prisma.sql`TRUE` : Prisma.sql`${name} > ${after}`;
      const rows = await db.$queryRaw<{ name: string }[]>`
        SELECT DISTINCT ${name} AS name FROM ${table}
        WHERE octet_length(${name}) <> length(${name}) AND ${nfc} IS NULL AND ${beyond}
        ORDER BY 1 LIMIT ${BATCH}`;
      for (const { name: stored } of rows.filter((row) => normalForm(row.name) !== row.name)) {
        await db.$executeRaw`
          UPDATE ${table} SET ${nfc} = ${normalForm(stored)} WHERE ${name} = ${stored}`;
      }
      if (rows.length < BATCH) break;
      after = rows.at(-1)?.name;
    }
  }
}

const TOLD: Readonly<Record<Exclude<Named, 'partner'>, string>> = {
  customer: 'customers with the externalId',
  person: 'people with the address',
  calendar: 'business calendars with the name',
};

/** Writes a sentence for each name that more than one row has, since what looks the same is the same. */
export async function findSameNames(db: Db): Promise<string[]> {
  const found: string[] = [];
  for (const kind of ['customer', 'person', 'calendar'] as const) {
    const { table, name, nfc } = NAMES[kind];
    const rows = await db.$queryRaw<{ name: string; count: number }[]>`
      SELECT coalesce(${nfc}, ${name}) AS name, count(*)::int AS count FROM ${table}
      WHERE coalesce(${nfc}, ${name}) IN (SELECT ${nfc} FROM ${table})
      GROUP BY 1 HAVING count(*) > 1 ORDER BY 1`;
    found.push(
      ...rows.map(
        (row) =>
          `There are ${row.count} ${TOLD[kind]} ${row.name}, written in different forms of Unicode; only the first is found by it.`,
      ),
    );
  }
  return found;
}
