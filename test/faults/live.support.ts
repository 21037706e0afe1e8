import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { TEST_ADMIN_KEY } from '../support/app.ts';
import type { Client } from '../support/client.ts';
import { createTestClient } from '../support/client.ts';
import type { Environment, ServingDesk } from '../support/command.ts';
import { serveDesk } from '../support/command.ts';
import { execute } from '../support/postgres-admin.ts';

/** A serving process and a client of it. */
export interface Node extends Client {
  desk: ServingDesk;
  url: string;
}

export async function startNode(env: Environment): Promise<Node> {
  const desk = await serveDesk(env);
  return { desk, url: desk.url, ...createTestClient(desk.url, TEST_ADMIN_KEY) };
}

export const FOLLOW =
  'subscription ($after: String) { escalationEvents(after: $after) { cursor type data } }';

export interface Followed {
  cursor: string;
  type: string;
  data: { text?: string };
}

const RETRY_MS = 20;

/**
 * Writes one note after another, each under its idempotency key until some node has confirmed it.
 *
 * @param node the one to ask next.
 * @returns the texts that were confirmed.
 */
export async function writeNotes(
  writer: number,
  escalationId: string,
  node: () => Client,
  isOver: () => boolean,
): Promise<string[]> {
  const confirmed: string[] = [];
  while (!isOver()) {
    const text = `note ${confirmed.length} of writer ${writer}`;
    const input = { escalationId, text, idempotencyKey: text };
    for (let isWritten = false; !isWritten; ) {
      const payload = await node()
        .mutate('addNote', input)
        .catch(() => undefined);
      if (payload === undefined) {
        await setTimeout(RETRY_MS);
        continue;
      }
      assert.deepEqual(payload.userErrors, []);
      isWritten = true;
    }
    confirmed.push(text);
  }
  return confirmed;
}

/** The log after a place: its places and the texts of its notes, in order. */
export async function readLog(
  databaseUrl: string,
  after: bigint,
): Promise<{ seq: bigint; text: string | null }[]> {
  const rows = await execute(
    databaseUrl,
    `SELECT seq, CASE type WHEN 'NOTE_ADDED' THEN data->>'text' END AS text
     FROM log_entry WHERE seq > $1 ORDER BY seq`,
    [after],
  );
  return rows.map(({ seq, text }) => ({ seq: BigInt(String(seq)), text: text as string | null }));
}

export async function endOfLog(databaseUrl: string): Promise<bigint> {
  const [row] = await execute(databaseUrl, 'SELECT COALESCE(max(seq), 0) AS seq FROM log_entry');
  return BigInt(String(row?.['seq']));
}
