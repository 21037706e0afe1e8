/**
 * When two answers that stand in one place of a cache are about the same thing, of types that have no id
 * of their own. Only then are they put together; otherwise the newer one stands alone, because fields of
 * two things would make a third that never was: the comment of one rating beside the stars of another.
 *
 * - `PLACE`: in one place there is ever only one of it, of which the fields change one by one, as the
 *   impact of a case and the figures of the desk.
 * - `WHOLE`: a value that belongs together, of which another takes the place, as an amount of money, or a
 *   verdict with its evidence. Never put together.
 * - `by`: another may take its place; it is the same one where these fields are the same. Nulls alone say
 *   nothing of what stands alone in its field. `is` says what a cache that knows only the object itself
 *   can make of them: `UNIQUE`, no two on the desk have them alike; `FIXED`, its list always holds the
 *   same in the same order, so that its place says which one it is.
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

/** Undefined for a type that nobody has thought about; a test sees to it that there is none. */
export function identityOf(typeName: string): Identity | undefined {
  const known = IDENTITIES[typeName];
  if (known !== undefined) return known;
  if (typeName.endsWith('Payload')) return 'WHOLE';
  if (typeName.endsWith('Connection')) return 'PLACE';
  return typeName.endsWith('Edge') ? { by: ['cursor'], is: 'UNIQUE' } : undefined;
}
