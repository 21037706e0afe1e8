import { parsePrismaCursor } from '@pothos/plugin-prisma';
import { isUuid } from '../../shared/ids.ts';
import { badRequest } from '../bad-request.ts';

interface CursorArgs {
  after?: string | null | undefined;
  before?: string | null | undefined;
}

/**
 * Refuses cursors that hold no key, before the database refuses them with an error of its own. For
 * connections that plugin-prisma pages through by their key; default: the column `id`, a UUID.
 *
 * @throws GraphQLError BAD_REQUEST
 */
export function checkCursors(
  { after, before }: CursorArgs,
  isKey: (value: unknown) => boolean = isUuidKey,
): void {
  for (const [name, cursor] of Object.entries({ after, before })) {
    if (cursor == null || isKey(parsePrismaCursor(cursor))) continue;
    throw badRequest(
      `\`${name}\` is not a cursor: take one from \`cursor\`, \`startCursor\` or \`endCursor\`.`,
    );
  }
}

/**
 * The condition for a page of a relation that is read by `id`, as a list for `AND`: a cursor that is no row of
 * the same list leads to nothing. Prisma holds to that only where it reads the lists of several objects at
 * once; for one alone it takes any row of the table as a place in the order, also one that the caller may not see.
 *
 * @param has the condition that the list has this row, by way of the object that the list belongs to.
 * @throws GraphQLError BAD_REQUEST
 */
export function fromOwnCursor<Where>(
  args: CursorArgs,
  has: (row: { id: string }) => Where,
): Where[] {
  checkCursors(args);
  const cursor = args.after ?? args.before;
  return cursor == null ? [] : [has({ id: parsePrismaCursor(cursor) as string })];
}

function isUuidKey(value: unknown): boolean {
  return typeof value === 'string' && isUuid(value);
}

const MAX_BIGINT = 2n ** 63n;

export function isBigIntKey(value: unknown): boolean {
  return typeof value === 'bigint' && value > 0n && value < MAX_BIGINT;
}
