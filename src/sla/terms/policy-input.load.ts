import type { CustomerRef } from '../../customer/customer.load.ts';
import type { Tx } from '../../db/transaction.ts';
import { Refusal, refuse } from '../../shared/errors.ts';
import type { CustomerTier, OwnerLevel, Severity } from '../../shared/vocabulary.ts';
import type { CalendarRef, CalendarRow } from './calendar-row.load.ts';
import { lockCalendar } from './calendar-row.load.ts';
import { DEFAULT_POLICIES } from './policy.rules.ts';
import type { PolicyRow } from './policy-row.load.ts';
import { lengthsOf } from './policy-row.load.ts';
import { endlessProblems, warningProblems } from './policy-terms.rules.ts';

/** The parts that a policy can be without. */
export type PolicyPart = 'RESOLUTION_TARGET' | 'REPEAT' | 'CALENDAR';

/** The input of a policy. Lengths are milliseconds of working time; what is left out stays as it was. */
export interface UpsertSlaPolicy {
  severity: Severity;
  /** At most one of `tier` and `customer`; with neither the policy is the default. */
  tier?: CustomerTier | undefined;
  customer?: CustomerRef | undefined;
  ownerLevel: OwnerLevel;
  responseTarget: number;
  updateInterval: number;
  resolutionTarget?: number | undefined;
  warnAt?: number[] | undefined;
  calendar?: CalendarRef | undefined;
  repeatEvery?: number | undefined;
  without?: PolicyPart[] | undefined;
  expectedVersion?: number | undefined;
}

export type PolicyTerms = Pick<
  PolicyRow,
  | 'ownerLevel'
  | 'responseTargetMs'
  | 'updateIntervalMs'
  | 'resolutionTargetMs'
  | 'warnAt'
  | 'calendarId'
  | 'repeatEveryMs'
>;

/**
 * The terms that the policy gets from the input. The calendar is locked until the transaction ends.
 *
 * @param before the policy in force; null where there is none.
 * @throws Refusal INVALID, or NOT_FOUND for a calendar.
 */
export async function readTerms(
  tx: Tx,
  input: UpsertSlaPolicy,
  before: PolicyRow | null,
): Promise<PolicyTerms> {
  checkParts(input);
  const { ownerLevel, responseTarget, updateInterval, resolutionTarget, repeatEvery } = input;
  const calendar = await calendarOf(tx, input, before);
  const unless = (part: PolicyPart, given: number | undefined, was: bigint | null) => {
    if (isWithout(input, part)) return null;
    return given === undefined ? was : BigInt(given);
  };
  const warnAt = input.warnAt ?? before?.warnAt ?? DEFAULT_POLICIES[input.severity].warnAt;
  const terms = {
    ownerLevel,
    responseTargetMs: BigInt(responseTarget),
    updateIntervalMs: BigInt(updateInterval),
    resolutionTargetMs: unless(
      'RESOLUTION_TARGET',
      resolutionTarget,
      before?.resolutionTargetMs ?? null,
    ),
    warnAt: [...warnAt].sort((a, b) => a - b),
    calendarId: calendar?.id ?? null,
    repeatEveryMs: unless('REPEAT', repeatEvery, before?.repeatEveryMs ?? null),
  };
  refuseAll(calendar === null ? [] : endlessProblems(lengthsOf(terms), calendar));
  return terms;
}

function checkParts(input: UpsertSlaPolicy): void {
  const given: Readonly<Record<PolicyPart, unknown>> = {
    RESOLUTION_TARGET: input.resolutionTarget,
    REPEAT: input.repeatEvery,
    CALENDAR: input.calendar,
  };
  const both = (input.without ?? []).flatMap((part, place) =>
    given[part] === undefined
      ? []
      : [
          {
            message: `${part} is given and taken out at once: give one of them.`,
            field: ['without', String(place)],
          },
        ],
  );
  refuseAll([...warningProblems(input.warnAt ?? []), ...both]);
}

function isWithout({ without = [] }: UpsertSlaPolicy, part: PolicyPart): boolean {
  return without.includes(part);
}

async function calendarOf(
  tx: Tx,
  input: UpsertSlaPolicy,
  before: PolicyRow | null,
): Promise<CalendarRow | null> {
  if (isWithout(input, 'CALENDAR')) return null;
  const ref: CalendarRef | null =
    input.calendar ?? (before?.calendarId == null ? null : { id: before.calendarId });
  if (ref === null) return null;
  const calendar = await lockCalendar(tx, ref, 'SHARE', ['calendar']);
  if (calendar.retiredAt === null) return calendar;
  throw refuse('INVALID', `${calendar.name} is retired; name a calendar that is in force.`, [
    'calendar',
  ]);
}

function refuseAll(problems: readonly { message: string; field: readonly string[] }[]): void {
  if (problems.length === 0) return;
  throw new Refusal(problems.map((problem) => ({ code: 'INVALID', ...problem })));
}
