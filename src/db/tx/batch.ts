import type { Model, NewRow } from '../rows/tables.ts';
import type { Insert, Statement } from '../rows/write.sql.ts';
import { deleteSql, insertOf, insertSql, updateSql } from '../rows/write.sql.ts';

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
  let waiting: (Statement | Insert[])[] = [];
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
      const statement = updateSql(model, key, data);
      if (statement !== undefined) waiting.push(statement);
    },
    remove(model, key) {
      open = undefined;
      waiting.push(deleteSql(model, key));
    },
    take() {
      const taken = waiting.map((one) => (Array.isArray(one) ? insertSql(one) : one));
      this.clear();
      return taken;
    },
    clear() {
      waiting = [];
      open = undefined;
    },
  };
}
