import type { ServerResponse } from 'node:http';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin, YogaServer } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import type { AnswerAccount } from '../../graphql/limits/answer-room.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { tooLargeAnswer } from '../../graphql/limits/bounded.ts';
import { MAX_ANSWER_BYTES } from '../../graphql/limits/limits.ts';
import { usageOf } from '../../graphql/limits/usage.ts';
import { namesOperation } from '../../persisted/request.ts';
import type { ShownCost } from '../doors/admission.ts';
import { setRateHeaders } from '../doors/rate-headers.ts';
import type { OperationRun } from '../run/operation-run.ts';
import { argsOf } from '../run/operation-run.ts';
import type { Operations } from '../run/operations.ts';
import { createResultQueue } from '../socket/result-queue.ts';
import { withStatus, withStatusOfRefusal } from './refusal-status.ts';
import type { ServerContext } from './use-authentication.ts';

/** Has operations go the way of all operations, in place of Yoga's own. */
export function useOperations(
  operations: Operations,
  bounds: Bounds,
): Plugin<Record<string, unknown>, ServerContext> {
  let yoga: YogaServer<ServerContext, Record<string, unknown>>;

  async function answer(run: OperationRun, res: ServerResponse): Promise<ExecutionResult> {
    const { errors, ...result } = await operations.execute(run);
    const { account } = usageOf(argsOf(run).contextValue as Context);
    if (res.destroyed) account?.close();
    else res.once('close', () => account?.close());
    return {
      ...result,
      ...(errors === undefined ? {} : { errors: errors.map(withStatusOfRefusal) }),
      stringify: (own: ExecutionResult) => write(bounds, argsOf(run), own, account, res),
    } as ExecutionResult;
  }

  /** Results come from the hub, like those of sockets. */
  async function stream(run: OperationRun, res: ServerResponse) {
    const queue = createResultQueue(() => res.destroy());
    const started = await operations.subscribe(run, queue.sink);
    if (!('end' in started)) return { errors: started };
    // A client that is gone by now is not noticed by whoever would take its results.
    if (res.destroyed) started.end();
    else res.once('close', () => started.end());
    return queue.results(() => started.end());
  }

  return {
    onYogaInit(init) {
      yoga = init.yoga as typeof yoga;
    },
    onParams({ params, setParams, setParamsHandler, context: { req, res, principal } }) {
      // What is no object, and whoever is nobody, ends further on.
      if (principal === undefined || typeof params !== 'object' || params === null) return;
      const run: OperationRun = {
        principal,
        params,
        readsOnly: req.method === 'GET',
        isGone: () => res.destroyed,
      };
      // Yoga wants a document, and this one may be known by its id.
      if (namesOperation(params)) setParams({ ...params, query: params.query ?? '' });
      setParamsHandler(async ({ context }) => {
        context.run = run;
        const notRun = await operations.prepare(run);
        if (notRun !== undefined) {
          const refused = { ...notRun, errors: notRun.errors.map(withStatus) };
          showRate(refused, res);
          return refused;
        }
        // By way of Yoga, so that it knows the answer for a stream.
        if (operations.isSubscription(run)) {
          return yoga.getEnveloped(context).subscribe({ ...argsOf(run), contextValue: context });
        }
        const answered = await answer(run, res);
        showRate(answered, res);
        return answered;
      });
    },
    onSubscribe({ args, setSubscribeFn }) {
      const { run, res } = args.contextValue as unknown as Required<ServerContext>;
      setSubscribeFn(() => stream(run, res));
    },
  };
}

/** Says in the headers, as in `extensions.cost`, what is left of the budget of points. */
function showRate({ extensions }: ExecutionResult, res: ServerResponse): void {
  const cost = extensions?.['cost'] as ShownCost | undefined;
  if (cost === undefined || res.headersSent) return;
  setRateHeaders(res, { ...cost, budget: cost.budgetPerMinute });
}

/** Called when the answer is written, after all that others make of it. */
function write(
  bounds: Bounds,
  args: ExecutionArgs,
  answer: ExecutionResult,
  account: AnswerAccount | undefined,
  res: ServerResponse,
): string {
  const { stringify: _stringify, ...own } = answer as { stringify?: unknown };
  const whole = JSON.stringify(own);
  // To count them is not little work where there are many.
  const bytes = Buffer.byteLength(whole);
  if (bytes > MAX_ANSWER_BYTES) {
    account?.close();
    return JSON.stringify(tooLargeAnswer(bounds, args));
  }
  // One that is gone by now has given its room back.
  if (!res.destroyed) account?.wait(bytes, () => res.destroy());
  return whole;
}
