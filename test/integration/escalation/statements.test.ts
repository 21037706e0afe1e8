import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../../../src/escalation/escalation.query.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase, person } from '../../support/factories.ts';
import { statementsDuring } from '../../support/statements.ts';

/** The most that a list of cases, or a case, with customer and timeline may cost. */
const BUDGET = 4;
const CASES = 50;
const NOTES = 4;

let app: TestApp;
let reference: string;

beforeAll(async () => {
  app = await startTestApp();
  const owner = await person(app).catch((e) => { console.log(JSON.stringify(app.logs).slice(0,3000)); throw e; });
  for (let place = 0; place < CASES; place += 1) {
    const opened = await openCase(app);
    reference = opened.reference;
    const on = { escalationId: opened.id };
    await app.mutate('assignOwner', { ...on, owner: { id: owner.id } });
    for (let note = 0; note < NOTES; note += 1) {
      await app.mutate('addNote', { ...on, text: `Note ${note}` });
    }
  }
  await app.sequencer.stop();
});

afterAll(() => app.stop());

async function cost(document: string): Promise<string[]> {
  // The first run of a document may also read what connections ask of PostgreSQL once.
  await app.query(document);
  return statementsDuring(() => app.query(document));
}

const ENTRY = 'id type at summary actorLabel cursor changes { field to } actor { name }';

describe('the SQL statements that a query costs', () => {
  it('are within the budget for a case with its customer and first ten entries', async () => {
    const statements = await cost(`{
      escalation(by: { reference: "${reference}" }) {
        reference customer { name }
        timeline(first: 10) { edges { cursor node { ${ENTRY} } } pageInfo { hasNextPage } }
      }
    }`);
    console.log(statements.length);
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });

  it('are within the budget for fifty cases with customer and last three entries', async () => {
    const statements = await cost(`{
      escalations(first: ${CASES}) {
        nodes { reference customer { name } timeline(last: 3) { nodes { ${ENTRY} } } }
      }
    }`);
    console.log(statements.length);
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });

  it('are within the budget when one case shows two parts of its timeline under aliases', async () => {
    const statements = await cost(`{
      escalations(first: ${CASES}) {
        nodes {
          customer { name } of: customer { tier }
          latest: timeline(last: 3) { nodes { ${ENTRY} } }
          notes: timeline(last: 3, types: [NOTE_ADDED]) { edges { cursor node { ${ENTRY} } } }
        }
      }
    }`);
    console.log(statements.length, statements.join('\n').slice(0,4000));
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });

  it('are within the budget when the list itself stands under two aliases', async () => {
    const part = `nodes { customer { name } timeline(last: 3) { nodes { ${ENTRY} } } }`;
    const statements = await cost(`{
      high: escalations(first: ${CASES}, filter: { severity: [HIGH] }) { ${part} }
      all: escalations(first: ${CASES}) { ${part} }
    }`);
    console.log(statements.length);
    expect(statements.length).toBeLessThanOrEqual(BUDGET);
  });

  it('are one more for all total counts together, and only when they are selected', async () => {
    const list = (selection: string) => `{
      escalations(first: ${CASES}) { nodes { timeline(last: 3) { ${selection} nodes { id } } } }
    }`;
    const without = await cost(list(''));
    const counted = await cost(list('totalCount'));
    expect(counted.length).toBe(without.length + 1);
  });

  it('both', async () => {
    const part = `nodes { 
          customer { name } of: customer { tier }
          latest: timeline(last: 3) { nodes { ${ENTRY} } }
          notes: timeline(last: 3, types: [NOTE_ADDED]) { edges { cursor node { ${ENTRY} } } } }`;
    const statements = await cost(`{
      high: escalations(first: ${CASES}, filter: { severity: [HIGH] }) { ${part} }
      all: escalations(first: ${CASES}) { ${part} }
    }`);
    console.log('both', statements.length);
  });
});
