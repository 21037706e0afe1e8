import type pg from 'pg';
import { v7 } from 'uuid';
import { answerOf } from '../requests/limit/writes.ts';
import type { Recording } from '../requests/recording.ts';
import { createPlacing } from '../requests/sequencing.ts';
import { writeStatements } from '../requests/write-statements.ts';
import { key, one } from './mercurius-rows.ts';

interface Args {
  input: { escalationId?: string; customer?: { externalId: string } };
}

/** Of cases that are long over by then. */
const MAX_TURNS = 100_000;

/** A transaction for each mutation: the case is locked and read, then a prepared statement for each row. */
export function createWrites(pool: pg.Pool, recording: Recording) {
  const cursorOf = createPlacing(pool);
  /** Some mutations occur more than once in a case; by turns they write what they wrote there. */
  const turns = new Map<string, number>();
  const steps = new Map<string, number[]>();
  for (const [place, { mutation }] of recording.steps.entries()) {
    steps.set(mutation, [...(steps.get(mutation) ?? []), place]);
  }
  const statements = recording.steps.map((step) => writeStatements(recording, step).rows);
  const answers = recording.steps.map(({ data, mutation }) => answerOf(recording, data, mutation));

  async function write(place: number, id: string, { input }: Args): Promise<string> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      let reference = '';
      if (place > 0) {
        const text = 'SELECT * FROM escalation WHERE id = $1 FOR UPDATE';
        reference = (await client.query(one('lock', text, [id]))).rows[0].reference;
      }
      const now = new Date();
      for (const [row, text] of (statements[place] ?? []).entries()) {
        const isCase = place === 0 && row === 0;
        const values = isCase ? [id, now, input.customer?.externalId] : [id, now];
        const { rows } = await client.query(one(`step_${place}_${row}`, text, values));
        if (isCase) reference = rows[0].reference;
      }
      await client.query('COMMIT');
      return reference;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }

  const resolverOf = (mutation: string, places: readonly number[]) => {
    return async (_root: unknown, args: Args) => {
      const { escalationId } = args.input;
      const id = escalationId === undefined ? v7() : key('Escalation', escalationId);
      const turnOf = `${mutation} ${id}`;
      const turn = turns.get(turnOf) ?? 0;
      if (turns.size > MAX_TURNS) turns.clear();
      if (places.length > 1) turns.set(turnOf, turn + 1);
      const place = places[turn % places.length] ?? 0;
      const reference = await write(place, id, args);
      const json = answers[place]?.(id, reference, await cursorOf(id)) ?? 'null';
      const payload = (JSON.parse(json) as Record<string, Payload>)[mutation];
      // Its resolver makes the global id anew.
      if (payload !== undefined) payload.escalation.id = id;
      return payload;
    };
  };
  return Object.fromEntries(
    [...steps].map(([mutation, places]) => [mutation, resolverOf(mutation, places)]),
  );
}

interface Payload {
  escalation: { id: string };
}
