import assert from 'node:assert/strict';

export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; id?: string } & Record<string, unknown>;
}

export interface GraphqlAnswer<Data> {
  status: number;
  data?: Data | null;
  errors?: GraphqlError[];
}

export interface UserError {
  code: string;
  message: string;
  field: string[];
}

export type Variables = Readonly<Record<string, unknown>>;

export interface Client {
  /** Sends an operation as it is and returns whatever comes back. */
  graphql<Data = Record<string, unknown>>(
    document: string,
    variables?: Variables,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GraphqlAnswer<Data>>;
  /** The data of an operation; fails the test on any error. */
  query<Data = Record<string, unknown>>(document: string, variables?: Variables): Promise<Data>;
  /**
   * The payload of one mutation; fails the test on GraphQL errors. `userErrors` is selected always,
   * `selection` is what else.
   */
  mutate<Payload = Record<string, unknown>>(
    name: string,
    input: Variables,
    selection?: string,
  ): Promise<Payload & { userErrors: UserError[] }>;
}

/** A client of a running desk, over HTTP. */
export function createTestClient(url: string, key: string): Client {
  const graphql: Client['graphql'] = async (document, variables, headers) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${key}`,
        ...headers,
      },
      body: JSON.stringify({ query: document, variables }),
    });
    const text = await response.text();
    return { status: response.status, ...(JSON.parse(text) as object) };
  };

  async function query<Data>(document: string, variables?: Variables): Promise<Data> {
    const { data, errors } = await graphql<Data>(document, variables);
    assert.deepEqual(errors ?? [], [], 'the operation has errors');
    assert(data);
    return data;
  }

  return {
    graphql,
    query,
    async mutate<Payload>(name: string, input: Variables, selection = 'cursor') {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
      const data = await query<Record<string, Payload & { userErrors: UserError[] }>>(
        `mutation ($input: ${type}) {
          ${name}(input: $input) { ${selection} userErrors { code message field } }
        }`,
        { input },
      );
      const payload = data[name];
      assert(payload);
      return payload;
    },
  };
}
