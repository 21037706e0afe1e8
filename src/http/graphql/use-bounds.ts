import type { ServerResponse } from 'node:http';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { retryAfterOf } from '../../graphql/errors.ts';
import type { AnswerAccount } from '../../graphql/limits/answer-room.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { runBounded, tooLargeAnswer } from '../../graphql/limits/bounded.ts';
import { MAX_ANSWER_BYTES } from '../../graphql/limits/limits.ts';
import { usageOf } from '../../graphql/limits/usage.ts';
import { withStatus } from './refusal-status.ts';
import type { ServerContext } from './use-authentication.ts';

/**
 * Runs operations in their turn and within the limits of an answer, and keeps count of what readers
 * have not taken yet: whoever stops reading keeps its room until its connection ends.
 */
export function useBounds(bounds: Bounds): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      const execute = executeFn as (args: ExecutionArgs) => Promise<ExecutionResult>;
      setExecuteFn(async (given: unknown) => {
        const args = given as ExecutionArgs;
        const { res } = args.contextValue as { res: ServerResponse };
        const { errors, ...result } = await runBounded(bounds, args, execute, () => res.destroyed);
        const { account } = usageOf(args.contextValue as Context);
        if (res.destroyed) account?.close();
        else res.once('close', () => account?.close());
        const shown = errors?.map((error) =>
          retryAfterOf(error) === undefined ? error : withStatus(error),
        );
        return {
          ...result,
          ...(shown === undefined ? {} : { errors: shown }),
          stringify: (answer: ExecutionResult) => written(bounds, args, answer, account, res),
        };
      });
    },
  };
}

/** Called when the answer is written, after all that others make of it. */
function written(
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
