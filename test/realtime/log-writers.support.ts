import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Db } from '../../src/db/client.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import type { CaseEntry } from '../../src/events/append.ts';
import { appendEntries } from '../../src/events/append.ts';
import { decodeId } from '../../src/graphql/global-id.ts';
import type { TestApp } from '../support/app.ts';
import type { Client } from '../support/client.ts';
import { openCase } from '../support/factories.ts';

/** What entries of one case have in common. */
export type Template = Omit<NoteEntry, 'data' | 'summary'>;

type NoteEntry = Extract<CaseEntry, { type: 'NOTE_ADDED' }>;

/** @param of the case; default: a new one. */
export async function entryTemplate(
  node: Client & { db: Db },
  of?: { id: string },
): Promise<Template> {
  const { id } = of ?? (await openCase(node));
  const row = await node.db.logEntry.findFirstOrThrow({
    where: { escalationId: decodeId('Escalation', id) ?? '' },
  });
  const { escalationId, customerId, caseVersion, stage, status, severity, category, tier } = row;
  assert(escalationId && customerId && stage && status && severity && category && tier);
  return {
    type: 'NOTE_ADDED',
    at: row.at,
    recordedAt: row.recordedAt,
    actorId: null,
    actorLabel: 'a writer',
    changes: [],
    imported: false,
    ...{ escalationId, customerId, caseVersion: caseVersion ?? 0, ownerId: row.ownerId },
    ...{ stage, status, severity, category, tier },
  };
}

export function entryOf(template: Template, data: NoteEntry['data']): NoteEntry {
  return { ...template, data, summary: 'Note added' };
}

/** One transaction by the desk's own way into the log; it commits after `delayMs`. Places are given by whoever sequences. */
export async function commitEntries(
  db: Db,
  entries: readonly CaseEntry[],
  delayMs = 0,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await appendEntries(tx, entries);
    if (delayMs > 0) await setTimeout(delayMs);
  });
}

export interface Writing {
  nodes: readonly TestApp[];
  template: Template;
  writers: number;
  /** In all, as evenly as it goes. */
  entries: number;
  random: () => number;
}

const MAX_IN_TRANSACTION = 8;
const MAX_DELAY_MS = 25;

/**
 * Writers that write side by side, each one transaction after another, committing after random
 * delays and so in another order than that of their ids. The text of an entry says which writer wrote
 * it and the how manieth of its entries it is.
 */
export async function writeSideBySide(writing: Writing): Promise<void> {
  const { nodes, template, writers, entries, random } = writing;
  async function write(writer: number): Promise<void> {
    const node = nodes[writer % nodes.length];
    assert(node);
    const wanted = Math.floor((entries + writer) / writers);
    for (let written = 0; written < wanted; ) {
      const size = Math.min(wanted - written, 1 + Math.floor(random() * MAX_IN_TRANSACTION));
      const first = written;
      const batch = Array.from({ length: size }, (_, place) =>
        entryOf(template, { text: `${writer} ${first + place}` }),
      );
      await commitEntries(node.db, batch, random() * MAX_DELAY_MS);
      written += size;
      await node.sequencer.sequence();
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
}
