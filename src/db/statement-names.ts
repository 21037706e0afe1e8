const MAX_NAMES = 1_000;
/** Characters of all named statements together: each connection keeps their texts too. */
const MAX_CHARACTERS = 4_000_000;
/** A longer statement is of a selection that few have, and costs more to keep than to plan. */
const MAX_STATEMENT_CHARACTERS = 16_000;
/** What the PostgreSQL protocol calls a statement that is not kept. */
const UNNAMED = '';

/** The name under which a statement is prepared; the empty text for one that is not kept. */
export type StatementNames = (sql: string) => string;

/**
 * Names statements, so that each connection prepares them once: unnamed ones are planned anew at every
 * call, which halves the rate. The names are bounded, because a statement of ours can come in as many
 * texts as there are selections.
 *
 * @param prefix of the names, unlike that of any others on the same connections.
 */
export function createStatementNames(prefix: string): StatementNames {
  const names = new Map<string, string>();
  let characters = 0;
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MAX_NAMES || sql.length > MAX_STATEMENT_CHARACTERS) return UNNAMED;
    if (characters + sql.length > MAX_CHARACTERS) return UNNAMED;
    characters += sql.length;
    const name = `${prefix}_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/** Behind a transaction pooler the next statement of a connection may reach another backend, which knows no names. */
export const noNames: StatementNames = () => UNNAMED;
