import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Answer } from '../../graphql/answer.ts';
import { isWritten, textOf } from '../../graphql/answer.ts';
import type { Context } from '../../graphql/context.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { tooLargeAnswer } from '../../graphql/limits/bounded.ts';
import { MAX_ANSWER_BYTES } from '../../graphql/limits/limits.ts';
import { usageOf } from '../../graphql/limits/usage.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';
import { andThen } from '../../shared/maybe-promise.ts';
import type { ShownCost } from '../doors/admission.ts';
import { rateHeaders } from '../doors/rate-headers.ts';
import type { OperationRun } from '../run/operation-run.ts';
import { argsOf } from '../run/operation-run.ts';
import type { NotRun, Operations } from '../run/operations.ts';
import { withStatus, withStatusOfRefusal } from './refusal-status.ts';

/** The headers with the points left of the budget, as in `extensions.cost`: names and values in turn. */
export function rateOf({ extensions }: Answer): readonly string[] {
  const cost = extensions?.['cost'] as ShownCost | undefined;
  return cost === undefined ? [] : rateHeaders({ ...cost, budget: cost.budgetPerMinute });
}

/** The answer to an operation that does not run. Its errors carry their HTTP status. */
export function refusalOf(notRun: NotRun): ExecutionResult {
  return { ...notRun, errors: notRun.errors.map(withStatus) };
}

/** Executes a prepared operation. The room of its answer is given back when the response is over. */
export function executeFor(
  res: ServerResponse,
  operations: Operations,
  run: OperationRun,
): MaybePromise<Answer> {
  return andThen(operations.execute(run), (answer) => {
    const { account } = usageOf(argsOf(run).contextValue as Context);
    if (res.destroyed) account?.close();
    else if (account !== undefined) res.on('close', account.close);
    if (isWritten(answer) || answer.errors === undefined) return answer;
    return { ...answer, errors: answer.errors.map(withStatusOfRefusal) };
  });
}

/** An answer as JSON, with the number of its bytes. */
export interface AnswerText {
  text: string;
  bytes: number;
}

/** Writes an answer as JSON and counts its bytes as its caller's. One that is too long becomes an error. */
export function writeAnswer(
  res: ServerResponse,
  bounds: Bounds,
  run: OperationRun,
  answer: Answer,
): AnswerText {
  const args = argsOf(run);
  const { account } = usageOf(args.contextValue as Context);
  const text = textOf(answer);
  // Counting bytes is no little work for a long answer, so it is done once.
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_ANSWER_BYTES) {
    account?.close();
    return counted(JSON.stringify(tooLargeAnswer(bounds, args)));
  }
  // A response that is gone by now has given its room back.
  if (!res.destroyed) account?.wait(bytes, () => res.destroy());
  return { text, bytes };
}

export function counted(text: string): AnswerText {
  return { text, bytes: Buffer.byteLength(text) };
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

const FINE: AnswerHead = { status: 200, headers: {} };

/** Status and headers of an answer, by its errors: the highest of their statuses; 200 without any. */
export function headOf(answer: Answer, isPlainJson: boolean): AnswerHead {
  if (isWritten(answer) || answer.errors === undefined) return FINE;
  const head = { status: 0, headers: {} };
  for (const { extensions } of answer.errors) {
    const { status = 0, spec, headers }: HttpHints = extensions['http'] ?? {};
    Object.assign(head.headers, headers);
    if (!(isPlainJson && spec)) head.status = Math.max(head.status, status);
  }
  return head.status === 0 ? { ...head, status: 200 } : head;
}

/** The answer without what is for the head, its parts in the order in which they were. */
export function withoutHints(answer: Answer): Answer {
  if (isWritten(answer) || answer.errors === undefined) return answer;
  return { ...answer, errors: answer.errors.map(withoutHint) };
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
