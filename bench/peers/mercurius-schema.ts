import type { Recording } from '../requests/recording.ts';

/** As much of the desk's schema as is asked for; enums are texts, which spares Mercurius their checks. */
export const SCHEMA = `
  scalar DateTime
  input EscalationRef { id: ID reference: String }
  input EscalationFilter { search: String }
  type Query {
    escalation(by: EscalationRef!): Escalation
    escalations(first: Int, filter: EscalationFilter): EscalationConnection!
    stats: DeskStats!
  }
  type EscalationConnection { nodes: [Escalation!]! }
  type Escalation {
    id: ID! reference: String! version: Int! status: String! stage: String! severity: String!
    category: String! summary: String! openedAt: DateTime!
    customer: Customer!
    owner: User
    sla: [SlaClock!]!
    timeline(first: Int, last: Int): TimelineConnection!
  }
  type Customer { id: ID! externalId: String! name: String! tier: String! }
  type User { name: String! level: String! }
  type SlaClock {
    kind: String! cycle: Int! state: String! dueAt: DateTime metAt: DateTime breachedAt: DateTime
  }
  type TimelineConnection { nodes: [TimelineEvent!]! }
  type TimelineEvent {
    type: String! at: DateTime! summary: String! actorLabel: String! cursor: String!
  }
  type DeskStats {
    open: Int! atRisk: Int! breached: Int! waitingOnCustomer: Int! responseWithinSla: Float
    bySeverity: [SeverityCount!]!
  }
  type SeverityCount { severity: String! count: Int! }
`;

/** Inputs are taken as they come, which spares Mercurius their checks. */
export function writeTypes({ steps }: Recording): string {
  const mutations = [...new Set(steps.map(({ mutation }) => mutation))];
  const inputOf = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `
    ${mutations.map((name) => `scalar ${inputOf(name)}`).join('\n')}
    type Mutation {
      ${mutations.map((name) => `${name}(input: ${inputOf(name)}!): Payload!`).join('\n')}
    }
    type Payload {
      escalation: Escalation events: [TimelineEvent!]! cursor: String userErrors: [UserError!]!
    }
    type UserError { code: String! message: String! field: [String!]! }
  `;
}
