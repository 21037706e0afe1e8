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

function isUuidKey(value: unknown): boolean {
  return typeof value === 'string' && isUuid(value);
}

const MAX_BIGINT = 2n ** 63n;

export function isBigIntKey(value: unknown): boolean {
  return typeof value === 'bigint' && value > 0n && value < MAX_BIGINT;
}
