import pg from 'pg';
import { AS_PRISMA, toText } from '../rows/values.ts';
import type { Statement } from '../rows/write.sql.ts';

/** What is wanted of a statement: its rows as Prisma reads them, as lists of texts, or none. */
export type Wanted = 'rows' | 'texts' | 'nothing';

/** A statement as it is sent; without a name (the empty one) the connection does not keep it. */
export interface Question extends Statement {
  name: string;
  wanted: Wanted;
}

export interface Reply {
  rows: unknown[];
  /** How many rows it read or wrote. */
  count: number;
  /** `COMMIT`, `UPDATE` … */
  command: string;
}

/** A question on its way. */
interface Asked {
  question: Question;
  resolve(reply: Reply): void;
  reject(error: unknown): void;
  rows: unknown[];
  reply: Reply | undefined;
}

/**
 * Statements that go to PostgreSQL together, with one request for answers behind them. It is what the driver does
 * with one statement, with less around each. After one that fails PostgreSQL takes no further one of them, and
 * these fail with the same error. Outside of a transaction they are one together.
 */
export interface RoundTrip {
  add(question: Question): Promise<Reply>;
  /** Sends them, if there are any. */
  send(client: pg.ClientBase): void;
}

export function createRoundTrip(): RoundTrip {
  const asked: Asked[] = [];
  return {
    add: (question) =>
      new Promise((resolve, reject) => {
        asked.push({ question, resolve, reject, rows: [], reply: undefined });
      }),
    send(client) {
      if (asked.length > 0) client.query(createTrip(asked));
    },
  };
}

/** Sends one statement by itself: outside of a transaction its failure leaves those before and behind it alone. */
export function sendAlone(client: pg.ClientBase, question: Question): Promise<Reply> {
  const trip = createRoundTrip();
  const reply = trip.add(question);
  trip.send(client);
  return reply;
}

/** Sends statements as one: outside of a transaction what one of them fails with undoes all of them. */
export function sendAsOne(client: pg.ClientBase, questions: readonly Question[]): Promise<Reply[]> {
  const trip = createRoundTrip();
  const replies = questions.map(trip.add);
  trip.send(client);
  return Promise.all(replies);
}

/** As much of the driver's connection as is used here. */
interface Connection {
  stream: { cork(): void; uncork(): void };
  /** Texts by name: those that PostgreSQL knows, and those of which it has not said so yet. */
  parsedStatements: Record<string, string | undefined>;
  submittedNamedStatements: Record<string, string | undefined>;
  parse(config: { name: string; text: string }): void;
  bind(config: { statement: string; values: unknown[]; valueMapper: Mapper }): void;
  describe(config: { type: 'P'; name: string }): void;
  execute(config: null): void;
  sync(): void;
  sendCopyFail(why: string): void;
}

type Mapper = (value: unknown) => unknown;

/** The columns of a statement's rows. */
interface Shape {
  names: string[];
  readers: ((text: string) => unknown)[];
}

/**
 * What PostgreSQL said of the rows of the statements that it keeps, which does not change as long as it does.
 * With the connection it goes.
 */
const shapes = new WeakMap<Connection, Map<string, Shape>>();

/**
 * What the driver takes for one of its queries. It calls the methods as PostgreSQL's messages come, and reads
 * `name` and `text` of what PostgreSQL has come to.
 */
interface Trip {
  asked: readonly Asked[];
  /** Which of them PostgreSQL is at. */
  place: number;
  name: string;
  text: string;
  shape: Shape | undefined;
  shapesHere: Map<string, Shape> | undefined;
  connection: Connection | undefined;
}

function createTrip(asked: readonly Asked[]): pg.Query {
  const trip = Object.create(QUERY) as Trip;
  trip.asked = asked;
  trip.shapesHere = undefined;
  trip.connection = undefined;
  moveTo(trip, 0);
  return trip as unknown as pg.Query;
}

function moveTo(trip: Trip, place: number): void {
  const { name = '', text = '' } = trip.asked[place]?.question ?? {};
  trip.place = place;
  trip.name = name;
  trip.text = text;
  trip.shape = undefined;
}

const methods = {
  submit(this: Trip, connection: Connection): null {
    this.connection = connection;
    this.shapesHere = shapesOf(connection);
    connection.stream.cork();
    try {
      for (const { question } of this.asked) write(connection, question, this.shapesHere);
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
    return null;
  },
  handleRowDescription(this: Trip, { fields }: { fields: readonly FieldDescription[] }): void {
    this.shape = shapeOf(fields);
    if (this.name !== '') this.shapesHere?.set(this.name, this.shape);
  },
  handleDataRow(this: Trip, { fields }: { fields: (string | null)[] }): void {
    const one = this.asked[this.place];
    if (one === undefined || one.question.wanted === 'nothing') return;
    if (one.question.wanted === 'texts') {
      one.rows.push(fields);
      return;
    }
    this.shape ??= this.shapesHere?.get(this.name);
    if (this.shape !== undefined) one.rows.push(rowOf(this.shape, fields));
  },
  handleCommandComplete(this: Trip, { text }: { text: string }): void {
    const one = this.asked[this.place];
    if (one !== undefined) one.reply = replyOf(one.rows, text);
    moveTo(this, this.place + 1);
  },
  handleEmptyQuery(this: Trip): void {
    moveTo(this, this.place + 1);
  },
  handleCopyInResponse(connection: Connection): void {
    connection.sendCopyFail('No source stream defined');
  },
  handleCopyData(): void {},
  handleError(this: Trip, error: unknown): void {
    for (const { question, reply } of this.asked) {
      // PostgreSQL has not looked at those behind the one that failed.
      if (reply === undefined) delete this.connection?.submittedNamedStatements[question.name];
    }
    settle(this.asked, () => error);
  },
  handleReadyForQuery(this: Trip): void {
    settle(this.asked, () => new Error('PostgreSQL said nothing of a statement.'));
  },
};

/** With these the driver takes it for a query of its own, of which it can have several under way. */
const QUERY: object = Object.assign(Object.create(pg.Query.prototype), methods);

/** @param errorOf what those failed with that have no reply; nearly always there are none. */
function settle(asked: readonly Asked[], errorOf: () => unknown): void {
  for (const { reply, resolve, reject } of asked) {
    if (reply === undefined) reject(errorOf());
    else resolve(reply);
  }
}

function write(connection: Connection, question: Question, known: ReadonlyMap<string, Shape>) {
  const { name, text, values, wanted } = question;
  const { parsedStatements, submittedNamedStatements } = connection;
  const isKept =
    name !== '' &&
    (parsedStatements[name] !== undefined || submittedNamedStatements[name] !== undefined);
  if (!isKept) {
    connection.parse({ name, text });
    if (name !== '') submittedNamedStatements[name] = text;
  }
  connection.bind({ statement: name, values, valueMapper: toText });
  if (wanted === 'rows' && !(isKept && known.has(name)))
    connection.describe({ type: 'P', name: '' });
  connection.execute(null);
}

interface FieldDescription {
  name: string;
  dataTypeID: number;
}

function shapesOf(connection: Connection): Map<string, Shape> {
  let found = shapes.get(connection);
  if (found === undefined) {
    found = new Map();
    shapes.set(connection, found);
  }
  return found;
}

function shapeOf(fields: readonly FieldDescription[]): Shape {
  return {
    names: fields.map(({ name }) => name),
    readers: fields.map(({ dataTypeID }) => AS_PRISMA.getTypeParser(dataTypeID, 'text')),
  };
}

function rowOf({ names, readers }: Shape, fields: readonly (string | null)[]): object {
  const row: Record<string, unknown> = {};
  for (let place = 0; place < names.length; place += 1) {
    const text = fields[place] ?? null;
    row[names[place] as string] = text === null ? null : readers[place]?.(text);
  }
  return row;
}

/** @param tag `INSERT 0 3`, `SELECT 1`, `COMMIT`. */
function replyOf(rows: unknown[], tag: string): Reply {
  const words = tag.split(' ');
  return { rows, count: Number(words.length > 1 ? words.at(-1) : 0), command: words[0] ?? '' };
}
