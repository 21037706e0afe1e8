import type {
  ActionKind as ActionKindValue,
  Category as CategoryValue,
  Channel as ChannelValue,
  CommunicationState as CommunicationStateValue,
  CommunicationTemplate as CommunicationTemplateValue,
  Criterion as CriterionValue,
  CustomerTier as CustomerTierValue,
  Direction as DirectionValue,
  EscalationStatus as EscalationStatusValue,
  LifecycleStage as LifecycleStageValue,
  LinkKind as LinkKindValue,
  OwnerLevel as OwnerLevelValue,
  PreventionKind as PreventionKindValue,
  ResolutionPath as ResolutionPathValue,
  RiskLevel as RiskLevelValue,
  Role as RoleValue,
  RootCauseCategory as RootCauseCategoryValue,
  Severity as SeverityValue,
  SlaKind as SlaKindValue,
  SlaState as SlaStateValue,
  Stage as StageValue,
  StepState as StepStateValue,
  Step as StepValue,
  Weekday as WeekdayValue,
} from '../shared/vocabulary.ts';
import { WEEKDAYS } from '../shared/vocabulary.ts';
import { builder } from './builder.ts';

/** An enum type from a table of value and description; a value without one does not compile. */
function enumOf<Value extends string>(
  name: string,
  description: string,
  table: Readonly<Record<Value, string>>,
) {
  const values = Object.fromEntries(
    Object.entries<string>(table).map(([value, meaning]) => [value, { description: meaning }]),
  ) as Record<Value, { description: string }>;
  return builder.enumType(name, { description, values });
}

export const Severity = enumOf<SeverityValue>(
  'Severity',
  'How bad it is for the customer; it sets the promised times.',
  {
    CRITICAL: 'Service down, data loss. By default: respond within 1 h, owned by an executive.',
    HIGH: 'A major feature is broken. By default: respond within 4 h, owned by a director or above.',
    MEDIUM:
      'A significant inconvenience. By default: respond within 24 h, owned by a manager or above.',
    LOW: 'A minor issue. By default: respond within 72 h, owned by a team lead or above.',
  },
);

export const Category = enumOf<CategoryValue>(
  'Category',
  'What kind of trouble it is; it sets the resolution path.',
  {
    TECHNICAL: 'Bugs, outages, performance.',
    BILLING: 'Charges, invoices, refunds.',
    SERVICE: 'Service levels, response time, quality.',
    RELATIONSHIP: 'Communication, trust.',
    OTHER: 'None of these.',
  },
);

export const ResolutionPath = enumOf<ResolutionPathValue>(
  'ResolutionPath',
  'The team that a case goes to, by its category; also the team of a person.',
  {
    ENGINEERING: 'Technical cases.',
    FINANCE: 'Billing cases.',
    OPERATIONS: 'Service cases, and those of no other category.',
    EXECUTIVE: 'Relationship cases.',
  },
);

export const OwnerLevel = enumOf<OwnerLevelValue>(
  'OwnerLevel',
  'How senior a person is; each level may own what the ones below it may own.',
  {
    TEAM_LEAD: 'May own LOW cases.',
    MANAGER: 'May own MEDIUM cases too.',
    DIRECTOR: 'May own HIGH cases too.',
    EXECUTIVE: 'May own every case.',
  },
);

export const CustomerTier = enumOf<CustomerTierValue>('CustomerTier', "The customer's plan.", {
  ENTERPRISE: 'The largest customers; their cases count as high impact unless said otherwise.',
  BUSINESS: 'Medium impact unless said otherwise.',
  STARTER: 'Low impact unless said otherwise.',
});

export const Stage = enumOf<StageValue>(
  'Stage',
  'The five stages of handling a case: the first whose gate is still closed.',
  {
    ASSESS: 'Understand what happened. Ends when the issue is understood.',
    CLASSIFY: 'Judge the risks. Ends when all four are judged.',
    MOBILIZE: 'Get the right people on it. Ends when somebody owns it.',
    RESOLVE: 'Fix it and tell the customer. Ends when the customer confirms.',
    FOLLOW_UP: 'Learn from it. Ends when the case is closed.',
  },
);

export const EscalationStatus = enumOf<EscalationStatusValue>(
  'EscalationStatus',
  'Where a case stands.',
  {
    OPEN: 'The desk works on it.',
    WAITING_ON_CUSTOMER: 'The customer was asked; the clocks are stopped.',
    RESOLVED: 'The customer confirmed, or stayed silent after a fix.',
    CLOSED: 'Every step is done or skipped.',
    CANCELLED: 'Given up: opened by mistake, or taken back.',
  },
);

export const RootCauseCategory = enumOf<RootCauseCategoryValue>(
  'RootCauseCategory',
  'Where the root cause lies.',
  {
    PRODUCT: 'In what the vendor sells.',
    PROCESS: 'In how the vendor works.',
    PEOPLE: 'In what somebody did or did not know.',
    EXTERNAL: 'Outside the vendor.',
  },
);

export const RiskLevel = enumOf<RiskLevelValue>('RiskLevel', 'How large a risk is.', {
  NONE: 'There is none.',
  LOW: 'Suggests LOW severity.',
  MEDIUM: 'Suggests MEDIUM severity.',
  HIGH: 'Suggests HIGH severity.',
  CRITICAL: 'Suggests CRITICAL severity.',
});

export const LifecycleStage = enumOf<LifecycleStageValue>(
  'LifecycleStage',
  'Where a customer is in its time with the vendor.',
  {
    PROSPECT: 'Has not bought yet.',
    ONBOARDING: 'Is getting started; new customers are here.',
    ADOPTION: 'Has begun to use the product.',
    GROWTH: 'Uses more and more of it.',
    RENEWAL: 'Is about to renew its contract.',
    AT_RISK: 'May leave.',
    CHURNED: 'Has left.',
  },
);

export const Channel = enumOf<ChannelValue>('Channel', 'How a communication takes place.', {
  EMAIL: 'By mail.',
  CALL: 'By telephone or video.',
  MEETING: 'In a meeting.',
});

export const Direction = enumOf<DirectionValue>('Direction', 'Which way a communication goes.', {
  OUTBOUND: 'From the desk to the customer.',
  INBOUND: 'From the customer to the desk.',
});

export const Role = enumOf<RoleValue>('Role', 'What a person or a key may do.', {
  ADMIN: 'Everything, keys included.',
  MANAGER: 'Cases, and also policies, people and reassignment.',
  AGENT: 'Works cases.',
  VIEWER: 'Reads.',
  PARTNER: 'Sees its own customers only.',
});

export const StepState = enumOf<StepStateValue>('StepState', 'How far a step or a stage is.', {
  PENDING: 'Not begun.',
  IN_PROGRESS: 'Begun and not finished; stages only.',
  DONE: 'Done; of a stage: its four steps are done or skipped.',
  SKIPPED: 'Skipped, with a reason; of a stage: all four are.',
});

export const Step = enumOf<StepValue>(
  'Step',
  'The twenty steps of the process, four a stage, in order.',
  {
    UNDERSTAND_ISSUE: 'Assess: say what is really wrong. Done by `recordUnderstanding`.',
    REVIEW_HISTORY:
      'Assess: look at what the customer went through before. Done by `reviewHistory`.',
    IDENTIFY_ROOT_CAUSE: 'Assess: find out why it happened. Done by `identifyRootCause`.',
    ASSESS_BUSINESS_IMPACT: 'Assess: say what it costs the customer. Done by `assessImpact`.',
    ASSESS_TIER_IMPACT: "Classify: weigh the customer's tier. Done by `classifyEscalation`.",
    ASSESS_REVENUE_AT_RISK: 'Classify: weigh the revenue at risk. Done by `classifyEscalation`.',
    ASSESS_REPUTATION_RISK: 'Classify: weigh the reputation at risk. Done by `classifyEscalation`.',
    ASSESS_LEGAL_RISK: 'Classify: weigh the legal risk. Done by `classifyEscalation`.',
    ASSIGN_OWNER: 'Mobilize: give the case an owner. Done by `assignOwner`.',
    NOTIFY_STAKEHOLDERS: 'Mobilize: tell those concerned. Done by `notifyStakeholders`.',
    SET_RESPONSE_TIMELINE: 'Mobilize: promise times. Done by `setResponseTimeline`.',
    PREPARE_COMMUNICATION:
      'Mobilize: prepare the first answer. Done by `prepareCommunication` or any communication that counts.',
    EXECUTE_FIX:
      'Resolve: fix it or work around it. Done by `recordAction` with FIX or WORKAROUND.',
    COMMUNICATE_PROGRESS:
      'Resolve: keep the customer informed. Done by `postProgressUpdate`, or by sending the PROGRESS_UPDATE template.',
    CONFIRM_RESOLUTION: 'Resolve: have the customer confirm. Done by `confirmResolution`.',
    DOCUMENT_OUTCOME: 'Resolve: write down how it ended. Done by `documentOutcome`.',
    CHECK_SATISFACTION:
      'Follow up: ask how satisfied the customer is. Done by `recordSatisfaction`.',
    HOLD_RETROSPECTIVE: 'Follow up: look back together. Done by `recordRetrospective`.',
    IMPROVE_PROCESS: 'Follow up: propose an improvement. Done by `proposeImprovement`.',
    PLAN_PREVENTION:
      'Follow up: plan so that it does not happen again. Done by `createPreventionPlan`.',
  },
);

export const ActionKind = enumOf<ActionKindValue>('ActionKind', 'What an action on a case is.', {
  FIX: 'Removes the trouble.',
  WORKAROUND: 'Lets the customer work although the trouble remains.',
  INVESTIGATION: 'Looks into it.',
});

export const PreventionKind = enumOf<PreventionKindValue>(
  'PreventionKind',
  'When an action of a prevention plan is due to help.',
  {
    IMMEDIATE: 'At once.',
    LONG_TERM: 'In the long term.',
  },
);

export const LinkKind = enumOf<LinkKindValue>(
  'LinkKind',
  'How one case is related to another. Both cases show the link, each from its side.',
  {
    DUPLICATES: 'This case is the same as the other, which is handled in its place.',
    DUPLICATED_BY: 'The other case is the same as this one.',
    CAUSED_BY: 'The other case led to this one.',
    CAUSES: 'This case led to the other.',
    RELATES_TO: 'The two have to do with each other.',
  },
);

export const Criterion = enumOf<CriterionValue>(
  'Criterion',
  'What good handling of a case is measured by.',
  {
    ISSUE_UNDERSTOOD: 'The issue was understood.',
    SEVERITY_CLASSIFIED:
      'The severity was classified, at the suggested one or above, or with a rationale.',
    RESPONSE_WITHIN_SLA: 'The customer was answered in time.',
    COMMUNICATED_THROUGHOUT: 'The customer was kept informed in time until the resolution.',
    ROOT_CAUSE_IDENTIFIED: 'The root cause is known.',
    PREVENTION_PLAN_CREATED: 'There is a prevention plan with an owner, a due date and an action.',
  },
);

export const SlaKind = enumOf<SlaKindValue>('SlaKind', 'The promises that clocks measure.', {
  RESPONSE: 'The first answer to the customer.',
  UPDATE: 'The next message to the customer; begins again with each.',
  RESOLUTION: 'The resolution; only where one was promised.',
});

export const SlaState = enumOf<SlaStateValue>('SlaState', 'How a clock stands.', {
  RUNNING: 'It runs and is in time.',
  PAUSED: 'The case waits for the customer.',
  MET: 'What was promised was done in time.',
  BREACHED: 'Overdue; with `metAt`, done too late.',
  CANCELLED: 'The case was cancelled while it ran.',
});

export const CommunicationTemplate = enumOf<CommunicationTemplateValue>(
  'CommunicationTemplate',
  'The three texts that the desk has words for.',
  {
    INITIAL_RESPONSE: 'We have received it, this is who has it, this is when you hear from us.',
    PROGRESS_UPDATE: 'This is how it stands, what was done, what comes next.',
    RESOLUTION_CONFIRMATION: 'It is resolved: please confirm.',
  },
);

export const CommunicationState = enumOf<CommunicationStateValue>(
  'CommunicationState',
  'How far a communication is.',
  {
    DRAFT: 'Prepared, not sent.',
    QUEUED: 'On its way.',
    SENT: 'Handed to the mail server.',
    FAILED: 'Could not be delivered; does not count.',
    LOGGED: 'Kept as a record; it took place elsewhere, or no mail server is set up.',
  },
);

const WEEKDAY_TEXTS = Object.fromEntries(
  WEEKDAYS.map((day) => [day, `${day.charAt(0)}${day.slice(1).toLowerCase()}.`]),
) as Record<WeekdayValue, string>;
export const Weekday = enumOf<WeekdayValue>('Weekday', 'A day of the week.', WEEKDAY_TEXTS);
