import { encodeId } from '../../src/graphql/global-id.ts';
import { execute } from '../../test/support/postgres-admin.ts';
import type { DataSet } from '../dataset/set.ts';
import { summaryOf } from '../dataset/texts.ts';

export type ReadName =
  | 'typename'
  | 'detail'
  | 'detail-by-id'
  | 'list'
  | 'clocks'
  | 'dashboard'
  | 'search';
export type Variables = Readonly<Record<string, unknown>>;

/** A request that is asked with many variables. */
export interface ReadWork {
  name: ReadName;
  title: string;
  document: string;
  /** Whether it is named by the hash of its document, which is registered. */
  isPersisted?: boolean;
}

const DETAIL = `query Detail($by: EscalationRef!) {
  escalation(by: $by) {
    id reference status stage severity category summary openedAt
    customer { id externalId name tier }
    timeline(first: 8) { nodes { type at summary actorLabel cursor } }
  }
}`;
const LIST = `query List {
  escalations(first: 50) {
    nodes {
      id reference status severity summary openedAt
      customer { name tier }
      timeline(last: 3) { nodes { type at summary } }
    }
  }
}`;
const CLOCKED = `escalations(first: 50) {
    nodes {
      id reference status severity summary
      owner { name level }
      sla { kind cycle state dueAt metAt breachedAt }
    }
  }`;
const STATS = `stats {
    open atRisk breached waitingOnCustomer responseWithinSla
    bySeverity { severity count }
  }`;
const SEARCH = `query Search($search: String!) {
  escalations(first: 20, filter: { search: $search }) {
    nodes { id reference summary customer { name } }
  }
}`;

export const READ_WORKS: readonly ReadWork[] = [
  { name: 'typename', title: '{ __typename }', document: '{ __typename }' },
  { name: 'detail', title: 'a case, its customer, its 8 entries', document: DETAIL },
  {
    name: 'detail-by-id',
    title: 'the same, by the id of its document',
    document: DETAIL,
    isPersisted: true,
  },
  { name: 'list', title: '50 newest, customer, last 3 entries', document: LIST },
  { name: 'clocks', title: '50 newest, clocks, owner', document: `query Clocks { ${CLOCKED} }` },
  {
    name: 'dashboard',
    title: '50 newest, clocks, owner, and the figures of the desk',
    document: `query Dashboard { ${CLOCKED} ${STATS} }`,
  },
  { name: 'search', title: 'full-text search, first 20', document: SEARCH },
];

/** Cases all over the set, in no order. */
export type Cases = readonly { id: string; reference: string }[];
/** More than caches of answers are likely to keep. */
const MAX_VARIED = 5_000;

export async function readCases({ url }: DataSet): Promise<Cases> {
  const rows = await execute(
    url,
    `SELECT id, reference FROM escalation ORDER BY md5(reference) LIMIT ${MAX_VARIED}`,
  );
  return rows as { id: string; reference: string }[];
}

/** What a work is asked with: every case of {@link readCases} once. */
export function variablesOf(name: ReadName, cases: Cases, set: DataSet): Variables[] {
  if (name === 'detail' || name === 'detail-by-id') {
    return cases.map(({ id, reference }, place) => ({
      by: place % 2 === 0 ? { id: encodeId('Escalation', id) } : { reference },
    }));
  }
  if (name === 'search') {
    // Two words of one case. The newest of the set are made first of the highest numbers.
    return cases.map((_, place) => {
      const number = Math.floor((place * (set.cases - 100)) / cases.length);
      return { search: summaryOf(number).split(' ').slice(0, 2).join(' ') };
    });
  }
  return [{}];
}
