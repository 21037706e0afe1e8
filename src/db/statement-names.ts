import type pg from 'pg';
import { createBoundedMap } from '../shared/bounds/bounded-map.ts';

/** Statements that have a name at a time; a connection keeps those and as many that had one. */
export const MAX_STATEMENT_NAMES = 1_000;
/** Characters of all named statements together: each connection keeps their texts too. */
const MAX_NAMED_CHARACTERS = 4_000_000;
/** A longer statement is of a selection that few have, and costs more to keep than to plan. */
const MAX_STATEMENT_CHARACTERS = 16_000;
/** What the PostgreSQL protocol calls a statement that is not kept. */
const UNNAMED = '';
/** What each of the names takes of the characters at least, so that there are no more than are allowed. */
const LEAST_CHARACTERS = MAX_NAMED_CHARACTERS / MAX_STATEMENT_NAMES;

const WORD = /^[A-Z]+$/;

/** The name under which connections keep a statement; empty for one that they do not keep. */
export type NameOf = (sql: string) => string;

export interface StatementNames {
  nameOf: NameOf;
  /** Notes what names there are when a connection is made. */
  connected(client: pg.ClientBase): void;
  /** Whether a connection has seen so many names go that it is to be made anew: it keeps what they stood for. */
  isWorn(client: pg.ClientBase): boolean;
}

/**
 * Names statements, the same for the same text. A named one is planned once for each connection; unnamed
 * ones are planned anew at every call, which halves the rate. The names are bounded, because a statement of
 * ours can come in as many texts as there are selections: the one that was not used for longest gives way.
 */
export function createStatementNames(): StatementNames {
  let given = 0;
  let gone = 0;
  const goneBefore = new WeakMap<pg.ClientBase, number>();
  const names = createBoundedMap<string, string>({
    maxSize: MAX_NAMED_CHARACTERS,
    givesWay: 'longest unused',
    gaveWay: () => {
      gone += 1;
    },
  });
  return {
    nameOf(sql) {
      const known = names.get(sql);
      if (known !== undefined) return known;
      if (sql.length > MAX_STATEMENT_CHARACTERS) return UNNAMED;
      given += 1;
      // Never one that stood for another text: connections may keep that. Who watches a line can tell a COMMIT.
      const name = `desk_${WORD.test(sql) ? sql : given}`;
      names.set(sql, name, Math.max(sql.length, LEAST_CHARACTERS));
      return name;
    },
    connected: (client) => void goneBefore.set(client, gone),
    isWorn: (client) => gone - (goneBefore.get(client) ?? 0) >= MAX_STATEMENT_NAMES,
  };
}

/** Names nothing: behind a transaction pooler the next statement may reach a backend that knows no name. */
export const withoutNames: NameOf = () => UNNAMED;
