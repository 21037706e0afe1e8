import type { Money } from '../shared/money.ts';
import type { Category, Severity, Stage } from '../shared/vocabulary.ts';

export interface DeskStats {
  open: number;
  atRisk: number;
  breached: number;
  waitingOnCustomer: number;
  /** Null where there are no cases to take the figure from. The next two likewise. */
  responseWithinSla: number | null;
  medianTimeToResolveMs: number | null;
  averageSatisfaction: number | null;
  /** Counts of open cases, as are the next two. */
  bySeverity: { severity: Severity; count: number }[];
  byStage: { stage: Stage; count: number }[];
  byCategory: { category: Category; count: number }[];
  /** Sum over open cases for each currency, ordered by its code. */
  revenueAtRisk: Money[];
}
export type Figure = keyof DeskStats;

/** The columns that open cases are grouped by. */
export const GROUP_COLUMNS = {
  bySeverity: 'severity',
  byStage: 'stage',
  byCategory: 'category',
  revenueAtRisk: 'currency',
} as const satisfies Partial<Record<Figure, string>>;
export type GroupFigure = keyof typeof GROUP_COLUMNS;
export type SingleFigure = Exclude<Figure, GroupFigure>;

export function isGroup(name: Figure): name is GroupFigure {
  return name in GROUP_COLUMNS;
}
