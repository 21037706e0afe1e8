import { expectTypeOf, test } from 'vitest';
import type { MadeFor } from '../../../../src/graphql/mutations/payload.ts';
import { payloadPart } from '../../../../src/graphql/mutations/payload.ts';

const field = () => ({});
const customer = payloadPart<{ customerId: string }>('customer', field);
const added = payloadPart<{ added: number }>('added', field);
const events = payloadPart('events', field);

test('a mutation is to make all that the parts of its payload read', () => {
  type Parts = typeof customer | typeof added | typeof events;
  expectTypeOf<{ customerId: string; added: number }>().toExtend<MadeFor<Parts>>();
  expectTypeOf<{ customerId: string }>().not.toExtend<MadeFor<Parts>>();
  expectTypeOf<object>().toExtend<MadeFor<typeof events>>();
});
