import { ofPartner as ofNamed } from '../db/old-names.ts';
import { badRequest } from '../graphql/bad-request.ts';
import { builder } from '../graphql/builder.ts';
import { MAX_TEXT } from '../graphql/limits/limits.ts';
import { connectionType } from '../graphql/paging/connection-type.ts';
import { checkCursors } from '../graphql/paging/cursor-check.ts';
import { isStorable, normalForm } from '../shared/text/typed-text.ts';

export const RegisteredOperation = builder.prismaObject('PersistedOperation', {
  variant: 'RegisteredOperation',
  description:
    'An operation that the keys of a partner may send, by its hash and by nothing else. For admins.',
  fields: (t) => ({
    partner: t.exposeString('partner', {
      description: 'The partner: the name of the keys that may send it.',
    }),
    name: t.exposeString('name', { description: "The operation's own name." }),
    hash: t.exposeString('hash', {
      description:
        'What clients send as `documentId`: the SHA-256 of the document in hexadecimal digits. An operation whose manifest had another hash is listed under that one as well.',
    }),
    document: t.exposeString('document', {
      price: { holds: MAX_TEXT },
      description: 'What is run.',
    }),
    registeredAt: t.expose('registeredAt', {
      type: 'DateTime',
      description: 'When it was registered.',
    }),
  }),
});

builder.queryField('registeredOperations', (t) =>
  t.prismaConnection(
    {
      type: RegisteredOperation,
      cursor: 'partner_hash',
      description:
        'The operations that partners have registered, by partner and hash. Those of the desk itself are not among them. For admins.',
      args: {
        partner: t.arg.string({
          description: 'Only those of this partner. Left out or null: all.',
        }),
      },
      totalCount: (_root, { partner }, { db }) =>
        db.persistedOperation.count({ where: ofPartner(partner) }),
      resolve: (query, _root, { partner, ...page }, { db }) => {
        checkCursors(page, isOperationKey);
        return db.persistedOperation.findMany({
          ...query,
          where: ofPartner(partner),
          orderBy: [{ partner: 'asc' }, { hash: 'asc' }],
        });
      },
    },
    connectionType(RegisteredOperation, 'RegisteredOperation'),
  ),
);

function ofPartner(partner: string | null | undefined) {
  if (partner == null) return {};
  if (!isStorable(partner)) throw badRequest('`partner` must not hold the NUL character.');
  return ofNamed(normalForm(partner));
}

/** Tells whether a cursor's key is a partner and a hash that PostgreSQL can look for. */
function isOperationKey(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((part) => typeof part === 'string' && isStorable(part))
  );
}
