import SchemaBuilder from '@pothos/core';
import PrismaPlugin from '@pothos/plugin-prisma';
import type { GraphQLSchema } from 'graphql';
import type { Db } from '../../../src/db/client.ts';
import type PrismaTypes from '../../../src/graphql/generated/prisma-types.ts';
import { getDatamodel } from '../../../src/graphql/generated/prisma-types.ts';
import { decodeId, encodeId } from '../../../src/graphql/global-id.ts';
import { encodeCursor } from '../../support/cursor.ts';
import { STATS_STATEMENT } from '../limit/read-statements.ts';
import type { Stats, Written } from './rows.ts';
import { searched } from './rows.ts';
import type { StockWrites } from './writes.ts';

interface Types {
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    Input: { Input: Record<string, unknown>; Output: unknown };
  };
}

/** Without the feature that the desk's client is generated with: Prisma's own default. */
const BY_DEFAULT = { relationLoadStrategy: 'query' } as object;

/**
 * As much of the desk's schema as is asked for, in the way that the documentation of Pothos shows. Enums
 * are texts and inputs of mutations are taken as they come, which spares it their checks.
 */
export function stockSchema(db: Db, writes: StockWrites | undefined): GraphQLSchema {
  // The types of the plugins that the desk's own builder has are global, and ask for their options.
  const builder = new SchemaBuilder<Types>({
    plugins: [PrismaPlugin],
    defaultFieldNullability: false,
    prisma: { client: db, dmmf: getDatamodel() },
  } as never);
  builder.scalarType('DateTime', { serialize: (value) => value.toISOString() });

  builder.prismaObject('Customer', {
    fields: (t) => ({
      id: t.id({ select: { id: true }, resolve: ({ id }) => encodeId('Customer', id) }),
      externalId: t.exposeString('externalId', {}),
      name: t.exposeString('name', {}),
      tier: t.string({ select: { tier: true }, resolve: ({ tier }) => tier }),
    }),
  });
  builder.prismaObject('User', {
    fields: (t) => ({
      name: t.exposeString('name', {}),
      level: t.string({ select: { level: true }, resolve: ({ level }) => level }),
    }),
  });
  builder.prismaObject('SlaClock', {
    fields: (t) => ({
      kind: t.string({ select: { kind: true }, resolve: ({ kind }) => kind }),
      cycle: t.exposeInt('cycle', {}),
      state: t.string({
        select: { kind: true, cycle: true, state: true, dueAt: true },
        resolve: ({ kind, cycle, state, dueAt }) => {
          const isHeard = !(kind === 'UPDATE' && cycle === 1);
          const isLate = state === 'RUNNING' && dueAt !== null && dueAt <= new Date();
          return isLate && isHeard ? 'BREACHED' : state;
        },
      }),
      dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true }),
      metAt: t.expose('metAt', { type: 'DateTime', nullable: true }),
      breachedAt: t.expose('breachedAt', { type: 'DateTime', nullable: true }),
    }),
  });
  const Entry = builder.prismaObject('LogEntry', {
    fields: (t) => ({
      type: t.string({ select: { type: true }, resolve: ({ type }) => type ?? '' }),
      at: t.expose('at', { type: 'DateTime' }),
      summary: t.exposeString('summary', {}),
      actorLabel: t.exposeString('actorLabel', {}),
      cursor: t.string({ select: { seq: true }, resolve: ({ seq }) => encodeCursor(seq ?? 0n) }),
    }),
  });
  const Timeline = builder.objectRef<EntryRow[]>('Timeline').implement({
    fields: (t) => ({ nodes: t.field({ type: [Entry], resolve: (entries) => entries }) }),
  });
  const Escalation = builder.prismaObject('Escalation', {
    fields: (t) => ({
      id: t.id({ select: { id: true }, resolve: ({ id }) => encodeId('Escalation', id) }),
      reference: t.exposeString('reference', {}),
      version: t.exposeInt('version', {}),
      status: t.string({ select: { status: true }, resolve: ({ status }) => status }),
      stage: t.string({ select: { stage: true }, resolve: ({ stage }) => stage }),
      severity: t.string({ select: { severity: true }, resolve: ({ severity }) => severity }),
      category: t.string({ select: { category: true }, resolve: ({ category }) => category }),
      summary: t.exposeString('summary', {}),
      openedAt: t.expose('openedAt', { type: 'DateTime' }),
      customer: t.relation('customer', {}),
      owner: t.relation('owner', { nullable: true }),
      sla: t.relation('clocks', { query: { orderBy: { kind: 'asc' } } }),
      timeline: t.field({
        type: Timeline,
        args: { first: t.arg.int({}), last: t.arg.int({}) },
        select: ({ first, last }) => ({
          log: {
            where: { seq: { not: null } },
            orderBy: { seq: last == null ? ('asc' as const) : ('desc' as const) },
            take: last ?? first ?? 20,
          },
        }),
        resolve: ({ log }, { last }) => (last == null ? log : [...log].reverse()),
      }),
    }),
  });
  const Escalations = builder.objectRef<EscalationRow[]>('Escalations').implement({
    fields: (t) => ({ nodes: t.field({ type: [Escalation], resolve: (nodes) => nodes }) }),
  });

  const SeverityCount = builder.objectRef<Stats['bySeverity'][number]>('SeverityCount').implement({
    fields: (t) => ({
      severity: t.exposeString('severity', {}),
      count: t.exposeInt('count', {}),
    }),
  });
  const DeskStats = builder.objectRef<Stats>('DeskStats').implement({
    fields: (t) => ({
      open: t.exposeInt('open', {}),
      atRisk: t.exposeInt('atRisk', {}),
      breached: t.exposeInt('breached', {}),
      waitingOnCustomer: t.exposeInt('waitingOnCustomer', {}),
      responseWithinSla: t.exposeFloat('responseWithinSla', { nullable: true }),
      bySeverity: t.expose('bySeverity', { type: [SeverityCount] }),
    }),
  });
  const Ref = builder.inputType('EscalationRef', {
    fields: (t) => ({ id: t.id({}), reference: t.string({}) }),
  });
  const Filter = builder.inputType('EscalationFilter', {
    fields: (t) => ({ search: t.string({}) }),
  });
  builder.queryType({
    fields: (t) => ({
      escalation: t.prismaField({
        type: Escalation,
        nullable: true,
        args: { by: t.arg({ type: Ref, required: true }) },
        resolve: (query, _root, { by }) => {
          const { id, reference } = by;
          const where =
            id == null
              ? { reference: reference ?? '' }
              : { id: decodeId('Escalation', String(id)) ?? '' };
          return db.escalation.findUnique({ ...query, ...BY_DEFAULT, where });
        },
      }),
      escalations: t.field({
        type: Escalations,
        args: { first: t.arg.int({}), filter: t.arg({ type: Filter }) },
        resolve: async (_root, { first, filter }, _context, info) => {
          const { queryFromInfo } = await import('@pothos/plugin-prisma');
          const query = queryFromInfo({ context: {}, info, path: ['nodes'] }) as object;
          const take = first ?? 20;
          const ids = filter?.search == null ? undefined : await searched(db, filter.search, take);
          return (await db.escalation.findMany({
            ...query,
            ...BY_DEFAULT,
            ...(ids === undefined ? {} : { where: { id: { in: ids } } }),
            orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
            take,
          })) as EscalationRow[];
        },
      }),
      stats: t.field({
        type: DeskStats,
        resolve: async () => {
          const [row] = await db.$queryRawUnsafe<{ stats: Stats }[]>(STATS_STATEMENT());
          if (row === undefined) throw new Error('There are no figures.');
          return row.stats;
        },
      }),
    }),
  });
  if (writes !== undefined) addMutations();
  return builder.toSchema();

  function addMutations(): void {
    const UserError = builder.objectRef<{ code: string }>('UserError').implement({
      fields: (t) => ({
        code: t.exposeString('code', {}),
        message: t.string({ resolve: () => '' }),
        field: t.stringList({ resolve: () => [] }),
      }),
    });
    const Payload = builder.objectRef<Written>('Payload').implement({
      fields: (t) => ({
        escalation: t.prismaField({
          type: Escalation,
          resolve: (query, { caseId }) =>
            db.escalation.findUniqueOrThrow({ ...query, ...BY_DEFAULT, where: { id: caseId } }),
        }),
        events: t.prismaField({
          type: [Entry],
          resolve: (query, { eventIds }) =>
            db.logEntry.findMany({
              ...query,
              ...BY_DEFAULT,
              where: { id: { in: eventIds } },
              orderBy: { id: 'asc' },
            }),
        }),
        cursor: t.exposeString('cursor', {}),
        userErrors: t.field({ type: [UserError], resolve: () => [] }),
      }),
    });
    builder.mutationType({
      fields: (t) =>
        Object.fromEntries(
          Object.entries(writes ?? {}).map(([mutation, write]) => {
            const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
            builder.scalarType(name as 'Input', { serialize: (value) => value });
            const input = t.arg({ type: name as 'Input', required: true });
            const resolve = (_root: unknown, args: { input: object }) => write(args.input);
            return [mutation, t.field({ type: Payload, args: { input }, resolve })];
          }),
        ),
    });
  }
}

type EscalationRow = PrismaTypes['Escalation']['Shape'];
type EntryRow = PrismaTypes['LogEntry']['Shape'];
