import type { GraphQLSchema } from 'graphql';
import type { z } from 'zod';
import type { Work } from '../../events/work.ts';
import { builder } from '../builder.ts';
import type { InputFields, InputOf } from './input.ts';
import { inputType, integer, objectSchema, optional, text } from './input.ts';
import { runMutation } from './mutate.ts';
import type { Answer, PayloadSource } from './payload.ts';
import { MutationPayload } from './payload.ts';

interface MutationOptions<Fields extends InputFields> {
  /** What it does, for the developer who calls it. */
  description: string;
  /** What the input says beyond its fields. */
  inputDescription?: string;
  input: Fields;
  /** Which parts of the answer the payload shows, beside `cursor` and `userErrors`. */
  payload: readonly PayloadPart[];
  /** Makes the change; returns the ids from which the answer is read. The schema is the one in force. */
  run(work: Work, input: InputOf<Fields>, schema: GraphQLSchema): Promise<Answer>;
}

/** Adds one field to a payload type. Features register theirs with {@link payloadPart}. */
type AddField = (t: PayloadFieldBuilder) => object;
type PayloadFieldBuilder = Parameters<
  NonNullable<Parameters<ReturnType<typeof payloadRef>['implement']>[0]['fields']>
>[0];

/** A field of payloads, defined by the feature whose type it shows. */
export interface PayloadPart {
  name: string;
  field: AddField;
}

function payloadRef(name: string) {
  return builder.objectRef<PayloadSource>(name);
}

export function payloadPart(name: string, field: AddField): PayloadPart {
  return { name, field };
}

const IDEMPOTENCY_KEY = optional(
  text(
    'Makes calling again safe: the same key with the same input answers as the first call did and changes nothing; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free.',
    200,
  ),
);

export function expectedVersionOf(thing: string) {
  return optional(
    integer(
      `The \`version\` of ${thing} that the decision rests on. Another one is STALE_VERSION, and nothing is written.`,
      1,
      2_147_483_647,
    ),
  );
}

/** What every input on a case takes beside its own. */
export const expectedVersion = expectedVersionOf('the case');

/** A mutation as something that can be called without GraphQL around it: what a case file does. */
export interface CallableMutation {
  schema: z.ZodType<Record<string, unknown>>;
  run(work: Work, input: Record<string, unknown>, schema: GraphQLSchema): Promise<Answer>;
}

const callable = new Map<string, CallableMutation>();

export function findMutation(name: string): CallableMutation | undefined {
  return callable.get(name);
}

/** Defines a mutation with an input type and a payload type of its own. */
export function defineMutation<Fields extends InputFields>(
  name: string,
  { description, inputDescription, input, payload, run }: MutationOptions<Fields>,
): void {
  const typeName = name.charAt(0).toUpperCase() + name.slice(1);
  const fields = { ...input, idempotencyKey: IDEMPOTENCY_KEY };
  const schema = objectSchema(fields);
  callable.set(name, {
    schema: schema as unknown as CallableMutation['schema'],
    run: (work, parsed, inForce) => run(work, parsed as InputOf<Fields>, inForce),
  });
  const Input = inputType(`${typeName}Input`, inputDescription ?? `Input of \`${name}\`.`, fields);
  const Payload = payloadRef(`${typeName}Payload`).implement({
    description: `Answer of \`${name}\`.`,
    interfaces: [MutationPayload],
    fields: (t) => Object.fromEntries(payload.map((part) => [part.name, part.field(t)])) as never,
  });
  builder.mutationField(name, (t) =>
    t.field({
      type: Payload,
      description,
      args: { input: t.arg({ type: Input, required: true, description: 'What to do.' }) },
      resolve: (_root, args, context, info) =>
        runMutation(context, name, args.input as Record<string, unknown>, schema, (work, parsed) =>
          run(work, parsed as InputOf<Fields>, info.schema),
        ),
    }),
  );
}
