import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Authenticate } from '../auth/keys.ts';
import type { Principal } from '../auth/principal.ts';
import type { Context } from '../graphql/context.ts';
import { MAX_BODY_BYTES } from '../graphql/limits.ts';
import { createErrorMask } from './plugins/error-mask.ts';
import { useAliasLimit } from './plugins/use-alias-limit.ts';
import type { ServerContext } from './plugins/use-authentication.ts';
import { useAuthentication } from './plugins/use-authentication.ts';
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
  log: Logger;
}

/** GraphQL over HTTP, GET and POST, answering `application/graphql-response+json` or `application/json`. */
export function createGraphql(options: GraphqlOptions): Handler {
  const maskError = createErrorMask(options.log);
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
    ],
  });
  return async (req, res) => {
    await yoga(req, res, {});
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
