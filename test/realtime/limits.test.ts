import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp, TestAppOptions } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { metric, untilMetric } from '../support/metrics.ts';
import type { TestSocket } from '../support/socket.ts';
import { init, isLive, openAcknowledged, openSocket, subscribe } from '../support/socket.ts';

let app: TestApp;
const EVENTS = 'subscription { escalationEvents { cursor } }';
const TYPENAME = '{ __typename }';

async function start(socketLimits: TestAppOptions['socketLimits'] = {}): Promise<void> {
  app = await startTestApp({ system: systemClock, socketLimits });
}

afterEach(async () => {
  await app.stop();
});

/** Opens a connection, sends, and tells how it is closed. */
async function closedAfter(...messages: Parameters<TestSocket['send']>[0][]) {
  const peer = await openSocket(app.url);
  for (const message of messages) peer.send(message);
  return peer.closed;
}

describe('a socket is closed', () => {
  it('with 4429 when there are too many under one key, and the others stay', async () => {
    await start({ maxSocketsPerPrincipal: 2 });
    const kept = [await openAcknowledged(app.url), await openAcknowledged(app.url)];
    expect(await closedAfter(init())).toEqual({
      code: 4429,
      reason: 'At most 2 sockets under one key',
    });
    expect(await metric(app, 'desk_connections_refused_total{reason="principal"}')).toBe(1);
    for (const peer of kept) peer.send(subscribe('q', TYPENAME));
    for (const peer of kept) await peer.saw(({ type }) => type === 'complete');
    kept[0]?.socket.close();
    await kept[0]?.closed;
    await untilMetric(app, 'desk_live_sockets', 1);
    await openAcknowledged(app.url);
  });

  it('with 4429 when there are too many on the node, and the others stay', async () => {
    await start({ maxSockets: 1 });
    const kept = await openAcknowledged(app.url);
    expect(await closedAfter()).toEqual({ code: 4429, reason: 'At most 1 sockets on one node' });
    expect(await metric(app, 'desk_connections_refused_total{reason="sockets"}')).toBe(1);
    kept.send(subscribe('q', TYPENAME));
    await kept.saw(({ type }) => type === 'complete');
  });

  it('when what it sends is not a message of the protocol', async () => {
    await start();
    const hello = subscribe('same', EVENTS);
    expect(await closedAfter('not JSON')).toMatchObject({ code: 4400 });
    expect(await closedAfter(init(), { type: 'no_such_type' })).toMatchObject({ code: 4400 });
    expect(await closedAfter(init(), '{"type":"subscribe"}')).toMatchObject({ code: 4400 });
    expect(await closedAfter(init(), '[]')).toMatchObject({ code: 4400 });
    expect(await closedAfter(init(), Buffer.from(JSON.stringify(hello)))).toEqual({
      code: 4400,
      reason: 'Messages are text',
    });
    expect(await closedAfter(init('a-wrong-key'))).toMatchObject({ code: 4401 });
    expect(await closedAfter({ type: 'connection_init' })).toMatchObject({ code: 4401 });
    expect(await closedAfter(hello)).toMatchObject({ code: 4401 });
    expect(await closedAfter(init(), init())).toMatchObject({ code: 4429 });
    const peer = await openAcknowledged(app.url);
    for (const _twice of [1, 2]) peer.send(hello);
    expect(await peer.closed).toMatchObject({ code: 4409 });
    await untilMetric(app, 'desk_live_subscriptions', 0);
    await untilMetric(app, 'desk_live_sockets', 0);
  });

  it('with 4400 and the limit when a message is over it, however far', async () => {
    await start();
    const message = (bytes: number) => {
      const frame = { type: 'ping', payload: { filling: '' } };
      frame.payload.filling = 'x'.repeat(bytes - JSON.stringify(frame).length);
      return JSON.stringify(frame);
    };
    const peer = await openAcknowledged(app.url);
    peer.send(message(64_000));
    await peer.saw(({ type }) => type === 'pong');
    const reason = 'A message has at most 64000 bytes';
    peer.send(message(64_001));
    expect(await peer.closed).toEqual({ code: 4400, reason });
    expect(await closedAfter(message(1_000_000))).toEqual({ code: 4400, reason });
    // Of what is not even read whole the library says so itself.
    expect(await closedAfter(message(2_000_000))).toMatchObject({ code: 1009 });
  });

  it('with 4408 when no connection_init comes in time', async () => {
    await start({ initMs: 50 });
    expect(await closedAfter()).toMatchObject({ code: 4408 });
  });

  it('with 4406 when it does not speak graphql-transport-ws', async () => {
    await start();
    const peer = await openSocket(app.url, { protocols: [] });
    expect(await peer.closed).toMatchObject({ code: 4406 });
    // A client that asks for another one ends it itself: nothing it asked for was agreed on.
    const other = openSocket(app.url, { protocols: ['graphql-ws'] });
    await expect(other).rejects.toThrow(/subprotocol/);
  });
});

describe('an operation is refused, and its socket goes on', () => {
  it('when there are too many at a time', async () => {
    await start({ maxSubscriptions: 3 });
    const peer = await openAcknowledged(app.url);
    for (const id of ['a', 'b', 'c']) {
      peer.send(subscribe(id, EVENTS));
      await peer.saw(isLive(id));
    }
    peer.send(subscribe('d', EVENTS));
    const { payload } = await peer.saw(({ id }) => id === 'd');
    expect(payload).toMatchObject([
      {
        message: 'A socket has at most 3 operations at a time.',
        extensions: { code: 'BAD_REQUEST' },
      },
    ]);
    peer.send({ id: 'a', type: 'complete' });
    peer.send(subscribe('e', EVENTS));
    await peer.saw(isLive('e'));
  });

  it('when it is a subscription that is too deep, too costly, or whose pages are too large, before it starts', async () => {
    await start();
    const peer = await openAcknowledged(app.url);
    const deep = (levels: number): string =>
      levels === 0 ? 'id' : `customer { escalations(first: 1) { nodes { ${deep(levels - 1)} } } }`;
    const cases = 'escalations(first: 100)';
    const refused: [string, string, RegExp][] = [
      [`escalation { ${deep(6)} }`, 'QUERY_TOO_COMPLEX', /depth is \d+; the limit is 15/],
      [
        `escalation { customer { ${cases} { nodes { customer { ${cases} { nodes { id summary } } } } } } }`,
        'QUERY_TOO_COMPLEX',
        /\d+ points; the limit is 20000/,
      ],
      [
        'escalation { customer { escalations(first: 101) { nodes { id } } } }',
        'BAD_REQUEST',
        /must be from 1 to 100; it is 101/,
      ],
    ];
    for (const [place, [selection, code, message]] of refused.entries()) {
      const id = `refused ${place}`;
      peer.send(subscribe(id, `subscription { escalationEvents { ${selection} } }`));
      const frame = await peer.saw((one) => one.id === id);
      expect(frame).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
      expect(JSON.stringify(frame)).toMatch(message);
    }
    expect(await metric(app, 'desk_live_subscriptions')).toBe(0);
    peer.send(
      subscribe(
        'as variable',
        'subscription ($n: Int) { escalationEvents { escalation { timeline(first: $n) { nodes { id } } } } }',
        { n: 101 },
      ),
    );
    expect(JSON.stringify(await peer.saw(({ id }) => id === 'as variable'))).toMatch(/it is 101/);
  });
});

/** A peer below WebSocket: it does the handshake and then nothing, not even answering a ping. */
async function mutePeer(): Promise<{ ended: Promise<void> }> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => resolve()).on('error', () => {});
  });
  socket.write(
    [
      'GET /graphql HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: graphql-transport-ws',
      '\r\n',
    ].join('\r\n'),
  );
  await new Promise((resolve) => socket.once('data', resolve));
  socket.resume();
  return { ended };
}

describe('a node', () => {
  it('finds peers that are gone without a word, and keeps those that answer', async () => {
    await start({ pingMs: 1_000, initMs: 60_000 });
    const there = await openAcknowledged(app.url);
    const { ended } = await mutePeer();
    expect(await metric(app, 'desk_live_sockets')).toBe(2);
    await ended;
    await untilMetric(app, 'desk_live_sockets', 1);
    there.send(subscribe('q', TYPENAME));
    await there.saw(({ type }) => type === 'complete');
  });

  it('keeps a peer whose answer it had no time to read, being busy', async () => {
    const pingMs = 50;
    await start({ pingMs });
    const there = await openAcknowledged(app.url);
    const isBusyFor = new Int32Array(new SharedArrayBuffer(4));
    let pings = 0;
    const enough = new Promise<void>((resolve) => {
      // It answers first, and then nobody does anything until the next ping is due.
      there.socket.on('ping', () => {
        Atomics.wait(isBusyFor, 0, 0, 2 * pingMs);
        pings += 1;
        if (pings === 5) resolve();
      });
    });
    await Promise.race([enough, there.closed]);
    expect(pings).toBe(5);
    there.send(subscribe('q', TYPENAME));
    await there.saw(({ type }) => type === 'complete');
  });

  it('takes in what a thousand clients ask that come at once while it is busy', async () => {
    await start();
    const { hostname, port } = new URL(app.url);
    const script = `
      import { connect } from 'node:net';
      let left = 1_000;
      for (let n = left; n > 0; n -= 1)
        connect(${port}, '${hostname}', () => (left -= 1) || process.exit(0));`;
    // Meanwhile this process does nothing else, the node in it included.
    const args = ['--input-type=module', '--eval', script];
    const run = () => execFileSync(process.execPath, args, { timeout: 10_000 });
    expect(run).not.toThrow();
    expect((await app.graphql(TYPENAME)).status).toBe(200);
  });

  it('is as it was after 1,000 connections that send nothing and 1,000 that send garbage, and answers meanwhile', async () => {
    await start({ initMs: 1_000 });
    const codes: number[] = [];
    const errors: unknown[] = [];
    let isOver = false;
    const asking = (async () => {
      let asked = 0;
      for (; !isOver; asked += 1) errors.push(...((await app.graphql(TYPENAME)).errors ?? []));
      return asked;
    })();
    const garbage = ['{', 'null', '{"type":"subscribe","id":"1"}', Buffer.alloc(100, 0xff)];
    await Promise.all(
      Array.from({ length: 2_000 }, async (_, place) => {
        const peer = await openSocket(app.url);
        if (place % 2 === 1) peer.send(garbage[(place >> 1) % garbage.length] ?? '');
        codes.push((await peer.closed).code);
      }),
    );
    isOver = true;
    expect(await asking).toBeGreaterThan(10);
    expect(errors).toEqual([]);
    const count = (code: number) => codes.filter((one) => one === code).length;
    expect([count(4408), count(4400)]).toEqual([1_000, 1_000]);
    await untilMetric(app, 'desk_live_sockets', 0);
    expect(await metric(app, 'desk_live_subscriptions')).toBe(0);
    expect(await metric(app, 'desk_live_groups')).toBe(0);
    expect(app.logs.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});
