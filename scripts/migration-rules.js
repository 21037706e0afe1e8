// What a migration may do while nodes of the version before it still run: add. What takes something away
// comes a release later, when nothing uses it any more, and says which versions that rules out.

/** Migrations up to this one are older than the rule. */
const OLDER = '20261129080000_write_probe';

const NEEDS = /COMMENT ON TABLE "?_prisma_migrations"? IS 'needs \S+'/i;

/** What a node of an older version would fail by, and how a person calls it. */
const CONTRACTING = [
  [/\bDROP\s+TABLE\b/i, 'drops a table'],
  [/\bDROP\s+COLUMN\b/i, 'drops a column'],
  [/\bDROP\s+TYPE\b/i, 'drops a type'],
  [/\bRENAME\s+(?:TO|COLUMN|VALUE|CONSTRAINT)\b/i, 'renames something'],
  [/\bALTER\s+COLUMN\s+\S+\s+(?:SET\s+DATA\s+)?TYPE\b/i, 'changes the type of a column'],
  [/\bALTER\s+COLUMN\s+\S+\s+SET\s+NOT\s+NULL\b/i, 'forbids nulls in a column'],
  [/\bALTER\s+COLUMN\s+\S+\s+DROP\s+DEFAULT\b/i, 'takes a default away'],
  [
    /\bADD\s+COLUMN\s+(?:(?!\bDEFAULT\b)[^,;])*\bNOT\s+NULL\b(?:(?!\bDEFAULT\b)[^,;])*(?=[,;]|$)/i,
    'adds a column that older versions do not fill',
  ],
];

/**
 * Tells what is wrong with a migration by itself.
 *
 * @param {string} name of its folder.
 * @param {string} sql
 * @returns {string[]} sentences; none when it may stand.
 */
export function wrongWith(name, sql) {
  if (name <= OLDER) return [];
  const code = withoutTexts(sql);
  if (NEEDS.test(sql)) return [];
  return CONTRACTING.filter(([pattern]) => pattern.test(code)).map(
    ([, what]) =>
      `The migration ${name} ${what}. Nodes of the version before it run beside it during an upgrade: add first, and take away a release later, in a migration that says COMMENT ON TABLE "_prisma_migrations" IS 'needs <the migration behind which nothing uses it>'.`,
  );
}

/** Comments, and bodies of functions, which run later, say nothing of what the migration does to tables. */
function withoutTexts(sql) {
  return sql
    .replaceAll(/--[^\n]*/g, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, '')
    .replaceAll(/'(?:[^']|'')*'/g, "''");
}
