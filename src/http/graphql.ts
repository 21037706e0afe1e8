import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { execute } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { createYoga } from 'graphql-yoga';
import type { Authenticate } from '../auth/keys.ts';
import type { Principal } from '../auth/principal.ts';
import type { Context } from '../graphql/context.ts';
import { MAX_BODY_BYTES } from '../graphql/limits.ts';
import type { Live } from '../graphql/live.ts';
import { checkPages } from '../graphql/page-limits.ts';
import type { ErrorMask } from './plugins/error-mask.ts';
import { useAliasLimit } from './plugins/use-alias-limit.ts';
import type { ServerContext } from './plugins/use-authentication.ts';
import { useAuthentication } from './plugins/use-authentication.ts';
import { useLive } from './plugins/use-live.ts';
import { useMaskedResults } from './plugins/use-masked-results.ts';
import { usePageLimits } from './plugins/use-page-limits.ts';
import { useRequestSyntax } from './plugins/use-request-syntax.ts';
import { useTokenLimit } from './plugins/use-token-limit.ts';
import type { Handler } from './server.ts';

export interface GraphqlOptions {
  schema: GraphQLSchema;
  authenticate: Authenticate;
  /** Called once for each operation. */
  createContext(principal: Principal): Context;
  /** Whether a browser gets the explorer at `/graphql`; without it an answer needs a key. */
  graphiql: boolean;
  live: Live;
  maskError: ErrorMask;
}

/** Operations that come by another way than HTTP, under the same limits. */
export interface Operations {
  /** @returns what is ready to be executed, or what is wrong with it. */
  prepare(params: GraphQLParams, principal: Principal): Promise<ExecutionArgs | GraphQLError[]>;
  /** Queries and mutations; errors are masked. */
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
}

export interface Graphql extends Operations {
  /** Over HTTP, GET and POST, answering `application/graphql-response+json`, `application/json` or server-sent events. */
  handle: Handler;
}

export function createGraphql(options: GraphqlOptions): Graphql {
  const { maskError } = options;
  const yoga = createYoga<ServerContext, Context>({
    schema: options.schema,
    context: ({ principal }) => {
      if (principal === undefined) throw new Error('An operation ran without a principal.');
      return options.createContext(principal);
    },
    // Its scripts come with the page: the page of Yoga itself would fetch them from elsewhere.
    renderGraphiQL,
    graphiql: options.graphiql
      ? { title: 'Escalation desk', headers: HEADERS_TO_FILL_IN, defaultQuery: FIRST_LOOK }
      : false,
    maskedErrors: { maskError },
    maxRequestBodySize: MAX_BODY_BYTES,
    batching: false,
    cors: false,
    landingPage: false,
    multipart: false,
    // The mask has logged what there is to log, under its id.
    logging: false,
    plugins: [
      useAuthentication(options.authenticate),
      useRequestSyntax(),
      useTokenLimit(),
      useAliasLimit(),
      usePageLimits(),
      useMaskedResults(maskError),
      useLive(options.live),
    ],
  });
  return {
    async handle(req, res) {
      await yoga(req, res, {});
    },
    async prepare(params, principal) {
      const { query, variables, operationName, extensions } = params;
      const { schema, parse, validate, contextFactory } = yoga.getEnveloped({
        principal,
        params,
      } as never);
      try {
        const document = parse(query ?? '', {});
        const errors = validate(schema, document);
        if (errors.length > 0) return errors.map(maskError);
        return {
          schema,
          document,
          variableValues: variables,
          operationName,
          contextValue: await contextFactory({ extensions }),
        };
      } catch (error) {
        return [maskError(error)];
      }
    },
    async execute(args) {
      const { schema, document, variableValues, operationName } = args;
      const refused = checkPages(schema, document, variableValues ?? {}, operationName);
      const { errors, ...result }: ExecutionResult =
        refused.length > 0 ? { errors: refused } : await execute(args);
      return errors === undefined ? result : { ...result, errors: errors.map(maskError) };
    },
  };
}

const HEADERS_TO_FILL_IN = JSON.stringify({ authorization: 'Bearer <your API key>' }, null, 2);

/** What the explorer begins with. */
const FIRST_LOOK = `# Put an API key into "Headers" below, then run this with Ctrl-Enter.
# The button at the top left shows every query and mutation with its description.
query FirstLook {
  escalations(first: 5, orderBy: SEVERITY_DESC) {
    nodes {
      reference
      summary
      severity
      stage
      status
      customer {
        name
      }
    }
    totalCount
  }
}
`;
