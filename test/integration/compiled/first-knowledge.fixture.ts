import { parse } from 'graphql';
import type { TestApp } from '../../support/app.ts';
import type { Knowledge } from './knowledge.fixture.ts';

/** One answer for each kind of thing that has an id, a cursor or another name. */
const DOCUMENTS = [
  `{ logCursor
     escalations(first: 60, orderBy: OPENED_ASC) { edges { cursor node {
       id reference openedAt dueAt updatedAt customer { id externalId name }
       owner { id email } sla { id } improvements { id } preventionPlan { id }
     } } } }`,
  `{ escalations(first: 30) { edges { cursor } nodes {
       id reference summary
       timeline(last: 6) { edges { cursor node { id cursor at summary } } }
       communications(first: 3) { edges { cursor node { id } } }
       actions(first: 3) { edges { cursor node { id } } } } } }`,
  `{ customers(first: 30) { edges { cursor node {
       id externalId updatedAt
       lifecycle(first: 3) { edges { cursor } } history(first: 3) { edges { cursor } }
       escalations(first: 2) { edges { cursor } } } } } }`,
  `{ users(first: 60) { edges { cursor node { id email } } }
     slaPolicies { id } businessCalendars { id } apiKeys { id }
     improvements(first: 20) { edges { cursor node { id } } }
     deskEvents(first: 20) { edges { cursor node { id } } } }`,
  `{ preventionPlans(first: 20) { edges { cursor node {
       id immediateActions { id } longTermImprovements { id } } } }
     events(first: 20) { edges { cursor node { id cursor } } }
     registeredOperations(first: 20) { edges { cursor node { partner } } } }`,
];

/** What an admin sees, others' things included: everybody asks for all of it. */
export async function learnFirst(app: TestApp, knowledge: Knowledge): Promise<void> {
  for (const text of DOCUMENTS) knowledge.learn(parse(text), await app.query(text));
}
