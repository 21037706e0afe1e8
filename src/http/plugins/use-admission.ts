import type { ExecutionArgs } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Principal } from '../../auth/principal.ts';
import { retryAfterOf } from '../../graphql/errors.ts';
import type { Admission } from '../admission.ts';
import { INVALID_TOKEN, refusalHead } from '../challenge.ts';
import type { ServerContext } from './use-authentication.ts';

/** Refuses what is over a limit before any of it runs, and says in every answer what it cost. */
export function useAdmission(admission: Admission): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onParse({ context }) {
      return ({ result }) => {
        if (result === null || result instanceof Error) charge(context);
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
  const isUnknown = error.extensions['code'] === 'UNAUTHENTICATED';
  // Whoever is nobody by now was somebody when the request came.
  if (isUnknown) return { status: 401, headers: { 'WWW-Authenticate': INVALID_TOKEN } };
  return retryAfterOf(error) === undefined ? { status: 400, spec: true } : refusalHead(error);
}
