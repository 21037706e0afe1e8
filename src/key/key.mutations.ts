import { customerRef } from '../customer/customer.schema.ts';
import { list, optional } from '../graphql/inputs/field.ts';
import { dateTime, enumeration, id, name } from '../graphql/inputs/values.ts';
import { defineMutation } from '../graphql/mutations/mutation.ts';
import { payloadPart } from '../graphql/mutations/payload.ts';
import { Role } from '../person/person.schema.ts';
import { createApiKey, revokeApiKey } from './key.service.ts';

const apiKey = payloadPart<{ apiKeyId: string }>('apiKey', (t) =>
  t.prismaField({
    type: 'ApiKey',
    nullable: true,
    description: 'The key as it is now; null when it was refused.',
    resolve: (query, { apiKeyId }, _args, { db }) =>
      apiKeyId === undefined ? null : db.apiKey.findUnique({ ...query, where: { id: apiKeyId } }),
  }),
);

defineMutation('createApiKey', {
  description:
    'Makes an API key, for admins. The key is in this answer and can never be read again; called again with the same `idempotencyKey`, the answer has the key no more.',
  input: {
    role: enumeration(Role, 'What it allows.'),
    name: optional(
      name(
        "For the log; operations are registered for a partner's keys by it. Left out: from the role.",
      ),
    ),
    customers: optional(
      list(customerRef('One of them.'), 'The customers that a PARTNER sees; for no other role.'),
    ),
    expiresAt: optional(dateTime('When it ends by itself. Left out: never.')),
  },
  payload: [
    apiKey,
    payloadPart<{ toldOnce: { key: string } }>('key', (t) =>
      t.string({
        nullable: true,
        description: 'The key itself, shown this once. Null when it was refused, or made before.',
        resolve: ({ toldOnce }) => toldOnce?.key ?? null,
      }),
    ),
  ],
  run: async (work, input) => {
    const { key, ...answer } = await createApiKey(work, input);
    return { ...answer, toldOnce: { key } };
  },
});

defineMutation('revokeApiKey', {
  description:
    'Ends an API key for good, for admins. What is open under it is closed within a second, on every node. Nothing is written and `cursor` is null when it is revoked already.',
  input: { keyId: id('ApiKey', 'The key: the id of an `ApiKey`.') },
  payload: [apiKey],
  run: revokeApiKey,
});
