import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { Plugin, YogaServer } from 'graphql-yoga';
import { resultOf } from '../../graphql/answer.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { namesOperation } from '../../persisted/request.ts';
import { setEach } from '../doors/rate-headers.ts';
import type { OperationRun } from '../run/operation-run.ts';
import { argsOf, arrivedAt } from '../run/operation-run.ts';
import type { Operations } from '../run/operations.ts';
import {
  closeRoomWith,
  executeRun,
  rateOf,
  refusalOf,
  waitForReader,
  writeAnswer,
} from './http-answer.ts';
import { createResultQueue } from './result-queue.ts';
import type { ServerContext } from './server-context.ts';

/** Runs operations through `operations`, as all doors do, in place of Yoga's own steps. */
export function useOperations(
  operations: Operations,
  bounds: Bounds,
): Plugin<Record<string, unknown>, ServerContext> {
  let yoga: YogaServer<ServerContext, Record<string, unknown>>;

  /** Streams the results of a subscription, which come from the hub as they do for sockets. */
  async function stream(run: OperationRun, res: ServerResponse) {
    const queue = createResultQueue(() => res.destroy());
    const started = await operations.subscribe(run, queue.sink);
    if (!('end' in started)) return { errors: started };
    // When the client is gone by now, Yoga does not iterate the results and would not notice.
    if (res.destroyed) started.end();
    else res.once('close', () => started.end());
    return queue.results(() => started.end());
  }

  return {
    onYogaInit(init) {
      yoga = init.yoga as typeof yoga;
    },
    onParams({
      params,
      setParams,
      setParamsHandler,
      context: { req, res, principal, run: known },
    }) {
      // Parameters that are no object, and requests without a principal, are refused further on.
      if (principal === undefined || typeof params !== 'object' || params === null) return;
      const run: OperationRun = known ?? {
        principal,
        params,
        readsOnly: req.method === 'GET',
        since: arrivedAt(),
        isGone: () => res.destroyed,
      };
      // Yoga wants a document, but this operation may be named by its id.
      if (namesOperation(params)) setParams({ ...params, query: params.query ?? '' });
      setParamsHandler(async ({ request, context }) => {
        context.run = run;
        const notRun = known === undefined ? await operations.prepare(run) : undefined;
        if (notRun !== undefined) {
          const refusal = refusalOf(notRun);
          showRate(res, refusal);
          return refusal;
        }
        // A subscription goes by way of Yoga, which then writes its answer as a stream.
        if (operations.isSubscription(run)) {
          const contextValue = { ...context, request };
          return yoga.getEnveloped(contextValue).subscribe({ ...argsOf(run), contextValue });
        }
        const answer = resultOf(await executeRun(operations, run));
        closeRoomWith(res, run);
        showRate(res, answer);
        const stringify = ({
          stringify: _own,
          ...own
        }: ExecutionResult & { stringify?: unknown }) => {
          const { text, bytes } = writeAnswer(bounds, run, own);
          waitForReader(res, run, bytes);
          return text;
        };
        return { ...answer, stringify } as ExecutionResult;
      });
    },
    onSubscribe({ args, setSubscribeFn }) {
      const { run, res } = args.contextValue as unknown as Required<ServerContext>;
      setSubscribeFn(() => stream(run, res));
    },
  };
}

/** Yoga writes the head itself, with what is set already. */
function showRate(res: ServerResponse, answer: ExecutionResult): void {
  if (!res.headersSent) setEach(res, rateOf(answer));
}
