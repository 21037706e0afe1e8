/**
 * By which fields an item of a list is known again, of types that have no id of their own. Two answers
 * about one item are put together when both hold these fields and agree in them; otherwise the newer
 * one stands alone. A test sees to it that every such type is here; edges go by their cursor.
 */
export const ITEM_KEYS: Readonly<Record<string, readonly string[]>> = {
  BusinessHours: ['day', 'opens'],
  CategoryCount: ['category'],
  CategoryPath: ['category'],
  ChurnCheck: ['key'],
  Contact: ['email'],
  EscalationLink: ['kind', 'escalation'],
  FieldChange: ['field'],
  Holiday: ['date'],
  Interaction: ['at', 'channel', 'summary'],
  LifecycleChange: ['at', 'to'],
  Money: ['currency'],
  QualityCriterion: ['criterion'],
  RegisteredOperation: ['partner', 'hash'],
  ReportCommunication: ['date', 'channel', 'summary'],
  ReportEvent: ['timestamp', 'event'],
  SeverityCount: ['severity'],
  SeverityMatrixRow: ['severity'],
  SlaExplanation: ['kind', 'cycle'],
  SlaInterval: ['from'],
  SlaThreshold: ['percent'],
  StageCount: ['stage'],
  StageProgress: ['stage'],
  StepProgress: ['step'],
  UserError: ['code', 'field', 'message'],
};

const EDGE_KEYS: readonly string[] = ['cursor'];

/** Undefined for a type of which no item is known again. */
export function itemKeysOf(typeName: string): readonly string[] | undefined {
  return ITEM_KEYS[typeName] ?? (typeName.endsWith('Edge') ? EDGE_KEYS : undefined);
}
