import type { Principal } from '../auth/principal.ts';
import { visibleSql } from '../auth/visibility.ts';
import { Prisma } from '../db/client.ts';
import { jsonRows } from '../db/rows/read.sql.ts';
import type { Queryable } from '../db/transaction.ts';
import type { ClockRecord } from '../escalation/case/escalation.load.ts';
import { loadClockRecord } from '../escalation/case/escalation.load.ts';
import type { CommunicationTemplate } from '../shared/vocabulary.ts';
import type { RenderedTemplate, TemplateFacts, TemplateFields } from './template.rules.ts';
import { LATEST_ACTIONS, nextUpdateDueAt, renderTemplate } from './template.rules.ts';

const CASE = jsonRows('escalation', [
  'reference',
  'summary',
  'severity',
  'resolveBy',
  'actionTaken',
  'howToConfirm',
]);
const ACTIONS = jsonRows('resolutionAction', ['kind', 'description', 'at']);
const IMPROVEMENTS = jsonRows('improvement', ['description']);
const PLAN_ACTIONS = jsonRows('preventionAction', ['description']);

const OF_CASE = Prisma.sql`WHERE s.escalation_id = e.id`;
const IMMEDIATE = Prisma.sql`${OF_CASE} AND s.kind = 'IMMEDIATE'`;

/** The facts of a case that a template needs, in one statement; null when there is no such case. */
async function loadTemplateFacts(
  queryable: Queryable,
  template: CommunicationTemplate,
  escalationId: string,
  visible: Prisma.Sql,
): Promise<TemplateFacts | null> {
  // A resolution is told by its last remedy, even when investigations came after that.
  const remedies =
    template === 'RESOLUTION_CONFIRMATION'
      ? Prisma.sql`AND a.kind <> 'INVESTIGATION'`
      : Prisma.empty;
  const latest = Prisma.sql`
    WHERE s.id IN (SELECT a.id FROM resolution_action a WHERE a.escalation_id = e.id ${remedies}
      ORDER BY a.at DESC, a.id DESC LIMIT ${LATEST_ACTIONS})`;
  const [found] = await queryable.$queryRaw<{ owner: string | null; json: string }[]>`
    SELECT o.name AS owner, json_build_object('row', ${CASE.rowSql('e')},
      'isDocumented', EXISTS (SELECT FROM escalation_step s
        ${OF_CASE} AND s.step = 'DOCUMENT_OUTCOME' AND s.state = 'DONE'),
      'actions', ${ACTIONS.listSql('s', latest, Prisma.sql`ORDER BY s.at, s.id`)},
      'improvements', ${IMPROVEMENTS.listSql('s', OF_CASE, Prisma.sql`ORDER BY s.at, s.id`)},
      'planActions', ${PLAN_ACTIONS.listSql('s', IMMEDIATE, Prisma.sql`ORDER BY s.position`)}
    )::text AS json
    FROM escalation e LEFT JOIN "user" o ON o.id = e.owner_id
    WHERE e.id = ${escalationId}::uuid AND ${visible}`;
  if (found === undefined) return null;
  const parts = JSON.parse(found.json) as Record<string, unknown>;
  const { actionTaken, howToConfirm, ...own } = CASE.read(parts['row']);
  // What was documented before a reopening no longer holds.
  const isDocumented = parts['isDocumented'] === true;
  return {
    ...own,
    actionTaken: isDocumented ? actionTaken : null,
    howToConfirm: isDocumented ? howToConfirm : null,
    owner: found.owner,
    actions: ACTIONS.readAll(parts['actions']),
    expectedResolution: null,
    immediateActions: PLAN_ACTIONS.readAll(parts['planActions']).map(
      ({ description }) => description,
    ),
    improvements: IMPROVEMENTS.readAll(parts['improvements']).map(({ description }) => description),
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
  const facts = await loadTemplateFacts(tx, template, escalationId, Prisma.sql`TRUE`);
  if (facts === null) throw new Error(`escalation ${escalationId} went away while it was locked`);
  const context = { now, nextUpdateDueAt: nextUpdateDueAt(clocks.facts, now, clocks.timeOf) };
  const expected = { expectedResolution: expectedResolution ?? null };
  return renderTemplate(template, { ...facts, ...expected }, fields, context);
}

/**
 * Fills a template as sending it at `now` would, and sends nothing.
 *
 * @param viewer who must see the case.
 * @returns null for a case that is not there or not visible.
 */
export async function previewTemplate(
  tx: Queryable,
  { escalationId, template, fields, now }: TemplateRequest,
  viewer: Pick<Principal, 'customerIds'>,
): Promise<RenderedTemplate | null> {
  const visible = visibleSql(viewer, Prisma.sql`e.customer_id`);
  const facts = await loadTemplateFacts(tx, template, escalationId, visible);
  if (facts === null) return null;
  const clocks = await loadClockRecord(tx, escalationId);
  const context = { now, nextUpdateDueAt: nextUpdateDueAt(clocks.facts, now, clocks.timeOf) };
  return renderTemplate(template, facts, fields, context);
}
