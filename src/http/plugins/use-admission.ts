import type { DocumentNode, ExecutionArgs } from 'graphql';
import { GraphQLError, getOperationAST } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Principal } from '../../auth/principal.ts';
import { retryAfterOf } from '../../graphql/errors.ts';
import type { Admission } from '../admission.ts';
import { noOperation } from '../admission.ts';
import type { ServerContext } from './use-authentication.ts';

/** What hooks on a document know of its request; sockets have none. */
interface ParsedContext extends Record<string, unknown> {
  request?: Request;
  params?: GraphQLParams;
}

/** Refuses what is over a limit before any of it runs, and says in every answer what it cost. */
export function useAdmission(admission: Admission): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onParse({ context }) {
      return ({ result }) => {
        if (result === null || result instanceof Error) charge(context);
        else requireOperation(result, context as ParsedContext);
      };
    },
    onValidate({ context }) {
      return ({ valid }) => {
        if (!valid) charge(context);
      };
    },
    async onExecute({ args, setResultAndStopExecution }) {
      const admitted = await admit(args as ExecutionArgs);
      if ('errors' in admitted) {
        setResultAndStopExecution({ ...admitted, errors: admitted.errors.map(withStatus) });
        return undefined;
      }
      return {
        onExecuteDone({ result, setResult }) {
          if (!(Symbol.asyncIterator in result)) setResult(admitted.settle(result));
        },
      };
    },
    async onSubscribe({ args, setResultAndStopExecution }) {
      const admitted = await admit(args as ExecutionArgs);
      if (!('errors' in admitted)) return;
      setResultAndStopExecution({ ...admitted, errors: admitted.errors.map(withStatus) });
    },
  };

  /**
   * Yoga refuses it as well, but with 400 whatever the media type, unlike other mistakes in a document.
   * Sockets look for themselves.
   */
  function requireOperation(document: DocumentNode, context: ParsedContext): void {
    const { request, params } = context;
    if (request === undefined || getOperationAST(document, params?.operationName) != null) return;
    charge(context);
    throw withStatus(noOperation());
  }

  function charge(context: object): void {
    const { principal } = context as ServerContext;
    if (principal !== undefined) admission.refused(principal);
  }

  function admit(args: ExecutionArgs): ReturnType<Admission['admit']> {
    const { principal } = args.contextValue as { principal: Principal };
    return admission.admit(args, principal);
  }
}

function withStatus(error: GraphQLError): GraphQLError {
  const { message, nodes, extensions } = error;
  const http = httpOf(error);
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { ...extensions, http } });
}

/** Nothing ran, so the answer has no data, which the media type of GraphQL over HTTP calls 400. */
function httpOf(error: GraphQLError) {
  const seconds = retryAfterOf(error);
  if (seconds !== undefined) return { status: 429, headers: { 'Retry-After': String(seconds) } };
  const isUnknown = error.extensions['code'] === 'UNAUTHENTICATED';
  return isUnknown
    ? { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } }
    : { status: 400, spec: true };
}
