import type { Command } from 'commander';
import { Option } from 'commander';
import { readInput } from './input.ts';
import { printJson, printLines } from './output.ts';

interface ExplainFlags {
  intervals?: boolean;
  text?: boolean;
}

export function addSla(program: Command): void {
  program
    .command('sla')
    .description('what the clocks of a case show, and why')
    .command('explain')
    .description(
      'read a case, or a list of them, as JSON on standard input and print its clocks; needs no database',
    )
    .option('--intervals', 'show also where the time of each clock went')
    .option('--json', 'print JSON, as without it')
    .addOption(new Option('--text', 'print tables for people to read').conflicts('json'))
    .action(explainInput);
}

async function explainInput({ intervals = false, text = false }: ExplainFlags): Promise<void> {
  const { readRequests } = await import('../sla/explain/explain-request.rules.ts');
  const { explain, toJson } = await import('../sla/explain/explain-answer.rules.ts');
  const given = readRequests(await readInput());
  if (!text) {
    // Everything is worked out before anything is printed: a refusal prints nothing.
    printJson(
      Array.isArray(given)
        ? given.map((request) => toJson(explain(request), intervals))
        : toJson(explain(given), intervals),
    );
    return;
  }
  const { toText } = await import('../sla/explain/explain-text.rules.ts');
  const cases = Array.isArray(given) ? given : [given];
  const texts = cases.map((request) =>
    toText(explain(request), request.calendar?.timeZone ?? null),
  );
  const titled = (one: string, place: number) => `Case ${place + 1} of ${texts.length}\n${one}`;
  printLines((texts.length > 1 ? texts.map(titled) : texts).join('\n\n'));
}
