import { createHash } from 'node:crypto';
import type pg from 'pg';
import { v7 } from 'uuid';
import type { Db } from '../../../src/db/client.ts';
import { Prisma } from '../../../src/db/client.ts';
import { createStatementNames } from '../../../src/db/statement-names.ts';
import { createSequencer } from '../../../src/events/sequencer.ts';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { encodeCursor } from '../../support/cursor.ts';
import type { RecordedRow, RecordedStep, Recording } from '../recording.ts';
import type { Written } from './rows.ts';

type Write = (input: object) => Promise<Written>;
export type StockWrites = Readonly<Record<string, Write>>;

interface Input {
  escalationId?: string;
  customer?: { externalId: string };
}
type Values = Record<string, unknown>;
type Tx = Parameters<Parameters<Db['$transaction']>[0]>[0];
/** A model of the client, whichever. */
interface Model {
  create(args: { data: Values }): Promise<Values>;
  updateMany(args: { where: Values; data: Values }): Promise<unknown>;
  deleteMany(args: { where: Values }): Promise<unknown>;
}

/** People are there already; every other key is of something that is new with the case. */
const OF_PEOPLE = /^(?:owner|user|by|actor|sender|classified_by|root_cause_by|participant)_ids?$/;
/** Of cases that are long over by then. */
const MAX_TURNS = 100_000;

/**
 * A transaction for each mutation, a call of the client for each row, as its documentation has it.
 *
 * @param pool for the passes of the sequencer, which is the desk's.
 */
export function createStockWrites(db: Db, pool: pg.Pool, recording: Recording): StockWrites {
  const sequencer = createSequencer({ pool, nameOf: createStatementNames().nameOf }, console.error);
  const turns = new Map<string, number>();
  const steps = new Map<string, RecordedStep[]>();
  for (const step of recording.steps) {
    steps.set(step.mutation, [...(steps.get(step.mutation) ?? []), step]);
  }

  async function run(step: RecordedStep, id: string, { customer }: Input): Promise<Written> {
    const eventIds = await db.$transaction(async (tx) => {
      const about =
        customer === undefined ? await lock(tx, id) : await opening(tx, customer.externalId);
      const ids: bigint[] = [];
      const maker = { recording, step, id, now: Date.now(), ...about };
      for (const row of step.rows) {
        const written = await writeRow(tx, maker, row);
        if (row.table === 'log_entry') ids.push(written?.['id'] as bigint);
      }
      return ids;
    });
    await sequencer.sequence();
    const last = await db.logEntry.findFirst({
      where: { escalationId: id, seq: { not: null } },
      orderBy: { seq: 'desc' },
      select: { seq: true },
    });
    return { caseId: id, eventIds, cursor: encodeCursor(last?.seq ?? 0n) };
  }

  return Object.fromEntries(
    [...steps].map(([mutation, ofIt]) => {
      const write: Write = (given) => {
        const input = given as Input;
        const { escalationId } = input;
        const id = escalationId === undefined ? v7() : (decodeId('Escalation', escalationId) ?? '');
        const turn = turns.get(`${mutation} ${id}`) ?? 0;
        if (turns.size > MAX_TURNS) turns.clear();
        if (ofIt.length > 1) turns.set(`${mutation} ${id}`, turn + 1);
        const step = ofIt[turn % ofIt.length];
        if (step === undefined) throw new Error(`${mutation} was not recorded.`);
        return run(step, id, input);
      };
      return [mutation, write];
    }),
  );
}

interface About {
  customerId: string;
  reference: string;
}

async function lock(tx: Tx, id: string): Promise<About> {
  await tx.$queryRaw`SELECT id FROM escalation WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.escalation.findUniqueOrThrow({ where: { id } });
}

async function opening(tx: Tx, externalId: string): Promise<About> {
  const { id } = await tx.customer.findUniqueOrThrow({ where: { externalId } });
  const year = new Date().getUTCFullYear();
  const [row] = await tx.$queryRawUnsafe<{ number: bigint }[]>(
    `SELECT nextval('escalation_number_${year}') AS number`,
  );
  return { customerId: id, reference: `ESC-${year}-${String(row?.number).padStart(3, '0')}` };
}

interface Maker extends About {
  recording: Recording;
  step: RecordedStep;
  id: string;
  now: number;
}

async function writeRow(
  tx: Tx,
  maker: Maker,
  { table, kind, key, values }: RecordedRow,
): Promise<Values | undefined> {
  // Prisma has no words for its columns.
  if (table === 'search_text') {
    const { open_words: open = '', internal_words: internal = '' } = values as Values;
    if (kind === 'insert') {
      await tx.$executeRaw`INSERT INTO search_text (escalation_id, customer_id, open_words,
          internal_words, open_size, internal_size, version)
        VALUES (${maker.id}::uuid, ${maker.customerId}::uuid, ${String(open)}::tsvector,
          ${String(internal)}::tsvector, 0, 0, ${Number(values['version'])})`;
    } else {
      await tx.$executeRaw`UPDATE search_text SET open_words = open_words || ${String(open)}::tsvector
        WHERE escalation_id = ${maker.id}::uuid`;
    }
    return undefined;
  }
  const model = (tx as unknown as Record<string, Model>)[camel(table)];
  if (model === undefined) throw new Error(`There is no model of ${table}.`);
  const where = valuesOf(maker, table, key);
  if (kind === 'delete') await model.deleteMany({ where });
  else if (kind === 'update') {
    await model.updateMany({ where, data: valuesOf(maker, table, values) });
  } else {
    const { seq, ...data } = valuesOf(maker, table, values);
    void seq;
    if (table === 'log_entry') delete data['id'];
    return model.create({ data });
  }
  return undefined;
}

function valuesOf(maker: Maker, table: string, row: Readonly<Values>): Values {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      camel(column),
      columnValue(maker, table, column, value),
    ]),
  );
}

function columnValue(maker: Maker, table: string, column: string, value: unknown): unknown {
  const { recording, step, id, now, customerId, reference } = maker;
  const type = recording.types[`${table}.${column}`] ?? 'text';
  if (value === null) return type === 'jsonb' ? Prisma.DbNull : null;
  if (table === 'escalation' && column === 'reference') return reference;
  if (value === recording.caseId) return id;
  if (value === recording.customerId) return customerId;
  if (type === 'uuid' && !OF_PEOPLE.test(column)) return ownKey(id, String(value));
  if (type === 'timestamp with time zone[]') {
    return (value as string[]).map((time) => timeOf(step, now, time));
  }
  if (type === 'timestamp with time zone') return timeOf(step, now, String(value));
  if (type === 'date') return new Date(String(value));
  return type === 'bigint' ? BigInt(String(value)) : value;
}

function timeOf({ at }: RecordedStep, now: number, time: string): Date {
  return new Date(now + Date.parse(time) - Date.parse(at));
}

/** The same for a key of the recording in all mutations of a case. */
function ownKey(caseId: string, recorded: string): string {
  const digits = createHash('md5').update(caseId).update(recorded).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
