import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { encodeId } from '../../src/graphql/global-id.ts';
import { answerCalls } from './calls.ts';
import { encodeCursor } from './cursor.ts';
import { EVENT_TYPE } from './fanout-events.ts';

/** The limit: COPY of the rows out of PostgreSQL and, as each comes, a frame made before by `ws`. */
const WHERE = `FROM log_entry WHERE seq > 0 AND type = '${EVENT_TYPE}' ORDER BY seq`;
const COPY_OUT = `COPY (SELECT * ${WHERE}) TO STDOUT`;

interface Row {
  id: string;
  seq: string;
  at: Date;
  summary: string;
}

function frameOf({ id, seq, at, summary }: Row): Buffer {
  const escalationEvents = {
    id: encodeId('TimelineEvent', id),
    type: EVENT_TYPE,
    at: at.toISOString(),
    summary,
    cursor: encodeCursor(BigInt(seq)),
  };
  const data = { escalationEvents };
  return Buffer.from(JSON.stringify({ id: '0000', type: 'next', payload: { data } }));
}

/** A query of `pg` that hands on what COPY sends, one call a row. */
function copyOut(onRow: () => void, onEnd: (error?: Error) => void) {
  return {
    submit: (connection: { query(text: string): void }) => connection.query(COPY_OUT),
    handleCopyData: onRow,
    handleCommandComplete() {},
    handleReadyForQuery: () => onEnd(),
    handleError: onEnd,
  };
}

const calls = {
  async listen(databaseUrl: string): Promise<string> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client.query<Row>(`SELECT id, seq, at, summary ${WHERE}`);
    const frames = rows.map(frameOf);
    const replay = (socket: WebSocket) => {
      let row = 0;
      const send = () => {
        const frame = frames[row];
        if (frame === undefined) throw new Error('COPY brought more rows than there were.');
        socket.send(frame, { binary: false });
        row += 1;
      };
      client.query(
        copyOut(send, (error) => {
          if (error !== undefined) throw error;
        }) as unknown as pg.Submittable,
      );
    };
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
    server.on('connection', (socket) => socket.once('message', () => replay(socket)));
    await new Promise((resolve) => server.once('listening', resolve));
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
};

export type ReplayLimitCalls = typeof calls;
answerCalls(calls);
