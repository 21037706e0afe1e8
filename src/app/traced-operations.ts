import type { GraphQLError } from 'graphql';
import { isWritten } from '../graphql/answer.ts';
import { operationIn } from '../graphql/known-operation.ts';
import type { OperationRun } from '../http/run/operation-run.ts';
import type { Operations } from '../http/run/operations.ts';
import { currentCaller, onRequest } from '../shared/caller.ts';
import { newRequestId } from '../shared/request-facts.ts';
import type { Span, Tracing } from '../shared/tracing.ts';

/**
 * Makes every operation, at whichever door, a piece of the trace of its request: from when it is looked at to
 * its answer, or to the beginning of its subscription. What it asks of the database is below it.
 */
export function traceOperations(operations: Operations, tracing: Tracing): Operations {
  const spans = new WeakMap<OperationRun, Span>();

  /** Does a step of an operation within its span. */
  function within<Result>(run: OperationRun, step: () => Result): Result {
    const { request } = currentCaller();
    const { id = newRequestId(), traceparent, since = run.since } = request ?? {};
    const span =
      spans.get(run) ?? tracing.begin('operation', 'internal', request?.span ?? traceparent);
    spans.set(run, span);
    return onRequest({ id, traceparent, since, span }, step);
  }

  function end(run: OperationRun, errors: readonly GraphQLError[] = []): void {
    const span = spans.get(run);
    if (span === undefined) return;
    spans.delete(run);
    const { args } = run;
    const node = args && operationIn(args.document, args.operationName)?.node;
    if (node !== undefined) {
      const name = node.name?.value;
      span.rename(name === undefined ? node.operation : `${node.operation} ${name}`);
      span.set('graphql.operation.type', node.operation);
      if (name !== undefined) span.set('graphql.operation.name', name);
    }
    const [error] = errors;
    span.end(error === undefined ? undefined : String(error.extensions['code']));
  }

  async function ending<Result>(
    run: OperationRun,
    work: Result | Promise<Result>,
    errorsOf: (result: Result) => readonly GraphQLError[] | undefined,
  ): Promise<Result> {
    try {
      const result = await work;
      const errors = errorsOf(result);
      end(run, errors);
      return result;
    } catch (error) {
      end(run);
      throw error;
    }
  }

  return {
    ...operations,
    async prepare(run) {
      const notRun = await within(run, () => operations.prepare(run));
      if (notRun !== undefined) end(run, notRun.errors);
      return notRun;
    },
    execute: (run) =>
      ending(
        run,
        within(run, () => operations.execute(run)),
        (answer) => (isWritten(answer) ? undefined : answer.errors),
      ),
    subscribe: (run, sink) =>
      ending(
        run,
        within(run, () => operations.subscribe(run, sink)),
        (started) => ('end' in started ? undefined : started),
      ),
  };
}
