import type { LogCursors } from '../../events/log-cursors.ts';
import { badRequest } from '../bad-request.ts';
import type { Context } from '../context.ts';
import { DEFAULT_PAGE } from '../limits/limits.ts';
import { placeIn } from './log-cursor.ts';

/** Arguments of a connection over log entries. Null is the same as left out. */
export interface LogPageArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** What of an entry a page makes its cursors of. */
export const CURSOR_COLUMNS = ['id', 'seq', 'recordedAt'] as const;

export type LogPageEntry = Parameters<LogCursors['of']>[0];

type Cursors = Pick<Context, 'cursors'>;

interface LogWindow {
  /** Whether entries are read newest first, because the end of the list is asked for. */
  backward: boolean;
  size: number;
  after: bigint | undefined;
  before: bigint | undefined;
}

/**
 * The part of a Prisma query that reads one page, and one entry more, which tells whether another page
 * follows. Whether its cursors are of this log is for `checkLogCursors` to tell.
 *
 * @throws GraphQLError BAD_REQUEST for a damaged cursor, and for `first` beside `last`.
 */
export function logPageQuery(context: Cursors, args: LogPageArgs) {
  const { backward, size, after, before } = windowOf(context, args);
  return {
    where: {
      seq: {
        not: null,
        ...(after === undefined ? {} : { gt: after }),
        ...(before === undefined ? {} : { lt: before }),
      },
    },
    orderBy: { seq: backward ? 'desc' : 'asc' },
    take: size + 1,
  } as const;
}

/**
 * The connection of the entries that {@link logPageQuery} with the same arguments has read. A class, because
 * lists have a page for each of their rows: cursors are made when they are asked for, and the functions that
 * make them are there once.
 */
export class LogPage<Entry extends LogPageEntry> {
  readonly nodes: readonly Entry[];
  readonly #window: LogWindow;
  readonly #isMore: boolean;
  readonly #cursors: LogCursors;

  /** @throws GraphQLError BAD_REQUEST as {@link logPageQuery} does. */
  constructor(entries: readonly Entry[], context: Cursors, args: LogPageArgs) {
    this.#cursors = context.cursors;
    this.#window = windowOf(context, args);
    const { size, backward } = this.#window;
    this.#isMore = entries.length > size;
    const nodes = entries.slice(0, size);
    this.nodes = backward ? nodes.reverse() : nodes;
  }

  get edges() {
    return this.nodes.map((node) => ({ cursor: this.#cursors.of(node), node }));
  }

  get pageInfo() {
    const { backward, after, before } = this.#window;
    const [first] = this.nodes;
    const last = this.nodes.at(-1);
    return {
      hasNextPage: backward ? before !== undefined : this.#isMore || before !== undefined,
      hasPreviousPage: backward ? this.#isMore || after !== undefined : after !== undefined,
      startCursor: first === undefined ? null : this.#cursors.of(first),
      endCursor: last === undefined ? null : this.#cursors.of(last),
    };
  }
}

function windowOf(context: Cursors, { first, after, last, before }: LogPageArgs): LogWindow {
  if (first != null && last != null) throw badRequest('Give `first` or `last`, not both.');
  return {
    backward: first == null && (last != null || before != null),
    size: first ?? last ?? DEFAULT_PAGE,
    after: placeIn(context, 'after', after)?.seq,
    before: placeIn(context, 'before', before)?.seq,
  };
}
