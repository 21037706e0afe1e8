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

/** Puts the points left of the budget, as in `extensions.cost`, into the headers. */
function showRate(res: ServerResponse, { extensions }: ExecutionResult): void {
  const cost = extensions?.['cost'] as ShownCost | undefined;
  if (cost === undefined || res.headersSent) return;
  setRateHeaders(res, { ...cost, budget: cost.budgetPerMinute });
}

/** The answer to an operation that does not run. Its errors carry their HTTP status. */
export function refusalOf(res: ServerResponse, notRun: NotRun): ExecutionResult {
  const refused = { ...notRun, errors: notRun.errors.map(withStatus) };
  showRate(res, refused);
  return refused;
}

/** Executes a prepared operation. The room of its answer is given back when the response is over. */
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

/** Writes an answer as JSON and counts its bytes as its caller's. One that is too long becomes an error. */
export function writeAnswer(
  res: ServerResponse,
  bounds: Bounds,
  run: OperationRun,
  answer: ExecutionResult,
): string {
  const args = argsOf(run);
  const { account } = usageOf(args.contextValue as Context);
  const whole = JSON.stringify(answer);
  // Counting bytes is no little work for a long answer, so it is done once.
  const bytes = Buffer.byteLength(whole);
  if (bytes > MAX_ANSWER_BYTES) {
    account?.close();
    return JSON.stringify(tooLargeAnswer(bounds, args));
  }
  // A response that is gone by now has given its room back.
  if (!res.destroyed) account?.wait(bytes, () => res.destroy());
  return whole;
}

interface HttpHints {
  status?: number;
  /** Whether the status is only for the media type of GraphQL over HTTP. */
  spec?: boolean;
  headers?: Readonly<Record<string, string>>;
}

export interface AnswerHead {
  status: number;
  headers: Readonly<Record<string, string>>;
}

/** Status and headers of an answer, by its errors: the highest of their statuses; 200 without any. */
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
