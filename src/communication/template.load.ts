import type { Prisma } from '../db/client.ts';
import type { Queryable } from '../db/transaction.ts';
import type { ClockRecord } from '../escalation/case/escalation.load.ts';
import { loadClockRecord } from '../escalation/case/escalation.load.ts';
import type { CommunicationTemplate } from '../shared/vocabulary.ts';
import type { RenderedTemplate, TemplateFacts, TemplateFields } from './template.rules.ts';
import { LATEST_ACTIONS, nextUpdateDueAt, renderTemplate } from './template.rules.ts';

/** A condition that names one case. */
type CaseCondition = Prisma.EscalationWhereUniqueInput;

/** The facts of a case that a template needs, in one statement; null when there is no such case. */
async function loadTemplateFacts(
  tx: Queryable,
  template: CommunicationTemplate,
  where: CaseCondition,
): Promise<TemplateFacts | null> {
  // A resolution is told by its last remedy, even when investigations came after that.
  const kinds =
    template === 'RESOLUTION_CONFIRMATION' ? { kind: { not: 'INVESTIGATION' as const } } : {};
  const found = await tx.escalation.findUnique({
    where,
    select: {
      reference: true,
      summary: true,
      severity: true,
      resolveBy: true,
      actionTaken: true,
      howToConfirm: true,
      owner: { select: { name: true } },
      steps: { where: { step: 'DOCUMENT_OUTCOME', state: 'DONE' }, select: { step: true } },
      actions: {
        where: kinds,
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: LATEST_ACTIONS,
        select: { kind: true, description: true, at: true },
      },
      improvements: { orderBy: [{ at: 'asc' }, { id: 'asc' }], select: { description: true } },
      planActions: {
        where: { kind: 'IMMEDIATE' },
        orderBy: { position: 'asc' },
        select: { description: true },
      },
    },
  });
  if (found === null) return null;
  const { owner, steps, actions, improvements, planActions, actionTaken, howToConfirm, ...own } =
    found;
  // What was documented before a reopening no longer holds.
  const isDocumented = steps.length > 0;
  return {
    ...own,
    actionTaken: isDocumented ? actionTaken : null,
    howToConfirm: isDocumented ? howToConfirm : null,
    owner: owner?.name ?? null,
    actions: actions.toReversed(),
    expectedResolution: null,
    immediateActions: planActions.map(({ description }) => description),
    improvements: improvements.map(({ description }) => description),
  };
}

export interface TemplateRequest {
  escalationId: string;
  template: CommunicationTemplate;
  fields: TemplateFields;
  /** The time of sending. */
  now: Date;
  expectedResolution?: Date | undefined;
}

/** Fills a template for a case that is being changed. `clocks` are those of the draft. */
export async function fillTemplate(
  tx: Queryable,
  { escalationId, template, fields, now, expectedResolution }: TemplateRequest,
  clocks: Pick<ClockRecord, 'facts' | 'timeOf'>,
): Promise<RenderedTemplate> {
  const facts = await loadTemplateFacts(tx, template, { id: escalationId });
  if (facts === null) throw new Error(`escalation ${escalationId} went away while it was locked`);
  const context = { now, nextUpdateDueAt: nextUpdateDueAt(clocks.facts, now, clocks.timeOf) };
  const expected = { expectedResolution: expectedResolution ?? null };
  return renderTemplate(template, { ...facts, ...expected }, fields, context);
}

/**
 * Fills a template as sending it at `now` would, and sends nothing.
 *
 * @param visible the condition under which the caller sees a case.
 * @returns null for a case that is not there or not visible.
 */
export async function previewTemplate(
  tx: Queryable,
  { escalationId, template, fields, now }: TemplateRequest,
  visible: Omit<CaseCondition, 'id'>,
): Promise<RenderedTemplate | null> {
  const facts = await loadTemplateFacts(tx, template, { id: escalationId, ...visible });
  if (facts === null) return null;
  const clocks = await loadClockRecord(tx, escalationId);
  const context = { now, nextUpdateDueAt: nextUpdateDueAt(clocks.facts, now, clocks.timeOf) };
  return renderTemplate(template, facts, fields, context);
}
