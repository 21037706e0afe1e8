import type { Prisma } from '../../db/client.ts';
import { isUuid } from '../../shared/ids.ts';
import { isStorable } from '../../shared/text/typed-text.ts';
import { badRequest } from '../bad-request.ts';
import { DEFAULT_PAGE } from '../limits/limits.ts';

/** A column of the key by which a list is sorted, and which its cursors hold. */
export interface KeyColumn {
  sql: Prisma.Sql;
  /** The type in the database, to which the values in a cursor are cast. */
  type: 'uuid' | 'timestamptz' | 'text' | { enum: string; values: readonly string[] };
  descending: boolean;
  /** Whether values may be null. Those rows stand at the end, and the column must be ascending. */
  nullable?: boolean;
}

export interface KeysetOrder {
  /** The name of the order, which cursors hold: those of another order are refused. */
  name: string;
  /** The columns of the key; the last one is unique. */
  columns: readonly KeyColumn[];
}

/** The values of the key's columns as text, the unique one last. */
export type Key = readonly (string | null)[];

export interface PageArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** The part of a sorted list that is asked for. */
export interface PageWindow {
  order: KeysetOrder;
  size: number;
  /** Whether the page is read from the end of the list. */
  backward: boolean;
  after: Key | undefined;
  before: Key | undefined;
}

/** Reads the arguments. @throws GraphQLError BAD_REQUEST for a cursor that is damaged or of another order. */
export function windowOf(order: KeysetOrder, { first, after, last, before }: PageArgs): PageWindow {
  return {
    order,
    size: first ?? last ?? DEFAULT_PAGE,
    backward: first == null && (last != null || (before != null && after == null)),
    after: keyOfText(order, 'after', after),
    before: keyOfText(order, 'before', before),
  };
}

function keyText(order: KeysetOrder, key: Key): string {
  return Buffer.from(JSON.stringify([order.name, ...key])).toString('base64url');
}

function keyOfText(
  order: KeysetOrder,
  argument: 'after' | 'before',
  cursor: string | null | undefined,
): Key | undefined {
  if (cursor == null) return undefined;
  const parts = parseJson(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') throw damaged(argument);
  const [name, ...key] = parts;
  if (name !== order.name) {
    throw badRequest(
      `\`${argument}\` is a cursor of another list or another order than ${order.name}: begin again without it.`,
    );
  }
  const isKey =
    key.length === order.columns.length &&
    order.columns.every((column, index) => isValueOf(column, key[index]));
  if (!isKey) throw damaged(argument);
  return key as Key;
}

function damaged(argument: 'after' | 'before') {
  return badRequest(
    `\`${argument}\` is not a cursor: take one from \`cursor\`, \`startCursor\` or \`endCursor\`.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether PostgreSQL will accept the value; one that it refused would be an internal error. */
function isValueOf({ type, nullable = false }: KeyColumn, value: unknown): boolean {
  if (value === null) return nullable;
  if (typeof value !== 'string') return false;
  if (type === 'uuid') return isUuid(value);
  if (type === 'text') return isStorable(value);
  if (type === 'timestamptz') {
    const time = /^[1-9]\d{3}-/.test(value) ? Date.parse(value) : Number.NaN;
    return !Number.isNaN(time) && new Date(time).toISOString() === value;
  }
  return type.values.includes(value);
}

/** A row of `pageStatement`. A list without rows on the page has one row with a null key. */
export interface KeyRow {
  scope: string | null;
  isMoreInFront: boolean;
  isMoreBehind: boolean;
  /** What `row` of the source stands for. */
  row?: unknown;
  [column: `k${number}`]: unknown;
}

/** A row of a list on its page. */
export interface KeysetEntry {
  id: string;
  row: KeyRow;
}

/**
 * The rows of a list on one page. A class, as that of log entries is: an object literal with a `get` of its own
 * has a hidden class of its own too, which keeps all that the function leads to until the next full
 * collection of garbage.
 */
export class KeysetPage {
  /** The rows in the order of the list. */
  readonly entries: readonly KeysetEntry[];
  readonly #window: PageWindow;
  readonly #isMore: boolean;
  readonly #flags: KeyRow | undefined;

  constructor(window: PageWindow, rows: readonly KeyRow[]) {
    const unique: keyof KeyRow = `k${window.order.columns.length - 1}`;
    const entries: KeysetEntry[] = [];
    for (const row of rows) {
      const id = row[unique];
      if (typeof id === 'string') entries.push({ id, row });
    }
    this.#window = window;
    this.#isMore = entries.length > window.size;
    if (this.#isMore) entries.length = window.size;
    if (window.backward) entries.reverse();
    this.#flags = rows[0];
    this.entries = entries;
  }

  get pageInfo() {
    const { order, backward } = this.#window;
    const [first] = this.entries;
    const last = this.entries.at(-1);
    return {
      hasNextPage: (!backward && this.#isMore) || this.#flags?.isMoreBehind === true,
      hasPreviousPage: (backward && this.#isMore) || this.#flags?.isMoreInFront === true,
      startCursor: first === undefined ? null : cursorOf(order, first),
      endCursor: last === undefined ? null : cursorOf(order, last),
    };
  }
}

/** The pages by scope. The scope of a single list is the empty text. */
export function readPages(window: PageWindow, rows: readonly KeyRow[]): Map<string, KeysetPage> {
  const byScope = new Map<string, KeyRow[]>();
  for (const row of rows) {
    const scope = row.scope ?? '';
    const own = byScope.get(scope);
    if (own === undefined) byScope.set(scope, [row]);
    else own.push(row);
  }
  return new Map([...byScope].map(([scope, own]) => [scope, new KeysetPage(window, own)]));
}

export function cursorOf(order: KeysetOrder, { row }: KeysetEntry): string {
  const key = order.columns.map((column, index) => textOf(column, row[`k${index}`]));
  return keyText(order, key);
}

/** The value in a cursor. Times come as such from Prisma, and as text from JSON. */
function textOf({ type }: KeyColumn, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return type === 'timestamptz' ? new Date(value as Date | string).toISOString() : String(value);
}
