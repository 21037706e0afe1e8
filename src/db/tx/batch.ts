import type { Model, NewRow } from '../rows/tables.ts';
import type { Insert, Statement, Updates } from '../rows/write.sql.ts';
import {
  areAlike,
  deleteSql,
  insertOf,
  insertSql,
  updateOf,
  updateSql,
} from '../rows/write.sql.ts';

/** Writes that a transaction has been asked for and has not sent: nobody waits for them one by one. */
export interface Batch {
  insert<M extends Model>(model: M, rows: readonly NewRow<M>[]): void;
  update(model: Model, key: object, data: object): void;
  remove(model: Model, key: object): void;
  /** Hands out the statements that do all this, in an order that does what was asked, and forgets it. */
  take(): Statement[];
  clear(): void;
}

/** One INSERT takes at most so many rows, for its parameters to stay short. */
const MAX_ROWS = 1_000;

export function createBatch(): Batch {
  let waiting: (Statement | Insert[] | Updates)[] = [];
  /** Inserts that further ones join, since no row is removed between them. */
  let open: Insert[] | undefined;

  return {
    insert(model, rows) {
      for (let start = 0; start < rows.length; start += MAX_ROWS) {
        if (open === undefined) {
          open = [];
          waiting.push(open);
        }
        open.push(insertOf(model, rows.slice(start, start + MAX_ROWS)));
      }
    },
    update(model, key, data) {
      const update = updateOf(model, key, data);
      if (update === undefined) return;
      const last = waiting.at(-1);
      if (last !== undefined && 'rows' in last && isFurther(last, update)) {
        last.rows.push(...update.rows);
      } else waiting.push(update);
    },
    remove(model, key) {
      open = undefined;
      waiting.push(deleteSql(model, key));
    },
    take() {
      const taken = waiting.map((one) => {
        if (Array.isArray(one)) return insertSql(one);
        return 'rows' in one ? updateSql(one) : one;
      });
      this.clear();
      return taken;
    },
    clear() {
      waiting = [];
      open = undefined;
    },
  };
}

/** Whether an update is of another row than those before it, and sets the same fields. */
function isFurther(before: Updates, { rows: [row = {}], ...update }: Updates): boolean {
  if (before.rows.length >= MAX_ROWS || !areAlike(before, { ...update, rows: [] })) return false;
  const keyOf = (of: object) => update.keyFields.map((field) => String((of as Values)[field]));
  const key = keyOf(row).join();
  return before.rows.every((other) => keyOf(other).join() !== key);
}

type Values = Readonly<Record<string, unknown>>;
