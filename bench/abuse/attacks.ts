import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Client as SocketClient } from 'graphql-ws';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { ask, told } from './send.ts';
import type { World } from './world.ts';
import { EVENT } from './world.ts';

/** Another address of this machine: what is bounded per address must not hit who comes from the usual one. */
const ELSEWHERE = '127.0.0.2';
const MUTE_READERS = 20;
const CONNECTIONS = 12_000;
const CONNECTED_AT_ONCE = 200;
const GROUPS = 60;
const PAGE_READERS = 100;
const LONG_SEARCH = 'a'.repeat(900_000);
const DOCUMENT_BYTES = [60_000, 900_000];

/** One way to ask for more than is one's own; runs until it is told to stop. */
export interface Attack {
  /** Of the issue that it came from. */
  number: number;
  title: string;
  run(world: World, stop: AbortSignal): Promise<void>;
}

export const ATTACKS: readonly Attack[] = [
  {
    number: 8,
    title: '49 aliases of nodes, 100 times the same id, history; six at once',
    run: (world, stop) =>
      inTurns(6, stop, () => ask(world, world.attacker, { query: sameNodes(world) }, stop)),
  },
  {
    number: 8,
    title: `${MUTE_READERS} readers of 100 cases with history that do not read`,
    run: async ({ url, attacker, heavyCases }, stop) => {
      const query = `{ nodes(ids: ${JSON.stringify(heavyCases)}) { ... on Escalation { id history } } }`;
      const sockets = Array.from({ length: MUTE_READERS }, () =>
        muteReader(url, post(url, attacker, query)),
      );
      await until(stop);
      for (const socket of sockets) socket.destroy();
    },
  },
  {
    number: 9,
    title: `${GROUPS} subscriptions told apart by an undeclared variable, while cases change`,
    run: (world, stop) =>
      subscribe(world, stop, world.attacker, GROUPS, (number) => ({
        query: `subscription Follow { escalationEvents { ${EVENT} } }`,
        variables: { undeclared: number },
      })),
  },
  {
    number: 9,
    title: '100 different heavy subscriptions of a partner, while its case changes',
    run: (world, stop) =>
      subscribe(world, stop, world.partner, 100, (number) => ({
        query: '',
        documentId: world.partnerOperations[number],
      })),
  },
  {
    number: 10,
    title: 'clocks of a case of ten years by working days, and cases opened in 1970',
    run: (world, stop) =>
      inTurns(8, stop, async (turn) => {
        const occurredAt = turn % 2 === 0 ? '1970-01-01T00:00:00Z' : '2017-01-02T00:00:00Z';
        const input = {
          customer: { id: world.oldCustomer },
          severity: 'HIGH',
          issue: 'Long ago.',
          occurredAt,
        };
        const query = `mutation ($input: OpenEscalationInput!) { openEscalation(input: $input) { userErrors { code } } }`;
        await ask(world, world.attacker, { query, variables: { input } }, stop);
        await ask(world, world.attacker, { query: explained(world.oldCase) }, stop);
      }),
  },
  {
    number: 11,
    title: 'searches of 900 kB for customers and cases',
    run: (world, stop) =>
      inTurns(8, stop, async (turn) => {
        const field =
          turn % 2 === 0 ? 'customers(search: $s)' : 'escalations(filter: { search: $s })';
        const query = `query ($s: String!) { ${field} { totalCount } }`;
        await ask(world, world.attacker, { query, variables: { s: LONG_SEARCH } }, stop);
      }),
  },
  {
    number: 12,
    title: 'stats 50 times, churn risks, counts and the report of a long case; 40 at once',
    run: (world, stop) => {
      const documents = costly(world);
      return inTurns(40, stop, (turn) =>
        ask(world, world.attacker, { query: documents[turn % documents.length] }, stop),
      );
    },
  },
  {
    number: 13,
    title: 'documents of 60 kB and 900 kB of equal length, each another one',
    run: (world, stop) =>
      inTurns(8, stop, async (turn) => {
        const length = DOCUMENT_BYTES[turn % 2] ?? 0;
        const name = `Q${String(turn).padStart(9, '0')}`;
        await ask(
          world,
          world.attacker,
          { query: `query ${name} { viewer { name } }`.padEnd(length) },
          stop,
        );
      }),
  },
  {
    number: 14,
    title: `${PAGE_READERS} readers of the explorer's page without a key that do not read`,
    run: async ({ url }, stop) => {
      const { host, pathname } = new URL(url);
      const request = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\n\r\n`;
      const sockets = Array.from({ length: PAGE_READERS }, () => muteReader(url, request));
      await until(stop);
      for (const socket of sockets) socket.destroy();
    },
  },
  {
    number: 15,
    title: `${CONNECTIONS.toLocaleString('en')} connections without credentials from one other address`,
    run: holdConnections,
  },
];

function sameNodes({ heavyCases }: World): string {
  const ids = JSON.stringify(Array.from({ length: 100 }, () => heavyCases[0]));
  const aliases = Array.from(
    { length: 49 },
    (_, n) => `a${n}: nodes(ids: $i) { ... on Escalation { history } }`,
  );
  return `query ($i: [ID!]! = ${ids}) { ${aliases.join(' ')} }`;
}

function explained(id: string): string {
  return `{ escalation(by: { id: ${JSON.stringify(id)} }) { slaExplanation(pastCycles: true) { kind elapsed remaining
    intervals(last: 100) { from to } } } }`;
}

function costly({ longCase }: World): string[] {
  const stats = Array.from(
    { length: 50 },
    (_, n) => `s${n}: stats(filter: { search: "case ${n}" }) { open responseWithinSla }`,
  );
  const counts = Array.from(
    { length: 40 },
    (_, n) => `c${n}: escalations(first: 1, filter: { search: "exports ${n}" }) { totalCount }`,
  );
  const pages = Array.from(
    { length: 40 },
    (_, n) =>
      `p${n}: customers(first: 100) { nodes { churnRisk { level checks { ok evidence } } } }`,
  );
  const report = `escalation(by: { id: ${JSON.stringify(longCase)} }) { report { yaml missing } }`;
  return [
    `{ ${stats.join(' ')} }`,
    `{ ${pages.slice(0, 3).join(' ')} }`,
    `{ ${pages.join(' ')} }`,
    `{ ${counts.join(' ')} }`,
    `{ ${Array.from({ length: 10 }, (_, n) => `r${n}: ${report}`).join(' ')} }`,
  ];
}

function post(url: string, key: string, query: string): string {
  const body = JSON.stringify({ query });
  const { host, pathname } = new URL(url);
  return [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${key}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `\r\n${body}`,
  ].join('\r\n');
}

/** Asks for the same again and again on one connection and takes nothing of what comes. */
function muteReader(url: string, request: string) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.pause();
  socket.on('error', () => told('cut off'));
  socket.write(request.repeat(20));
  return socket;
}

async function subscribe(
  { url }: World,
  stop: AbortSignal,
  key: string,
  count: number,
  payload: (number: number) => object,
): Promise<void> {
  const client: SocketClient = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${key}` },
    lazy: true,
    retryAttempts: 100,
  });
  for (let number = 0; number < count; number += 1) {
    client.subscribe(payload(number) as never, {
      next: () => told('event'),
      error: () => told('subscription refused'),
      complete: () => {},
    });
  }
  await until(stop);
  await client.dispose();
}

async function holdConnections({ url }: World, stop: AbortSignal): Promise<void> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<ReturnType<typeof connect>>();
  const open = (): void => {
    const socket = connect({ host: hostname, port: Number(port), localAddress: ELSEWHERE });
    sockets.add(socket);
    socket.once('connect', () => told('connected'));
    socket.on('error', () => told('refused'));
    socket.once('close', () => sockets.delete(socket));
  };
  while (!stop.aborted) {
    for (let n = 0; n < CONNECTED_AT_ONCE && sockets.size < CONNECTIONS; n += 1) open();
    await setTimeout(20);
  }
  for (const socket of sockets) socket.destroy();
}

async function inTurns(
  atOnce: number,
  stop: AbortSignal,
  act: (turn: number) => Promise<unknown>,
): Promise<void> {
  let turn = 0;
  const one = async (): Promise<void> => {
    while (!stop.aborted) {
      turn += 1;
      await act(turn);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

function until(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
}
