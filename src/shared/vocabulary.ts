/**
 * The words of the desk, as data. The database, the rules and the API all take their values from
 * here; a test holds them against the enums of the Prisma schema. Lists are in rank order.
 */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CATEGORIES = ['TECHNICAL', 'BILLING', 'SERVICE', 'RELATIONSHIP', 'OTHER'] as const;
export type Category = (typeof CATEGORIES)[number];

export const RESOLUTION_PATHS = ['ENGINEERING', 'FINANCE', 'OPERATIONS', 'EXECUTIVE'] as const;
export type ResolutionPath = (typeof RESOLUTION_PATHS)[number];

/** In ascending order: each level may own what the levels before it may own. */
export const OWNER_LEVELS = ['TEAM_LEAD', 'MANAGER', 'DIRECTOR', 'EXECUTIVE'] as const;
export type OwnerLevel = (typeof OWNER_LEVELS)[number];

export const CUSTOMER_TIERS = ['ENTERPRISE', 'BUSINESS', 'STARTER'] as const;
export type CustomerTier = (typeof CUSTOMER_TIERS)[number];

export const STAGES = ['ASSESS', 'CLASSIFY', 'MOBILIZE', 'RESOLVE', 'FOLLOW_UP'] as const;
export type Stage = (typeof STAGES)[number];

export const STATUSES = ['OPEN', 'WAITING_ON_CUSTOMER', 'RESOLVED', 'CLOSED', 'CANCELLED'] as const;
export type EscalationStatus = (typeof STATUSES)[number];

export const ROOT_CAUSE_CATEGORIES = ['PRODUCT', 'PROCESS', 'PEOPLE', 'EXTERNAL'] as const;
export type RootCauseCategory = (typeof ROOT_CAUSE_CATEGORIES)[number];

/** Ascending. */
export const RISK_LEVELS = ['NONE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

export const LIFECYCLE_STAGES = [
  'PROSPECT',
  'ONBOARDING',
  'ADOPTION',
  'GROWTH',
  'RENEWAL',
  'AT_RISK',
  'CHURNED',
] as const;
export type LifecycleStage = (typeof LIFECYCLE_STAGES)[number];

export const CHANNELS = ['EMAIL', 'CALL', 'MEETING'] as const;
export type Channel = (typeof CHANNELS)[number];

export const DIRECTIONS = ['OUTBOUND', 'INBOUND'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const ROLES = ['ADMIN', 'MANAGER', 'AGENT', 'VIEWER', 'PARTNER'] as const;
export type Role = (typeof ROLES)[number];

export const STEP_STATES = ['PENDING', 'IN_PROGRESS', 'DONE', 'SKIPPED'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** The twenty steps, four a stage, in the order of the stages. */
export const STEPS = [
  'UNDERSTAND_ISSUE',
  'REVIEW_HISTORY',
  'IDENTIFY_ROOT_CAUSE',
  'ASSESS_BUSINESS_IMPACT',
  'ASSESS_TIER_IMPACT',
  'ASSESS_REVENUE_AT_RISK',
  'ASSESS_REPUTATION_RISK',
  'ASSESS_LEGAL_RISK',
  'ASSIGN_OWNER',
  'NOTIFY_STAKEHOLDERS',
  'SET_RESPONSE_TIMELINE',
  'PREPARE_COMMUNICATION',
  'EXECUTE_FIX',
  'COMMUNICATE_PROGRESS',
  'CONFIRM_RESOLUTION',
  'DOCUMENT_OUTCOME',
  'CHECK_SATISFACTION',
  'HOLD_RETROSPECTIVE',
  'IMPROVE_PROCESS',
  'PLAN_PREVENTION',
] as const;
export type Step = (typeof STEPS)[number];

export const ACTION_KINDS = ['FIX', 'WORKAROUND', 'INVESTIGATION'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

export const PREVENTION_KINDS = ['IMMEDIATE', 'LONG_TERM'] as const;
export type PreventionKind = (typeof PREVENTION_KINDS)[number];

export const LINK_KINDS = [
  'DUPLICATES',
  'DUPLICATED_BY',
  'CAUSED_BY',
  'CAUSES',
  'RELATES_TO',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export const CRITERIA = [
  'ISSUE_UNDERSTOOD',
  'SEVERITY_CLASSIFIED',
  'RESPONSE_WITHIN_SLA',
  'COMMUNICATED_THROUGHOUT',
  'ROOT_CAUSE_IDENTIFIED',
  'PREVENTION_PLAN_CREATED',
] as const;
export type Criterion = (typeof CRITERIA)[number];

export const SLA_KINDS = ['RESPONSE', 'UPDATE', 'RESOLUTION'] as const;
export type SlaKind = (typeof SLA_KINDS)[number];

export const SLA_STATES = ['RUNNING', 'PAUSED', 'MET', 'BREACHED', 'CANCELLED'] as const;
export type SlaState = (typeof SLA_STATES)[number];

export const COMMUNICATION_TEMPLATES = [
  'INITIAL_RESPONSE',
  'PROGRESS_UPDATE',
  'RESOLUTION_CONFIRMATION',
] as const;
export type CommunicationTemplate = (typeof COMMUNICATION_TEMPLATES)[number];

export const COMMUNICATION_STATES = ['DRAFT', 'QUEUED', 'SENT', 'FAILED', 'LOGGED'] as const;
export type CommunicationState = (typeof COMMUNICATION_STATES)[number];

export const WEEKDAYS = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const EVENT_TYPES = [
  'ESCALATION_OPENED',
  'ISSUE_UNDERSTOOD',
  'HISTORY_REVIEWED',
  'ROOT_CAUSE_IDENTIFIED',
  'IMPACT_ASSESSED',
  'ESCALATION_CLASSIFIED',
  'SEVERITY_CHANGED',
  'OWNER_ASSIGNED',
  'STAKEHOLDERS_NOTIFIED',
  'RESPONSE_TIMELINE_SET',
  'COMMUNICATION_PREPARED',
  'COMMUNICATION_SENT',
  'COMMUNICATION_LOGGED',
  'COMMUNICATION_FAILED',
  'CUSTOMER_RESPONDED',
  'ACTION_RECORDED',
  'PROGRESS_UPDATED',
  'RESOLUTION_CONFIRMED',
  'OUTCOME_DOCUMENTED',
  'SATISFACTION_RECORDED',
  'RETROSPECTIVE_HELD',
  'IMPROVEMENT_PROPOSED',
  'PREVENTION_PLAN_CREATED',
  'PREVENTION_PLAN_CHANGED',
  'PREVENTION_ACTION_COMPLETED',
  'STAGE_CHANGED',
  'STATUS_CHANGED',
  'STEPS_SKIPPED',
  'SLA_WARNING',
  'SLA_BREACHED',
  'SLA_PAUSED',
  'SLA_RESUMED',
  'SLA_MET',
  'SLA_POLICY_CHANGED',
  'OWNER_LEVEL_RAISED',
  'ESCALATION_LINKED',
  'NOTE_ADDED',
  'ESCALATION_CLOSED',
  'ESCALATION_REOPENED',
  'ESCALATION_CANCELLED',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const DESK_EVENT_TYPES = [
  'CUSTOMER_CHANGED',
  'LIFECYCLE_CHANGED',
  'USER_CHANGED',
  'POLICY_CHANGED',
  'CALENDAR_CHANGED',
  'KEY_CREATED',
  'KEY_REVOKED',
  'OPERATIONS_REGISTERED',
] as const;
export type DeskEventType = (typeof DESK_EVENT_TYPES)[number];
