import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Context } from '../../graphql/context.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { tooLargeAnswer } from '../../graphql/limits/bounded.ts';
import { MAX_ANSWER_BYTES } from '../../graphql/limits/limits.ts';
import { usageOf } from '../../graphql/limits/usage.ts';
import type { ShownCost } from '../doors/admission.ts';
import { setRateHeaders } from '../doors/rate-headers.ts';
import type { OperationRun } from '../run/operation-run.ts';
import { argsOf } from '../run/operation-run.ts';
import type { NotRun, Operations } from '../run/operations.ts';
import { withStatus, withStatusOfRefusal } from './refusal-status.ts';

/** Says in the headers, as in `extensions.cost`, what is left of the budget of points. */
function showRate(res: ServerResponse, { extensions }: ExecutionResult): void {
  const cost = extensions?.['cost'] as ShownCost | undefined;
  if (cost === undefined || res.headersSent) return;
  setRateHeaders(res, { ...cost, budget: cost.budgetPerMinute });
}

/** What is answered to an operation that does not run; its errors say their status. */
export function refusalOf(res: ServerResponse, notRun: NotRun): ExecutionResult {
  const refused = { ...notRun, errors: notRun.errors.map(withStatus) };
  showRate(res, refused);
  return refused;
}

/** Executes what is prepared. The room of its answer is given back when the response is over. */
export async function executeFor(
  res: ServerResponse,
  operations: Operations,
  run: OperationRun,
): Promise<ExecutionResult> {
  const { errors, ...result } = await operations.execute(run);
  const { account } = usageOf(argsOf(run).contextValue as Context);
  if (res.destroyed) account?.close();
  else res.once('close', () => account?.close());
  const answer =
    errors === undefined ? result : { ...result, errors: errors.map(withStatusOfRefusal) };
  showRate(res, answer);
  return answer;
}

/** The bytes of an answer, which count as those of its caller from now on; another answer for one that is too long. */
export function writeAnswer(
  res: ServerResponse,
  bounds: Bounds,
  run: OperationRun,
  answer: ExecutionResult,
): string {
  const args = argsOf(run);
  const { account } = usageOf(args.contextValue as Context);
  const whole = JSON.stringify(answer);
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

interface HttpHints {
  status?: number;
  /** The status is for the media type of GraphQL over HTTP only. */
  spec?: boolean;
  headers?: Readonly<Record<string, string>>;
}

export interface AnswerHead {
  status: number;
  headers: Readonly<Record<string, string>>;
}

/** Status and headers of an answer, as its errors say: the highest status of them. */
export function headOf({ errors = [] }: ExecutionResult, isPlainJson: boolean): AnswerHead {
  const head = { status: 0, headers: {} };
  for (const { extensions } of errors) {
    const { status = 0, spec, headers }: HttpHints = extensions['http'] ?? {};
    Object.assign(head.headers, headers);
    if (!(isPlainJson && spec)) head.status = Math.max(head.status, status);
  }
  return head.status === 0 ? { ...head, status: 200 } : head;
}

/** The answer without what is for the head, its parts in the order in which they were. */
export function withoutHints(answer: ExecutionResult): ExecutionResult {
  const { errors } = answer;
  return errors === undefined ? answer : { ...answer, errors: errors.map(withoutHint) };
}

function withoutHint(error: GraphQLError): GraphQLError {
  const { http, ...extensions } = error.extensions;
  if (http === undefined) return error;
  const { message, nodes, source, positions, path } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}
