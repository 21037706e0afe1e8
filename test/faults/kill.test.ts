import { afterAll, expect, onTestFinished, test } from 'vitest';
import { TEST_ADMIN_KEY } from '../support/app.ts';
import type { Client } from '../support/client.ts';
import { createTestClient } from '../support/client.ts';
import type { Environment, ServingDesk } from '../support/command.ts';
import { runDesk, serveDesk } from '../support/command.ts';
import { createTestDatabase } from '../support/database.ts';
import { customer } from '../support/factories.ts';
import { makeDataDir, postgresPid, signal } from './embedded.support.ts';
import type { Confirmed, Writer } from './writers.support.ts';
import { createWriter } from './writers.support.ts';

const WRITERS = 8;
/** Confirmed calls after which the kill comes, so that it finds the desk at different work. */
const callsBefore = (kill: number): number => 4 + ((kill * 7) % 11);

type Kill = (desk: ServingDesk, kill: number) => void;

const killNode: Kill = (desk) => desk.kill('SIGKILL');

/**
 * Serves and kills, again and again, while clients write. After each start what was confirmed
 * before is there; in the end every call was done exactly once, and nothing disagrees.
 */
async function writeAndKill(env: Environment, kills: number, kill: Kill): Promise<void> {
  let writers: Writer[] | undefined;
  let told: Confirmed[] = [];
  for (let round = 0; round < kills; round += 1) {
    const { desk, client } = await start(env);
    writers ??= await makeWriters(client);
    await expectInLog(client, told);
    const known = writers.map(({ confirmed }) => confirmed.length);
    let left = callsBefore(round);
    const onConfirmed = () => {
      left -= 1;
      if (left === 0) kill(desk, round);
    };
    const isKilled = () => left <= 0;
    await Promise.all(writers.map((writer) => writer.writeTo(client, onConfirmed, isKilled)));
    await desk.ended;
    told = writers.flatMap(({ confirmed }, place) => confirmed.slice(known[place]));
  }
  const { desk, client } = await start(env);
  for (const writer of writers ?? []) await writer.settle(client);
  const confirmed = (writers ?? []).flatMap((writer) => writer.confirmed);
  await expectInLog(client, confirmed);
  await expectOnce(client, confirmed);
  expect(await runDesk(['verify'], env)).toMatchObject({ code: 0, stderr: '' });
  desk.kill('SIGTERM');
  expect((await desk.ended).code).toBe(0);
}

async function start(env: Environment): Promise<{ desk: ServingDesk; client: Client }> {
  const desk = await serveDesk(env);
  onTestFinished(() => {
    desk.kill('SIGKILL');
  });
  return { desk, client: createTestClient(desk.url, TEST_ADMIN_KEY) };
}

async function makeWriters(client: Client): Promise<Writer[]> {
  const { id } = await customer(client);
  return Array.from({ length: WRITERS }, (_, place) => createWriter(`writer ${place}`, id));
}

/** Every entry that a client was told of has the place in the log that it was told. */
async function expectInLog(client: Client, calls: readonly Confirmed[]): Promise<void> {
  const events = calls.flatMap((call) => call.events);
  for (let first = 0; first < events.length; first += 100) {
    const page = events.slice(first, first + 100);
    const { nodes } = await client.query<{ nodes: unknown[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on TimelineEvent { cursor } } }',
      { ids: page.map(({ id }) => id) },
    );
    expect(nodes).toEqual(page);
  }
}

interface CaseNotes {
  reference: string;
  timeline: { nodes: { data: { text?: string } }[] };
}

/** There are the cases and notes that clients asked for, each once, and no others. */
async function expectOnce(client: Client, calls: readonly Confirmed[]): Promise<void> {
  const notesOf = new Map<string, unknown[]>();
  for (const { mutation, input, escalation } of calls) {
    const notes = notesOf.get(escalation.reference) ?? [];
    if (mutation === 'addNote') notes.push(input['text']);
    notesOf.set(escalation.reference, notes);
  }
  const cases: CaseNotes[] = [];
  for (let after: string | null = null; ; ) {
    const { escalations }: { escalations: { nodes: CaseNotes[]; pageInfo: PageInfo } } =
      await client.query(
        `query ($after: String) {
          escalations(first: 50, after: $after) {
            nodes { reference timeline(first: 10, types: [NOTE_ADDED]) { nodes { data } } }
            pageInfo { hasNextPage endCursor }
          }
        }`,
        { after },
      );
    cases.push(...escalations.nodes);
    if (!escalations.pageInfo.hasNextPage) break;
    after = escalations.pageInfo.endCursor;
  }
  const found = cases.map(
    ({ reference, timeline }) => [reference, timeline.nodes.map(({ data }) => data.text)] as const,
  );
  expect(new Map(found)).toEqual(notesOf);
  expect(found).toHaveLength(notesOf.size);
}

interface PageInfo {
  hasNextPage: boolean;
  endCursor: string | null;
}

const FULL = process.env['DESK_TEST_FULL'] === '1';

test('killed again and again while clients write, with its PostgreSQL or without, the desk starts again and has lost nothing', async () => {
  const dataDir = makeDataDir();
  await writeAndKill({ DATA_DIR: dataDir }, FULL ? 20 : 6, (desk, round) => {
    const postgres = postgresPid(dataDir);
    if (postgres === undefined) throw new Error('There is no PostgreSQL to kill.');
    // By turns: the node alone; both at once, the one or the other first.
    if (round % 3 === 1) signal(-postgres, 'SIGKILL');
    killNode(desk, round);
    if (round % 3 === 2) signal(-postgres, 'SIGKILL');
  });
}, 300_000);

const databases: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const drop of databases) await drop();
});

test('killed again and again while clients write to an external database, the desk starts again and has lost nothing', async () => {
  const { url, drop } = await createTestDatabase();
  databases.push(drop);
  await writeAndKill({ DATABASE_URL: url }, FULL ? 5 : 3, killNode);
}, 300_000);
