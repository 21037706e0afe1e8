import { visibleByCustomer } from '../../auth/visibility.ts';
import { isUuid } from '../../shared/ids.ts';
import { readReference } from '../../shared/reference.ts';
import type { Context } from '../context.ts';
import { decodeId, encodeId } from '../global-id.ts';

/** What an argument or field `escalationId` says of itself; every one of them takes either form. */
export const CASE_ID = 'the `id` of an `Escalation`, or its reference such as `ESC-2026-001`.';

/**
 * The key of the case that an `escalationId` names, by its id or its reference.
 *
 * @returns undefined for what names nothing: neither of the two, or the reference of a case that is not
 *   there or not visible. Whether there is a case with the key of an id is not asked.
 */
export async function caseKey(
  { db, principal }: Pick<Context, 'db' | 'principal'>,
  given: string,
): Promise<string | undefined> {
  const reference = readReference(given);
  if (reference === undefined) {
    const key = decodeId('Escalation', given);
    return key !== undefined && isUuid(key) ? key : undefined;
  }
  const found = await db.escalation.findUnique({
    where: { reference, ...visibleByCustomer(principal) },
    select: { id: true },
  });
  return found?.id;
}

/**
 * A mutation's input with the id in place of a reference, which never names another case later. What
 * names nothing stays as it is, and is refused like any other id that does not.
 */
export async function withCaseId(
  context: Pick<Context, 'db' | 'principal'>,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { escalationId: given } = input;
  if (typeof given !== 'string' || readReference(given) === undefined) return input;
  const key = await caseKey(context, given);
  return key === undefined ? input : { ...input, escalationId: encodeId('Escalation', key) };
}
