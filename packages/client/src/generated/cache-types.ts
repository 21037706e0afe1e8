// Made from the schema by `npm run generate`.

/** Types without a global id. */
export const VALUE_TYPES: readonly string[] = [
  "AddNotePayload",
  "AssessImpactPayload",
  "AssignOwnerPayload",
  "BusinessHours",
  "CancelEscalationPayload",
  "CategoryCount",
  "CategoryPath",
  "ChangeSeverityPayload",
  "ChurnCheck",
  "ChurnRisk",
  "Classification",
  "ClassifyEscalationPayload",
  "CloseEscalationPayload",
  "CommunicationConnection",
  "CommunicationEdge",
  "CompletePreventionActionPayload",
  "ConfirmResolutionPayload",
  "Contact",
  "CreateApiKeyPayload",
  "CreatePreventionPlanPayload",
  "CustomerConnection",
  "CustomerEdge",
  "DeskEventConnection",
  "DeskEventEdge",
  "DeskStats",
  "DocumentOutcomePayload",
  "EscalationConnection",
  "EscalationEdge",
  "EscalationLink",
  "EscalationReport",
  "EscalationStatusChange",
  "FieldChange",
  "Holiday",
  "IdentifyRootCausePayload",
  "Impact",
  "ImportHolidaysPayload",
  "ImprovementConnection",
  "ImprovementEdge",
  "Interaction",
  "InteractionConnection",
  "InteractionEdge",
  "LifecycleChange",
  "LifecycleChangeConnection",
  "LifecycleChangeEdge",
  "LinkEscalationsPayload",
  "LogCommunicationPayload",
  "Money",
  "NotifyStakeholdersPayload",
  "OpenEscalationPayload",
  "PageInfo",
  "PatchCustomerPayload",
  "PatchPersonPayload",
  "PostProgressUpdatePayload",
  "PrepareCommunicationPayload",
  "PreventionPlanConnection",
  "PreventionPlanEdge",
  "ProposeImprovementPayload",
  "QualityCriterion",
  "RecordActionPayload",
  "RecordRetrospectivePayload",
  "RecordSatisfactionPayload",
  "RecordUnderstandingPayload",
  "RegisterOperationsPayload",
  "RegisteredOperation",
  "RegisteredOperationConnection",
  "RegisteredOperationEdge",
  "RenderedTemplate",
  "ReopenEscalationPayload",
  "ReportCommunication",
  "ReportCustomer",
  "ReportEscalation",
  "ReportEvent",
  "ReportPrevention",
  "ReportResolution",
  "Resolution",
  "ResolutionActionConnection",
  "ResolutionActionEdge",
  "ResponseTimeline",
  "ResumeWorkPayload",
  "RetireBusinessCalendarPayload",
  "RetireSlaPolicyPayload",
  "Retrospective",
  "ReviewHistoryPayload",
  "RevokeApiKeyPayload",
  "RootCause",
  "Satisfaction",
  "SendCommunicationPayload",
  "SetLifecycleStagePayload",
  "SetResponseTimelinePayload",
  "SeverityCount",
  "SeverityMatrixRow",
  "SkipStepsPayload",
  "SlaCalendarVersion",
  "SlaExplanation",
  "SlaInterval",
  "SlaThreshold",
  "SlaWarning",
  "StageCount",
  "StageProgress",
  "StepProgress",
  "TimelineConnection",
  "TimelineEdge",
  "UpdatePreventionPlanPayload",
  "UpsertBusinessCalendarPayload",
  "UpsertCustomerPayload",
  "UpsertSlaPolicyPayload",
  "UpsertUserPayload",
  "UserConnection",
  "UserEdge",
  "UserError",
  "Viewer",
  "WaitForCustomerPayload"
];


/** Fields that are lists of such types, by the type that has them. */
export const LISTS_OF_VALUES: Readonly<Record<string, readonly string[]>> = {
  "AddNotePayload": [
    "userErrors"
  ],
  "AssessImpactPayload": [
    "userErrors"
  ],
  "AssignOwnerPayload": [
    "userErrors"
  ],
  "BusinessCalendar": [
    "holidays",
    "hours"
  ],
  "CancelEscalationPayload": [
    "userErrors"
  ],
  "ChangeSeverityPayload": [
    "userErrors"
  ],
  "ChurnRisk": [
    "checks"
  ],
  "ClassifyEscalationPayload": [
    "userErrors"
  ],
  "CloseEscalationPayload": [
    "userErrors"
  ],
  "CommunicationConnection": [
    "edges"
  ],
  "CompletePreventionActionPayload": [
    "userErrors"
  ],
  "ConfirmResolutionPayload": [
    "userErrors"
  ],
  "CreateApiKeyPayload": [
    "userErrors"
  ],
  "CreatePreventionPlanPayload": [
    "userErrors"
  ],
  "Customer": [
    "contacts"
  ],
  "CustomerConnection": [
    "edges"
  ],
  "DeskEvent": [
    "changes"
  ],
  "DeskEventConnection": [
    "edges"
  ],
  "DeskStats": [
    "byCategory",
    "bySeverity",
    "byStage",
    "revenueAtRisk"
  ],
  "DocumentOutcomePayload": [
    "userErrors"
  ],
  "Escalation": [
    "process",
    "qualityCriteria",
    "related",
    "slaExplanation"
  ],
  "EscalationConnection": [
    "edges"
  ],
  "EscalationReport": [
    "communicationLog",
    "timeline"
  ],
  "EscalationStatusChange": [
    "changes"
  ],
  "IdentifyRootCausePayload": [
    "userErrors"
  ],
  "ImportHolidaysPayload": [
    "userErrors"
  ],
  "ImprovementConnection": [
    "edges"
  ],
  "InteractionConnection": [
    "edges",
    "nodes"
  ],
  "LifecycleChangeConnection": [
    "edges",
    "nodes"
  ],
  "LinkEscalationsPayload": [
    "userErrors"
  ],
  "LogCommunicationPayload": [
    "userErrors"
  ],
  "NotifyStakeholdersPayload": [
    "userErrors"
  ],
  "OpenEscalationPayload": [
    "userErrors"
  ],
  "PatchCustomerPayload": [
    "userErrors"
  ],
  "PatchPersonPayload": [
    "userErrors"
  ],
  "PostProgressUpdatePayload": [
    "userErrors"
  ],
  "PrepareCommunicationPayload": [
    "userErrors"
  ],
  "PreventionPlanConnection": [
    "edges"
  ],
  "ProposeImprovementPayload": [
    "userErrors"
  ],
  "Query": [
    "resolutionPaths",
    "severityMatrix"
  ],
  "RecordActionPayload": [
    "userErrors"
  ],
  "RecordRetrospectivePayload": [
    "userErrors"
  ],
  "RecordSatisfactionPayload": [
    "userErrors"
  ],
  "RecordUnderstandingPayload": [
    "userErrors"
  ],
  "RegisterOperationsPayload": [
    "operations",
    "userErrors"
  ],
  "RegisteredOperationConnection": [
    "edges",
    "nodes"
  ],
  "ReopenEscalationPayload": [
    "userErrors"
  ],
  "ResolutionActionConnection": [
    "edges"
  ],
  "ResumeWorkPayload": [
    "userErrors"
  ],
  "RetireBusinessCalendarPayload": [
    "userErrors"
  ],
  "RetireSlaPolicyPayload": [
    "userErrors"
  ],
  "ReviewHistoryPayload": [
    "userErrors"
  ],
  "RevokeApiKeyPayload": [
    "userErrors"
  ],
  "SendCommunicationPayload": [
    "userErrors"
  ],
  "SetLifecycleStagePayload": [
    "userErrors"
  ],
  "SetResponseTimelinePayload": [
    "userErrors"
  ],
  "SkipStepsPayload": [
    "userErrors"
  ],
  "SlaExplanation": [
    "intervals",
    "thresholds"
  ],
  "StageProgress": [
    "steps"
  ],
  "TimelineConnection": [
    "edges"
  ],
  "TimelineEvent": [
    "changes"
  ],
  "UpdatePreventionPlanPayload": [
    "userErrors"
  ],
  "UpsertBusinessCalendarPayload": [
    "userErrors"
  ],
  "UpsertCustomerPayload": [
    "userErrors"
  ],
  "UpsertSlaPolicyPayload": [
    "userErrors"
  ],
  "UpsertUserPayload": [
    "userErrors"
  ],
  "UserConnection": [
    "edges"
  ],
  "WaitForCustomerPayload": [
    "userErrors"
  ]
};


/** What objects of an interface may be. */
export const POSSIBLE_TYPES: Readonly<Record<string, readonly string[]>> = {
  "MutationPayload": [
    "AddNotePayload",
    "AssessImpactPayload",
    "AssignOwnerPayload",
    "CancelEscalationPayload",
    "ChangeSeverityPayload",
    "ClassifyEscalationPayload",
    "CloseEscalationPayload",
    "CompletePreventionActionPayload",
    "ConfirmResolutionPayload",
    "CreateApiKeyPayload",
    "CreatePreventionPlanPayload",
    "DocumentOutcomePayload",
    "IdentifyRootCausePayload",
    "ImportHolidaysPayload",
    "LinkEscalationsPayload",
    "LogCommunicationPayload",
    "NotifyStakeholdersPayload",
    "OpenEscalationPayload",
    "PatchCustomerPayload",
    "PatchPersonPayload",
    "PostProgressUpdatePayload",
    "PrepareCommunicationPayload",
    "ProposeImprovementPayload",
    "RecordActionPayload",
    "RecordRetrospectivePayload",
    "RecordSatisfactionPayload",
    "RecordUnderstandingPayload",
    "RegisterOperationsPayload",
    "ReopenEscalationPayload",
    "ResumeWorkPayload",
    "RetireBusinessCalendarPayload",
    "RetireSlaPolicyPayload",
    "ReviewHistoryPayload",
    "RevokeApiKeyPayload",
    "SendCommunicationPayload",
    "SetLifecycleStagePayload",
    "SetResponseTimelinePayload",
    "SkipStepsPayload",
    "UpdatePreventionPlanPayload",
    "UpsertBusinessCalendarPayload",
    "UpsertCustomerPayload",
    "UpsertSlaPolicyPayload",
    "UpsertUserPayload",
    "WaitForCustomerPayload"
  ],
  "Node": [
    "ApiKey",
    "BusinessCalendar",
    "Communication",
    "Customer",
    "DeskEvent",
    "Escalation",
    "Improvement",
    "PreventionAction",
    "PreventionPlan",
    "ResolutionAction",
    "SlaClock",
    "SlaPolicy",
    "TimelineEvent",
    "User"
  ]
};
