import { Prisma } from '../../db/client.ts';

/**
 * Word for word, where values are far from equally frequent: PostgreSQL then knows how many rows there are,
 * and that an index of some values has them.
 */
export function amongWords<Value extends string>(
  column: Prisma.Sql,
  vocabulary: readonly Value[],
  values: readonly Value[] | null | undefined,
): Prisma.Sql {
  if (values == null) return Prisma.sql`TRUE`;
  const words = vocabulary.filter((word) => values.includes(word)).map((word) => `'${word}'`);
  return words.length === 0
    ? Prisma.sql`FALSE`
    : Prisma.sql`${column} IN (${Prisma.raw(words.join(', '))})`;
}

export function instant(time: Date): Prisma.Sql {
  return Prisma.sql`${time.toISOString()}::timestamptz`;
}
