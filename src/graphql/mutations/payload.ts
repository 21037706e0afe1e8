import type { UserError } from '../../shared/errors.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';
import type { SchemaTypes } from '../builder.ts';
import { builder } from '../builder.ts';
import { UserErrorType } from './user-error.ts';

/**
 * What a mutation made or changed, under names that its feature gives: ids, from which the payload is read as
 * a query would read it, and figures, which are shown as they are. It is kept as JSON for repeated calls.
 */
export type Answer<Made = unknown> = Made & {
  eventIds: bigint[];
  /** Shown in the first answer only, because it is not kept. */
  toldOnce?: object;
};

/** The source of a payload's fields. After a refused call it has none of the feature's names. */
export type PayloadSource<Made = unknown> = Partial<Made> & {
  eventIds: bigint[];
  /** Comes when the entries have their places in the log. */
  cursor: MaybePromise<string | null>;
  userErrors: readonly UserError[];
};

export const MutationPayload = builder.interfaceRef<PayloadSource>('MutationPayload').implement({
  description: 'What every mutation answers.',
  fields: (t) => ({
    cursor: t.string({
      nullable: true,
      resolve: ({ cursor }) => cursor,
      description:
        'Where this change stands in the log: a subscription that has passed it has seen it. Null when nothing changed.',
    }),
    userErrors: t.field({
      type: [UserErrorType],
      description: 'Empty when it worked; otherwise nothing was written.',
      resolve: (payload) => [...payload.userErrors],
    }),
  }),
});

type FieldBuilder<Made> = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, PayloadSource<Made>>;

/**
 * A field of payloads, defined by the feature whose type it shows. It may be resolved before the entries have
 * their places: what it reads of rows it reads by `db`, which waits for them.
 */
export interface PayloadPart<in Made> {
  name: string;
  field(t: FieldBuilder<unknown>): object;
  /** What the field reads of an answer. Never called; its type keeps the field off other mutations. */
  reads?(made: Made): void;
}

/** What a mutation must make for a payload of these parts: everything that they read. */
export type MadeFor<Part> = (
  Part extends PayloadPart<infer Made>
    ? (made: Made) => void
    : never
) extends (made: infer All) => void
  ? All
  : never;

/** Defines a field of payloads, which reads the names in `Made` from the {@link Answer}. */
export function payloadPart<Made>(
  name: string,
  field: (t: FieldBuilder<Made>) => object,
): PayloadPart<Made> {
  return { name, field: field as PayloadPart<Made>['field'] };
}
