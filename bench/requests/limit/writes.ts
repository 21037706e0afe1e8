import type pg from 'pg';
import { v7 } from 'uuid';
import { encodeId } from '../../../src/graphql/global-id.ts';
import type { Recording } from '../recording.ts';
import { createPlacing } from '../sequencing.ts';
import { writeStatements } from '../write-statements.ts';

export interface Write {
  /** Which mutation of the recording. */
  step: number;
  variables: { input: { escalationId?: string; customer?: { externalId: string } } };
}

/** One statement for all rows of a mutation, then the log's places; the answer is the recorded one. */
export function createWrites(pool: pg.Pool, recording: Recording) {
  const statements = recording.steps.map((step) => writeStatements(recording, step).whole);
  const answers = recording.steps.map(({ data, mutation }) => answerOf(recording, data, mutation));
  const cursorOf = createPlacing(pool);
  return async ({ step, variables }: Write): Promise<string> => {
    const { escalationId, customer } = variables.input;
    const id = escalationId === undefined ? v7() : keyOf(escalationId);
    const values = [id, new Date(), ...(step === 0 ? [customer?.externalId] : [])];
    const text = statements[step] ?? '';
    const { rows } = await pool.query<{ reference: string }>({
      name: `step_${step}`,
      text,
      values,
    });
    const cursor = await cursorOf(id);
    return answers[step]?.(id, rows[0]?.reference ?? '', cursor) ?? 'null';
  };
}

function keyOf(globalId: string): string {
  return Buffer.from(globalId, 'base64').toString().slice('Escalation:'.length);
}

/** The recorded answer, with what is of another case in it. */
export function answerOf({ caseId, reference }: Recording, data: unknown, mutation: string) {
  const { cursor } = (data as Record<string, { cursor: string }>)[mutation] ?? { cursor: '' };
  const parts = [encodeId('Escalation', caseId), `"${reference}"`, `"${cursor}"`];
  const json = JSON.stringify(data);
  return (id: string, itsReference: string, itsCursor: string): string =>
    json
      .replaceAll(parts[0] ?? '', encodeId('Escalation', id))
      .replaceAll(parts[1] ?? '', `"${itsReference}"`)
      .replaceAll(parts[2] ?? '', `"${itsCursor}"`);
}
