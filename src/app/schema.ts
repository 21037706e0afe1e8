import type { GraphQLSchema } from 'graphql';
import { whenTermsChange } from '../customer/terms.service.ts';
import { builder } from '../graphql/builder.ts';
import { listEnumValues } from '../graphql/enum-values.ts';
import { recheckCustomer } from '../sla/terms/policy-recheck.service.ts';
import '../graphql/scalars.ts';
import '../communication/communication.mutations.ts';
import '../communication/communication.schema.ts';
import '../communication/template.schema.ts';
import '../customer/churn.schema.ts';
import '../customer/customer.mutations.ts';
import '../customer/customer.query.ts';
import '../customer/customer.schema.ts';
import '../customer/viewer.schema.ts';
import '../escalation/steps/assess.mutations.ts';
import '../escalation/read/category.schema.ts';
import '../escalation/steps/classify.mutations.ts';
import '../escalation/read/criteria.schema.ts';
import '../escalation/read/escalation.query.ts';
import '../escalation/read/escalation.schema.ts';
import '../escalation/follow/escalation.subscriptions.ts';
import '../escalation/follow/event.query.ts';
import '../escalation/read/event-type.schema.ts';
import '../escalation/read/explained-clocks.schema.ts';
import '../escalation/steps/follow-up.mutations.ts';
import '../escalation/read/impact.schema.ts';
import '../escalation/steps/lifecycle.mutations.ts';
import '../escalation/read/link.schema.ts';
import '../escalation/steps/mobilize.mutations.ts';
import '../escalation/read/process.schema.ts';
import '../escalation/read/resolution.schema.ts';
import '../escalation/steps/resolve.mutations.ts';
import '../escalation/follow/sla-warning.subscriptions.ts';
import '../escalation/read/timeline.schema.ts';
import '../desk/desk-event.schema.ts';
import '../desk/field-change.schema.ts';
import '../graphql/node.ts';
import '../key/key.mutations.ts';
import '../key/key.schema.ts';
import '../persisted/operation.mutations.ts';
import '../persisted/operation.schema.ts';
import '../person/person.mutations.ts';
import '../person/person.schema.ts';
import '../prevention/prevention.mutations.ts';
import '../prevention/prevention.schema.ts';
import '../report/report.schema.ts';
import '../sla/terms/calendar.mutations.ts';
import '../sla/terms/calendar.schema.ts';
import '../sla/terms/policy.mutations.ts';
import '../sla/terms/policy.schema.ts';
import '../sla/explain/sla.schema.ts';
import '../stats/stats.schema.ts';
import '../stats/stats.subscriptions.ts';

// The queries are those that the files above add.
builder.queryType({ description: 'Reading: cases, customers, people, plans, policies, figures.' });

/** Makes the whole API: every feature adds its types to the builder when it is imported. */
export function createSchema(): GraphQLSchema {
  whenTermsChange(recheckCustomer);
  const schema = builder.toSchema();
  listEnumValues(schema);
  return schema;
}
