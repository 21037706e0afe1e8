import { CUSTOMERS, SCENARIOS } from '../../src/cli/demo/samples.ts';
import { caseScript } from '../../src/cli/demo/script.ts';
import { issueOf, summaryOf } from '../dataset/texts.ts';
import { CASE_ID } from './load.child.ts';
import type { Variables } from './works.ts';

export type WriteName = 'open' | 'case';

/** One mutation of a work. */
export interface WriteStep {
  mutation: string;
  document: string;
  /** With {@link CASE_ID} for the case, but in the opening. */
  variables: Variables;
}

export interface WriteWork {
  name: WriteName;
  title: string;
  /** The mutations of one case, one after the other. */
  steps: readonly WriteStep[];
}

const DAY_MS = 86_400_000;
/** So that the demo's script makes nothing of what it makes now and then. */
const NO_CHANCE = 0.99;
/** Different cases that are opened in turn. */
const OPENINGS = 500;

function stepOf(mutation: string, input: Variables): WriteStep {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
  const document = `mutation ${name}($input: ${name}Input!) {
    ${mutation}(input: $input) {
      escalation { id reference version status stage severity }
      events { type summary }
      cursor
      userErrors { code message field }
    }
  }`;
  return { mutation, document, variables: { input } };
}

function opening(place: number): WriteStep {
  return stepOf('openEscalation', {
    customer: { externalId: `bench-${place}` },
    issue: issueOf(place),
    summary: summaryOf(place),
    severity: 'HIGH',
    category: 'TECHNICAL',
  });
}

/** A walk through the whole process, as the demo has it: opened, and brought to its end in 21 steps. */
function walk(): WriteStep[] {
  const [scenario] = SCENARIOS;
  if (scenario === undefined) throw new Error('The demo has no scenario.');
  const cast = { owner: OWNER, colleague: COLLEAGUE, contact: CUSTOMERS[0]?.name ?? '' };
  // What is promised is promised for later than any run of the benchmark ends.
  const now = () => new Date(Date.now() + DAY_MS);
  const steps = caseScript(scenario, cast, () => NO_CHANCE, now);
  return Array.from(steps, ({ mutation, input }) =>
    stepOf(mutation, { escalationId: CASE_ID, ...input }),
  );
}

/** Of the set's people, who may own any case. */
const OWNER = 'owner@bench.example';
const COLLEAGUE = 'person-8@bench.example';

export const WRITE_WORKS: readonly WriteWork[] = [
  { name: 'open', title: 'opening a case', steps: [opening(0)] },
  { name: 'case', title: 'a whole case of 22 mutations', steps: [opening(0), ...walk()] },
];

/** The same work for different customers and texts. */
export function sequencesOf({ steps }: WriteWork, customers: number): WriteStep[][] {
  return Array.from({ length: OPENINGS }, (_, place) => [
    opening(place % customers),
    ...steps.slice(1),
  ]);
}
