import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import { statementsDuring } from '../../support/statements.ts';

/** The most that a list of cases, or one case, with customer and timeline may cost. */
const BUDGET = 4;
const CASES = 50;
const CUSTOMERS = 5;

let app: TestApp;
let references: string[];

beforeAll(async () => {
  app = await startTestApp();
  const owner = await person(app);
  const opened: string[][] = [];
  for (let place = 0; place < CUSTOMERS; place += 1) {
    const { id } = await customer(app);
    const ofCustomer = Array.from({ length: CASES / CUSTOMERS }, () => caseWithNotes(id, owner.id));
    opened.push(await Promise.all(ofCustomer));
  }
  references = opened.flat();
});

afterAll(() => app.stop());

async function caseWithNotes(customerId: string, ownerId: string): Promise<string> {
  const { id: escalationId, reference } = await openCase(app, { customer: { id: customerId } });
  await app.mutate('assignOwner', { escalationId, owner: { id: ownerId } });
  await app.mutate('addNote', { escalationId, text: 'First note.' });
  await app.mutate('addNote', { escalationId, text: 'Second note.' });
  return reference;
}

/** The second time, when connections know what they ask of PostgreSQL once. */
async function statementsOf(document: string): Promise<string[]> {
  await app.query(document);
  return statementsDuring(() => app.query(document));
}

const ENTRY = 'id type at summary actorLabel cursor changes { field to } actor { name }';
const LATEST = `timeline(last: 3) { edges { cursor node { ${ENTRY} } } pageInfo { hasNextPage } }`;
const NOTES = `timeline(last: 3, types: [NOTE_ADDED]) { nodes { ${ENTRY} } }`;

describe('the SQL statements that a query costs are within the budget', () => {
  it('for a case with its customer and first ten entries', async () => {
    const statements = await statementsOf(`{
      escalation(by: { reference: "${references[0]}" }) {
        reference customer { name }
        timeline(first: 10) { totalCount edges { cursor node { ${ENTRY} } } pageInfo { endCursor } }
      }
    }`);
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });

  it('for fifty cases with their customers and last three entries', async () => {
    const statements = await statementsOf(
      `{ escalations(first: ${CASES}) { nodes { reference customer { name } ${LATEST} } } }`,
    );
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });

  it('for fifty cases that show two parts of their timelines under aliases', async () => {
    const statements = await statementsOf(`{
      escalations(first: ${CASES}) {
        nodes { customer { name } of: customer { tier } latest: ${LATEST} notes: ${NOTES} }
      }
    }`);
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });

  it('for two lists of fifty cases under aliases', async () => {
    const part = `nodes { customer { name } ${LATEST} }`;
    const statements = await statementsOf(`{
      high: escalations(first: ${CASES}, filter: { severity: [HIGH] }) { ${part} }
      all: escalations(first: ${CASES}) { ${part} }
    }`);
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });

  it('for fifty cases that are asked for one by one under aliases', async () => {
    // In a fragment, because a document has a limited number of tokens.
    const cases = references.map(
      (reference, place) => `c${place}: escalation(by: { reference: "${reference}" }) { ...C }`,
    );
    const statements = await statementsOf(
      `{ ${cases.join(' ')} } fragment C on Escalation { customer { name } ${LATEST} }`,
    );
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });

  it('for fifty cases with everything but their connections', async () => {
    const statements = await statementsOf(`{
      escalations(first: ${CASES}) {
        nodes {
          owner { name } stakeholders { name } nextSteps
          process { state startedAt steps { state completedBy { name } event { id actor { name } } } }
          impact { slaBreach } classification { severity classifiedBy { name } }
          rootCause { description identifiedBy { name } } responseTimeline { respondBy }
          resolution { actionTaken owner { name } timeToResolve }
          retrospective { participants { name } } satisfaction { rating }
          related { kind escalation { reference } } qualityCriteria { criterion met evidence }
        }
      }
    }`);
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });
});

describe('the total counts of timelines', () => {
  it('cost one statement for all cases, and none when they are not selected', async () => {
    const list = (selection: string) =>
      `{ escalations(first: ${CASES}) { nodes { timeline(last: 3) { ${selection} nodes { id } } } } }`;
    const without = await statementsOf(list(''));
    const counted = await statementsOf(list('totalCount'));
    expect(counted.length).toBe(without.length + 1);
  });
});
