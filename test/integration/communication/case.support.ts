import assert from 'node:assert/strict';
import type { Client, UserError, Variables } from '../../support/client.ts';

export interface Entry {
  type: string;
  at: string;
  data: { missing?: string[]; corrected?: boolean; counts?: boolean };
  changes: { field: string; to: string | null }[];
}

export interface Communication {
  id: string;
  state: string;
  direction: string;
  template: string | null;
  subject: string | null;
  body: string;
  summary: string;
  at: string;
  recipients: string[];
  inReplyTo: { id: string } | null;
  customerResponse: string | null;
}

export interface Told {
  communication: Communication | null;
  events: Entry[];
  userErrors: UserError[];
}

export const COMMUNICATION =
  'id state direction template subject body summary at recipients inReplyTo { id } customerResponse';

/** Calls a mutation on a communication as it is, refused or not. */
export function tell(app: Client, mutation: string, input: Variables): Promise<Told> {
  const selection = `communication { ${COMMUNICATION} } events { type at data changes { field to } }`;
  return app.mutate<Told>(mutation, input, selection);
}

/** The same where it must work. */
export async function told(
  app: Client,
  mutation: string,
  input: Variables,
): Promise<{ communication: Communication; events: Entry[] }> {
  const { communication, events, userErrors } = await tell(app, mutation, input);
  assert.deepEqual(userErrors, [], `${mutation} was refused`);
  assert(communication);
  return { communication, events };
}

export interface Clock {
  kind: string;
  cycle: number;
  state: string;
  startedAt: string;
  dueAt: string | null;
  metAt: string | null;
}

export interface CaseNow {
  status: string;
  impact: { slaBreach: boolean };
  sla: Clock[];
  process: { steps: { step: string; state: string }[] }[];
  communications: { totalCount: number; nodes: Communication[] };
}

export async function caseNow(app: Client, id: string): Promise<CaseNow> {
  const { escalation } = await app.query<{ escalation: CaseNow }>(
    `query ($id: ID!) {
      escalation(by: { id: $id }) {
        status
        impact { slaBreach }
        sla { kind cycle state startedAt dueAt metAt }
        process { steps { step state } }
        communications(first: 50) { totalCount nodes { ${COMMUNICATION} } }
      }
    }`,
    { id },
  );
  return escalation;
}

export function clock(now: CaseNow, kind: string): Clock {
  const found = now.sla.find((one) => one.kind === kind);
  assert(found, `there is no ${kind} clock`);
  return found;
}

export function stepState(now: CaseNow, step: string): string | undefined {
  return now.process.flatMap(({ steps }) => steps).find((one) => one.step === step)?.state;
}

export const typesOf = (events: readonly Entry[]): string[] => events.map(({ type }) => type);
