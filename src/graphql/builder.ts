import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import { NODES } from './checks/node-plugin.ts';
import { NULLS } from './checks/null-plugin.ts';
import { PERMISSIONS } from './checks/permission-plugin.ts';
import type { Context } from './context.ts';
import type PrismaTypes from './generated/prisma-types.ts';
import { getDatamodel } from './generated/prisma-types.ts';
import { IDS } from './id-plugin.ts';
import { fieldCost } from './limits/cost.ts';
import { DEFAULT_PAGE, MAX_PAGE } from './limits/limits.ts';
import { METER } from './limits/meter-plugin.ts';
import { COLUMNS } from './reads/columns-plugin.ts';

interface Types {
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string | number | bigint };
    DateTime: { Input: Date; Output: Date | string };
    Date: { Input: Date; Output: Date };
    Duration: { Input: number; Output: number };
    Decimal: { Input: string; Output: string };
    EmailAddress: { Input: string; Output: string };
    JSONObject: { Input: Record<string, unknown>; Output: object };
  };
}

export type SchemaTypes = PothosSchemaTypes.ExtendDefaultTypes<Types>;

/** Descriptions that all connections share. */
const CONNECTION_TEXTS = {
  edgesFieldOptions: { nullable: false, description: 'The page, each item with its cursor.' },
  nodesOnConnection: { description: 'The page without cursors.' },
  nodeFieldOptions: { nullable: false, description: 'The item.' },
  cursorFieldOptions: { description: 'Pass it as `after` or `before` to go on from here.' },
  pageInfoFieldOptions: { description: 'Where the page lies in the whole list.' },
  firstArgOptions: {
    description: `How many from the start, or after \`after\`: 1 to ${MAX_PAGE}; ${DEFAULT_PAGE} when neither this nor \`last\` is given.`,
  },
  lastArgOptions: {
    description: `How many from the end, or before \`before\`: 1 to ${MAX_PAGE}; not with \`first\`.`,
  },
  afterArgOptions: { description: 'A cursor: what comes after it.' },
  beforeArgOptions: { description: 'A cursor: what comes before it.' },
  pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
  hasNextPageFieldOptions: { description: 'Whether there is more after it.' },
  hasPreviousPageFieldOptions: { description: 'Whether there is more before it.' },
  startCursorFieldOptions: { description: 'Cursor of the first item; null for an empty page.' },
  endCursorFieldOptions: { description: 'Cursor of the last item; null for an empty page.' },
  nodeTypeOptions: { description: 'A thing with an id that names it anywhere in the API.' },
  idFieldOptions: { description: 'Opaque; `Query.node` takes it.' },
} as const;

/** The builder with which every feature defines its types. This file defines none. */
export const builder = new SchemaBuilder<Types>({
  plugins: [
    METER,
    PERMISSIONS,
    COLUMNS,
    IDS,
    NODES,
    NULLS,
    RelayPlugin,
    PrismaPlugin,
    ComplexityPlugin,
  ],
  defaultFieldNullability: false,
  relay: {
    cursorType: 'String',
    clientMutationId: 'omit',
    ...CONNECTION_TEXTS,
    // `Query.node` is our own field: there, an id that names nothing visible is null and not an error.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
  },
  prisma: {
    client: (context) => context.db,
    dmmf: getDatamodel(),
    filterConnectionTotalCount: true,
    maxConnectionSize: MAX_PAGE,
    defaultConnectionSize: DEFAULT_PAGE,
    onUnusedQuery: null,
  },
  // Costs are counted and refused before anything runs, in src/http/doors/admission.ts; here they are named.
  complexity: { fieldComplexity: fieldCost },
});

builder.subscriptionType({
  description:
    'Following what happens. Each subscription to events takes `after`: first everything since that cursor from the log, in order, then live. One message for each entry.',
});
builder.mutationType({
  description:
    'Changing. What a person can mend comes back in `userErrors`, and then nothing was written. A mutation answers when its entries have their place in the log.',
});
