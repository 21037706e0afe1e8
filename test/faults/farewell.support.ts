import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A line to PostgreSQL on which it takes its leave at the worst moment. */
export interface FarewellProxy {
  /** The address of the database, by way of the proxy. */
  url: string;
  /** From now on: behind one of its answers, in the same packet, a connection is told that the server shuts down. */
  begin(): void;
  end(): void;
  /** How many were told so. */
  farewells(): number;
  close(): Promise<void>;
}

/** Another answer for each connection, in a transaction and between two. */
const answersBefore = (connection: number): number => 2 + ((connection * 5) % 13);
const READY_FOR_QUERY = 'Z'.charCodeAt(0);

/** What PostgreSQL sends when it is shut down or an administrator ends a connection. */
const FAREWELL = fatal('57P01', 'terminating connection due to administrator command');

function fatal(code: string, text: string): Buffer {
  const fields = { S: 'FATAL', V: 'FATAL', C: code, M: text };
  const body = Buffer.from(
    `${Object.entries(fields)
      .map(([name, value]) => `${name}${value}\0`)
      .join('')}\0`,
  );
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export async function startFarewellProxy(databaseUrl: string): Promise<FarewellProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isActive = false;
  let farewells = 0;
  let connections = 0;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (data) => upstream.write(data));
    let rest: Buffer = Buffer.alloc(0);
    let answers = 0;
    connections += 1;
    const last = answersBefore(connections);
    upstream.on('data', (data) => {
      rest = Buffer.concat([rest, data]);
      let end = 0;
      while (rest.length >= end + 5 && rest.length > end + rest.readInt32BE(end + 1)) {
        const isAnswered = rest[end] === READY_FOR_QUERY;
        end += 1 + rest.readInt32BE(end + 1);
        if (!isAnswered) continue;
        answers += 1;
        if (!isActive || answers < last) continue;
        farewells += 1;
        client.end(Buffer.concat([rest.subarray(0, end), FAREWELL]));
        upstream.destroy();
        return;
      }
      if (end > 0) client.write(rest.subarray(0, end));
      rest = rest.subarray(end);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    begin() {
      isActive = true;
    },
    end() {
      isActive = false;
    },
    farewells: () => farewells,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
