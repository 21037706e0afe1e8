/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What an action on a case is. */
export type ActionKind =
  /** Removes the trouble. */
  | 'FIX'
  /** Looks into it. */
  | 'INVESTIGATION'
  /** Lets the customer work although the trouble remains. */
  | 'WORKAROUND';

/** Input of `addNote`. */
export type AddNoteInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** The note. 1 to 20,000 characters. */
  text: string;
};

/** Input of `assessImpact`. */
export type AssessImpactInput = {
  /** What the customer cannot do. 1 to 20,000 characters. */
  businessImpact: string;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What the vendor may lose, in the customer's currency. Left out: as it was. */
  revenueAtRisk?: MoneyInput | null | undefined;
  /** How many people are hit. 0 to 2147483647. */
  usersAffected: number;
};

/** Input of `assignOwner`. */
export type AssignOwnerInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Why somebody below the needed level owns it. 1 to 20,000 characters. */
  overrideReason?: string | null | undefined;
  /** Who owns it from now on; must be active. */
  owner: UserRef;
};

/** Names a business calendar. Exactly one of them. */
export type BusinessCalendarRef =
  {   /** The id of a `BusinessCalendar`. */
  id: string | number; name?: never; }
  |  { id?: never;   /** The calendar's `name`. 1 to 200 characters. */
  name: string; };

/** A span of working time on a day of the week. */
export type BusinessHoursInput = {
  /** When it ends: `HH:MM`, later than `opens`; `24:00` is midnight. 1 to 5 characters. */
  closes: string;
  /** The day of the week. */
  day: Weekday;
  /** When it begins: `HH:MM` in the calendar's time zone. 1 to 5 characters. */
  opens: string;
};

/** Input of `cancelEscalation`. */
export type CancelEscalationInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Why. 1 to 20,000 characters. */
  reason: string;
};

/** What kind of trouble it is; it sets the resolution path. */
export type Category =
  /** Charges, invoices, refunds. */
  | 'BILLING'
  /** None of these. */
  | 'OTHER'
  /** Communication, trust. */
  | 'RELATIONSHIP'
  /** Service levels, response time, quality. */
  | 'SERVICE'
  /** Bugs, outages, performance. */
  | 'TECHNICAL';

/** Input of `changeSeverity`. */
export type ChangeSeverityInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Why. 1 to 20,000 characters. */
  reason: string;
  /** The new one; the present one is INVALID. */
  severity: Severity;
};

/** How a communication takes place. */
export type Channel =
  /** By telephone or video. */
  | 'CALL'
  /** By mail. */
  | 'EMAIL'
  /** In a meeting. */
  | 'MEETING';

/** Input of `classifyEscalation`. */
export type ClassifyEscalationInput = {
  /** What kind of trouble it is. */
  category: Category;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What may follow in law or contract. */
  legalRisk: RiskLevel;
  /** Why this severity. 1 to 20,000 characters. */
  rationale?: string | null | undefined;
  /** What it may do to the name of either side. */
  reputationRisk: RiskLevel;
  /** What the vendor may lose, in the customer's currency; written through to `impact`. Left out: as it was. */
  revenueAtRisk?: MoneyInput | null | undefined;
  /** Left out: the suggested one. A lower one than suggested needs a `rationale`. */
  severity?: Severity | null | undefined;
  /** How much the customer's tier weighs. Left out: ENTERPRISE high, BUSINESS medium, STARTER low. */
  tierImpact?: RiskLevel | null | undefined;
};

/** Input of `closeEscalation`. */
export type CloseEscalationInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** How far a communication is. */
export type CommunicationState =
  /** Prepared, not sent. */
  | 'DRAFT'
  /** Could not be delivered; does not count. */
  | 'FAILED'
  /** Kept as a record; it took place elsewhere, or no mail server is set up. */
  | 'LOGGED'
  /** On its way. */
  | 'QUEUED'
  /** Handed to the mail server. */
  | 'SENT';

/** The three texts that the desk has words for. */
export type CommunicationTemplate =
  /** We have received it, this is who has it, this is when you hear from us. */
  | 'INITIAL_RESPONSE'
  /** This is how it stands, what was done, what comes next. */
  | 'PROGRESS_UPDATE'
  /** It is resolved: please confirm. */
  | 'RESOLUTION_CONFIRMATION';

/** Input of `completePreventionAction`. */
export type CompletePreventionActionInput = {
  /** The action: the id of a `PreventionAction`. */
  actionId: string | number;
  /** The `version` of the plan (not of its case) that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** Input of `confirmResolution`. */
export type ConfirmResolutionInput = {
  /** When: between the opening and now. Left out: now. */
  confirmedAt?: string | null | undefined;
  /** Who confirmed, on the side of the customer. 1 to 200 characters. */
  confirmedBy: string;
  /** What they said. 1 to 20,000 characters. */
  customerResponse?: string | null | undefined;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** Somebody at the customer. */
export type ContactInput = {
  /** Where to write to. */
  email: string;
  /** The name, for people to read. 1 to 200 characters. */
  name: string;
};

/** Input of `createPreventionPlan`. */
export type CreatePreventionPlanInput = {
  /** By when all of it is to be done. A day in UTC; one that is past makes the plan overdue at once. */
  dueDate: string;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What is done at once. May be empty when longTermImprovements is not. At most 100 entries. Each: An action. */
  immediateActions: Array<PreventionActionInput>;
  /** What helps in the long term. May be empty when immediateActions is not. At most 100 entries. Each: An action. */
  longTermImprovements: Array<PreventionActionInput>;
  /** Who sees to the plan. */
  owner: UserRef;
};

/** What good handling of a case is measured by. */
export type Criterion =
  /** The customer was kept informed in time until the resolution. */
  | 'COMMUNICATED_THROUGHOUT'
  /** The issue was understood. */
  | 'ISSUE_UNDERSTOOD'
  /** There is a prevention plan with an owner, a due date and an action. */
  | 'PREVENTION_PLAN_CREATED'
  /** The customer was answered in time. */
  | 'RESPONSE_WITHIN_SLA'
  /** The root cause is known. */
  | 'ROOT_CAUSE_IDENTIFIED'
  /** The severity was classified, at the suggested one or above, or with a rationale. */
  | 'SEVERITY_CLASSIFIED';

/** Names a customer. Exactly one of them. */
export type CustomerRef =
  {   /** The customer's `externalId`. 1 to 200 characters. */
  externalId: string; id?: never; }
  |  { externalId?: never;   /** The id of a `Customer`. */
  id: string | number; };

/** The customer's plan. */
export type CustomerTier =
  /** Medium impact unless said otherwise. */
  | 'BUSINESS'
  /** The largest customers; their cases count as high impact unless said otherwise. */
  | 'ENTERPRISE'
  /** Low impact unless said otherwise. */
  | 'STARTER';

/** Which way a communication goes. */
export type Direction =
  /** From the customer to the desk. */
  | 'INBOUND'
  /** From the desk to the customer. */
  | 'OUTBOUND';

/** Input of `documentOutcome`. */
export type DocumentOutcomeInput = {
  /** What was done about it; the `action_taken` of the report. 1 to 20,000 characters. */
  actionTaken: string;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** How the customer can see that it works. 1 to 20,000 characters. */
  howToConfirm?: string | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What it led to. 1 to 20,000 characters. */
  outcome: string;
};

/** Which cases. All that are given must hold; a list holds when one of its values does, so an empty one never does. Null is refused. */
export type EscalationFilter = {
  /** True: open cases with a clock past its first warning, or whose owner is below `ownerLevel`. A clock that is paused counts by the time that it has used up. False: all other cases. */
  atRisk?: boolean | null | undefined;
  /** Cases of one of these categories. */
  category?: Array<Category> | null | undefined;
  /** Cases of this customer; none when there is no such customer. */
  customer?: CustomerRef | null | undefined;
  /** Cases whose `dueAt`, the earliest due time of a clock that runs, is earlier than this. Not for partners: FORBIDDEN. */
  dueBefore?: string | null | undefined;
  /** Cases opened later than this. */
  openedAfter?: string | null | undefined;
  /** Cases opened earlier than this. */
  openedBefore?: string | null | undefined;
  /** Cases that this person owns; none when there is no such person, and for a partner who names one by address. */
  owner?: UserRef | null | undefined;
  /** Full-text search over reference, summary, issue, the customer's name, communications and notes; partners find nothing by drafts and notes. Case, accents and width do not matter. All words must occur; the last one may be the beginning of a word: `storef` finds "storefronts", `ESC-2026-0` references. Of Chinese, Japanese, Korean, Thai and the like any part is found. `OR`, `-word` and "a phrase" work. Blank: no condition. At most 200 characters and 30 words. */
  search?: string | null | undefined;
  /** Cases of one of these severities. */
  severity?: Array<Severity> | null | undefined;
  /** Cases with a clock in one of these states. UPDATE counts by its current cycle; a clock past its due time is BREACHED. */
  slaState?: Array<SlaState> | null | undefined;
  /** Cases in one of these stages. */
  stage?: Array<Stage> | null | undefined;
  /** Cases that this person is a stakeholder of; none when there is no such person. Not for partners: FORBIDDEN. */
  stakeholder?: UserRef | null | undefined;
  /** Cases in one of these statuses. */
  status?: Array<EscalationStatus> | null | undefined;
  /** Cases of one of these teams: the owner's, else that of the category's resolution path. Not for partners: FORBIDDEN. */
  team?: Array<ResolutionPath> | null | undefined;
  /** Cases of customers who are in one of these tiers now. */
  tier?: Array<CustomerTier> | null | undefined;
  /** True: nobody owns it. False: somebody does. Not for partners: FORBIDDEN. */
  unassigned?: boolean | null | undefined;
  /** Cases whose last change got its place in the log later than this, on the clock of the database: no earlier than `updatedAt` says, and in the order of commit. To keep another system in step, take UPDATED_ASC and its cursors, or the time at which your last look began and a minute less: then none is missed, and some come again. */
  updatedAfter?: string | null | undefined;
  /** Cases whose last change got its place in the log earlier than this. */
  updatedBefore?: string | null | undefined;
};

/** How a list of cases is sorted. Ties are broken by id. */
export type EscalationOrder =
  /** Those due earliest first (see `dueAt`), those without a due time last. */
  | 'DUE_ASC'
  /** The oldest first. */
  | 'OPENED_ASC'
  /** The newest first. */
  | 'OPENED_DESC'
  /** The most severe first, of one severity the newest first. */
  | 'SEVERITY_DESC'
  /** Those changed last at the end, in the order in which the changes got their places in the log. Keep `endCursor`: whatever changes after that page comes behind it, once more if it was on it, and none is missed. */
  | 'UPDATED_ASC'
  /** Those changed last first. */
  | 'UPDATED_DESC';

/** Names an escalation. Exactly one of them. */
export type EscalationRef =
  {   /** The id of an `Escalation`. */
  id: string | number; reference?: never; }
  |  { id?: never;   /** The reference, such as `ESC-2026-001`; case does not matter. 1 to 200 characters. */
  reference: string; };

/** Where a case stands. */
export type EscalationStatus =
  /** Given up: opened by mistake, or taken back. */
  | 'CANCELLED'
  /** Every step is done or skipped. */
  | 'CLOSED'
  /** The desk works on it. */
  | 'OPEN'
  /** The customer confirmed, or stayed silent after a fix. */
  | 'RESOLVED'
  /** The customer was asked; the clocks are stopped. */
  | 'WAITING_ON_CUSTOMER';

/** Which events, judged by the case as it was at the event. All that are given must hold; a list holds when one of its values does, so an empty one never does. Null is refused. */
export type EventFilter = {
  /** Of cases of one of these categories. */
  category?: Array<Category> | null | undefined;
  /** Of cases of this customer; none when there is no such customer. */
  customer?: CustomerRef | null | undefined;
  /** Of cases that this person owned; none when there is no such person, and for a partner who names one by address. */
  owner?: UserRef | null | undefined;
  /** Of cases of one of these severities. */
  severity?: Array<Severity> | null | undefined;
  /** Of cases in one of these stages. */
  stage?: Array<Stage> | null | undefined;
  /** Of cases in one of these statuses. */
  status?: Array<EscalationStatus> | null | undefined;
  /** Of cases of customers in one of these tiers. */
  tier?: Array<CustomerTier> | null | undefined;
};

/** What happened to a case. */
export type EventType =
  /** A fix, a workaround or an investigation was carried out. */
  | 'ACTION_RECORDED'
  /** A message could not be delivered; it no longer counts. */
  | 'COMMUNICATION_FAILED'
  /** A call, a meeting or a mail that took place elsewhere was written down. */
  | 'COMMUNICATION_LOGGED'
  /** A message was drafted, not sent. */
  | 'COMMUNICATION_PREPARED'
  /** A message went to the customer. */
  | 'COMMUNICATION_SENT'
  /** The customer wrote, called or answered. */
  | 'CUSTOMER_RESPONDED'
  /** The case was given up. */
  | 'ESCALATION_CANCELLED'
  /** The risks were judged and the severity decided. */
  | 'ESCALATION_CLASSIFIED'
  /** Every step is done or skipped, and the case was closed. */
  | 'ESCALATION_CLOSED'
  /** The case was linked to another. */
  | 'ESCALATION_LINKED'
  /** The case was opened; `changes` hold every field it began with. */
  | 'ESCALATION_OPENED'
  /** It was not over after all. */
  | 'ESCALATION_REOPENED'
  /** Somebody looked at what the customer went through before. */
  | 'HISTORY_REVIEWED'
  /** Somebody said what it costs the customer. */
  | 'IMPACT_ASSESSED'
  /** Somebody proposed how to work better. */
  | 'IMPROVEMENT_PROPOSED'
  /** Somebody said what is really wrong. */
  | 'ISSUE_UNDERSTOOD'
  /** Somebody left a note for colleagues. */
  | 'NOTE_ADDED'
  /** Somebody wrote down how it ended. */
  | 'OUTCOME_DOCUMENTED'
  /** Somebody took the case, or took it over. */
  | 'OWNER_ASSIGNED'
  /** A breach raised the level that may own the case: `data.from`, `data.to`. */
  | 'OWNER_LEVEL_RAISED'
  /** An action of the plan is done. */
  | 'PREVENTION_ACTION_COMPLETED'
  /** The plan got another owner, due date or list of actions. */
  | 'PREVENTION_PLAN_CHANGED'
  /** There is a plan so that it does not happen again. */
  | 'PREVENTION_PLAN_CREATED'
  /** The customer was told how it stands. */
  | 'PROGRESS_UPDATED'
  /** The customer confirmed that it is resolved. */
  | 'RESOLUTION_CONFIRMED'
  /** Times were promised to the customer. */
  | 'RESPONSE_TIMELINE_SET'
  /** The team looked back. */
  | 'RETROSPECTIVE_HELD'
  /** Somebody said why it happened. */
  | 'ROOT_CAUSE_IDENTIFIED'
  /** The customer said how satisfied it is. */
  | 'SATISFACTION_RECORDED'
  /** The severity moved; the clocks took their elapsed time along. */
  | 'SEVERITY_CHANGED'
  /** A clock ran out: `data.kind`. */
  | 'SLA_BREACHED'
  /** What a clock measures was done, in time unless `data.late`. With `data.corrected` a breach on record turned out to be none. */
  | 'SLA_MET'
  /** The clocks stopped, because the case waits for the customer. */
  | 'SLA_PAUSED'
  /** Another policy is in force for the customer; the clocks took their elapsed time along. */
  | 'SLA_POLICY_CHANGED'
  /** The clocks go on. */
  | 'SLA_RESUMED'
  /** A clock passed a share of its target: `data.kind`, `data.threshold` in percent, the lower ones that came with it in `data.skipped`. */
  | 'SLA_WARNING'
  /** The case came to another stage: `data.from`, `data.to`. */
  | 'STAGE_CHANGED'
  /** People were told of the case, or of a breach (`data.reason`), once more while it lasts (`data.repeat`), and follow it from now on. */
  | 'STAKEHOLDERS_NOTIFIED'
  /** The case came to another status: `data.from`, `data.to`. */
  | 'STATUS_CHANGED'
  /** Steps were left out on purpose, with a reason. */
  | 'STEPS_SKIPPED';

/** A day without working time. */
export type HolidayInput = {
  /** The day, in the calendar's time zone. */
  date: string;
  /** What it is called. 1 to 200 characters. */
  name: string;
};

/** Input of `identifyRootCause`. */
export type IdentifyRootCauseInput = {
  /** Where the cause lies. */
  category: RootCauseCategory;
  /** What made it possible or worse. At most 100 entries. Each: A factor. 1 to 2,000 characters. */
  contributingFactors: Array<string>;
  /** The cause. 1 to 20,000 characters. */
  description: string;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** Input of `importHolidays`. */
export type ImportHolidaysInput = {
  /** The calendar: the id of a `BusinessCalendar`. */
  calendarId: string | number;
  /** The `version` of the calendar that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** The text of the file, from BEGIN:VCALENDAR on. 1 to 1,000,000 characters. */
  iCalendar: string;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** Where a customer is in its time with the vendor. */
export type LifecycleStage =
  /** Has begun to use the product. */
  | 'ADOPTION'
  /** May leave. */
  | 'AT_RISK'
  /** Has left. */
  | 'CHURNED'
  /** Uses more and more of it. */
  | 'GROWTH'
  /** Is getting started; new customers are here. */
  | 'ONBOARDING'
  /** Has not bought yet. */
  | 'PROSPECT'
  /** Is about to renew its contract. */
  | 'RENEWAL';

/** Input of `linkEscalations`. */
export type LinkEscalationsInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What this case is to the other. A circle (of causes, of duplicates) is INVALID. */
  kind: LinkKind;
  /** The other case. */
  other: EscalationRef;
};

/** How one case is related to another. Both cases show the link, each from its side. */
export type LinkKind =
  /** The other case led to this one. */
  | 'CAUSED_BY'
  /** This case led to the other. */
  | 'CAUSES'
  /** The other case is the same as this one. */
  | 'DUPLICATED_BY'
  /** This case is the same as the other, which is handled in its place. */
  | 'DUPLICATES'
  /** The two have to do with each other. */
  | 'RELATES_TO';

/** Logs a call, a meeting or a mail that took place elsewhere. */
export type LogCommunicationInput = {
  /** When it took place: between opening and now. Left out: now. */
  at?: string | null | undefined;
  /** What was said, in full. Left out: the summary. 1 to 20,000 characters. */
  body?: string | null | undefined;
  /** How it took place. */
  channel: Channel;
  /** What the customer answered. Also writes CUSTOMER_RESPONDED; it resumes no case. 1 to 20,000 characters. */
  customerResponse?: string | null | undefined;
  /** OUTBOUND from the desk, INBOUND from the customer. */
  direction: Direction;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What it replies to: a communication of the same case, not a draft. */
  inReplyToId?: string | number | null | undefined;
  /** What it was about, in one line. 1 to 200 characters. */
  summary: string;
};

/** Without a currency: the customer's. */
export type MoneyInput = {
  /** Not negative, at most two decimals, below 10,000,000,000,000. */
  amount: string;
  /** An ISO 4217 code, such as `EUR`. */
  currency?: string | null | undefined;
};

/** Input of `notifyStakeholders`. */
export type NotifyStakeholdersInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What they are told. 1 to 20,000 characters. */
  message?: string | null | undefined;
  /** Whom to tell. 1 to 100 entries. Each: Somebody to bring in; must be active. */
  users: Array<UserRef>;
};

/** Input of `openEscalation`. */
export type OpenEscalationInput = {
  /** What kind of trouble it is. Left out: OTHER. */
  category?: Category | null | undefined;
  /** Whose case it is. */
  customer: CustomerRef;
  /** What went before, in any shape. Objects in it that hold a text `summary` (beside it `at` and `channel`) join the customer's history, the first 200 of them. At most 64 kB of JSON, 20 levels deep. */
  history?: Record<string, unknown> | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What the customer says, in the customer's words. 1 to 20,000 characters. */
  issue: string;
  /** When it began: not later than now, at most ten years ago, for partners at most 90 days; the clocks start then. Left out: now. */
  occurredAt?: string | null | undefined;
  /** How bad it is at first sight. */
  severity: Severity;
  /** One line. Left out: the first line of the issue. 1 to 200 characters. */
  summary?: string | null | undefined;
};

/** How senior a person is; each level may own what the ones below it may own. */
export type OwnerLevel =
  /** May own HIGH cases too. */
  | 'DIRECTOR'
  /** May own every case. */
  | 'EXECUTIVE'
  /** May own MEDIUM cases too. */
  | 'MANAGER'
  /** May own LOW cases. */
  | 'TEAM_LEAD';

/** Input of `postProgressUpdate`. */
export type PostProgressUpdateInput = {
  /** What was done. 1 to 20,000 characters. */
  actions: string;
  /** How it is sent. Left out: EMAIL. */
  channel?: Channel | null | undefined;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** When it should be resolved. Left out: what `setResponseTimeline` gave as `resolveBy`, else "not yet known". It is told, and moves no clock. */
  expectedResolution?: string | null | undefined;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What comes next. 1 to 20,000 characters. */
  nextSteps: string;
  /** How it stands. 1 to 20,000 characters. */
  status: string;
  /** Where it goes, each address once. Left out: the customer's contacts. 1 to 100 entries. Each: An address. */
  to?: Array<string> | null | undefined;
};

/** A template, or a subject and a body of your own. */
export type PrepareCommunicationInput = {
  /** Text of your own; only with `subject`. 1 to 20,000 characters. */
  body?: string | null | undefined;
  /** How it is sent. Left out: EMAIL. */
  channel?: Channel | null | undefined;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Words in place of the case's; only with a template. */
  fields?: TemplateFieldsInput | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Subject line of your own; only with `body`. 1 to 200 characters. */
  subject?: string | null | undefined;
  /** One line for lists and the report. Left out: the subject. 1 to 200 characters. */
  summary?: string | null | undefined;
  /** A text that the desk has words for, filled from the case. */
  template?: CommunicationTemplate | null | undefined;
  /** Where it goes, each address once. Left out: the customer's contacts. 1 to 100 entries. Each: An address. */
  to?: Array<string> | null | undefined;
};

/** One thing to do so that a case does not happen again. */
export type PreventionActionInput = {
  /** What to do. 1 to 20,000 characters. */
  description: string;
  /** By when. A day in UTC; one that is past makes the plan overdue at once. Left out: the plan's due date. */
  dueDate?: string | null | undefined;
  /** Who does it. Left out: the plan's owner. */
  owner?: UserRef | null | undefined;
};

/** Input of `proposeImprovement`. */
export type ProposeImprovementInput = {
  /** What to do better. 1 to 20,000 characters. */
  description: string;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** Input of `recordAction`. */
export type RecordActionInput = {
  /** When: between the opening and now. Left out: now. */
  at?: string | null | undefined;
  /** What was done. 1 to 20,000 characters. */
  description: string;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What it was. */
  kind: ActionKind;
};

/** Input of `recordRetrospective`. */
export type RecordRetrospectiveInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** When: between the opening and now. Left out: now. */
  heldAt?: string | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Who took part. At most 100 entries. Each: Somebody who took part; must be active. */
  participants: Array<UserRef>;
  /** What went well. At most 100 entries. Each: One thing. 1 to 2,000 characters. */
  wentWell: Array<string>;
  /** What went wrong. At most 100 entries. Each: One thing. 1 to 2,000 characters. */
  wentWrong: Array<string>;
};

/** Input of `recordSatisfaction`. */
export type RecordSatisfactionInput = {
  /** What the customer said to it. 1 to 20,000 characters. */
  comment?: string | null | undefined;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** 1 is bad, 5 is good. 1 to 5. */
  rating: number;
};

/** Input of `recordUnderstanding`. */
export type RecordUnderstandingInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What is wrong, as the desk understands it. 1 to 20,000 characters. */
  understanding: string;
};

/** Input of `reopenEscalation`. */
export type ReopenEscalationInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Why. 1 to 20,000 characters. */
  reason: string;
};

/** The team that a case goes to, by its category; also the team of a person. */
export type ResolutionPath =
  /** Technical cases. */
  | 'ENGINEERING'
  /** Relationship cases. */
  | 'EXECUTIVE'
  /** Billing cases. */
  | 'FINANCE'
  /** Service cases, and those of no other category. */
  | 'OPERATIONS';

/** Input of `resumeWork`. */
export type ResumeWorkInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** Input of `retireBusinessCalendar`. */
export type RetireBusinessCalendarInput = {
  /** The calendar: the id of a `BusinessCalendar`. */
  calendarId: string | number;
  /** The `version` of the calendar that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** Input of `retireSlaPolicy`. */
export type RetireSlaPolicyInput = {
  /** The `version` of the policy that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** The policy: the id of an `SlaPolicy`. */
  policyId: string | number;
};

/** Input of `reviewHistory`. */
export type ReviewHistoryInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** What the history shows. 1 to 20,000 characters. */
  findings: string;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
};

/** How large a risk is. */
export type RiskLevel =
  /** Suggests CRITICAL severity. */
  | 'CRITICAL'
  /** Suggests HIGH severity. */
  | 'HIGH'
  /** Suggests LOW severity. */
  | 'LOW'
  /** Suggests MEDIUM severity. */
  | 'MEDIUM'
  /** There is none. */
  | 'NONE';

/** What a person or a key may do. */
export type Role =
  /** Everything, keys included. */
  | 'ADMIN'
  /** Works cases. */
  | 'AGENT'
  /** Cases, and also policies, people and reassignment. */
  | 'MANAGER'
  /** Sees its own customers only. */
  | 'PARTNER'
  /** Reads. */
  | 'VIEWER';

/** Where the root cause lies. */
export type RootCauseCategory =
  /** Outside the vendor. */
  | 'EXTERNAL'
  /** In what somebody did or did not know. */
  | 'PEOPLE'
  /** In how the vendor works. */
  | 'PROCESS'
  /** In what the vendor sells. */
  | 'PRODUCT';

/** A draft, or a template, or a subject and a body of your own. A draft of a template is filled anew when sent, with the `fields` given when it was prepared and now; `channel`, `to`, `summary`, and the subject and body of a draft without a template, replace those of the draft. */
export type SendCommunicationInput = {
  /** Text of your own; only with `subject`. 1 to 20,000 characters. */
  body?: string | null | undefined;
  /** How it is sent. Left out: EMAIL. */
  channel?: Channel | null | undefined;
  /** The draft to send. */
  communicationId?: string | number | null | undefined;
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Words in place of the case's; only with a template. */
  fields?: TemplateFieldsInput | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What it replies to: a communication of the same case, not a draft. */
  inReplyToId?: string | number | null | undefined;
  /** Subject line of your own; only with `body`. 1 to 200 characters. */
  subject?: string | null | undefined;
  /** One line for lists and the report. Left out: the subject. 1 to 200 characters. */
  summary?: string | null | undefined;
  /** A text that the desk has words for, filled from the case. */
  template?: CommunicationTemplate | null | undefined;
  /** Where it goes, each address once. Left out: the customer's contacts. 1 to 100 entries. Each: An address. */
  to?: Array<string> | null | undefined;
};

/** Input of `setLifecycleStage`. */
export type SetLifecycleStageInput = {
  /** The customer. */
  customer: CustomerRef;
  /** The `version` of the customer that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Why it moves. 1 to 2,000 characters. */
  reason?: string | null | undefined;
  /** Where it is from now on. */
  stage: LifecycleStage;
};

/** Input of `setResponseTimeline`. */
export type SetResponseTimelineInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** When the customer hears next: in the future, not later than the update clock is due. */
  nextUpdateAt?: string | null | undefined;
  /** When it will be resolved: in the future. Gives the case a RESOLUTION clock. */
  resolveBy?: string | null | undefined;
};

/** How bad it is for the customer; it sets the promised times. */
export type Severity =
  /** Service down, data loss. By default: respond within 1 h, owned by an executive. */
  | 'CRITICAL'
  /** A major feature is broken. By default: respond within 4 h, owned by a director or above. */
  | 'HIGH'
  /** A minor issue. By default: respond within 72 h, owned by a team lead or above. */
  | 'LOW'
  /** A significant inconvenience. By default: respond within 24 h, owned by a manager or above. */
  | 'MEDIUM';

/** Input of `skipSteps`. */
export type SkipStepsInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Why. 1 to 20,000 characters. */
  reason: string;
  /** Which. 1 to 100 entries. Each: A step that is not done. */
  steps: Array<Step>;
};

/** Why time counts for a clock, or does not. */
export type SlaIntervalReason =
  /** It counts. */
  | 'COUNTED'
  /** It is a holiday of the calendar. */
  | 'HOLIDAY'
  /** It is outside the working hours of the calendar. */
  | 'OUTSIDE_HOURS'
  /** The case is resolved; a reopening makes its clocks go on. */
  | 'RESOLVED'
  /** The case waits for the customer, at whatever hour. */
  | 'WAITING_FOR_CUSTOMER';

/** The promises that clocks measure. */
export type SlaKind =
  /** The resolution; only where one was promised. */
  | 'RESOLUTION'
  /** The first answer to the customer. */
  | 'RESPONSE'
  /** The next message to the customer; begins again with each. */
  | 'UPDATE';

/** What an SLA policy can be without. */
export type SlaPolicyPart =
  /** Its time counts around the clock. */
  | 'CALENDAR'
  /** People are told of a breach once. */
  | 'REPEAT'
  /** No time of resolution is promised in general. */
  | 'RESOLUTION_TARGET';

/** How a clock stands. */
export type SlaState =
  /** Overdue; with `metAt`, done too late. */
  | 'BREACHED'
  /** The case was cancelled while it ran. */
  | 'CANCELLED'
  /** What was promised was done in time. */
  | 'MET'
  /** The case waits for the customer. */
  | 'PAUSED'
  /** It runs and is in time. */
  | 'RUNNING';

/** The five stages of handling a case: the first whose gate is still closed. */
export type Stage =
  /** Understand what happened. Ends when the issue is understood. */
  | 'ASSESS'
  /** Judge the risks. Ends when all four are judged. */
  | 'CLASSIFY'
  /** Learn from it. Ends when the case is closed. */
  | 'FOLLOW_UP'
  /** Get the right people on it. Ends when somebody owns it. */
  | 'MOBILIZE'
  /** Fix it and tell the customer. Ends when the customer confirms. */
  | 'RESOLVE';

/** The twenty steps of the process, four a stage, in order. */
export type Step =
  /** Assess: say what it costs the customer. Done by `assessImpact`. */
  | 'ASSESS_BUSINESS_IMPACT'
  /** Classify: weigh the legal risk. Done by `classifyEscalation`. */
  | 'ASSESS_LEGAL_RISK'
  /** Classify: weigh the reputation at risk. Done by `classifyEscalation`. */
  | 'ASSESS_REPUTATION_RISK'
  /** Classify: weigh the revenue at risk. Done by `classifyEscalation`. */
  | 'ASSESS_REVENUE_AT_RISK'
  /** Classify: weigh the customer's tier. Done by `classifyEscalation`. */
  | 'ASSESS_TIER_IMPACT'
  /** Mobilize: give the case an owner. Done by `assignOwner`. */
  | 'ASSIGN_OWNER'
  /** Follow up: ask how satisfied the customer is. Done by `recordSatisfaction`. */
  | 'CHECK_SATISFACTION'
  /** Resolve: keep the customer informed. Done by `postProgressUpdate`, or by sending the PROGRESS_UPDATE template. */
  | 'COMMUNICATE_PROGRESS'
  /** Resolve: have the customer confirm. Done by `confirmResolution`. */
  | 'CONFIRM_RESOLUTION'
  /** Resolve: write down how it ended. Done by `documentOutcome`. */
  | 'DOCUMENT_OUTCOME'
  /** Resolve: fix it or work around it. Done by `recordAction` with FIX or WORKAROUND. */
  | 'EXECUTE_FIX'
  /** Follow up: look back together. Done by `recordRetrospective`. */
  | 'HOLD_RETROSPECTIVE'
  /** Assess: find out why it happened. Done by `identifyRootCause`. */
  | 'IDENTIFY_ROOT_CAUSE'
  /** Follow up: propose an improvement. Done by `proposeImprovement`. */
  | 'IMPROVE_PROCESS'
  /** Mobilize: tell those concerned. Done by `notifyStakeholders`. */
  | 'NOTIFY_STAKEHOLDERS'
  /** Follow up: plan so that it does not happen again. Done by `createPreventionPlan`. */
  | 'PLAN_PREVENTION'
  /** Mobilize: prepare the first answer. Done by `prepareCommunication` or any communication that counts. */
  | 'PREPARE_COMMUNICATION'
  /** Assess: look at what the customer went through before. Done by `reviewHistory`. */
  | 'REVIEW_HISTORY'
  /** Mobilize: promise times. Done by `setResponseTimeline`. */
  | 'SET_RESPONSE_TIMELINE'
  /** Assess: say what is really wrong. Done by `recordUnderstanding`. */
  | 'UNDERSTAND_ISSUE';

/** How far a step or a stage is. */
export type StepState =
  /** Done; of a stage: its four steps are done or skipped. */
  | 'DONE'
  /** Begun and not finished; stages only. */
  | 'IN_PROGRESS'
  /** Not begun. */
  | 'PENDING'
  /** Skipped, with a reason; of a stage: all four are. */
  | 'SKIPPED';

/** Words in place of those that the case fills in. What is left out is filled from the case. */
export type TemplateFieldsInput = {
  /** {actions}: what was done. Default: the three latest actions, joined by `; `. 1 to 20,000 characters. */
  actions?: string | null | undefined;
  /** {how_to_confirm}: how the customer can see it. Default: from `documentOutcome`. 1 to 20,000 characters. */
  howToConfirm?: string | null | undefined;
  /** {next_steps}: what comes next. No default. 1 to 20,000 characters. */
  nextSteps?: string | null | undefined;
  /** {owner}: who has the case. Default: the owner's name. 1 to 20,000 characters. */
  owner?: string | null | undefined;
  /** {severity}: how urgent it is. Default: the case's, in lower case. 1 to 20,000 characters. */
  severity?: string | null | undefined;
  /** {status}: how it stands. No default. 1 to 20,000 characters. */
  status?: string | null | undefined;
  /** {summary}: what it is about. Default: the case's `summary`. 1 to 20,000 characters. */
  summary?: string | null | undefined;
  /** {time}: when the customer hears again, in words of your own. Default: when the update clock is due after this message, as `2026-03-01 14:15 UTC`; missing while the case waits. A time after that is allowed and warned of. 1 to 20,000 characters. */
  time?: string | null | undefined;
  /** {timeline}: the expected resolution. Default: `resolveBy`, else `not yet known`. 1 to 20,000 characters. */
  timeline?: string | null | undefined;
  /** {what_we_did}: what solved it. Default: the documented action taken, else the latest fix or workaround. 1 to 20,000 characters. */
  whatWeDid?: string | null | undefined;
  /** {what_we're_doing}: what keeps it from happening again. Default: the plan's immediate actions, else the improvements proposed, else `We will follow up on prevention`. 1 to 20,000 characters. */
  whatWereDoing?: string | null | undefined;
};

/** What is left out stays as it is; at least one thing must be named. */
export type UpdatePreventionPlanInput = {
  /** Put after those that are done at once. At most 100 entries. Each: An action. */
  addImmediateActions?: Array<PreventionActionInput> | null | undefined;
  /** Put after those that help in the long term. At most 100 entries. Each: An action. */
  addLongTermImprovements?: Array<PreventionActionInput> | null | undefined;
  /** By when all of it is to be done. A day in UTC; one that is past makes the plan overdue at once. */
  dueDate?: string | null | undefined;
  /** The `version` of the plan (not of its case) that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Who sees to the plan from now on. */
  owner?: UserRef | null | undefined;
  /** The plan: the id of a `PreventionPlan`. */
  planId: string | number;
  /** Actions of this plan that are taken out; one must remain in the plan. At most 200 entries. Each: The id of a `PreventionAction`. */
  removeActionIds?: Array<string | number> | null | undefined;
};

/** Input of `upsertBusinessCalendar`. */
export type UpsertBusinessCalendarInput = {
  /** The `version` of the calendar that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Days without working time, in place of the earlier ones. Left out: as they were. At most 1000 entries. Each: One of them. */
  holidays?: Array<HolidayInput> | null | undefined;
  /** The working time of a week, in place of the earlier one: at least one span, and none that overlaps another. At most 100 entries. Each: One of them. */
  hours: Array<BusinessHoursInput>;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** The name; names the calendar. 1 to 200 characters. */
  name: string;
  /** An IANA time zone, such as `Europe/Berlin`. 1 to 100 characters. */
  timeZone: string;
};

/** Input of `upsertCustomer`. */
export type UpsertCustomerInput = {
  /** Annual recurring revenue. Without a currency: the customer's, `USD` for a new one. */
  arr: MoneyInput;
  /** Those to write to, in place of the earlier ones. Left out: as they were. At most 100 entries. Each: One of them. */
  contacts?: Array<ContactInput> | null | undefined;
  /** The `version` of the customer that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Identifier in the customer's own system of record; names the customer. 1 to 200 characters. */
  externalId: string;
  /** How healthy the customer is: the lower, the sooner it leaves. 0 to 100. */
  healthScore: number;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Moves the customer there, as `setLifecycleStage` does. Left out: as it was, `ONBOARDING` for a new one. */
  lifecycleStage?: LifecycleStage | null | undefined;
  /** The name, for people to read. 1 to 200 characters. */
  name: string;
  /** The customer's plan. */
  tier: CustomerTier;
};

/** Input of `upsertSlaPolicy`. */
export type UpsertSlaPolicyInput = {
  /** Whose working time counts. Left out: as it was, around the clock for a new policy. */
  calendar?: BusinessCalendarRef | null | undefined;
  /** For this customer only. Not together with `tier`. */
  customer?: CustomerRef | null | undefined;
  /** The `version` of the policy that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** The lowest level that may own such a case. */
  ownerLevel: OwnerLevel;
  /** While a clock is breached and open, people are told again so often, in working time. Left out: as it was, once for a new policy. PT1M to PT8760H. */
  repeatEvery?: string | null | undefined;
  /** Working time from the opening to the resolution. Left out: as it was, none for a new policy. PT1S to PT8760H. */
  resolutionTarget?: string | null | undefined;
  /** Working time from the opening to the first communication that counts. PT1S to PT8760H. */
  responseTarget: string;
  /** For cases of this severity. */
  severity: Severity;
  /** For customers of this tier. Not together with `customer`. */
  tier?: CustomerTier | null | undefined;
  /** Working time from one communication that counts to the next. PT1S to PT8760H. */
  updateInterval: string;
  /** When a clock warns, in any order; empty for never. Left out: as it was, 50, 75 and 90 for a new policy. At most 10 entries. Each: Percent of the target. 1 to 99. */
  warnAt?: Array<number> | null | undefined;
  /** Takes parts out of the policy. INVALID for one that is given too. At most 100 entries. Each: What it shall not have. */
  without?: Array<SlaPolicyPart> | null | undefined;
};

/** Input of `upsertUser`. */
export type UpsertUserInput = {
  /** False for somebody who has left. Left out: as it was, true for a new person. */
  active?: boolean | null | undefined;
  /** The person's address; names the person. */
  email: string;
  /** The `version` of the person that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** Decides which cases the person may own. */
  level: OwnerLevel;
  /** The name, for people to read. 1 to 200 characters. */
  name: string;
  /** What the person may do. Left out: as it was, `AGENT` for a new person. */
  role?: Role | null | undefined;
  /** The team. Left out: as it was, none for a new person. Null: none. */
  team?: ResolutionPath | null | undefined;
};

/** What kind of mistake it is. */
export type UserErrorCode =
  /** It exists already. */
  | 'DUPLICATE'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_MISMATCH'
  /** A value that breaks a rule of its field. */
  | 'INVALID'
  /** Your role may not do this with this value; the message names who may. */
  | 'NOT_ALLOWED'
  /** No such thing, or not yours: malformed ids too. */
  | 'NOT_FOUND'
  /** The person may not own the case as it is: see `Escalation.ownerLevel`. An `overrideReason` lets it pass. */
  | 'OWNER_LEVEL_TOO_LOW'
  /** What is changed moved on: expectedVersion is not its version. */
  | 'STALE_VERSION'
  /** Not in this status, or steps are missing. */
  | 'WRONG_STATE';

/** Names a person. Exactly one of them. */
export type UserRef =
  {   /** The person's address. */
  email: string; id?: never; }
  |  { email?: never;   /** The id of a `User`. */
  id: string | number; };

/** Input of `waitForCustomer`. */
export type WaitForCustomerInput = {
  /** The case: the `id` of an `Escalation`, or its reference such as `ESC-2026-001`. */
  escalationId: string | number;
  /** The `version` of the case that the decision rests on. Another one is STALE_VERSION, and nothing is written. 1 to 2147483647. */
  expectedVersion?: number | null | undefined;
  /** Makes calling again safe: the same key with the same input answers as the first call did and changes nothing, for seven days; with another input it is IDEMPOTENCY_MISMATCH. A refused call leaves the key free. 1 to 200 characters. */
  idempotencyKey?: string | null | undefined;
  /** What was asked. 1 to 20,000 characters. */
  reason: string;
  /** When work goes on by itself, in the future. Left out: when somebody resumes it. */
  until?: string | null | undefined;
};

/** A day of the week. */
export type Weekday =
  /** Friday. */
  | 'FRIDAY'
  /** Monday. */
  | 'MONDAY'
  /** Saturday. */
  | 'SATURDAY'
  /** Sunday. */
  | 'SUNDAY'
  /** Thursday. */
  | 'THURSDAY'
  /** Tuesday. */
  | 'TUESDAY'
  /** Wednesday. */
  | 'WEDNESDAY';

export type RecordUnderstandingMutationVariables = Exact<{
  input: RecordUnderstandingInput;
}>;


export type RecordUnderstandingMutation = { recordUnderstanding: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type ReviewHistoryMutationVariables = Exact<{
  input: ReviewHistoryInput;
}>;


export type ReviewHistoryMutation = { reviewHistory: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type IdentifyRootCauseMutationVariables = Exact<{
  input: IdentifyRootCauseInput;
}>;


export type IdentifyRootCauseMutation = { identifyRootCause: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type AssessImpactMutationVariables = Exact<{
  input: AssessImpactInput;
}>;


export type AssessImpactMutation = { assessImpact: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type ClassifyEscalationMutationVariables = Exact<{
  input: ClassifyEscalationInput;
}>;


export type ClassifyEscalationMutation = { classifyEscalation: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type ChangeSeverityMutationVariables = Exact<{
  input: ChangeSeverityInput;
}>;


export type ChangeSeverityMutation = { changeSeverity: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type PrepareCommunicationMutationVariables = Exact<{
  input: PrepareCommunicationInput;
}>;


export type PrepareCommunicationMutation = { prepareCommunication: { cursor: string | null, communication: { id: string, state: CommunicationState, subject: string | null, body: string } | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type SendCommunicationMutationVariables = Exact<{
  input: SendCommunicationInput;
}>;


export type SendCommunicationMutation = { sendCommunication: { cursor: string | null, communication: { id: string, state: CommunicationState, subject: string | null, body: string } | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type LogCommunicationMutationVariables = Exact<{
  input: LogCommunicationInput;
}>;


export type LogCommunicationMutation = { logCommunication: { cursor: string | null, communication: { id: string, state: CommunicationState, subject: string | null, body: string } | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type PostProgressUpdateMutationVariables = Exact<{
  input: PostProgressUpdateInput;
}>;


export type PostProgressUpdateMutation = { postProgressUpdate: { cursor: string | null, communication: { id: string, state: CommunicationState, subject: string | null, body: string } | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type RecordSatisfactionMutationVariables = Exact<{
  input: RecordSatisfactionInput;
}>;


export type RecordSatisfactionMutation = { recordSatisfaction: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type RecordRetrospectiveMutationVariables = Exact<{
  input: RecordRetrospectiveInput;
}>;


export type RecordRetrospectiveMutation = { recordRetrospective: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type CaseStateFragment = { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> };

type Refused_AddNotePayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_AssessImpactPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_AssignOwnerPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_CancelEscalationPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_ChangeSeverityPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_ClassifyEscalationPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_CloseEscalationPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_CompletePreventionActionPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_ConfirmResolutionPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_CreateApiKeyPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_CreatePreventionPlanPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_DocumentOutcomePayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_IdentifyRootCausePayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_ImportHolidaysPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_LinkEscalationsPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_LogCommunicationPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_NotifyStakeholdersPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_OpenEscalationPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_PatchCustomerPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_PatchPersonPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_PostProgressUpdatePayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_PrepareCommunicationPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_ProposeImprovementPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_RecordActionPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_RecordRetrospectivePayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_RecordSatisfactionPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_RecordUnderstandingPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_RegisterOperationsPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_ReopenEscalationPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_ResumeWorkPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_RetireBusinessCalendarPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_RetireSlaPolicyPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_ReviewHistoryPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_RevokeApiKeyPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_SendCommunicationPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_SetLifecycleStagePayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_SetResponseTimelinePayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_SkipStepsPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_UpdatePreventionPlanPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_UpsertBusinessCalendarPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_UpsertCustomerPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_UpsertSlaPolicyPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_UpsertUserPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

type Refused_WaitForCustomerPayload_Fragment = { cursor: string | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> };

export type RefusedFragment =
  | Refused_AddNotePayload_Fragment
  | Refused_AssessImpactPayload_Fragment
  | Refused_AssignOwnerPayload_Fragment
  | Refused_CancelEscalationPayload_Fragment
  | Refused_ChangeSeverityPayload_Fragment
  | Refused_ClassifyEscalationPayload_Fragment
  | Refused_CloseEscalationPayload_Fragment
  | Refused_CompletePreventionActionPayload_Fragment
  | Refused_ConfirmResolutionPayload_Fragment
  | Refused_CreateApiKeyPayload_Fragment
  | Refused_CreatePreventionPlanPayload_Fragment
  | Refused_DocumentOutcomePayload_Fragment
  | Refused_IdentifyRootCausePayload_Fragment
  | Refused_ImportHolidaysPayload_Fragment
  | Refused_LinkEscalationsPayload_Fragment
  | Refused_LogCommunicationPayload_Fragment
  | Refused_NotifyStakeholdersPayload_Fragment
  | Refused_OpenEscalationPayload_Fragment
  | Refused_PatchCustomerPayload_Fragment
  | Refused_PatchPersonPayload_Fragment
  | Refused_PostProgressUpdatePayload_Fragment
  | Refused_PrepareCommunicationPayload_Fragment
  | Refused_ProposeImprovementPayload_Fragment
  | Refused_RecordActionPayload_Fragment
  | Refused_RecordRetrospectivePayload_Fragment
  | Refused_RecordSatisfactionPayload_Fragment
  | Refused_RecordUnderstandingPayload_Fragment
  | Refused_RegisterOperationsPayload_Fragment
  | Refused_ReopenEscalationPayload_Fragment
  | Refused_ResumeWorkPayload_Fragment
  | Refused_RetireBusinessCalendarPayload_Fragment
  | Refused_RetireSlaPolicyPayload_Fragment
  | Refused_ReviewHistoryPayload_Fragment
  | Refused_RevokeApiKeyPayload_Fragment
  | Refused_SendCommunicationPayload_Fragment
  | Refused_SetLifecycleStagePayload_Fragment
  | Refused_SetResponseTimelinePayload_Fragment
  | Refused_SkipStepsPayload_Fragment
  | Refused_UpdatePreventionPlanPayload_Fragment
  | Refused_UpsertBusinessCalendarPayload_Fragment
  | Refused_UpsertCustomerPayload_Fragment
  | Refused_UpsertSlaPolicyPayload_Fragment
  | Refused_UpsertUserPayload_Fragment
  | Refused_WaitForCustomerPayload_Fragment
;

export type PlanStateFragment = { id: string, version: number, dueDate: string, overdue: boolean, completedAt: string | null, immediateActions: Array<{ id: string, description: string, done: boolean }>, longTermImprovements: Array<{ id: string, description: string, done: boolean }> };

export type MessageStateFragment = { id: string, state: CommunicationState, subject: string | null, body: string };

export type WaitForCustomerMutationVariables = Exact<{
  input: WaitForCustomerInput;
}>;


export type WaitForCustomerMutation = { waitForCustomer: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type ResumeWorkMutationVariables = Exact<{
  input: ResumeWorkInput;
}>;


export type ResumeWorkMutation = { resumeWork: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type SkipStepsMutationVariables = Exact<{
  input: SkipStepsInput;
}>;


export type SkipStepsMutation = { skipSteps: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type AddNoteMutationVariables = Exact<{
  input: AddNoteInput;
}>;


export type AddNoteMutation = { addNote: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type LinkEscalationsMutationVariables = Exact<{
  input: LinkEscalationsInput;
}>;


export type LinkEscalationsMutation = { linkEscalations: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type CloseEscalationMutationVariables = Exact<{
  input: CloseEscalationInput;
}>;


export type CloseEscalationMutation = { closeEscalation: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type ReopenEscalationMutationVariables = Exact<{
  input: ReopenEscalationInput;
}>;


export type ReopenEscalationMutation = { reopenEscalation: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type CancelEscalationMutationVariables = Exact<{
  input: CancelEscalationInput;
}>;


export type CancelEscalationMutation = { cancelEscalation: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type WatchEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: EventFilter | null | undefined;
}>;


export type WatchEventsSubscription = { escalationEvents: { type: EventType, at: string, summary: string, actorLabel: string, cursor: string, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } } };

export type AssignOwnerMutationVariables = Exact<{
  input: AssignOwnerInput;
}>;


export type AssignOwnerMutation = { assignOwner: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type NotifyStakeholdersMutationVariables = Exact<{
  input: NotifyStakeholdersInput;
}>;


export type NotifyStakeholdersMutation = { notifyStakeholders: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type SetResponseTimelineMutationVariables = Exact<{
  input: SetResponseTimelineInput;
}>;


export type SetResponseTimelineMutation = { setResponseTimeline: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type OpenEscalationMutationVariables = Exact<{
  input: OpenEscalationInput;
}>;


export type OpenEscalationMutation = { openEscalation: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type UpsertUserMutationVariables = Exact<{
  input: UpsertUserInput;
}>;


export type UpsertUserMutation = { upsertUser: { cursor: string | null, user: { id: string, email: string | null, name: string, level: OwnerLevel, team: ResolutionPath | null, role: Role, active: boolean } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type UpsertCustomerMutationVariables = Exact<{
  input: UpsertCustomerInput;
}>;


export type UpsertCustomerMutation = { upsertCustomer: { cursor: string | null, customer: { id: string, externalId: string, name: string, tier: CustomerTier, lifecycleStage: LifecycleStage, version: number } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type SetLifecycleStageMutationVariables = Exact<{
  input: SetLifecycleStageInput;
}>;


export type SetLifecycleStageMutation = { setLifecycleStage: { cursor: string | null, customer: { id: string, lifecycleStage: LifecycleStage, version: number } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type ProposeImprovementMutationVariables = Exact<{
  input: ProposeImprovementInput;
}>;


export type ProposeImprovementMutation = { proposeImprovement: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type CreatePreventionPlanMutationVariables = Exact<{
  input: CreatePreventionPlanInput;
}>;


export type CreatePreventionPlanMutation = { createPreventionPlan: { cursor: string | null, preventionPlan: { id: string, version: number, dueDate: string, overdue: boolean, completedAt: string | null, immediateActions: Array<{ id: string, description: string, done: boolean }>, longTermImprovements: Array<{ id: string, description: string, done: boolean }> } | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type UpdatePreventionPlanMutationVariables = Exact<{
  input: UpdatePreventionPlanInput;
}>;


export type UpdatePreventionPlanMutation = { updatePreventionPlan: { cursor: string | null, preventionPlan: { id: string, version: number, dueDate: string, overdue: boolean, completedAt: string | null, immediateActions: Array<{ id: string, description: string, done: boolean }>, longTermImprovements: Array<{ id: string, description: string, done: boolean }> } | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type CompletePreventionActionMutationVariables = Exact<{
  input: CompletePreventionActionInput;
}>;


export type CompletePreventionActionMutation = { completePreventionAction: { cursor: string | null, preventionPlan: { id: string, version: number, dueDate: string, overdue: boolean, completedAt: string | null, immediateActions: Array<{ id: string, description: string, done: boolean }>, longTermImprovements: Array<{ id: string, description: string, done: boolean }> } | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type EscalationDetailQueryVariables = Exact<{
  by: EscalationRef;
  events?: number | null | undefined;
}>;


export type EscalationDetailQuery = { escalation: { summary: string, issue: string, category: Category, resolutionPath: ResolutionPath, ownerLevel: OwnerLevel, openedAt: string, resolvedAt: string | null, closedAt: string | null, id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step>, owner: { name: string, level: OwnerLevel } | null, customer: { id: string, externalId: string, name: string, tier: CustomerTier }, process: Array<{ stage: Stage, state: StepState, steps: Array<{ step: Step, state: StepState, completedAt: string | null, skippedReason: string | null, completedBy: { name: string } | null }> }>, sla: Array<{ kind: SlaKind, cycle: number, state: SlaState, dueAt: string | null, metAt: string | null, breachedAt: string | null, remaining: string, elapsedRatio: number }>, qualityCriteria: Array<{ criterion: Criterion, met: boolean, evidence: string }>, timeline: { nodes: Array<{ type: EventType, at: string, summary: string, actorLabel: string, cursor: string }> } } | null };

export type EscalationListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: EscalationFilter | null | undefined;
  orderBy?: EscalationOrder | null | undefined;
}>;


export type EscalationListQuery = { escalations: { nodes: Array<{ summary: string, openedAt: string, id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step>, customer: { name: string }, owner: { name: string } | null, timeline: { nodes: Array<{ at: string, summary: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type EscalationClocksQueryVariables = Exact<{
  by: EscalationRef;
  pastCycles?: boolean | null | undefined;
}>;


export type EscalationClocksQuery = { escalation: { reference: string, slaExplanation: Array<{ kind: SlaKind, cycle: number, state: SlaState, target: string, startedAt: string, dueAt: string | null, metAt: string | null, breachedAt: string | null, elapsed: string, remaining: string, policyVersion: number, calendar: { name: string, version: number, timeZone: string } | null, intervals: Array<{ from: string, to: string, counted: boolean, reason: SlaIntervalReason, holiday: string | null, length: string }> }> } | null };

export type EscalationReportQueryVariables = Exact<{
  by: EscalationRef;
}>;


export type EscalationReportQuery = { escalation: { reference: string, report: { complete: boolean, missing: Array<string>, yaml: string } } | null };

export type CustomersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type CustomersQuery = { customers: { totalCount: number, nodes: Array<{ id: string, externalId: string, name: string, tier: CustomerTier, lifecycleStage: LifecycleStage, churnRisk: { level: RiskLevel, score: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DeskFiguresQueryVariables = Exact<{
  filter?: EscalationFilter | null | undefined;
}>;


export type DeskFiguresQuery = { stats: { open: number, atRisk: number, breached: number, waitingOnCustomer: number, responseWithinSla: number | null, medianTimeToResolve: string | null, averageSatisfaction: number | null, bySeverity: Array<{ severity: Severity, count: number }>, revenueAtRisk: Array<{ amount: string, currency: string }> } };

export type RecordActionMutationVariables = Exact<{
  input: RecordActionInput;
}>;


export type RecordActionMutation = { recordAction: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type ConfirmResolutionMutationVariables = Exact<{
  input: ConfirmResolutionInput;
}>;


export type ConfirmResolutionMutation = { confirmResolution: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type DocumentOutcomeMutationVariables = Exact<{
  input: DocumentOutcomeInput;
}>;


export type DocumentOutcomeMutation = { documentOutcome: { cursor: string | null, escalation: { id: string, reference: string, version: number, status: EscalationStatus, stage: Stage, severity: Severity, nextSteps: Array<Step> } | null, events: Array<{ type: EventType, summary: string }>, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type PolicyStateFragment = { id: string, version: number, severity: Severity, tier: CustomerTier | null, ownerLevel: OwnerLevel, responseTarget: string, updateInterval: string, resolutionTarget: string | null, warnAt: Array<number>, repeatEvery: string | null, retiredAt: string | null, customer: { id: string, name: string } | null, calendar: { id: string, name: string } | null };

export type CalendarStateFragment = { id: string, version: number, name: string, timeZone: string, retiredAt: string | null, hours: Array<{ day: Weekday, opens: string, closes: string }>, holidays: Array<{ date: string, name: string }> };

export type SlaPoliciesQueryVariables = Exact<{ [key: string]: never; }>;


export type SlaPoliciesQuery = { slaPolicies: Array<{ id: string, version: number, severity: Severity, tier: CustomerTier | null, ownerLevel: OwnerLevel, responseTarget: string, updateInterval: string, resolutionTarget: string | null, warnAt: Array<number>, repeatEvery: string | null, retiredAt: string | null, customer: { id: string, name: string } | null, calendar: { id: string, name: string } | null }> };

export type BusinessCalendarsQueryVariables = Exact<{ [key: string]: never; }>;


export type BusinessCalendarsQuery = { businessCalendars: Array<{ id: string, version: number, name: string, timeZone: string, retiredAt: string | null, policies: Array<{ id: string, severity: Severity }>, hours: Array<{ day: Weekday, opens: string, closes: string }>, holidays: Array<{ date: string, name: string }> }> };

export type UpsertSlaPolicyMutationVariables = Exact<{
  input: UpsertSlaPolicyInput;
}>;


export type UpsertSlaPolicyMutation = { upsertSlaPolicy: { cursor: string | null, slaPolicy: { id: string, version: number, severity: Severity, tier: CustomerTier | null, ownerLevel: OwnerLevel, responseTarget: string, updateInterval: string, resolutionTarget: string | null, warnAt: Array<number>, repeatEvery: string | null, retiredAt: string | null, customer: { id: string, name: string } | null, calendar: { id: string, name: string } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type RetireSlaPolicyMutationVariables = Exact<{
  input: RetireSlaPolicyInput;
}>;


export type RetireSlaPolicyMutation = { retireSlaPolicy: { cursor: string | null, slaPolicy: { id: string, version: number, severity: Severity, tier: CustomerTier | null, ownerLevel: OwnerLevel, responseTarget: string, updateInterval: string, resolutionTarget: string | null, warnAt: Array<number>, repeatEvery: string | null, retiredAt: string | null, customer: { id: string, name: string } | null, calendar: { id: string, name: string } | null } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type UpsertBusinessCalendarMutationVariables = Exact<{
  input: UpsertBusinessCalendarInput;
}>;


export type UpsertBusinessCalendarMutation = { upsertBusinessCalendar: { cursor: string | null, businessCalendar: { id: string, version: number, name: string, timeZone: string, retiredAt: string | null, hours: Array<{ day: Weekday, opens: string, closes: string }>, holidays: Array<{ date: string, name: string }> } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type RetireBusinessCalendarMutationVariables = Exact<{
  input: RetireBusinessCalendarInput;
}>;


export type RetireBusinessCalendarMutation = { retireBusinessCalendar: { cursor: string | null, businessCalendar: { id: string, version: number, name: string, timeZone: string, retiredAt: string | null, hours: Array<{ day: Weekday, opens: string, closes: string }>, holidays: Array<{ date: string, name: string }> } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export type ImportHolidaysMutationVariables = Exact<{
  input: ImportHolidaysInput;
}>;


export type ImportHolidaysMutation = { importHolidays: { added: number, leftOut: number, cursor: string | null, businessCalendar: { id: string, version: number, name: string, timeZone: string, retiredAt: string | null, hours: Array<{ day: Weekday, opens: string, closes: string }>, holidays: Array<{ date: string, name: string }> } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> }> } };

export const CaseStateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}}]} as unknown as DocumentNode<CaseStateFragment, unknown>;
export const RefusedFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<RefusedFragment, unknown>;
export const PlanStateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PlanState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PreventionPlan"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"overdue"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"immediateActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}},{"kind":"Field","name":{"kind":"Name","value":"longTermImprovements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}}]}}]} as unknown as DocumentNode<PlanStateFragment, unknown>;
export const MessageStateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Communication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"body"}}]}}]} as unknown as DocumentNode<MessageStateFragment, unknown>;
export const PolicyStateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PolicyState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SlaPolicy"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ownerLevel"}},{"kind":"Field","name":{"kind":"Name","value":"responseTarget"}},{"kind":"Field","name":{"kind":"Name","value":"updateInterval"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionTarget"}},{"kind":"Field","name":{"kind":"Name","value":"warnAt"}},{"kind":"Field","name":{"kind":"Name","value":"repeatEvery"}},{"kind":"Field","name":{"kind":"Name","value":"retiredAt"}},{"kind":"Field","name":{"kind":"Name","value":"calendar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<PolicyStateFragment, unknown>;
export const CalendarStateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CalendarState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessCalendar"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"retiredAt"}},{"kind":"Field","name":{"kind":"Name","value":"hours"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"opens"}},{"kind":"Field","name":{"kind":"Name","value":"closes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"holidays"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<CalendarStateFragment, unknown>;
export const RecordUnderstandingDocument = {"__meta__":{"hash":"sha256:37dbb8559bce54a3eaab9f63ff71b2447474c590ed31d4ea3ac7ebe6957fecc7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RecordUnderstanding"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordUnderstandingInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordUnderstanding"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<RecordUnderstandingMutation, RecordUnderstandingMutationVariables>;
export const ReviewHistoryDocument = {"__meta__":{"hash":"sha256:759562e9e22462120ed4fc1dc618662e6eff3a87a438e0d99368c0daf0a41db5"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReviewHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReviewHistoryInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reviewHistory"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<ReviewHistoryMutation, ReviewHistoryMutationVariables>;
export const IdentifyRootCauseDocument = {"__meta__":{"hash":"sha256:55193f6e285354c4e662ac1efda41e2efdb324121fece531cb05cdffc47c2f96"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"IdentifyRootCause"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"IdentifyRootCauseInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"identifyRootCause"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<IdentifyRootCauseMutation, IdentifyRootCauseMutationVariables>;
export const AssessImpactDocument = {"__meta__":{"hash":"sha256:2b453938fda8d83c04c8e38dd5aea7fe0182724593920beb59b1030326fd4068"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AssessImpact"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AssessImpactInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assessImpact"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<AssessImpactMutation, AssessImpactMutationVariables>;
export const ClassifyEscalationDocument = {"__meta__":{"hash":"sha256:f961726422d948896cbf769f0b0ae9244a51d4994653b124118a1620c81cfde7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ClassifyEscalation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ClassifyEscalationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"classifyEscalation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<ClassifyEscalationMutation, ClassifyEscalationMutationVariables>;
export const ChangeSeverityDocument = {"__meta__":{"hash":"sha256:4bb1758627b92f1a33d2a41f4f72afc1a45ac2cc5c869b54d01d501afc9edbed"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangeSeverity"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeSeverityInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeSeverity"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<ChangeSeverityMutation, ChangeSeverityMutationVariables>;
export const PrepareCommunicationDocument = {"__meta__":{"hash":"sha256:92d8a8d5a6cd4be9930f96b88493f2a077ff4e9c9be1185564b661170722d698"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PrepareCommunication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PrepareCommunicationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"prepareCommunication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"communication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Communication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"body"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<PrepareCommunicationMutation, PrepareCommunicationMutationVariables>;
export const SendCommunicationDocument = {"__meta__":{"hash":"sha256:0749f92cf1186abd3ef1d8c1d68ed01270a031befe9df169161ff876882fd4ff"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendCommunication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendCommunicationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendCommunication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"communication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Communication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"body"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<SendCommunicationMutation, SendCommunicationMutationVariables>;
export const LogCommunicationDocument = {"__meta__":{"hash":"sha256:33784c45c5c4d0990bbe1ab55459b3cd3a1f6e23f782824363b49a78b8331388"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LogCommunication"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LogCommunicationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"logCommunication"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"communication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Communication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"body"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<LogCommunicationMutation, LogCommunicationMutationVariables>;
export const PostProgressUpdateDocument = {"__meta__":{"hash":"sha256:548172520f89d908fa4a60eefb9bd9f6f5afca1e1cfeda8180ca82637815185a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PostProgressUpdate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PostProgressUpdateInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"postProgressUpdate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"communication"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Communication"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"body"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<PostProgressUpdateMutation, PostProgressUpdateMutationVariables>;
export const RecordSatisfactionDocument = {"__meta__":{"hash":"sha256:1fac9d06f8179388c3e9ec9c50fd3bc718bdea3cc9b294c99df3d22e50c31c07"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RecordSatisfaction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordSatisfactionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordSatisfaction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<RecordSatisfactionMutation, RecordSatisfactionMutationVariables>;
export const RecordRetrospectiveDocument = {"__meta__":{"hash":"sha256:3d6092db86a0a038e3f5802277392870d9f5e6d19ba509caf7558d44ed17af54"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RecordRetrospective"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordRetrospectiveInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordRetrospective"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<RecordRetrospectiveMutation, RecordRetrospectiveMutationVariables>;
export const WaitForCustomerDocument = {"__meta__":{"hash":"sha256:73930c616debc6ed096fca7b68e75ee223178a020e93722566b4409045679f6d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"WaitForCustomer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WaitForCustomerInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"waitForCustomer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<WaitForCustomerMutation, WaitForCustomerMutationVariables>;
export const ResumeWorkDocument = {"__meta__":{"hash":"sha256:d4e3ffc861b45767e06d799bfd2459dae1059ed69b3eb69ebc6cca256a9c2e28"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeWork"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeWorkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resumeWork"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<ResumeWorkMutation, ResumeWorkMutationVariables>;
export const SkipStepsDocument = {"__meta__":{"hash":"sha256:4d1344403a91d42c8088818d90bfa4c736aa93df7d99031b7a9b31ce5e6701db"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SkipSteps"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SkipStepsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"skipSteps"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<SkipStepsMutation, SkipStepsMutationVariables>;
export const AddNoteDocument = {"__meta__":{"hash":"sha256:89a205bc73203dbcc6cc32668a885d70f484044deebd0d000996e48393ab34d2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddNote"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddNoteInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addNote"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<AddNoteMutation, AddNoteMutationVariables>;
export const LinkEscalationsDocument = {"__meta__":{"hash":"sha256:27d6439e73e037998a629a969cb397ef09cd90564a41377d63c5a3f3a6f8c9be"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LinkEscalations"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LinkEscalationsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"linkEscalations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<LinkEscalationsMutation, LinkEscalationsMutationVariables>;
export const CloseEscalationDocument = {"__meta__":{"hash":"sha256:85167521a7567969bcd4da322bc201f12a4d60cef024d07b0b36b18b7194b288"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CloseEscalation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CloseEscalationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"closeEscalation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<CloseEscalationMutation, CloseEscalationMutationVariables>;
export const ReopenEscalationDocument = {"__meta__":{"hash":"sha256:49a879cccfd5609f3f1ae7244b6ca2dc40b5dab781654694b8b48cbce67b2ada"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReopenEscalation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReopenEscalationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reopenEscalation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<ReopenEscalationMutation, ReopenEscalationMutationVariables>;
export const CancelEscalationDocument = {"__meta__":{"hash":"sha256:214bdefaed46020313427cc0f1bc06a77bcb664fc6af66be14d7537d0b7c380e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelEscalation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelEscalationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelEscalation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<CancelEscalationMutation, CancelEscalationMutationVariables>;
export const WatchEventsDocument = {"__meta__":{"hash":"sha256:ef0a46034a574b6ebe6d1a65691a9430964adce7fcd340d9dec4615b037e62f0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EventFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalationEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}},{"kind":"Field","name":{"kind":"Name","value":"actorLabel"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}}]} as unknown as DocumentNode<WatchEventsSubscription, WatchEventsSubscriptionVariables>;
export const AssignOwnerDocument = {"__meta__":{"hash":"sha256:01d34a149b1150a55cd32867a5be5b4fe9aa5a86c13d88b13c6c50a173a80a8b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AssignOwner"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AssignOwnerInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assignOwner"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<AssignOwnerMutation, AssignOwnerMutationVariables>;
export const NotifyStakeholdersDocument = {"__meta__":{"hash":"sha256:488969421c205907cdd4a5b872bd115804d72c84571639468714c96ec74134aa"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NotifyStakeholders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"NotifyStakeholdersInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"notifyStakeholders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<NotifyStakeholdersMutation, NotifyStakeholdersMutationVariables>;
export const SetResponseTimelineDocument = {"__meta__":{"hash":"sha256:d655e551516454424446360dbeed08c3fa393472791578beff124e5ac4b0defd"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetResponseTimeline"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetResponseTimelineInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setResponseTimeline"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<SetResponseTimelineMutation, SetResponseTimelineMutationVariables>;
export const OpenEscalationDocument = {"__meta__":{"hash":"sha256:d7ffbdf1fae03d556471b1c4ced3f3cb37f94a73dc286a22c41da684c0d59347"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenEscalation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OpenEscalationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openEscalation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<OpenEscalationMutation, OpenEscalationMutationVariables>;
export const UpsertUserDocument = {"__meta__":{"hash":"sha256:235f5905b4da9f9a741cba4d35b73dbc67b3fa8bd08e653f6461a15575ae7907"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpsertUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upsertUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"team"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"active"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<UpsertUserMutation, UpsertUserMutationVariables>;
export const UpsertCustomerDocument = {"__meta__":{"hash":"sha256:25e4d679b958529a8313d3f9b2c9146becae0638944a5079f9b058d5e5055cff"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpsertCustomer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertCustomerInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upsertCustomer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"lifecycleStage"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<UpsertCustomerMutation, UpsertCustomerMutationVariables>;
export const SetLifecycleStageDocument = {"__meta__":{"hash":"sha256:cf011903dcc20ea15774f66f246427078cbddf06d990269846f8f4a5165abc22"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetLifecycleStage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetLifecycleStageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setLifecycleStage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"lifecycleStage"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<SetLifecycleStageMutation, SetLifecycleStageMutationVariables>;
export const ProposeImprovementDocument = {"__meta__":{"hash":"sha256:675568bd8feada45809e13e73adab122a5d7611b9c7500b0a718f0d62ca9e14f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ProposeImprovement"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ProposeImprovementInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"proposeImprovement"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<ProposeImprovementMutation, ProposeImprovementMutationVariables>;
export const CreatePreventionPlanDocument = {"__meta__":{"hash":"sha256:b09f5313a1783d30d748d53521c078bcae8a9f19ad493edac106fbdfa443b2de"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreatePreventionPlan"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePreventionPlanInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createPreventionPlan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"preventionPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PlanState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PlanState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PreventionPlan"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"overdue"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"immediateActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}},{"kind":"Field","name":{"kind":"Name","value":"longTermImprovements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<CreatePreventionPlanMutation, CreatePreventionPlanMutationVariables>;
export const UpdatePreventionPlanDocument = {"__meta__":{"hash":"sha256:6b5c2a010f0b4ab11896d39208caba71fea0f977dad900398f4a51c541fe1cc9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdatePreventionPlan"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePreventionPlanInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updatePreventionPlan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"preventionPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PlanState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PlanState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PreventionPlan"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"overdue"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"immediateActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}},{"kind":"Field","name":{"kind":"Name","value":"longTermImprovements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<UpdatePreventionPlanMutation, UpdatePreventionPlanMutationVariables>;
export const CompletePreventionActionDocument = {"__meta__":{"hash":"sha256:e60b10ae3c16b1287afec0be0abba1186ac7628319b4c3526ae55ecd0e76ca9b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CompletePreventionAction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompletePreventionActionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completePreventionAction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"preventionPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PlanState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PlanState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PreventionPlan"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"overdue"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"immediateActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}},{"kind":"Field","name":{"kind":"Name","value":"longTermImprovements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"done"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<CompletePreventionActionMutation, CompletePreventionActionMutationVariables>;
export const EscalationDetailDocument = {"__meta__":{"hash":"sha256:0168aaad5bc2af237ea48a0ea33289c4fbc986ed032568ef5953d0d34aaee910"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EscalationDetail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EscalationRef"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"events"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}},{"kind":"Field","name":{"kind":"Name","value":"issue"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionPath"}},{"kind":"Field","name":{"kind":"Name","value":"ownerLevel"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"resolvedAt"}},{"kind":"Field","name":{"kind":"Name","value":"closedAt"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"level"}}]}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}}]}},{"kind":"Field","name":{"kind":"Name","value":"process"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"skippedReason"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"sla"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"cycle"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"metAt"}},{"kind":"Field","name":{"kind":"Name","value":"breachedAt"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"elapsedRatio"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qualityCriteria"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"criterion"}},{"kind":"Field","name":{"kind":"Name","value":"met"}},{"kind":"Field","name":{"kind":"Name","value":"evidence"}}]}},{"kind":"Field","name":{"kind":"Name","value":"timeline"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"events"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}},{"kind":"Field","name":{"kind":"Name","value":"actorLabel"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}}]} as unknown as DocumentNode<EscalationDetailQuery, EscalationDetailQueryVariables>;
export const EscalationListDocument = {"__meta__":{"hash":"sha256:647cbd05a4f2730a5af52264b81f84688ecc78b4b7dc03424553b3ccf4c2b802"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EscalationList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EscalationFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EscalationOrder"}},"defaultValue":{"kind":"EnumValue","value":"OPENED_DESC"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"timeline"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}}]} as unknown as DocumentNode<EscalationListQuery, EscalationListQueryVariables>;
export const EscalationClocksDocument = {"__meta__":{"hash":"sha256:ff080da2bf554ab0555df0f3eeea446fb006f1d8d465577a039415901802d826"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EscalationClocks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EscalationRef"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"pastCycles"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"slaExplanation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"pastCycles"},"value":{"kind":"Variable","name":{"kind":"Name","value":"pastCycles"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"cycle"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"metAt"}},{"kind":"Field","name":{"kind":"Name","value":"breachedAt"}},{"kind":"Field","name":{"kind":"Name","value":"elapsed"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"policyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"calendar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}}]}},{"kind":"Field","name":{"kind":"Name","value":"intervals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"counted"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"holiday"}},{"kind":"Field","name":{"kind":"Name","value":"length"}}]}}]}}]}}]}}]} as unknown as DocumentNode<EscalationClocksQuery, EscalationClocksQueryVariables>;
export const EscalationReportDocument = {"__meta__":{"hash":"sha256:a947eeb3a3171ca45c344da6e54f101c180c182d85012c30e268f941610923b1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EscalationReport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EscalationRef"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"yaml"}}]}}]}}]}}]} as unknown as DocumentNode<EscalationReportQuery, EscalationReportQueryVariables>;
export const CustomersDocument = {"__meta__":{"hash":"sha256:0bc49bbd93224966efee03d3667077f3457cc2a8770156e7c110b84fd1ca1a8d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Customers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"lifecycleStage"}},{"kind":"Field","name":{"kind":"Name","value":"churnRisk"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"score"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<CustomersQuery, CustomersQueryVariables>;
export const DeskFiguresDocument = {"__meta__":{"hash":"sha256:acba8455cbe281f018b423341359e1e315f8d63a3811047a3041a3a06bf065c8"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DeskFigures"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EscalationFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stats"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"open"}},{"kind":"Field","name":{"kind":"Name","value":"atRisk"}},{"kind":"Field","name":{"kind":"Name","value":"breached"}},{"kind":"Field","name":{"kind":"Name","value":"waitingOnCustomer"}},{"kind":"Field","name":{"kind":"Name","value":"responseWithinSla"}},{"kind":"Field","name":{"kind":"Name","value":"medianTimeToResolve"}},{"kind":"Field","name":{"kind":"Name","value":"averageSatisfaction"}},{"kind":"Field","name":{"kind":"Name","value":"bySeverity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revenueAtRisk"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}}]}}]} as unknown as DocumentNode<DeskFiguresQuery, DeskFiguresQueryVariables>;
export const RecordActionDocument = {"__meta__":{"hash":"sha256:d7fff7d4cced18392c6121568820f453971732d92acfbf8d5c40134335fdeb65"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RecordAction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordActionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordAction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<RecordActionMutation, RecordActionMutationVariables>;
export const ConfirmResolutionDocument = {"__meta__":{"hash":"sha256:4b06e419f7024cfbc45d4afa7d73fcee9ad7a9aa5efa97e22c9991a7fbe1070f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfirmResolution"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmResolutionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmResolution"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<ConfirmResolutionMutation, ConfirmResolutionMutationVariables>;
export const DocumentOutcomeDocument = {"__meta__":{"hash":"sha256:a5e04dc0d7d08b2513ba1f0461f97efdf6502fe9d6026669f20ecc3441e743e6"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DocumentOutcome"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DocumentOutcomeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"documentOutcome"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"escalation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CaseState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CaseState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Escalation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"nextSteps"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<DocumentOutcomeMutation, DocumentOutcomeMutationVariables>;
export const SlaPoliciesDocument = {"__meta__":{"hash":"sha256:4969b47c69609f1470812bea9c44fff7056f108cdd59bdb13832355522505879"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SlaPolicies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slaPolicies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PolicyState"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PolicyState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SlaPolicy"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ownerLevel"}},{"kind":"Field","name":{"kind":"Name","value":"responseTarget"}},{"kind":"Field","name":{"kind":"Name","value":"updateInterval"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionTarget"}},{"kind":"Field","name":{"kind":"Name","value":"warnAt"}},{"kind":"Field","name":{"kind":"Name","value":"repeatEvery"}},{"kind":"Field","name":{"kind":"Name","value":"retiredAt"}},{"kind":"Field","name":{"kind":"Name","value":"calendar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<SlaPoliciesQuery, SlaPoliciesQueryVariables>;
export const BusinessCalendarsDocument = {"__meta__":{"hash":"sha256:3e43cd782072c3fa42740b14d3c09743c7a5d0d746905501be7839a5195778c3"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BusinessCalendars"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessCalendars"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CalendarState"}},{"kind":"Field","name":{"kind":"Name","value":"policies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CalendarState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessCalendar"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"retiredAt"}},{"kind":"Field","name":{"kind":"Name","value":"hours"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"opens"}},{"kind":"Field","name":{"kind":"Name","value":"closes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"holidays"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<BusinessCalendarsQuery, BusinessCalendarsQueryVariables>;
export const UpsertSlaPolicyDocument = {"__meta__":{"hash":"sha256:f60e3421c487263d56eedf503b440b11e48ad40df51005f3f2cb62e5bfb51a1c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpsertSlaPolicy"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertSlaPolicyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upsertSlaPolicy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slaPolicy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PolicyState"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PolicyState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SlaPolicy"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ownerLevel"}},{"kind":"Field","name":{"kind":"Name","value":"responseTarget"}},{"kind":"Field","name":{"kind":"Name","value":"updateInterval"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionTarget"}},{"kind":"Field","name":{"kind":"Name","value":"warnAt"}},{"kind":"Field","name":{"kind":"Name","value":"repeatEvery"}},{"kind":"Field","name":{"kind":"Name","value":"retiredAt"}},{"kind":"Field","name":{"kind":"Name","value":"calendar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<UpsertSlaPolicyMutation, UpsertSlaPolicyMutationVariables>;
export const RetireSlaPolicyDocument = {"__meta__":{"hash":"sha256:8ed4650064e530a103a4f323a6d006c3e35cb12ce6a94855fe87079096558968"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RetireSlaPolicy"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RetireSlaPolicyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retireSlaPolicy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slaPolicy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PolicyState"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PolicyState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SlaPolicy"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ownerLevel"}},{"kind":"Field","name":{"kind":"Name","value":"responseTarget"}},{"kind":"Field","name":{"kind":"Name","value":"updateInterval"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionTarget"}},{"kind":"Field","name":{"kind":"Name","value":"warnAt"}},{"kind":"Field","name":{"kind":"Name","value":"repeatEvery"}},{"kind":"Field","name":{"kind":"Name","value":"retiredAt"}},{"kind":"Field","name":{"kind":"Name","value":"calendar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<RetireSlaPolicyMutation, RetireSlaPolicyMutationVariables>;
export const UpsertBusinessCalendarDocument = {"__meta__":{"hash":"sha256:4d61f346598b67539c2b662e9d737f824c175a3c0d796a684a39c83b0975459e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpsertBusinessCalendar"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertBusinessCalendarInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upsertBusinessCalendar"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessCalendar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CalendarState"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CalendarState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessCalendar"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"retiredAt"}},{"kind":"Field","name":{"kind":"Name","value":"hours"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"opens"}},{"kind":"Field","name":{"kind":"Name","value":"closes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"holidays"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<UpsertBusinessCalendarMutation, UpsertBusinessCalendarMutationVariables>;
export const RetireBusinessCalendarDocument = {"__meta__":{"hash":"sha256:1df184191d7588db3acf043fb6278c92d5adc2571d5c3cb539e432a963becc94"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RetireBusinessCalendar"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RetireBusinessCalendarInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retireBusinessCalendar"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessCalendar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CalendarState"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CalendarState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessCalendar"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"retiredAt"}},{"kind":"Field","name":{"kind":"Name","value":"hours"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"opens"}},{"kind":"Field","name":{"kind":"Name","value":"closes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"holidays"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<RetireBusinessCalendarMutation, RetireBusinessCalendarMutationVariables>;
export const ImportHolidaysDocument = {"__meta__":{"hash":"sha256:48e2c27243791b26664a590b61ac02f74b98dba92c698335d74cee3668bd9ec7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ImportHolidays"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportHolidaysInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"importHolidays"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"added"}},{"kind":"Field","name":{"kind":"Name","value":"leftOut"}},{"kind":"Field","name":{"kind":"Name","value":"businessCalendar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CalendarState"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refused"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CalendarState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BusinessCalendar"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"retiredAt"}},{"kind":"Field","name":{"kind":"Name","value":"hours"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"opens"}},{"kind":"Field","name":{"kind":"Name","value":"closes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"holidays"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refused"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]} as unknown as DocumentNode<ImportHolidaysMutation, ImportHolidaysMutationVariables>;