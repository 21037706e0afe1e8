import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { note, print } from './output.ts';

interface DemoFlags {
  intervalMs: number;
  count?: number;
}

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('make sample customers and people and play live cases until interrupted')
    .option('--interval-ms <ms>', 'time between two events, on average', wholeNumber, 1_500)
    .option('--count <cases>', 'end when this many cases have ended', wholeNumber)
    .action(play);
}

async function play({ intervalMs, count }: DemoFlags): Promise<void> {
  const { withSession } = await import('./session.ts');
  const { createDemoClient } = await import('./demo/client.ts');
  const { runDemo } = await import('./demo/run.ts');
  const { openLogCursors } = await import('../events/log-cursors.ts');
  const { createSchema } = await import('../app/schema.ts');
  await withSession(async ({ db, sequencer, clock, interrupted }) => {
    const cursors = await openLogCursors(db);
    const client = createDemoClient(createSchema(), (principal) => ({
      principal,
      db,
      sequencer,
      cursors,
      clock,
    }));
    await runDemo({
      client,
      intervalMs,
      count,
      stop: interrupted,
      random: Math.random,
      now: clock.now,
      onEvent: print,
      onProblem: note,
    });
  });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}
