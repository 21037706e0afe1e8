import { DAY_MS, MINUTE_MS } from '../shared/duration.ts';
import { parseDateTime } from '../shared/rfc3339.ts';
import type { ActionKind, CommunicationTemplate, Severity } from '../shared/vocabulary.ts';
import type { ClockFact } from '../sla/clock/clock.rules.ts';
import { currentClocks } from '../sla/clock/clock.rules.ts';
import type { TimeOf } from '../sla/clock/replay.rules.ts';
import { replay } from '../sla/clock/replay.rules.ts';

/** The fields of `TemplateFieldsInput`, each with the placeholder that it fills. */
const PLACEHOLDERS = {
  summary: 'summary',
  owner: 'owner',
  time: 'time',
  severity: 'severity',
  status: 'status',
  actions: 'actions',
  nextSteps: 'next_steps',
  timeline: 'timeline',
  whatWeDid: 'what_we_did',
  howToConfirm: 'how_to_confirm',
  whatWereDoing: "what_we're_doing",
} as const;
export type TemplateField = keyof typeof PLACEHOLDERS;

/** Values that a caller gives in place of the defaults. Blank text counts as not given. */
export type TemplateFields = { readonly [field in TemplateField]?: string | null | undefined };

/** The facts of a case that the templates use. */
export interface TemplateFacts {
  reference: string;
  summary: string;
  severity: Severity;
  owner: string | null;
  /** At least the latest actions, in the order of recording. */
  actions: readonly { kind: ActionKind; description: string; at: Date }[];
  /** The expected resolution that this update tells. */
  expectedResolution: Date | null;
  resolveBy: Date | null;
  /** As documented; null while it is not. */
  actionTaken: string | null;
  howToConfirm: string | null;
  /** Of the prevention plan; empty without a plan. */
  immediateActions: readonly string[];
  improvements: readonly string[];
}

export interface TemplateContext {
  now: Date;
  /** When the update clock will be due after this message; null while the case waits. */
  nextUpdateDueAt: Date | null;
}

export interface RenderedTemplate {
  subject: string;
  body: string;
  summary: string;
  /** Fields of the template that have no value, in its order; their placeholders stay in the body. */
  missing: TemplateField[];
  /** Advice about values that are allowed but deserve a second look. */
  warnings: string[];
}

const TEMPLATES: Record<CommunicationTemplate, { subject: string; body: string }> = {
  INITIAL_RESPONSE: {
    subject: 'We have received your escalation',
    body: [
      "We've received your escalation and understand the urgency.",
      '- Issue: {summary}',
      '- Assigned to: {owner}',
      '- Next update: {time}',
      "We're treating this as {severity} priority.",
    ].join('\n'),
  },
  PROGRESS_UPDATE: {
    subject: 'Update on your escalation',
    body: [
      'Update on your escalation:',
      '- Status: {status}',
      '- Actions taken: {actions}',
      '- Next steps: {next_steps}',
      '- Expected resolution: {timeline}',
    ].join('\n'),
  },
  RESOLUTION_CONFIRMATION: {
    subject: 'Your issue has been resolved',
    body: [
      'Your issue has been resolved:',
      '- Resolution: {what_we_did}',
      '- Verification: {how_to_confirm}',
      "- Prevention: {what_we're_doing}",
      'Please confirm this addresses your concern.',
    ].join('\n'),
  },
};

const SUBJECT_LIMIT = 200;
/** How many actions a progress update tells of. */
export const LATEST_ACTIONS = 3;
const FIELDS = new Map<string, TemplateField>(
  (Object.keys(PLACEHOLDERS) as TemplateField[]).map((field) => [PLACEHOLDERS[field], field]),
);

/** Fills a template from the case. Values that the caller gives go first. */
export function renderTemplate(
  template: CommunicationTemplate,
  facts: TemplateFacts,
  fields: TemplateFields,
  context: TemplateContext,
): RenderedTemplate {
  const { subject: title, body: words } = TEMPLATES[template];
  const defaults = defaultsOf(facts, context);
  const fill = (field: TemplateField) => said(fields[field]) ?? said(defaults[field]);
  const missing: TemplateField[] = [];
  let showsTime = false;
  // One pass, so that a value that holds a placeholder is not filled in turn.
  const body = words.replace(/\{([a-z_']+)\}/g, (placeholder, name: string) => {
    const field = FIELDS.get(name);
    const value = field && fill(field);
    showsTime ||= field === 'time';
    if (field !== undefined && value === undefined) missing.push(field);
    return value ?? placeholder;
  });
  const topic = [title, fill('summary')].filter((text) => text !== undefined).join(': ');
  const subject = subjectLine(`[${facts.reference}] ${topic}`);
  const warnings = showsTime ? lateTime(said(fields.time), context) : [];
  return { subject, body, summary: subject, missing, warnings };
}

function defaultsOf(facts: TemplateFacts, { nextUpdateDueAt }: TemplateContext): TemplateFields {
  const byTime = [...facts.actions].sort((a, b) => a.at.getTime() - b.at.getTime());
  const lastRemedy = byTime.findLast(({ kind }) => kind !== 'INVESTIGATION');
  const expected = facts.expectedResolution ?? facts.resolveBy;
  return {
    summary: facts.summary,
    owner: facts.owner,
    time: nextUpdateDueAt && minute(nextUpdateDueAt),
    severity: facts.severity.toLowerCase(),
    actions: joined(byTime.slice(-LATEST_ACTIONS).map(({ description }) => description)),
    timeline: expected === null ? 'not yet known' : minute(expected),
    whatWeDid: said(facts.actionTaken) ?? lastRemedy?.description,
    howToConfirm: facts.howToConfirm,
    whatWereDoing:
      said(joined(facts.immediateActions)) ??
      said(joined(facts.improvements)) ??
      'We will follow up on prevention',
  };
}

function joined(texts: readonly string[]): string {
  return texts.join('; ');
}

function said(text: string | null | undefined): string | undefined {
  return text === null || text === undefined || text.trim() === '' ? undefined : text;
}

/** One line, since a line break would end the header of a mail. Cut by code points, so no pair is split. */
function subjectLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return Array.from(line).slice(0, SUBJECT_LIMIT).join('').trimEnd();
}

/** A warning when the next update is promised later than the clock demands: allowed, but hardly meant. */
function lateTime(text: string | undefined, { now, nextUpdateDueAt }: TemplateContext): string[] {
  const promised = text === undefined ? undefined : instantOf(text.trim(), now);
  if (text === undefined || promised === undefined || nextUpdateDueAt === null) return [];
  if (promised <= nextUpdateDueAt.getTime()) return [];
  return [
    `The next update is promised for ${text.trim()}, but is due on ${minute(nextUpdateDueAt)}.`,
  ];
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(UTC|[Zz]|[+-]\d{2}:\d{2})$/;
const TIME_OF_DAY = /^([01]?\d|2[0-3]):([0-5]\d) UTC$/;

/** Milliseconds of `2019-07-02T14:15:00Z`, `2019-07-02 14:15 UTC` or `14:15 UTC`; undefined for other words. */
function instantOf(text: string, now: Date): number | undefined {
  const clock = TIME_OF_DAY.exec(text);
  if (clock !== null) {
    const time = new Date(now).setUTCHours(Number(clock[1]), Number(clock[2]), 0, 0);
    // The current minute counts as not past.
    return time > now.getTime() - MINUTE_MS ? time : time + DAY_MS;
  }
  const [, day, time, zone = ''] = INSTANT.exec(text) ?? [];
  if (day === undefined) return undefined;
  const seconds = time?.length === 5 ? ':00' : '';
  return parseDateTime(`${day}T${time}${seconds}${zone === 'UTC' ? 'Z' : zone}`)?.getTime();
}

/** Formats a time as `2019-07-02 14:15 UTC`. */
function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** When the next update is due after a message at `now`; null while no update clock runs then. */
export function nextUpdateDueAt(
  facts: readonly ClockFact[],
  now: Date,
  timeOf: TimeOf,
): Date | null {
  const told: ClockFact = { type: 'COMMUNICATED', at: now, id: 'this one' };
  const update = currentClocks(replay([...facts, told], now, timeOf)).find(
    ({ kind }) => kind === 'UPDATE',
  );
  return update === undefined || update.endedAt !== null ? null : update.dueAt;
}
