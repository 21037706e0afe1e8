import type { Command } from 'commander';
import type { PrunedCases } from '../retention/cases.service.ts';
import { readTime } from './input.ts';
import { CommandFailure, print, printJson } from './output.ts';
import { progress } from './progress.ts';
import type { Session } from './session.ts';

interface PruneOptions {
  before?: Date;
  cases?: true;
  dryRun?: true;
  json?: true;
}

interface Pruned {
  dryRun: boolean;
  /** `before` is never later than 7 days ago: clients count on their keys for as long. */
  idempotencyKeys: { before: Date; removed: number };
  /** Null when they were not asked for. */
  cases: (Omit<PrunedCases, 'kept'> & { before: Date; kept: number }) | null;
}

export function addPrune(program: Command): void {
  const prune = program
    .command('prune')
    .description('take away what has had its time: idempotency keys, and cases where asked for')
    .option(
      '--before <date>',
      'a day, whose first moment (UTC) counts, or a time, in the past; keys stay for 7 days in any case',
      readTime,
    )
    .option('--cases', 'take away cases closed before the date, with their entries, too')
    .option('--dry-run', 'say what would go, and take nothing away')
    .option('--json', 'print JSON')
    .action(async (options: PruneOptions) => {
      // How old a case may become is for whoever runs the desk to say.
      if (options.cases && options.before === undefined)
        prune.error("error: option '--cases' needs '--before <date>'");
      if (options.before !== undefined && options.before.getTime() > Date.now())
        prune.error("error: option '--before <date>' takes a day or a time that is past");
      const { withSession } = await import('./session.ts');
      const pruned = await withSession((session) => run(session, options));
      if (options.json) printJson(pruned);
      else tell(pruned);
    });
}

async function run(session: Session, options: PruneOptions): Promise<Pruned> {
  const keys = await import('../retention/keys.service.ts');
  const { findPrunableCases, pruneCases } = await import('../retention/cases.service.ts');
  const { db, clock, sequencer, interrupted } = session;
  const { dryRun = false } = options;
  const now = clock.now();
  const goesOn = () => !interrupted.aborted;
  const lived = new Date(now.getTime() - keys.KEY_LIFE_MS);
  const { before = lived } = options;
  const keysBefore = before < lived ? before : lived;
  const removed = dryRun
    ? await keys.countKeys(db, keysBefore)
    : await keys.removeKeys(
        db,
        keysBefore,
        goesOn,
        progress((done) => `${done} idempotency keys removed…`),
      );
  let cases: Pruned['cases'] = null;
  if (options.cases) {
    // An entry without a place would keep its case.
    await sequencer.sequence();
    const found = dryRun
      ? await findPrunableCases(db, before)
      : await pruneCases(
          db,
          { before, now },
          goesOn,
          progress((done) => `${done} cases removed…`),
        );
    cases = { before, ...found };
  }
  if (interrupted.aborted) throw new CommandFailure('Interrupted; what was taken away is gone.');
  return { dryRun, idempotencyKeys: { before: keysBefore, removed }, cases };
}

function tell({ dryRun, idempotencyKeys, cases }: Pruned): void {
  const done = dryRun ? 'would be removed' : 'removed';
  print(
    `${idempotencyKeys.removed} idempotency keys from before ${idempotencyKeys.before.toISOString()} ${done}.`,
  );
  if (cases === null) return;
  for (const reference of cases.references) print(reference);
  print(
    `${cases.references.length} cases closed before ${cases.before.toISOString()} ${done}, with ${cases.entries} log entries.`,
  );
  if (cases.kept > 0)
    print(
      `${cases.kept} cases closed as long ago stay: they are linked with a case that stays, or have the last entry of the log.`,
    );
}
