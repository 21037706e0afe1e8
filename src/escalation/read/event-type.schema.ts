import { builder } from '../../graphql/builder.ts';
import type { EventType as EventTypeValue } from '../../shared/vocabulary.ts';

const MEANINGS: Readonly<Record<EventTypeValue, string>> = {
  ESCALATION_OPENED: 'The case was opened; `changes` hold every field it began with.',
  ISSUE_UNDERSTOOD: 'Somebody said what is really wrong.',
  HISTORY_REVIEWED: 'Somebody looked at what the customer went through before.',
  ROOT_CAUSE_IDENTIFIED: 'Somebody said why it happened.',
  IMPACT_ASSESSED: 'Somebody said what it costs the customer.',
  ESCALATION_CLASSIFIED: 'The risks were judged and the severity decided.',
  SEVERITY_CHANGED: 'The severity moved; the clocks took their elapsed time along.',
  OWNER_ASSIGNED: 'Somebody took the case, or took it over.',
  STAKEHOLDERS_NOTIFIED:
    'People were told of the case, or of a breach (`data.reason`), once more while it lasts (`data.repeat`), and follow it from now on.',
  RESPONSE_TIMELINE_SET: 'Times were promised to the customer.',
  COMMUNICATION_PREPARED: 'A message was drafted, not sent.',
  COMMUNICATION_SENT: 'A message went to the customer.',
  COMMUNICATION_LOGGED: 'A call, a meeting or a mail that took place elsewhere was written down.',
  COMMUNICATION_FAILED: 'A message could not be delivered; it no longer counts.',
  CUSTOMER_RESPONDED: 'The customer wrote, called or answered.',
  ACTION_RECORDED: 'A fix, a workaround or an investigation was carried out.',
  PROGRESS_UPDATED: 'The customer was told how it stands.',
  RESOLUTION_CONFIRMED: 'The customer confirmed that it is resolved.',
  OUTCOME_DOCUMENTED: 'Somebody wrote down how it ended.',
  SATISFACTION_RECORDED: 'The customer said how satisfied it is.',
  RETROSPECTIVE_HELD: 'The team looked back.',
  IMPROVEMENT_PROPOSED: 'Somebody proposed how to work better.',
  PREVENTION_PLAN_CREATED: 'There is a plan so that it does not happen again.',
  PREVENTION_PLAN_CHANGED: 'The plan got another owner, due date or list of actions.',
  PREVENTION_ACTION_COMPLETED: 'An action of the plan is done.',
  STAGE_CHANGED: 'The case came to another stage: `data.from`, `data.to`.',
  STATUS_CHANGED: 'The case came to another status: `data.from`, `data.to`.',
  STEPS_SKIPPED: 'Steps were left out on purpose, with a reason.',
  SLA_WARNING:
    'A clock passed a share of its target: `data.kind`, `data.threshold` in percent, the lower ones that came with it in `data.skipped`.',
  SLA_BREACHED: 'A clock ran out: `data.kind`.',
  SLA_PAUSED: 'The clocks stopped, because the case waits for the customer.',
  SLA_RESUMED: 'The clocks go on.',
  SLA_MET:
    'What a clock measures was done, in time unless `data.late`. With `data.corrected` a breach on record turned out to be none.',
  SLA_POLICY_CHANGED:
    'Another policy is in force for the customer; the clocks took their elapsed time along.',
  OWNER_LEVEL_RAISED: 'A breach raised the level that may own the case: `data.from`, `data.to`.',
  ESCALATION_LINKED: 'The case was linked to another.',
  NOTE_ADDED: 'Somebody left a note for colleagues.',
  ESCALATION_CLOSED: 'Every step is done or skipped, and the case was closed.',
  ESCALATION_REOPENED: 'It was not over after all.',
  ESCALATION_CANCELLED: 'The case was given up.',
};

export const EventType = builder.enumType('EventType', {
  description: 'What happened to a case.',
  values: Object.fromEntries(
    Object.entries(MEANINGS).map(([type, description]) => [type, { description }]),
  ) as Record<EventTypeValue, { description: string }>,
});
