import type { Evidence, Followed, LogRow } from './evidence.ts';

/** What is wrong, a line for each thing; all empty when nothing is. */
export interface Verdict {
  confirmed: number;
  /** Confirmed, and not in the log. */
  lost: readonly string[];
  /** In the log more than once, or a place of it that is given twice or left out. */
  doubled: readonly string[];
  /** In the log, and never delivered to a subscriber; or delivered twice or out of order by cursor. */
  missed: readonly string[];
  /** Thresholds of response clocks that fired twice, not at all, or before their time. */
  clocks: readonly string[];
}

/** As percent of the target, each once. */
export const THRESHOLDS = [50, 75, 90, 100] as const;
/** What watches of two processes on one machine may differ by, and a timer come early. */
const EARLY_MS = 50;

/** Compares what was promised to clients with what is there. */
export function check(evidence: Evidence): Verdict {
  return {
    confirmed: evidence.confirmed.length,
    lost: findLost(evidence),
    doubled: [...findDoubled(evidence.log), ...findGaps(evidence.log)],
    missed: evidence.followers.flatMap((follower) => findMissed(follower, evidence.log)),
    clocks: findWrongClocks(evidence),
  };
}

/** Whether nothing is wrong. */
export function isClean({ lost, doubled, missed, clocks }: Verdict): boolean {
  return [lost, doubled, missed, clocks].every((list) => list.length === 0);
}

function findLost({ confirmed, log }: Evidence): string[] {
  const ids = new Set(log.map(({ id }) => id));
  const texts = new Set(log.map(({ text }) => text));
  return confirmed
    .filter(({ text, entries }) => !texts.has(text) || entries.some((id) => !ids.has(id)))
    .map(({ text }) => `"${text}" was confirmed and is not in the log`);
}

function findDoubled(log: readonly LogRow[]): string[] {
  const seen = new Map<string, number>();
  for (const { text } of log) if (text !== null) seen.set(text, (seen.get(text) ?? 0) + 1);
  return [...seen]
    .filter(([, times]) => times > 1)
    .map(([text, times]) => `"${text}" is in the log ${times} times`);
}

/** Places are dense, and every entry has one. */
function findGaps(log: readonly LogRow[]): string[] {
  return log.flatMap(({ id, seq }, place) => {
    if (seq === null) return [`entry ${id} has no place`];
    const before = log[place - 1]?.seq;
    if (before == null || seq === before + 1n) return [];
    return [`after place ${before} comes ${seq}`];
  });
}

function findMissed({ name, received }: Followed, log: readonly LogRow[]): string[] {
  const placeOf = new Map(log.map(({ id, seq }) => [id, seq]));
  const wrong: string[] = [];
  const seen = new Set<string>();
  let last = -1n;
  for (const { id } of received) {
    const place = placeOf.get(id);
    if (seen.has(id)) wrong.push(`${name} got entry ${id} twice`);
    else if (place == null) wrong.push(`${name} got entry ${id}, which is not in the log`);
    else if (place < last) wrong.push(`${name} got place ${place} after ${last}`);
    seen.add(id);
    if (place != null && place > last) last = place;
  }
  for (const { id, seq, isOfDesk } of log)
    if (isOfDesk !== true && !seen.has(id)) wrong.push(`${name} missed place ${seq}`);
  return wrong;
}

function findWrongClocks({ confirmed, log, followers }: Evidence): string[] {
  const firedOf = new Map<string, number[]>();
  const breachOf = new Map<string, string>();
  for (const { escalationId, fired, type, id } of log) {
    if (escalationId === null || fired.length === 0) continue;
    firedOf.set(escalationId, [...(firedOf.get(escalationId) ?? []), ...fired]);
    if (type === 'SLA_BREACHED') breachOf.set(escalationId, id);
  }
  const seenAt = new Map<string, number>();
  for (const { received } of followers) {
    for (const { id, at } of received) seenAt.set(id, Math.min(at, seenAt.get(id) ?? at));
  }
  return confirmed.flatMap(({ text, clock }) => {
    if (clock === undefined) return [];
    const fired = (firedOf.get(clock.escalationId) ?? []).toSorted((one, other) => one - other);
    const wrong: string[] = [];
    if (fired.join() !== THRESHOLDS.join()) wrong.push(`the clock of "${text}" fired at ${fired}`);
    const breachedAt = seenAt.get(breachOf.get(clock.escalationId) ?? '');
    const early = clock.notBreachedBefore - (breachedAt ?? Number.POSITIVE_INFINITY);
    if (early > EARLY_MS) wrong.push(`the breach of "${text}" came ${Math.round(early)} ms early`);
    return wrong;
  });
}
