import type { z } from 'zod';
import { DAY_MS } from '../../shared/duration.ts';
import { pathText } from '../../shared/text/path-text.ts';
import type { ClockFact, PolicySnapshot } from '../clock/clock.rules.ts';
import type { CalendarTerms } from '../time/calendar.rules.ts';
import { calendarProblems, weeklyMs } from '../time/calendar.rules.ts';
import type { ExplainForm } from './explain-form.rules.ts';
import { explainForm } from './explain-form.rules.ts';

/** A case that is in no database, given by its facts. */
export interface ExplainRequest {
  facts: ClockFact[];
  now: Date;
  /** Null when time counts around the clock. */
  calendar: CalendarTerms | null;
}

type Path = readonly PropertyKey[];

/** The refusal of a request. The message has in one line the path, what is wrong and what would be right. */
export class ExplainRequestError extends Error {
  constructor(path: Path, reason: string) {
    super(`${path.length === 0 ? 'standard input' : pathText(path)}: ${reason}`);
    this.name = 'ExplainRequestError';
  }
}

/** A longer time means a mistyped year, and its working time would take long to count. */
const MAX_YEARS = 50;
const YEAR_MS = 366 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;

/**
 * Reads one request, or a list of them.
 *
 * @param text JSON.
 * @throws ExplainRequestError for the first mistake.
 */
export function readRequests(text: string): ExplainRequest | ExplainRequest[] {
  const given = parseJson(text);
  return Array.isArray(given)
    ? given.map((one, place) => toRequest(one, [place]))
    : toRequest(given, []);
}

function parseJson(text: string): unknown {
  const what = 'give one JSON object, or a list of them';
  if (text.trim() === '') throw new ExplainRequestError([], `is empty: ${what}.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExplainRequestError([], `is not JSON (${reason}): ${what}.`);
  }
}

function toRequest(given: unknown, at: Path): ExplainRequest {
  const { success, data, error } = explainForm.safeParse(given);
  if (!success) {
    const { path, message } = firstProblem(error.issues);
    throw new ExplainRequestError([...at, ...path], message);
  }
  const refuse = (path: Path, reason: string) => new ExplainRequestError([...at, ...path], reason);
  const calendar = toCalendar(data, refuse);
  const openedAt = openingOf(data, refuse);
  checkTargets(data, refuse);
  const facts = data.events.map(({ type, at: when }, place): ClockFact => {
    if (when < openedAt) {
      throw refuse(
        ['events', place, 'at'],
        `${when.toISOString()} is before OPENED: give ${openedAt.toISOString()} or later.`,
      );
    }
    if (type === 'OPENED') return { type, at: when, policy: toPolicy(data) };
    if (type === 'RESPONDED' || type === 'UPDATED')
      return { type: 'COMMUNICATED', at: when, id: String(place) };
    return { type, at: when };
  });
  return { facts, now: data.now, calendar };
}

function firstProblem(issues: readonly z.core.$ZodIssue[]): { path: Path; message: string } {
  const found = foremost(issues.map(innermost));
  if (found === undefined) return { path: [], message: 'is not a case to explain.' };
  return found.code === 'unrecognized_keys'
    ? { path: [...found.path, ...found.keys.slice(0, 1)], message: found.message }
    : found;
}

/** The first issue, but a misspelt key before the key that is then missing. */
function foremost(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  return issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
}

/** The issue of the form that was meant, for a value that may have several forms. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const isOther = (inner: z.core.$ZodIssue) =>
    inner.code === 'invalid_type' && inner.path.length === 0;
  const meant = foremost(issue.errors.find((inner) => !inner.some(isOther)) ?? []);
  return meant === undefined ? issue : { ...meant, path: [...issue.path, ...meant.path] };
}

type Refuse = (path: Path, reason: string) => ExplainRequestError;

function toCalendar({ calendar }: ExplainForm, refuse: Refuse): CalendarTerms | null {
  if (calendar == null) return null;
  const terms = { ...calendar, holidays: calendar.holidays ?? [] };
  const [problem] = calendarProblems(terms);
  if (problem !== undefined) throw refuse(['calendar', ...problem.field], problem.message);
  return terms;
}

function openingOf({ events, now }: ExplainForm, refuse: Refuse): Date {
  const [opened, again] = [...events.entries()].filter(([, { type }]) => type === 'OPENED');
  if (opened === undefined)
    throw refuse(['events'], 'has no OPENED: give one, with the time of the opening as "at".');
  if (again !== undefined)
    throw refuse(
      ['events', again[0]],
      'is a second OPENED: give one, and REOPENED after RESOLVED.',
    );
  const { at } = opened[1];
  if (now < at) {
    const reason = `${now.toISOString()} is before OPENED: give ${at.toISOString()} or later.`;
    throw refuse(['now'], reason);
  }
  if (now.getTime() - at.getTime() > MAX_YEARS * YEAR_MS) {
    const reason = `${now.toISOString()} is more than ${MAX_YEARS} years after OPENED: give an earlier time.`;
    throw refuse(['now'], reason);
  }
  return at;
}

function checkTargets({ targets, calendar }: ExplainForm, refuse: Refuse): void {
  const given = Object.entries(targets).flatMap(([name, ms]) => (ms == null ? [] : [{ name, ms }]));
  if (given.length === 0)
    throw refuse(['targets'], 'has no target: give at least one of response, update, resolution.');
  const share = calendar == null ? 1 : weeklyMs(calendar.hours) / WEEK_MS;
  const tooLong = given.find(({ ms }) => ms / share > MAX_YEARS * YEAR_MS);
  if (tooLong !== undefined) {
    const reason = `takes more than ${MAX_YEARS} years${calendar == null ? '' : ' of these hours'}: give a shorter one.`;
    throw refuse(['targets', tooLong.name], reason);
  }
}

function toPolicy({ targets }: ExplainForm): PolicySnapshot {
  return {
    policyId: null,
    version: 1,
    responseTargetMs: targets.response ?? null,
    updateIntervalMs: targets.update ?? null,
    resolutionTargetMs: targets.resolution ?? null,
    warnAt: [],
    ownerLevel: 'TEAM_LEAD',
  };
}
