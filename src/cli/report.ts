import type { Command } from 'commander';
import type { Principal } from '../auth/principal.ts';
import { systemClock } from '../shared/clock.ts';
import { CommandFailure, printJson, printLines } from './output.ts';

/** The principal of commands. Whoever can run one can read the database, so reports hide nothing. */
const OPERATOR: Principal = {
  id: 'command',
  role: 'ADMIN',
  name: 'command line',
  userId: null,
  customerIds: null,
  expiresAt: null,
};

export function addReport(program: Command): void {
  program
    .command('report')
    .description('print the report of a case as YAML')
    .argument('<reference>', 'the reference of the case, as in ESC-2026-001')
    .option('--json', 'print JSON')
    .action(async (reference: string, { json }: { json?: true }) => {
      const { withSession } = await import('./session.ts');
      const { loadReport } = await import('../report/report.load.ts');
      const report = await withSession(
        async ({ db }) =>
          (await loadReport(db, OPERATOR, reference, systemClock.now())) ??
          (await db.prunedCase.findUnique({ where: { reference: reference.toUpperCase() } })),
      );
      if (report === null) throw new CommandFailure(`There is no case ${reference}.`);
      if ('prunedAt' in report)
        throw new CommandFailure(
          `The case ${report.reference}, closed ${report.closedAt.toISOString()}, was pruned ${report.prunedAt.toISOString()}.`,
        );
      if (json) printJson(report.document);
      else printLines((await report.yaml()).replace(/\n$/, ''));
    });
}
