import type { GraphQLSchema } from 'graphql';
import { graphql } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import type { Context } from '../../graphql/context.ts';
import type { Inputs } from './script.ts';

export interface DemoClient {
  /**
   * Calls a mutation through the API's schema, as a principal.
   * @returns the payload. @throws Error with the first error of the answer.
   */
  mutate<Payload>(
    as: Principal,
    mutation: string,
    input: Inputs,
    selection: string,
  ): Promise<Payload>;
}

/** Makes a client of the API without HTTP, so that it needs neither a running server nor a key. */
export function createDemoClient(
  schema: GraphQLSchema,
  createContext: (principal: Principal) => Context,
): DemoClient {
  return {
    async mutate<Payload>(as: Principal, mutation: string, input: Inputs, selection: string) {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
      const { data, errors } = await graphql({
        schema,
        source: `mutation ($input: ${type}) {
          payload: ${mutation}(input: $input) { ${selection} userErrors { message field } }
        }`,
        variableValues: { input },
        contextValue: createContext(as),
      });
      const payload = data?.['payload'] as
        | (Payload & { userErrors: { message: string; field: string[] }[] })
        | undefined;
      const [error] = payload?.userErrors ?? [];
      if (errors?.[0] !== undefined) throw errors[0];
      if (payload === undefined) throw new Error(`${mutation} gave no answer.`);
      if (error !== undefined)
        throw new Error(`${mutation}: ${error.field.join('.')}: ${error.message}`);
      return payload;
    },
  };
}
