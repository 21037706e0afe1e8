import type { ExecutionResult } from 'graphql';

/** The answer of an operation whose data came as JSON already. It has no errors. */
export interface WrittenAnswer {
  /** The value of `data`, as JSON. */
  dataText: string;
  /** What the operation cost, in points. */
  points: number;
  extensions?: ExecutionResult['extensions'];
}

/** What executing an operation brings. */
export type Answer = ExecutionResult | WrittenAnswer;

export function isWritten(answer: Answer): answer is WrittenAnswer {
  return 'dataText' in answer;
}

/** The data of an answer as JSON; undefined when there is none. */
export function dataTextOf(answer: Answer): string | undefined {
  if (isWritten(answer)) return answer.dataText;
  return answer.data == null ? undefined : JSON.stringify(answer.data);
}

/** The whole answer as JSON. */
export function textOf(answer: Answer): string {
  if (!isWritten(answer)) return JSON.stringify(answer);
  const { dataText, extensions } = answer;
  return extensions === undefined
    ? `{"data":${dataText}}`
    : `{"data":${dataText},"extensions":${JSON.stringify(extensions)}}`;
}

/** The answer for whoever writes it in another way than {@link textOf}. */
export function resultOf(answer: Answer): ExecutionResult {
  if (!isWritten(answer)) return answer;
  const { dataText, extensions } = answer;
  const data = JSON.parse(dataText) as ExecutionResult['data'];
  return { ...(data !== undefined && { data }), ...(extensions !== undefined && { extensions }) };
}
