import DataLoader from 'dataloader';
import type { Principal } from '../auth/principal.ts';
import { visibleSql } from '../auth/visibility.ts';
import type { Db } from '../db/client.ts';
import { Prisma } from '../db/client.ts';
import { askAll } from '../db/reads/ask.ts';
import type { EscalationFilterInput } from '../escalation/read/escalation.filter.ts';
import { filterSql, isEveryCase } from '../escalation/read/escalation.filter.ts';
import { SECOND_MS } from '../shared/duration.ts';
import type { Category, Severity, Stage } from '../shared/vocabulary.ts';
import { CATEGORIES, SEVERITIES, STAGES } from '../shared/vocabulary.ts';
import { countedGroups, countedStatement } from './counted.sql.ts';
import type { DeskStats, Figure, GroupFigure, SingleFigure } from './figures.ts';
import { isGroup } from './figures.ts';
import { keptGroups, keptStatement } from './kept.sql.ts';

/** Reads figures by their names; each is worked out once, and those asked for together are together. */
export type FigureReader = <Name extends Figure>(
  names: Iterable<Name>,
) => Promise<Pick<DeskStats, Name>>;

/**
 * Reads figures of the cases that the principal may see and the filter selects, as of `now`. Figures that
 * are asked for together take one statement, those by group another; what nobody asks for is not worked
 * out. Of all cases they come from what is kept of them, of other cases they are counted.
 *
 * @throws GraphQLError BAD_REQUEST for a wrong filter.
 */
export function figureReader(
  db: Db,
  principal: Principal,
  filter: EscalationFilterInput | null | undefined,
  now: Date,
): FigureReader {
  const chosen = filterSql(filter, principal, now);
  const isAll = principal.customerIds === null && isEveryCase(chosen);
  const condition = Prisma.sql`${visibleSql(principal, Prisma.sql`e.customer_id`)} AND ${chosen}`;

  const singlesSql = (names: readonly SingleFigure[]) =>
    isAll ? keptStatement(names, now) : countedStatement(names, condition, now);
  const groupsSql = (names: readonly GroupFigure[]) =>
    isAll ? keptGroups(names) : countedGroups(names, condition);

  const figures = new DataLoader(async (names: readonly Figure[]) => {
    const groups = names.filter(isGroup);
    const singles = names.filter((name) => !isGroup(name));
    const [singleRows = [], groupRows = []] = await askAll(db, [
      singles.length === 0 ? undefined : singlesSql(singles),
      groups.length === 0 ? undefined : groupsSql(groups),
    ]);
    const [row] = singles.length === 0 ? [{}] : (singleRows as Row[]);
    const rows = groupRows as Group[];
    if (row === undefined) throw new Error('An aggregate came without a row.');
    return names.map((name) => (isGroup(name) ? GROUPED[name](rows) : single(row, name)));
  });

  return async <Name extends Figure>(names: Iterable<Name>) => {
    const read = [...names].map(async (name) => [name, await figures.load(name)] as const);
    return Object.fromEntries(await Promise.all(read)) as Pick<DeskStats, Name>;
  };
}

type Row = Partial<Record<Figure, number | null>>;

function single(row: Row, name: Figure): number | null {
  const value = row[name] ?? null;
  // The database gives it in seconds.
  return name === 'medianTimeToResolveMs' && value !== null ? Math.round(value * SECOND_MS) : value;
}

/** A row of one of the groupings. Columns of other groupings are null, or are not there. */
interface Group {
  severity?: Severity | null;
  stage?: Stage | null;
  category?: Category | null;
  currency?: string | null;
  count: number;
  amount: string | null;
}

const GROUPED = {
  bySeverity: (groups: readonly Group[]) =>
    SEVERITIES.map((severity) => ({
      severity,
      count: groups.find((group) => group.severity === severity)?.count ?? 0,
    })),
  byStage: (groups: readonly Group[]) =>
    STAGES.map((stage) => ({
      stage,
      count: groups.find((group) => group.stage === stage)?.count ?? 0,
    })),
  byCategory: (groups: readonly Group[]) =>
    CATEGORIES.map((category) => ({
      category,
      count: groups.find((group) => group.category === category)?.count ?? 0,
    })),
  revenueAtRisk: (groups: readonly Group[]) =>
    groups
      .flatMap(({ currency, amount }) =>
        currency == null || amount === null ? [] : [{ currency, amount }],
      )
      .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
};
