import type { Principal } from '../auth/principal.ts';
import { visibleCustomers } from '../auth/visibility.ts';
import { builder } from '../graphql/builder.ts';
import { checkCursors } from '../graphql/paging/cursor-check.ts';
import { Role, User } from '../person/person.schema.ts';
import { Customer, CustomerConnection } from './customer.schema.ts';

const Viewer = builder.objectRef<Principal>('Viewer').implement({
  description: 'Who is asking: the person or the key behind the credentials of the request.',
  fields: (t) => ({
    user: t.prismaField({
      type: User,
      nullable: true,
      description: 'The person; null for a key that stands for none.',
      resolve: (query, { userId }, _args, { db }) =>
        userId === null ? null : db.user.findUnique({ ...query, where: { id: userId } }),
    }),
    role: t.expose('role', { type: Role, description: 'What the credentials allow.' }),
    name: t.exposeString('name', {
      description: 'As the log shows it: the name of the person or of the key.',
    }),
    customers: t.prismaConnection(
      {
        type: Customer,
        cursor: 'id',
        description: 'The customers that it may see, those added first in front.',
        totalCount: (principal, _args, { db }) =>
          db.customer.count({ where: visibleCustomers(principal) }),
        resolve: (query, principal, args, { db }) => {
          checkCursors(args);
          return db.customer.findMany({
            ...query,
            where: visibleCustomers(principal),
            orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
          });
        },
      },
      CustomerConnection,
    ),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Who is asking, and what that one may see.',
    resolve: (_root, _args, { principal }) => principal,
  }),
);
