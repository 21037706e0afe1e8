import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Answer } from '../../graphql/answer.ts';
import { isWritten, textOf } from '../../graphql/answer.ts';
import type { Context } from '../../graphql/context.ts';
import type { AnswerAccount } from '../../graphql/limits/answer-room.ts';
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
  if (cost === undefined) return [];
  const { budgetPerMinute: budget, left, restoredInSeconds } = cost;
  return rateHeaders({ budget, left, restoredInSeconds });
}

/** The answer to an operation that does not run. Its errors carry their HTTP status. */
export function refusalOf(notRun: NotRun): ExecutionResult {
  return { ...notRun, errors: notRun.errors.map(withStatus) };
}

/** Executes a prepared operation. Whoever writes the answer sees to its room. */
export function executeRun(operations: Operations, run: OperationRun): MaybePromise<Answer> {
  return andThen(operations.execute(run), (answer) => {
    if (isWritten(answer) || answer.errors === undefined) return answer;
    return { ...answer, errors: answer.errors.map(withStatusOfRefusal) };
  });
}

/**
 * Keeps the room of an answer that has been written until its reader has taken it, or the response is over.
 *
 * @param bytes of the answer.
 */
export function keepRoom(res: ServerResponse, run: OperationRun, bytes: number): void {
  const account = accountOf(run);
  if (account === undefined) return;
  if (isTaken(res)) {
    account.end();
    return;
  }
  waitForReader(res, run, bytes);
  closeRoomWith(res, run);
}

/** Gives the room of an answer back when the response is over, whether the answer is written or not. */
export function closeRoomWith(res: ServerResponse, run: OperationRun): void {
  const account = accountOf(run);
  if (res.destroyed) account?.end();
  else if (account !== undefined) res.on('close', account.end);
}

/** Counts an answer that is about to be written until {@link closeRoomWith} gives its room back. */
export function waitForReader(res: ServerResponse, run: OperationRun, bytes: number): void {
  // A response that is gone by now has given its room back.
  if (!res.destroyed) accountOf(run)?.wait(bytes, () => res.destroy());
}

/** Whether the system has taken all of an answer, as it nearly always does at once. */
function isTaken({ writableEnded, socket }: ServerResponse): boolean {
  return writableEnded && socket?.writableLength === 0;
}

function accountOf(run: OperationRun): AnswerAccount | undefined {
  return usageOf(argsOf(run).contextValue as Context).account;
}

/** An answer as JSON, with the number of its bytes. */
export interface AnswerText {
  text: string;
  bytes: number;
}

/** Writes an answer as JSON. One that is too long becomes an error. */
export function writeAnswer(bounds: Bounds, run: OperationRun, answer: Answer): AnswerText {
  const text = textOf(answer);
  // Counting bytes is no little work for a long answer, so it is done once.
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_ANSWER_BYTES) return { text, bytes };
  return counted(JSON.stringify(tooLargeAnswer(bounds, argsOf(run))));
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
