import { Customer } from '../customer/customer.schema.ts';
import { builder } from '../graphql/builder.ts';
import { Role } from '../person/person.schema.ts';

export const ApiKey = builder.prismaNode('ApiKey', {
  id: { field: 'id', description: 'The id of the key.' },
  // The table of permissions restricts keys to admins.
  visibleTo: () => ({}),
  description: 'A credential of a program or a partner. For admins.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        "As the log shows who acts with it; operations are registered for a partner's keys by it.",
    }),
    role: t.expose('role', { type: Role, description: 'What it allows.' }),
    prefix: t.exposeString('prefix', {
      description:
        'The readable part of the key, after `desk_`; the rest is shown once and not kept.',
    }),
    customers: t.field({
      type: [Customer],
      description: 'The customers that a PARTNER sees; empty for other roles, which see all.',
      select: { customerIds: true },
      resolve: ({ customerIds }, _args, { db }) =>
        db.customer.findMany({ where: { id: { in: customerIds } }, orderBy: { name: 'asc' } }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null for never.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used last, to the minute; null for never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null for a key that was not.',
    }),
  }),
});

builder.queryField('apiKeys', (t) =>
  t.prismaField({
    type: ['ApiKey'],
    description: 'All API keys, those made last first; revoked and expired ones too. For admins.',
    resolve: (query, _root, _args, { db }) =>
      db.apiKey.findMany({ ...query, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
  }),
);
