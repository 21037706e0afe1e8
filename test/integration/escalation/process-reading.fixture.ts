import type { Client } from '../../support/client.ts';
import type { Status } from './status-table.fixture.ts';

export interface ClockNow {
  kind: 'RESPONSE' | 'UPDATE' | 'RESOLUTION';
  cycle: number;
  state: 'RUNNING' | 'PAUSED' | 'MET' | 'BREACHED' | 'CANCELLED';
  startedAt: string;
  dueAt: string | null;
  metAt: string | null;
  breachedAt: string | null;
}

interface PlanAction {
  id: string;
  done: boolean;
}

export interface CaseNow {
  id: string;
  version: number;
  status: Status;
  stage: string;
  severity: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';
  ownerLevel: string;
  openedAt: string;
  resolvedAt: string | null;
  closedAt: string | null;
  updatedAt: string;
  waitUntil: string | null;
  impact: { slaBreach: boolean };
  process: { stage: string; state: string; steps: { step: string; state: string }[] }[];
  nextSteps: string[];
  resolution: { timeToResolve: string | null; customerConfirmedAt: string | null } | null;
  sla: ClockNow[];
  preventionPlan: {
    id: string;
    immediateActions: PlanAction[];
    longTermImprovements: PlanAction[];
  } | null;
  related: { kind: string }[];
  timeline: { totalCount: number };
}

export const CASE_NOW = `
  id version status stage severity ownerLevel openedAt resolvedAt closedAt updatedAt waitUntil
  impact { slaBreach }
  process { stage state steps { step state } }
  nextSteps
  resolution { timeToResolve customerConfirmedAt }
  sla { kind cycle state startedAt dueAt metAt breachedAt }
  preventionPlan { id immediateActions { id done } longTermImprovements { id done } }
  related { kind }
  timeline(last: 1) { totalCount }`;

export interface Entry {
  id: string;
  type: string;
  at: string;
  data: {
    kind?: string;
    cycleStartedAt?: string;
    threshold?: number;
    corrected?: boolean;
  };
  escalation: { id: string };
}

export const ENTRY = 'id type at data escalation { id }';

export async function readCase(app: Client, id: string): Promise<CaseNow> {
  const { escalation } = await app.query<{ escalation: CaseNow }>(
    `query ($id: ID!) { escalation(by: { id: $id }) { ${CASE_NOW} } }`,
    { id },
  );
  return escalation;
}

interface Page {
  nodes: Entry[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The whole timeline, page by page. */
export async function readTimeline(app: Client, id: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo } = await readPage(app, id, after);
    entries.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return entries;
}

async function readPage(app: Client, id: string, after: string | null): Promise<Page> {
  const { escalation } = await app.query<{ escalation: { timeline: Page } }>(
    `query ($id: ID!, $after: String) {
      escalation(by: { id: $id }) {
        timeline(first: 100, after: $after) {
          nodes { ${ENTRY} } pageInfo { hasNextPage endCursor }
        }
      }
    }`,
    { id, after },
  );
  return escalation.timeline;
}
