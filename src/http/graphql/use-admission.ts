import type { DocumentNode, ExecutionArgs } from 'graphql';
import { getOperationAST } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Principal } from '../../auth/principal.ts';
import type { Admission } from '../doors/admission.ts';
import { noOperation } from '../doors/admission.ts';
import { withStatus } from './refusal-status.ts';
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
        if (result === null || result instanceof Error) charge(context, result);
        else requireOperation(result, context as ParsedContext);
      };
    },
    onValidate({ context }) {
      return ({ valid, result }) => {
        if (!valid) charge(context, result[0]);
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
    const refusal = noOperation();
    charge(context, refusal);
    throw withStatus(refusal);
  }

  function charge(context: object, error: unknown): void {
    const { principal } = context as ServerContext;
    if (principal !== undefined) admission.refused(principal, error);
  }

  function admit(args: ExecutionArgs): ReturnType<Admission['admit']> {
    const { principal } = args.contextValue as { principal: Principal };
    return admission.admit(args, principal);
  }
}
