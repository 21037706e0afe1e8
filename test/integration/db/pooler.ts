import { createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';

/**
 * As much of a transaction pooler as a client sees that sends simple queries: any number of
 * clients, one backend.
 */
export async function startPooler(
  databaseUrl: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const backend = new pg.Client({ connectionString: databaseUrl });
  await backend.connect();
  const server = createServer((socket) => serve(socket, backend));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `postgresql://desk@127.0.0.1:${portOf(server)}/desk?sslmode=disable`,
    stop: async () => {
      server.close();
      await backend.end();
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int16(value: number): Buffer {
  return int32(value).subarray(2);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

const READY = message('Z', Buffer.from('I'));

function serve(socket: Socket, backend: pg.Client): void {
  let received = Buffer.alloc(0);
  let greeted = false;
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    if (!greeted) {
      greeted = true;
      received = received.subarray(received.readInt32BE(0));
      // Authentication is fine; the backend's number and secret are the pooler's own.
      socket.write(
        Buffer.concat([message('R', int32(0)), message('K', int32(1), int32(1)), READY]),
      );
    }
    while (received.length >= 5 && received.length > received.readInt32BE(1)) {
      const end = 1 + received.readInt32BE(1);
      const type = received.toString('latin1', 0, 1);
      const sql = received.toString('utf8', 5, end - 1);
      received = received.subarray(end);
      if (type === 'Q') void answer(socket, backend, sql);
    }
  });
}

async function answer(socket: Socket, backend: pg.Client, sql: string): Promise<void> {
  const { fields, rows } = await backend.query<unknown[]>({ text: sql, rowMode: 'array' });
  const columns = fields.map(({ name, dataTypeID }) =>
    Buffer.concat([
      text(name),
      int32(0),
      int16(0),
      int32(dataTypeID),
      int16(-1),
      int32(-1),
      int16(0),
    ]),
  );
  const data = rows.map((row) => {
    const values = row.map((value) => Buffer.from(String(value)));
    return message(
      'D',
      int16(row.length),
      ...values.flatMap((value) => [int32(value.length), value]),
    );
  });
  socket.write(
    Buffer.concat([
      message('T', int16(fields.length), ...columns),
      ...data,
      message('C', text('SELECT')),
      READY,
    ]),
  );
}
