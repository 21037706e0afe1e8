import type { HolidayFile } from '../../../../src/sla/holidays/holidays.rules.ts';
import { readHolidays as readInTurns } from '../../../../src/sla/holidays/holidays.rules.ts';

/** Without a turn for others. */
export function readHolidays(text: string, now: Date): HolidayFile {
  const work = readInTurns(text, now);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
