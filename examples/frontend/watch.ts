// Shows the open cases, then every event as it happens, until interrupted: what the live view of a
// frontend does, with the typed documents of operations/ and the client for frontends.
//
//   npx tsx examples/frontend/watch.ts
//
// DESK_URL (default http://127.0.0.1:4000/graphql) and DESK_KEY (default: .data/admin-key).
import { readFileSync } from 'node:fs';
import { print } from 'graphql';
import { WebSocket } from 'ws';
import type {
  EscalationListQuery,
  EscalationListQueryVariables,
  WatchEventsSubscription,
} from '../../operations/generated/graphql.ts';
import { EscalationListDocument, WatchEventsDocument } from '../../operations/generated/graphql.ts';
// In a frontend: '@escalation-desk/client'.
import { createDeskClient } from '../../packages/client/src/index.ts';

const url = process.env['DESK_URL'] ?? 'http://127.0.0.1:4000/graphql';
const key = process.env['DESK_KEY'] ?? readFileSync('.data/admin-key', 'utf8').trim();

// It reconnects for ever, and resumes after the last event that it has handed over. A browser has a WebSocket of its own.
const client = createDeskClient({ url, key, webSocketImpl: WebSocket });

/** Events that came before the cases were listed; undefined afterwards. */
let early: string[] | undefined = [];

try {
  process.once('SIGINT', () => void client.dispose());
  process.once('SIGTERM', () => void client.dispose());
  const live = whenLive();
  const watched = watch();
  // What happens from here on comes as an event, so nothing is lost between the list and the first.
  await Promise.race([live, watched]);
  const { escalations } = await listCases({
    filter: { status: ['OPEN', 'WAITING_ON_CUSTOMER', 'RESOLVED'] },
  });
  for (const { reference, severity, status, summary } of escalations.nodes) {
    console.log(`${reference}  ${severity.padEnd(8)}  ${status.padEnd(19)}  ${summary}`);
  }
  for (const line of early) console.log(line);
  early = undefined;
  await watched;
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
  await client.dispose();
}

/** Resolves when the subscription is live for the first time; fails when the desk is not there. */
function whenLive(): Promise<void> {
  return new Promise((resolve, reject) => {
    client.onStatus(({ status }) => {
      if (status === 'live') {
        console.error('watching…');
        resolve();
      }
      // Once it was there it will come back.
      if (status === 'offline') reject(new Error(`${url} cannot be reached.`));
    });
  });
}

/** Resolves when the client is disposed of. */
function watch(): Promise<void> {
  return new Promise((resolve, reject) => {
    client.subscribe<WatchEventsSubscription>(
      { query: print(WatchEventsDocument) },
      {
        next({ data, errors }) {
          if (errors !== undefined) console.error(errors.map(({ message }) => message).join('; '));
          if (data == null) return;
          const { at, actorLabel, summary, escalation } = data.escalationEvents;
          const line = `${at}  ${escalation.reference}  ${summary} (${actorLabel})`;
          if (early === undefined) console.log(line);
          else early.push(line);
        },
        error: reject,
        complete: resolve,
      },
    );
  });
}

async function listCases(variables: EscalationListQueryVariables): Promise<EscalationListQuery> {
  // The desk knows the operations of its own frontends by their hashes, which stand in the documents.
  const { hash } = (EscalationListDocument as { __meta__?: { hash?: string } }).__meta__ ?? {};
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ documentId: hash, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data?: EscalationListQuery;
    errors?: { message: string }[];
  };
  if (data === undefined || errors !== undefined) {
    throw new Error(errors?.map(({ message }) => message).join('; ') ?? `HTTP ${response.status}`);
  }
  return data;
}

function reasonOf(error: unknown): string {
  if (Array.isArray(error)) return error.map(reasonOf).join('; ');
  if (typeof error !== 'object' || error === null) return String(error);
  if ('code' in error && 'reason' in error) return `closed with ${error.code}: ${error.reason}`;
  return 'message' in error ? String(error.message) : 'failed';
}
