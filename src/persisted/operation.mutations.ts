import { z } from 'zod';
import type { InputField } from '../graphql/inputs/field.ts';
import { name } from '../graphql/inputs/values.ts';
import { MAX_BODY_BYTES } from '../graphql/limits/limits.ts';
import { defineMutation } from '../graphql/mutations/mutation.ts';
import { payloadPart } from '../graphql/mutations/payload.ts';
import { checkNewOperation } from './check.ts';
import { MAX_OPERATIONS, readManifest } from './manifest.ts';
import { RegisteredOperation } from './operation.schema.ts';
import { registerOperations } from './operation.service.ts';

/** A manifest may be as large as a request, and so larger than other JSON. */
const manifest: InputField<Record<string, unknown>> = {
  type: 'JSONObject',
  required: true,
  description: `The file as the build tool wrote it: the map of hash to document of graphql-codegen or Relay, or Apollo's manifest. 1 to ${MAX_OPERATIONS} operations, each of at most 10,000 tokens; 1,000,000 bytes of JSON in all.`,
  // The value itself: a copy made key by key would lose `__proto__` without a word.
  schema: z
    .custom<Record<string, unknown>>()
    .refine((value) => Buffer.byteLength(JSON.stringify(value ?? null)) <= MAX_BODY_BYTES, {
      error: `Must have at most ${MAX_BODY_BYTES} bytes of JSON.`,
    }),
};

defineMutation('registerOperations', {
  description:
    'Registers operations for the keys of a partner, for admins: all that a manifest holds, or none when one of them does not fit. Each must be valid against the schema, stay within the limits, call what partners may call, and have the hash of its document. What is registered already stays; `cursor` is null when nothing is new.',
  input: {
    partner: name('The partner: the name of its keys, which need not exist yet.'),
    manifest,
  },
  payload: [
    payloadPart<{ partner: string; operationHashes: string[] }>('operations', (t) =>
      t.prismaField({
        type: [RegisteredOperation],
        description: 'The operations of the manifest as they are registered; empty when refused.',
        resolve: (query, { partner, operationHashes = [] }, _args, { db }) =>
          partner === undefined
            ? []
            : db.persistedOperation.findMany({
                ...query,
                where: { partner, hash: { in: operationHashes } },
                orderBy: [{ name: 'asc' }, { hash: 'asc' }],
              }),
      }),
    ),
    payloadPart<{ operationsAdded: number }>('operationsAdded', (t) =>
      t.int({
        nullable: true,
        description: 'How many of them are new; null when refused.',
        resolve: ({ operationsAdded }) => operationsAdded ?? null,
      }),
    ),
  ],
  run: (work, input, schema) =>
    registerOperations(
      work,
      { partner: input.partner, manifest: readManifest(input.manifest) },
      (document) => checkNewOperation(schema, document),
    ),
});
