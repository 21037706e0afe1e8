import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
import { visibleByCustomer } from '../../auth/visibility.ts';
import type { Context } from '../../graphql/context.ts';

/** Reads the case of an event as it is now, with all that is selected of the case, in one statement. */
export async function caseOfEvent(
  escalationId: string | null,
  context: Context,
  info: GraphQLResolveInfo,
) {
  const selection: object = queryFromInfo({ context, info, select: { id: true } });
  return context.db.escalation.findUniqueOrThrow({
    ...selection,
    where: { id: escalationId ?? '', ...visibleByCustomer(context.principal) },
  });
}
