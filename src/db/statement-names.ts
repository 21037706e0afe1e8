const MAX_STATEMENT_NAMES = 1_000;
/** Characters of all named statements together: each connection keeps their texts too. */
const MAX_NAMED_CHARACTERS = 4_000_000;
/** A longer statement is of a selection that few have, and costs more to keep than to plan. */
const MAX_STATEMENT_CHARACTERS = 16_000;
/** What the PostgreSQL protocol calls a statement that is not kept. */
const UNNAMED = '';

/** The name under which connections keep a statement; empty for one that they do not keep. */
export type NameOf = (sql: string) => string;

/**
 * Names statements, the same for the same text. A named one is planned once for each connection; unnamed
 * ones are planned anew at every call, which halves the rate. The names are bounded, because a statement of
 * ours can come in as many texts as there are selections.
 */
export function createStatementNames(): NameOf {
  const names = new Map<string, string>();
  let characters = 0;
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MAX_STATEMENT_NAMES || sql.length > MAX_STATEMENT_CHARACTERS) return UNNAMED;
    if (characters + sql.length > MAX_NAMED_CHARACTERS) return UNNAMED;
    characters += sql.length;
    const name = `desk_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/** Names nothing: behind a transaction pooler the next statement may reach a backend that knows no name. */
export const withoutNames: NameOf = () => UNNAMED;
