import type { GraphQLError } from 'graphql';
import type { Place } from '../../events/cursor.ts';
import { badRequest } from '../bad-request.ts';
import type { Context } from '../context.ts';

/** Arguments that may be cursors of the log, by their names. Null is the same as left out. */
export type CursorArgs = Readonly<Partial<Record<'after' | 'before', string | null | undefined>>>;

/**
 * Reads a cursor, and leaves open whether it is of this log: {@link checkLogCursors} tells.
 *
 * @throws GraphQLError BAD_REQUEST for one that is not ours, or damaged.
 */
export function placeIn(
  { cursors }: Pick<Context, 'cursors'>,
  name: keyof CursorArgs,
  cursor: string | null | undefined,
): Place | undefined {
  if (cursor == null) return undefined;
  const place = cursors.decode(cursor);
  if (place !== undefined) return place;
  throw badRequest(
    `\`${name}\` is not a cursor of this desk: take one from \`cursor\`, \`startCursor\`, \`endCursor\` or \`logCursor\`.`,
  );
}

/**
 * Checks that cursors are of this log, and not of another life of it, from before it was restored.
 * One look-up for all of them, none where no cursor is given or its entry came by lately.
 *
 * @throws GraphQLError BAD_REQUEST for one that is not, and as {@link placeIn} does.
 */
export async function checkLogCursors(
  context: Pick<Context, 'cursors' | 'db'>,
  args: CursorArgs,
): Promise<void> {
  const { cursors, db } = context;
  const places = (['after', 'before'] as const).flatMap(
    (name) => placeIn(context, name, args[name]) ?? [],
  );
  if (places.length > 0 && !(await cursors.areOfThisLog(db, places))) throw ofAnotherLog(args);
}

function ofAnotherLog({ after }: CursorArgs): GraphQLError {
  return badRequest(
    `${after == null ? '`before`' : '`after`'} is a cursor of another log: what stood there is not in this one, as after it was restored. Read anew what you keep, and begin from \`logCursor\` or without a cursor.`,
  );
}
