import { isHiddenFrom } from '../auth/permissions.ts';
import type { Principal } from '../auth/principal.ts';
import { personNamed } from '../db/old-names.ts';
import type { Context } from '../graphql/context.ts';
import type { PersonRef } from './person.load.ts';
import { userRef } from './person.schema.ts';

/**
 * By whom somebody asks for what is a person's; undefined where that can be nobody: who may not see
 * addresses learns none by asking for them.
 */
export function personAskedFor(given: unknown, principal: Principal): PersonRef | undefined {
  const ref = userRef.parse(given);
  if (ref?.id !== undefined) return { id: ref.id };
  if (ref?.email === undefined || isHiddenFrom(principal, 'User.email')) return undefined;
  return { email: ref.email };
}

/** The key of that person; undefined for nobody. */
export async function keyAskedFor(
  given: unknown,
  { db, principal }: Pick<Context, 'db' | 'principal'>,
): Promise<string | undefined> {
  const { id, email } = personAskedFor(given, principal) ?? {};
  if (email === undefined) return id;
  const found = await db.user.findFirst({ ...personNamed(email), select: { id: true } });
  return found?.id;
}
