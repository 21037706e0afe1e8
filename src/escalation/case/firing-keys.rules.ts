import type { TypedEntry } from '../../events/catalogue.ts';
import type { SlaKind } from '../../shared/vocabulary.ts';
import { BREACH_PERCENT } from '../../sla/clock/cycle.rules.ts';
import type { ClockEntry } from './clock-facts.rules.ts';
import {
  applyCorrection,
  correctedCycleOf,
  recordedFiringOf,
  recordedNoticeOf,
} from './clock-facts.rules.ts';

/** Identifies what can be fired once: a threshold of a cycle, or a repeated notice of its breach. */
export interface FiringKey {
  kind: SlaKind;
  cycleStartedAt: Date;
  /** Percent of the target. */
  threshold: number;
  /** 0 for the threshold itself, else the number of the repeated notice. */
  repeat: number;
}

/**
 * The firings that the entries of a change put on record (`fired`), and the earlier breaches that they
 * take back (`taken`). The rows of `taken` are to be removed first.
 */
export function firingsIn(entries: readonly (TypedEntry & Pick<ClockEntry, 'at'>)[]): {
  fired: FiringKey[];
  taken: FiringKey[];
} {
  let fired: (FiringKey & { corrected: boolean; recordedAt: Date })[] = [];
  const taken: FiringKey[] = [];
  for (const entry of entries) {
    const firing = recordedFiringOf({ ...entry, recordedAt: entry.at });
    if (firing !== undefined) fired.push({ ...firing, repeat: 0 });
    const notice = recordedNoticeOf(entry);
    if (notice !== undefined) {
      const { at: recordedAt } = entry;
      fired.push({ ...notice, threshold: BREACH_PERCENT, corrected: false, recordedAt });
    }
    const cycle = correctedCycleOf(entry);
    if (cycle === undefined) continue;
    taken.push({ ...cycle, threshold: BREACH_PERCENT, repeat: 0 });
    // A repeated notice of a corrected breach stays on record, so that it does not become due again.
    fired = applyCorrection(fired, entry).filter(
      ({ corrected, repeat }) => !corrected || repeat > 0,
    );
  }
  return {
    fired: fired.map(({ corrected: _corrected, recordedAt: _recordedAt, ...key }) => key),
    taken,
  };
}
