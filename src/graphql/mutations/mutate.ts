import type { z } from 'zod';
import { partsOf } from '../../db/client.ts';
import { isLockTimeout } from '../../db/error-codes.ts';
import type { IdempotentCall } from '../../db/idempotency.ts';
import { claimKey, keepAnswer } from '../../db/idempotency.ts';
import { isLineLost } from '../../db/line.ts';
import { leaveAll } from '../../db/pool.ts';
import type { Tx } from '../../db/transaction.ts';
import { inTransaction } from '../../db/transaction.ts';
import { placeOf } from '../../events/cursor.ts';
import type { Work } from '../../events/work.ts';
import { workOf } from '../../events/work.ts';
import type { UserError, UserErrorCode } from '../../shared/errors.ts';
import { HeldByOthers, OutcomeUnknown, Refusal } from '../../shared/errors.ts';
import type { Context } from '../context.ts';
import type { InputFields } from '../inputs/field.ts';
import type { Answer, PayloadSource } from './payload.ts';

/** The parts of a mutation that running it needs. */
interface RunnableMutation<Input> {
  name: string;
  fields: InputFields;
  /** The check of all fields together. */
  schema: z.ZodType<Input>;
  run(work: Work, input: Input): Promise<Answer>;
}

/**
 * Checks the input, runs the change in one transaction, begins to have its entries placed in the log, and
 * returns the source of the payload, whose `cursor` comes when they are. Mistakes that a person can mend become
 * `userErrors`; any other error is thrown.
 */
export async function runMutation<Input>(
  context: Context,
  given: Readonly<Record<string, unknown>>,
  { name: mutation, fields, schema, run }: RunnableMutation<Input>,
): Promise<PayloadSource> {
  const rawInput = await withIds(context, fields, given);
  const parsed = schema.safeParse(rawInput);
  if (!parsed.success) return refused(parsed.error.issues.map(toUserError));
  const now = context.clock.now();
  const { idempotencyKey, ...input } = rawInput;
  const call: IdempotentCall | undefined =
    typeof idempotencyKey === 'string'
      ? { principal: context.principal.id, key: idempotencyKey, mutation, input, now }
      : undefined;
  try {
    const { answer, recordedAt } = await inTransaction(context.db, (tx) =>
      once(tx, call, now, () => run(workOf(context.principal, tx, now), parsed.data)),
    );
    const cursor = cursorOf(context, answer, recordedAt);
    // Whoever waits for it is told.
    cursor.catch(() => {});
    return { ...answer, cursor, userErrors: [] };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.errors);
    throw shown(error);
  }
}

/** Before anything is confirmed to be written. */
function shown(error: unknown): unknown {
  if (isLockTimeout(error)) return new HeldByOthers(error);
  return isLineLost(error) ? new OutcomeUnknown(error) : error;
}

/** The input with ids in place of other names, so that a repeated call names the same object. */
async function withIds(
  context: Context,
  fields: InputFields,
  given: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const input = { ...given };
  for (const [name, { toId }] of Object.entries(fields)) {
    const value = given[name];
    if (toId !== undefined && typeof value === 'string') input[name] = await toId(context, value);
  }
  return input;
}

async function once(
  tx: Tx,
  call: IdempotentCall | undefined,
  now: Date,
  run: () => Promise<Answer>,
): Promise<Carried> {
  if (call === undefined) return { answer: await run(), recordedAt: now };
  const earlier = (await claimKey(tx, call)) as KeptAnswer | undefined;
  if (earlier !== undefined) {
    const answer = { ...earlier, eventIds: earlier.eventIds.map(BigInt) };
    return { answer, recordedAt: undefined };
  }
  const answer = await run();
  const { toldOnce: _toldOnce, ...kept } = answer;
  keepAnswer(tx, call, { ...kept, eventIds: answer.eventIds.map(String) });
  return { answer, recordedAt: now };
}

interface Carried {
  answer: Answer;
  /** When its entries were recorded; undefined when an earlier call did that. */
  recordedAt: Date | undefined;
}

/** An answer in the form in which JSON keeps it. */
type KeptAnswer = Omit<Answer, 'eventIds' | 'toldOnce'> & { eventIds: string[] };

/** Has the entries placed. @returns the place of the last one. @throws although the change is written. */
async function cursorOf(
  { db, sequencer, cursors }: Context,
  { eventIds }: Answer,
  recordedAt: Date | undefined,
): Promise<string | null> {
  await sequencer.sequence();
  const last = eventIds.at(-1);
  if (last === undefined) return null;
  const seq = sequencer.placeOf(last);
  if (seq !== undefined && recordedAt !== undefined) {
    return cursors.encode(placeOf({ id: last, seq, recordedAt }));
  }
  // Another node was faster, or the call is a repeated one.
  const entry = await db.logEntry.findUnique({ where: { id: last } });
  // What this call has just written can only be missing where it was not written.
  if (entry === null && recordedAt !== undefined) {
    leaveAll(partsOf(db).pool, NOT_THERE);
    throw new Error(NOT_THERE);
  }
  return entry?.seq == null ? null : cursors.of(entry);
}

const NOT_THERE = 'What was just written is not there: the database that is read is another one.';

function refused(userErrors: readonly UserError[]): PayloadSource {
  return { eventIds: [], cursor: null, userErrors };
}

function toUserError(issue: z.core.$ZodIssue): UserError {
  const code = issue.code === 'custom' ? issue.params?.['userErrorCode'] : undefined;
  return {
    code: (code as UserErrorCode | undefined) ?? 'INVALID',
    message: issue.message,
    field: issue.path.map(String),
  };
}
