/**
 * Says, for a type without an id, when two answers that stand in one place of a cache are about the same
 * object. Only then are they merged; otherwise the newer one stands alone, because fields of two objects
 * would make a third that never was: the comment of one rating beside the stars of another.
 *
 * - `PLACE`: one place only ever holds one object, whose fields change one by one, such as the impact of a
 *   case or the figures of the desk.
 * - `WHOLE`: a value that is replaced as a whole, such as an amount of money, or a verdict with its
 *   evidence. Never merged.
 * - `by`: the object may be replaced by another; two are the same one when these fields are equal. A single
 *   object in its field has no identity when all of them are null. `is` says what a cache that sees only
 *   the object can make of the fields: `UNIQUE`, no two objects on the desk have them alike; `FIXED`, the
 *   list always holds the same objects in the same order, so the place tells which one it is.
 */
export type Identity = 'PLACE' | 'WHOLE' | { by: readonly string[]; is?: 'UNIQUE' | 'FIXED' };

const IDENTITIES: Readonly<Record<string, Identity>> = {
  BusinessHours: 'WHOLE',
  CategoryCount: { by: ['category'], is: 'FIXED' },
  CategoryPath: { by: ['category'], is: 'FIXED' },
  ChurnCheck: 'WHOLE',
  ChurnRisk: 'PLACE',
  Classification: { by: ['classifiedAt'] },
  Contact: { by: ['email'] },
  DeskStats: 'PLACE',
  EscalationLink: { by: ['kind', 'escalation'] },
  EscalationReport: 'PLACE',
  EscalationStatusChange: { by: ['cursor'], is: 'UNIQUE' },
  FieldChange: { by: ['field'], is: 'FIXED' },
  Holiday: { by: ['date'] },
  Impact: 'PLACE',
  Interaction: { by: ['at', 'channel', 'summary'] },
  LifecycleChange: { by: ['at', 'to'] },
  Money: 'WHOLE',
  PageInfo: 'WHOLE',
  QualityCriterion: 'WHOLE',
  RegisteredOperation: { by: ['partner', 'hash'], is: 'UNIQUE' },
  RenderedTemplate: 'WHOLE',
  ReportCommunication: { by: ['date', 'channel', 'summary'] },
  ReportCustomer: { by: ['id'] },
  ReportEscalation: 'PLACE',
  ReportEvent: { by: ['timestamp', 'event'] },
  ReportPrevention: 'WHOLE',
  ReportResolution: 'WHOLE',
  Resolution: { by: ['customerConfirmedAt', 'documentedAt'] },
  ResponseTimeline: 'PLACE',
  Retrospective: { by: ['heldAt'] },
  RootCause: { by: ['identifiedAt'] },
  Satisfaction: { by: ['at'] },
  SeverityCount: { by: ['severity'], is: 'FIXED' },
  SeverityMatrixRow: { by: ['severity'], is: 'FIXED' },
  SlaCalendarVersion: { by: ['name', 'version'], is: 'UNIQUE' },
  SlaExplanation: { by: ['kind', 'cycle'] },
  SlaInterval: { by: ['from', 'to'] },
  SlaThreshold: { by: ['percent'], is: 'FIXED' },
  SlaWarning: { by: ['cursor'], is: 'UNIQUE' },
  StageCount: { by: ['stage'], is: 'FIXED' },
  StageProgress: { by: ['stage'], is: 'FIXED' },
  StepProgress: { by: ['step'], is: 'FIXED' },
  UserError: 'WHOLE',
  Viewer: 'PLACE',
};

/** How objects of a type are told apart. Undefined for a type that is not listed; a test finds those. */
export function identityOf(typeName: string): Identity | undefined {
  const known = IDENTITIES[typeName];
  if (known !== undefined) return known;
  if (typeName.endsWith('Payload')) return 'WHOLE';
  if (typeName.endsWith('Connection')) return 'PLACE';
  return typeName.endsWith('Edge') ? { by: ['cursor'], is: 'UNIQUE' } : undefined;
}
