import { decodeCursor, encodeCursor } from '../../events/cursor.ts';
import { badRequest } from '../bad-request.ts';
import { DEFAULT_PAGE } from '../limits/limits.ts';

/** Arguments of a connection over log entries. Null is the same as left out. */
export interface LogPageArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

interface LogWindow {
  /** Whether entries are read newest first, because the end of the list is asked for. */
  backward: boolean;
  size: number;
  after: bigint | undefined;
  before: bigint | undefined;
}

/**
 * The part of a Prisma query that reads one page, and one entry more, which tells whether another page
 * follows.
 *
 * @throws GraphQLError BAD_REQUEST for a damaged cursor, and for `first` beside `last`.
 */
export function logPageQuery(args: LogPageArgs) {
  const { backward, size, after, before } = windowOf(args);
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
export class LogPage<Entry extends { seq: bigint | null }> {
  readonly nodes: readonly Entry[];
  readonly #window: LogWindow;
  readonly #isMore: boolean;

  /** @throws GraphQLError BAD_REQUEST as {@link logPageQuery} does. */
  constructor(entries: readonly Entry[], args: LogPageArgs) {
    this.#window = windowOf(args);
    const { size, backward } = this.#window;
    this.#isMore = entries.length > size;
    const nodes = entries.slice(0, size);
    this.nodes = backward ? nodes.reverse() : nodes;
  }

  get edges() {
    return this.nodes.map((node) => ({ cursor: cursorOf(node), node }));
  }

  get pageInfo() {
    const { backward, after, before } = this.#window;
    const [first] = this.nodes;
    const last = this.nodes.at(-1);
    return {
      hasNextPage: backward ? before !== undefined : this.#isMore || before !== undefined,
      hasPreviousPage: backward ? this.#isMore || after !== undefined : after !== undefined,
      startCursor: first === undefined ? null : cursorOf(first),
      endCursor: last === undefined ? null : cursorOf(last),
    };
  }
}

/** The cursor of an entry. @throws Error when it has no place in the log, for then it must not be shown. */
export function cursorOf({ seq }: { seq: bigint | null }): string {
  if (seq === null) throw new Error('An entry without a place in the log was about to be shown.');
  return encodeCursor(seq);
}

function windowOf({ first, after, last, before }: LogPageArgs): LogWindow {
  if (first != null && last != null) throw badRequest('Give `first` or `last`, not both.');
  return {
    backward: first == null && (last != null || before != null),
    size: first ?? last ?? DEFAULT_PAGE,
    after: place('after', after),
    before: place('before', before),
  };
}

function place(name: string, cursor: string | null | undefined): bigint | undefined {
  if (cursor == null) return undefined;
  const seq = decodeCursor(cursor);
  if (seq === undefined) {
    throw badRequest(
      `\`${name}\` is not a cursor: take one from \`cursor\`, \`startCursor\` or \`endCursor\`.`,
    );
  }
  return seq;
}
