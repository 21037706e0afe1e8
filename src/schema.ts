import type { GraphQLSchema } from 'graphql';
import { builder } from './graphql/builder.ts';
import './graphql/scalars.ts';
import './communication/communication.mutations.ts';
import './communication/communication.schema.ts';
import './communication/template.schema.ts';
import './customer/churn.schema.ts';
import './customer/customer.mutations.ts';
import './customer/customer.query.ts';
import './customer/customer.schema.ts';
import './escalation/assess.mutations.ts';
import './escalation/category.schema.ts';
import './escalation/classify.mutations.ts';
import './escalation/criteria.schema.ts';
import './escalation/escalation.query.ts';
import './escalation/escalation.schema.ts';
import './escalation/event-type.schema.ts';
import './escalation/explanation.schema.ts';
import './escalation/follow-up.mutations.ts';
import './escalation/impact.schema.ts';
import './escalation/lifecycle.mutations.ts';
import './escalation/link.schema.ts';
import './escalation/mobilize.mutations.ts';
import './escalation/process.schema.ts';
import './escalation/resolution.schema.ts';
import './escalation/resolve.mutations.ts';
import './escalation/timeline.schema.ts';
import './events/desk-event.schema.ts';
import './events/field-change.schema.ts';
import './graphql/node.ts';
import './person/viewer.schema.ts';
import './person/person.mutations.ts';
import './person/person.schema.ts';
import './prevention/prevention.mutations.ts';
import './prevention/prevention.schema.ts';
import './report/report.schema.ts';
import './sla/calendar.mutations.ts';
import './sla/calendar.schema.ts';
import './sla/policy.mutations.ts';
import './sla/policy.schema.ts';
import './sla/sla.schema.ts';
import './stats/stats.schema.ts';

/** The whole API: every feature adds its types to the builder when it is imported. */
export function createSchema(): GraphQLSchema {
  return builder.toSchema();
}
