import { readFileSync } from 'node:fs';
import type { OperationDefinitionNode } from 'graphql';
import { Kind, parse, print, separateOperations } from 'graphql';
import type { Variables } from '../../support/client.ts';
import type { Data } from './data.fixture.ts';

const ROOT = new URL('../../../', import.meta.url);

export interface RepositoryOperation {
  /** Where it stands, and its name. */
  title: string;
  name: string;
  type: `${OperationDefinitionNode['operation']}`;
  /** With the fragments that it needs. */
  text: string;
}

/** Every operation of the repository: those of our own clients, of the examples and of the pages. */
export function operationsOfRepository(): RepositoryOperation[] {
  const manifest = JSON.parse(read('operations/generated/persisted-documents.json')) as object;
  const pages = ['README.md', 'docs/api.md', 'docs/live.md', 'docs/partners.md'];
  const blocks = pages.flatMap((page) =>
    [...read(page).matchAll(/```graphql\n([^`]*)```/g)].map(
      ([, text = '']) => [page, text] as const,
    ),
  );
  return [
    ...Object.values(manifest).flatMap((text: string) => separated('operations', text)),
    ...separated('examples/partner', read('examples/partner/operations.graphql')),
    ...blocks.flatMap(([page, text]) => separated(page, text)),
  ];
}

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

function separated(place: string, text: string): RepositoryOperation[] {
  return Object.values(separateOperations(parse(text))).flatMap((document) => {
    const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
    const name = operation.name?.value ?? '';
    // What the manifest has is sent by its id, so its text stays as it is.
    const own = place === 'operations' ? text : print(document);
    return [{ title: `${place} ${name}`, name, type: operation.operation, text: own }];
  });
}

type Sets = (data: Data) => readonly Variables[];

const byCase: Sets = ({ world }) => {
  const { own, other } = world.sides;
  const named = [own.escalationId, other.escalationId, own.otherId, 'junk'].map((id) => ({ id }));
  const references = [own.reference, 'ESC-2017-001', 'ESC-2019-001', 'ESC-1999-999'];
  return [...named, ...references.map((reference) => ({ reference }))].map((by) => ({ by }));
};
const byId: Sets = (data) =>
  byCase(data).map(({ by }) => ({ id: Object.values(by as object)[0] as string }));
const with_ =
  (sets: Sets, more: Variables): Sets =>
  (data) =>
    sets(data).map((variables) => ({ ...variables, ...more }));

const FILTERS: Sets = ({ world, callers }) => [
  {},
  { filter: null },
  { filter: { status: ['OPEN', 'WAITING_ON_CUSTOMER'], tier: 'BUSINESS' } },
  { filter: { customer: { id: world.sides.own.customerId } } },
  { filter: { customer: { externalId: 'odd/customer "1"' } } },
  { filter: { owner: { id: callers.AGENT.personId }, unassigned: false } },
  { filter: { search: 'export', category: ['TECHNICAL'] } },
  { filter: { atRisk: true } },
  { filter: { slaState: ['BREACHED'], severity: ['HIGH', 'CRITICAL'] } },
  { filter: { openedAfter: '2020-01-01T00:00:00Z', stage: ['FOLLOW_UP', 'RESOLVE'] } },
];

/** What each query of the repository is asked with; without a row here it is asked without variables. */
const VARIABLES: Readonly<Record<string, readonly Sets[]>> = {
  EscalationDetail: [byCase, with_(byCase, { events: 3 }), with_(byCase, { events: 100 })],
  EscalationList: [
    FILTERS,
    with_(FILTERS, { first: 3, orderBy: 'SEVERITY_DESC' }),
    ...['OPENED_ASC', 'DUE_ASC', 'UPDATED_DESC', 'UPDATED_ASC'].map((orderBy) =>
      with_(() => [{}], { orderBy, first: 7 }),
    ),
    () => [{ first: 0 }, { first: 101 }, { after: 'junk' }, { orderBy: 'NOTHING' }],
  ],
  EscalationClocks: [byCase, with_(byCase, { pastCycles: true })],
  EscalationReport: [byCase],
  Customers: [
    () => [{}, { first: 2 }, { search: 'quokka' }, { search: 'Ø' }, { search: 'nobody at all' }],
  ],
  DeskFigures: [FILTERS],
  CaseProgress: [byId],
  CaseReport: [byId],
};

export function variablesOf({ name }: RepositoryOperation, data: Data): Variables[] {
  return (VARIABLES[name] ?? [() => [{}]]).flatMap((sets) => sets(data));
}
