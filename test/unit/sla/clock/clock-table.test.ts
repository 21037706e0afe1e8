import { describe, expect, test } from 'vitest';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import { CLOCKS_GO_BACK } from './clock-table/clocks-go-back.rows.ts';
import { CLOCKS_GO_FORWARD } from './clock-table/clocks-go-forward.rows.ts';
import { ENDINGS } from './clock-table/endings.rows.ts';
import { HOLIDAYS } from './clock-table/holidays.rows.ts';
import { OFFICE_HOURS } from './clock-table/office-hours.rows.ts';
import { OTHER_ZONES } from './clock-table/other-zones.rows.ts';
import { PAUSED } from './clock-table/paused.rows.ts';
import { PAUSES } from './clock-table/pauses.rows.ts';
import { POLICIES } from './clock-table/policies.rows.ts';
import { PROMISED_RESOLUTIONS } from './clock-table/promised-resolutions.rows.ts';
import { PROMISED_UPDATES } from './clock-table/promised-updates.rows.ts';
import { REOPENING } from './clock-table/reopening.rows.ts';
import { RESPONSE_AND_UPDATE } from './clock-table/response-and-update.rows.ts';
import type { ClockRow } from './clock-table/row.ts';
import { inHours, timeOf } from './clock-table/row.ts';
import { SEVERITY } from './clock-table/severity.rows.ts';
import { SPLIT_HOURS } from './clock-table/split-hours.rows.ts';

function shown({ facts, now, kind = 'RESPONSE', cycle, is }: ClockRow): ClockRow['is'] {
  const cycles = replay(facts, now, timeOf).filter((one) => one.kind === kind);
  const clock = cycle === undefined ? cycles.at(-1) : cycles.find((one) => one.cycle === cycle);
  if (clock === undefined) throw new Error(`There is no such ${kind} clock.`);
  const { state, dueAt, elapsedMs, metAt, breachedAt, thresholds, policy } = clock;
  return {
    state,
    due: dueAt,
    elapsed: inHours(elapsedMs),
    ...(metAt === null ? {} : { met: metAt }),
    ...(breachedAt === null ? {} : { breached: breachedAt }),
    passes: thresholds.map(({ at }) => at),
    ...(is.version === undefined ? {} : { version: policy.version }),
  };
}

describe.each([
  ['office hours', OFFICE_HOURS],
  ['split hours', SPLIT_HOURS],
  ['holidays and the ends of months and years', HOLIDAYS],
  ['the clocks go forward', CLOCKS_GO_FORWARD],
  ['the clocks go back', CLOCKS_GO_BACK],
  ['other zones', OTHER_ZONES],
  ['pauses', PAUSES],
  ['while paused', PAUSED],
  ['RESPONSE and UPDATE', RESPONSE_AND_UPDATE],
  ['resolved and cancelled', ENDINGS],
  ['reopening', REOPENING],
  ['another severity', SEVERITY],
  ['another policy', POLICIES],
  ['promised updates', PROMISED_UPDATES],
  ['promised resolutions', PROMISED_RESOLUTIONS],
])('%s', (_, rows) => {
  test.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    expect(shown(row)).toEqual(row.is);
  });
});
