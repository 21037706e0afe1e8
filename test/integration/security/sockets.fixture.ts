import { connect } from 'node:net';
import type { RawSocket } from '../../support/raw-socket.ts';
import { openSocket, signedInSocket } from '../../support/raw-socket.ts';
import type { Attack, Seen, Target } from './attack.support.ts';
import { raw } from './attack.support.ts';

/** A row whose status is the code that the socket is closed with. */
function closed(
  name: string,
  status: readonly number[],
  attack: (socket: RawSocket, target: Target) => void,
  open: (target: Target) => Promise<RawSocket> = ({ app }) => signedInSocket(app.url, app.key),
): Attack {
  return {
    name: `on a socket: ${name}`,
    async by(target) {
      const socket = await open(target);
      attack(socket, target);
      const { code, reason } = await socket.closed;
      return { status: code, codes: [], text: reason };
    },
    status,
    withinMs: 5_000,
  };
}

const unsigned = ({ app }: Target) => openSocket(app.url);

async function answerTo(target: Target, payload: object): Promise<Seen> {
  const socket = await signedInSocket(target.app.url, target.app.key);
  socket.send({ id: '1', type: 'subscribe', payload });
  const { type, payload: answer } = await socket.next();
  socket.close();
  await socket.closed;
  const errors = type === 'error' ? answer : (answer as { errors?: unknown[] }).errors;
  const codes = ((errors ?? []) as { extensions?: { code?: unknown } }[]).map(
    ({ extensions }) => extensions?.code,
  );
  return { status: undefined, codes, text: JSON.stringify(answer) };
}

/** Frames as they are, after an upgrade that is right. */
async function frames({ app }: Target, bytes: Buffer): Promise<Seen> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => {});
  socket.write(
    [
      'GET /graphql HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: graphql-transport-ws',
      '\r\n',
    ].join('\r\n'),
  );
  await new Promise((resolve) => socket.once('data', resolve));
  chunks.length = 0;
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  // A close frame: its head, and the code in two bytes.
  const all = Buffer.concat(chunks);
  return { status: all[0] === 0x88 ? all.readUInt16BE(2) : undefined, codes: [], text: '' };
}

const message = (text: string, first = 0x81): Buffer => {
  const content = Buffer.from(text);
  return Buffer.concat([Buffer.from([first, 0x80 | content.length, 0, 0, 0, 0]), content]);
};

/** Attacks with WebSockets. */
export const SOCKET_ATTACKS: readonly Attack[] = [
  {
    name: 'a socket from a page of another origin',
    by: (target) =>
      raw(target, [
        'GET /graphql HTTP/1.1',
        'Host: localhost',
        'Origin: https://evil.example',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Protocol: graphql-transport-ws',
      ]),
    status: [421],
    code: ['FORBIDDEN'],
  },
  closed(
    'an operation before signing in',
    [4401],
    (socket) => socket.send({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } }),
    unsigned,
  ),
  closed(
    'a wrong key',
    [4401],
    (socket) =>
      socket.send({ type: 'connection_init', payload: { authorization: 'Bearer wrong' } }),
    unsigned,
  ),
  closed(
    'credentials that are no text',
    [4401],
    (socket) => socket.send({ type: 'connection_init', payload: { authorization: { $ne: null } } }),
    unsigned,
  ),
  closed('silence', [4408], () => {}, unsigned),
  closed('signing in twice', [4429], (socket) => socket.send({ type: 'connection_init' })),
  closed('one id twice', [4409], (socket) => {
    const payload = { query: 'subscription { escalationEvents { id } }' };
    socket.send({ id: '1', type: 'subscribe', payload });
    socket.send({ id: '1', type: 'subscribe', payload });
  }),
  closed('what is no JSON', [4400], (socket) => socket.send('{"type":')),
  closed('a type that there is not', [4400], (socket) => socket.send({ type: 'start' })),
  closed('an operation without an id', [4400], (socket) =>
    socket.send({ type: 'subscribe', payload: { query: '{ __typename }' } }),
  ),
  closed('a message of 100 kB', [4400], (socket) => socket.send('x'.repeat(100_000))),
  closed('a message of 5 MB', [1009], (socket) => socket.send('x'.repeat(5_000_000))),
  closed('bytes', [4400], (socket) => socket.send(Buffer.from('{"type":"ping"}'))),
  closed('the prototype as a message', [4400], (socket) =>
    socket.send('{"__proto__":{"type":"ping"}}'),
  ),
  {
    name: 'on a socket: a frame that is not masked',
    by: (target) => frames(target, Buffer.from([0x81, 0x02, 0x7b, 0x7d])),
    status: [1002],
  },
  {
    name: 'on a socket: text that is no UTF-8',
    by: (target) => frames(target, Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe])),
    status: [1007],
  },
  {
    name: 'on a socket: a frame that says it has 2^63 bytes',
    by: (target) =>
      frames(
        target,
        Buffer.from([0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0]),
      ),
    status: [1009],
  },
  {
    name: 'on a socket: bits that nobody agreed on',
    by: (target) => frames(target, message('{}', 0xf1)),
    status: [1002],
  },
  {
    name: 'on a socket: a document that is too deep',
    by: (target) => answerTo(target, { query: `${'{a'.repeat(2_000)}${'}'.repeat(2_000)}` }),
    status: [undefined],
    code: ['BAD_REQUEST'],
  },
  {
    name: 'on a socket: an operation that the document does not have',
    by: (target) =>
      answerTo(target, { query: 'query A { viewer { role } }', operationName: 'Nope' }),
    status: [undefined],
    code: ['BAD_REQUEST'],
  },
  {
    name: 'on a socket: several operations and no name',
    by: (target) => answerTo(target, { query: 'query A { __typename } query B { __typename }' }),
    status: [undefined],
    code: ['BAD_REQUEST'],
  },
  {
    name: 'on a socket: null by a variable with a default, beside pages in pages',
    by: (target) =>
      answerTo(target, {
        query:
          'query ($id: ID = "x") { node(id: $id) { id } customers(first: 100) { nodes { escalations(first: 100) { nodes { id issue } } } } }',
        variables: { id: null },
      }),
    status: [undefined],
    code: ['BAD_REQUEST'],
    never: /"data"/,
  },
  {
    name: 'on a socket: pages in pages',
    by: (target) =>
      answerTo(target, {
        query:
          '{ customers(first: 100) { nodes { escalations(first: 100) { nodes { id issue } } } } }',
      }),
    status: [undefined],
    code: ['QUERY_TOO_COMPLEX'],
  },
  {
    name: 'on a socket: a hundred and one subscriptions',
    async by({ app }) {
      const socket = await signedInSocket(app.url, app.key);
      for (let id = 1; id <= 102; id += 1) {
        const payload = { query: 'subscription { escalationEvents { id } }' };
        socket.send({ id: String(id), type: 'subscribe', payload });
      }
      const { payload } = await socket.next();
      socket.close();
      await socket.closed;
      const [error] = payload as { extensions?: { code?: unknown } }[];
      return { status: undefined, codes: [error?.extensions?.code], text: '' };
    },
    status: [undefined],
    code: ['BAD_REQUEST'],
  },
  {
    name: 'on a socket: a hundred thousand pings',
    async by({ app }) {
      const socket = await signedInSocket(app.url, app.key);
      for (let turn = 0; turn < 20_000; turn += 1) socket.send({ type: 'ping' });
      socket.close();
      const { code } = await socket.closed;
      return { status: code, codes: [], text: '' };
    },
    status: [1000, 1005, 4509],
    withinMs: 10_000,
  },
];
