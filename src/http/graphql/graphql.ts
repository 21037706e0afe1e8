import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { execute, GraphQLError, getOperationAST } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { createYoga } from 'graphql-yoga';
import type { Principal } from '../../auth/principal.ts';
import { declaredVariables } from '../../graphql/checks/declared-variables.ts';
import { withoutSuggestion } from '../../graphql/checks/partner-secrecy.ts';
import type { Context } from '../../graphql/context.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import {
  atPace,
  isOverLimitWritten,
  runBounded,
  tooLargeAnswer,
} from '../../graphql/limits/bounded.ts';
import { MAX_BODY_BYTES, READING_COST } from '../../graphql/limits/limits.ts';
import { usageOf } from '../../graphql/limits/usage.ts';
import type { Live } from '../../live/live.ts';
import type { RequestedOperations } from '../../persisted/request.ts';
import type { Admission, Admitted } from '../doors/admission.ts';
import { noOperation } from '../doors/admission.ts';
import type { Connections } from '../doors/connections.ts';
import type { AddressOf } from '../doors/remote-address.ts';
import type { SignIn } from '../doors/sign-in.ts';
import type { Handler } from '../server.ts';
import type { ErrorMask } from './error-mask.ts';
import { useAdmission } from './use-admission.ts';
import { useAliasLimit } from './use-alias-limit.ts';
import type { ServerContext } from './use-authentication.ts';
import { useAuthentication } from './use-authentication.ts';
import { useBodies } from './use-bodies.ts';
import { useBounds } from './use-bounds.ts';
import { useDeclaredVariables } from './use-declared-variables.ts';
import type { DocumentCache } from './use-document-cache.ts';
import { useDocumentCache } from './use-document-cache.ts';
import { useFieldPaths } from './use-field-paths.ts';
import { useLive } from './use-live.ts';
import { useMaskedResults } from './use-masked-results.ts';
import { usePartnerSecrecy } from './use-partner-secrecy.ts';
import { useRateHeaders } from './use-rate-headers.ts';
import { useRegisteredOperations } from './use-registered-operations.ts';
import { useRequestSyntax } from './use-request-syntax.ts';
import { useTokenLimit } from './use-token-limit.ts';
import { useValidators } from './use-validators.ts';

export interface GraphqlOptions {
  schema: GraphQLSchema;
  signIn: SignIn;
  addressOf: AddressOf;
  admission: Admission;
  bounds: Bounds;
  documents: DocumentCache;
  connections: Connections;
  /** Which document a request runs. */
  requested: RequestedOperations;
  /** Called once for each operation. */
  createContext(principal: Principal): Context;
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
  const { admission, requested, maskError } = options;
  const admitted = new WeakMap<ExecutionArgs, Admitted>();
  const yoga = createYoga<ServerContext, Context>({
    schema: options.schema,
    context: ({ principal }) => {
      if (principal === undefined) throw new Error('An operation ran without a principal.');
      return options.createContext(principal);
    },
    // The explorer has a page of its own.
    graphiql: false,
    maskedErrors: { maskError },
    maxRequestBodySize: MAX_BODY_BYTES,
    batching: false,
    // Its own are kept by their texts, however long.
    parserAndValidationCache: false,
    cors: false,
    landingPage: false,
    multipart: false,
    // The mask has logged what there is to log, under its id.
    logging: false,
    plugins: [
      useAuthentication(options),
      useRegisteredOperations(requested, admission),
      useBodies(admission, options.bounds),
      useRequestSyntax(),
      useTokenLimit(),
      useAliasLimit(),
      useDocumentCache(options.documents),
      useFieldPaths(),
      usePartnerSecrecy(),
      useDeclaredVariables(),
      useAdmission(admission),
      useBounds(options.bounds),
      useMaskedResults(maskError),
      useRateHeaders(),
      useValidators(requested),
      useLive(options.live),
    ],
  });
  return {
    async handle(req, res) {
      await yoga(req, res, {});
    },
    async prepare(params, principal) {
      const refused = admission.refuseEarly(principal);
      if (refused !== undefined) return [refused];
      const ahead = await atPace(options.bounds, principal.id, READING_COST);
      if (ahead !== undefined) return [ahead];
      try {
        const resolved = await requested.resolve(params, principal);
        if (resolved instanceof GraphQLError) {
          admission.refused(principal, resolved);
          return [maskError(resolved)];
        }
        const { query, variables, operationName, extensions } = resolved;
        const { schema, parse, validate, contextFactory } = yoga.getEnveloped({
          principal,
          params: resolved,
        } as never);
        const document = parse(query, {});
        const errors = validate(schema, document);
        if (errors.length > 0) return errors.map(maskError);
        if (getOperationAST(document, operationName) == null) {
          const refusal = noOperation();
          admission.refused(principal, refusal);
          return [refusal];
        }
        const args: ExecutionArgs = {
          schema,
          document,
          variableValues: declaredVariables(document, operationName, variables),
          operationName,
          contextValue: await contextFactory({ extensions }),
        };
        const passed = await admission.admit(args, principal);
        if ('errors' in passed) return passed.errors.map(maskError);
        admitted.set(args, passed);
        return args;
      } catch (error) {
        return [maskError(error)];
      }
    },
    async execute(args) {
      const context = args.contextValue as Context;
      const executed = await runBounded(options.bounds, args, execute);
      const usage = usageOf(context);
      // The socket counts what it has not sent yet.
      usage.account?.close();
      const settled = admitted.get(args)?.settle(executed) ?? executed;
      const answer = isOverLimitWritten(usage, settled)
        ? tooLargeAnswer(options.bounds, args)
        : settled;
      const { errors, ...result } = answer;
      if (errors === undefined) return result;
      const { principal } = context;
      const shown = errors.map((error) => withoutSuggestion(principal, maskError(error)));
      return { ...result, errors: shown };
    },
  };
}
