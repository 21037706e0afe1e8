import type { Client, UserError, Variables } from '../support/client.ts';

/** A call that a client makes until it is answered, under one idempotency key. */
interface Call {
  mutation: string;
  input: Variables;
}

export interface Confirmed extends Call {
  cursor: string;
  escalation: { id: string; reference: string };
  events: { id: string; cursor: string }[];
}

/** A client that opens cases and writes notes on them, one call after the other. */
export interface Writer {
  confirmed: Confirmed[];
  /** Writes until a call gets no answer, which may be once `isOver`; begins with the one before. */
  writeTo(desk: Client, onConfirmed: () => void, isOver: () => boolean): Promise<void>;
  /** Repeats the call that got no answer, if there is one. */
  settle(desk: Client): Promise<void>;
}

const NOTES_PER_CASE = 3;
const ANSWER = 'cursor escalation { id reference } events { id cursor }';

export function createWriter(name: string, customerId: string): Writer {
  const confirmed: Confirmed[] = [];
  let made = 0;
  let pending: Call | undefined;

  function next(): Call {
    made += 1;
    const idempotencyKey = `${name} ${made}`;
    const escalationId = confirmed.at(-1)?.escalation.id;
    if (escalationId !== undefined && made % (NOTES_PER_CASE + 1) !== 1) {
      const input = { escalationId, text: idempotencyKey, idempotencyKey };
      return { mutation: 'addNote', input };
    }
    const customer = { id: customerId };
    const input = { customer, issue: idempotencyKey, severity: 'LOW', idempotencyKey };
    return { mutation: 'openEscalation', input };
  }

  /** @throws Error when the desk does not answer, or answers that it could not. */
  async function call(desk: Client): Promise<void> {
    pending ??= next();
    const { mutation, input } = pending;
    const answer = await desk.mutate<Confirmed & { userErrors: UserError[] }>(
      mutation,
      input,
      ANSWER,
    );
    if (answer.userErrors.length > 0) throw new Refused(answer.userErrors);
    const { cursor, escalation, events } = answer;
    confirmed.push({ mutation, input, cursor, escalation, events });
    pending = undefined;
  }

  return {
    confirmed,
    async writeTo(desk, onConfirmed, isOver) {
      for (;;) {
        try {
          await call(desk);
        } catch (error) {
          if (isOver() && !(error instanceof Refused)) return;
          throw error;
        }
        onConfirmed();
      }
    },
    async settle(desk) {
      if (pending !== undefined) await call(desk);
    },
  };
}

/** Nothing that a writer asks for may be refused, whatever happened in between. */
class Refused extends Error {
  constructor(errors: readonly UserError[]) {
    super(`refused: ${JSON.stringify(errors)}`);
    this.name = 'Refused';
  }
}
