import type { GraphQLSchema } from 'graphql';
import type { z } from 'zod';
import type { Work } from '../../events/work.ts';
import { builder } from '../builder.ts';
import type { InputFields, InputOf } from '../inputs/field.ts';
import { optional } from '../inputs/field.ts';
import { inputType, objectSchema } from '../inputs/object.ts';
import { integer, text } from '../inputs/values.ts';
import { once } from './done.ts';
import { runMutation } from './mutate.ts';
import type { Answer, MadeFor, PayloadPart, PayloadSource } from './payload.ts';
import { MutationPayload } from './payload.ts';

interface MutationOptions<Fields extends InputFields, Part> {
  /** What the mutation does, for the developer who calls it. */
  description: string;
  /** Description of the input type. Default: "Input of …". */
  inputDescription?: string;
  input: Fields;
  /** The fields of the payload, beside `cursor` and `userErrors`. */
  payload: readonly Part[];
  /** Makes the change and returns the source of the payload. `schema` is the one in force. */
  run(work: Work, input: InputOf<Fields>, schema: GraphQLSchema): Promise<Answer<MadeFor<Part>>>;
}

const IDEMPOTENCY_KEY = optional(
  text(
    'Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free.',
    200,
  ),
);

/** @param thing the object whose version is expected, as in a sentence: `the key`. */
export function expectedVersionOf(thing: string) {
  return optional(
    integer(
      `The \`version\` of ${thing} that the decision rests on. Another one is STALE_VERSION, and nothing is written.`,
      1,
      2_147_483_647,
    ),
  );
}

/** A mutation that can be called without GraphQL. */
export interface CallableMutation {
  schema: z.ZodType<Record<string, unknown>>;
  run(work: Work, input: Record<string, unknown>, schema: GraphQLSchema): Promise<Answer>;
}

const callable = new Map<string, CallableMutation>();

export function findMutation(name: string): CallableMutation | undefined {
  return callable.get(name);
}

/** Defines a mutation with an input type and a payload type of its own. */
export function defineMutation<Fields extends InputFields, Part extends PayloadPart<never>>(
  name: string,
  { description, inputDescription, input, payload, run }: MutationOptions<Fields, Part>,
): void {
  const typeName = name.charAt(0).toUpperCase() + name.slice(1);
  const fields = { ...input, idempotencyKey: IDEMPOTENCY_KEY };
  const schema = objectSchema(fields);
  callable.set(name, {
    schema: schema as unknown as CallableMutation['schema'],
    run: (work, parsed, inForce) => run(work, parsed as InputOf<Fields>, inForce),
  });
  const Input = inputType(`${typeName}Input`, inputDescription ?? `Input of \`${name}\`.`, fields);
  const Payload = builder.objectRef<PayloadSource>(`${typeName}Payload`).implement({
    description: `Answer of \`${name}\`.`,
    interfaces: [MutationPayload],
    fields: (t) => Object.fromEntries(payload.map((part) => [part.name, part.field(t)])) as never,
  });
  builder.mutationField(name, (t) =>
    t.field({
      type: Payload,
      description,
      args: { input: t.arg({ type: Input, required: true, description: 'What to do.' }) },
      resolve: (root, args, context, info) =>
        once(root, info.path.key, () =>
          runMutation(context, args.input as Record<string, unknown>, {
            name,
            fields,
            schema,
            run: (work, parsed) => run(work, parsed as InputOf<Fields>, info.schema),
          }),
        ),
    }),
  );
}
