import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ASSESS_AND_CLASSIFY } from '../../../src/events/catalogue/assess.ts';
import { CLOCKS } from '../../../src/events/catalogue/clocks.ts';
import { COMMUNICATION } from '../../../src/events/catalogue/communication.ts';
import { COURSE } from '../../../src/events/catalogue/course.ts';
import { DESK_ENTRIES } from '../../../src/events/catalogue/desk.ts';
import { POLICY, shownName, typeNamed } from '../../../src/events/catalogue/facts.ts';
import type { DeskKind, Kind } from '../../../src/events/catalogue/kind.ts';
import { MOBILIZE } from '../../../src/events/catalogue/mobilize.ts';
import { RESOLVE_AND_FOLLOW_UP } from '../../../src/events/catalogue/resolve.ts';

const PAGE = new URL('../../../docs/events.md', import.meta.url);

/** What stands between two marks of the page. */
const PARTS: Readonly<Record<string, string>> = {
  assess: tableOf(ASSESS_AND_CLASSIFY),
  policy: `\`policy\` is the version of a policy that a clock keeps until the severity changes or another policy is in force: ${facts(POLICY)}.`,
  mobilize: tableOf(MOBILIZE),
  communication: tableOf(COMMUNICATION),
  resolve: tableOf(RESOLVE_AND_FOLLOW_UP),
  course: tableOf(COURSE),
  clocks: tableOf(CLOCKS, 'written when'),
  desk: table(
    ['type', 'written by', '`subject`'],
    Object.entries<DeskKind>(DESK_ENTRIES).map(([type, { by, subject }]) => [
      `\`${type}\``,
      by,
      subject === null ? '' : `\`${subject}\``,
    ]),
  ),
};

/** docs/events.md as it is, with what is made from the catalogue made anew. */
export function eventsPage(): string {
  const unused = new Set(Object.keys(PARTS));
  const page = readFileSync(PAGE, 'utf8').replace(
    /(<!-- catalogue: (\w+) -->\n)[\s\S]*?(<!-- \/catalogue -->)/g,
    (_all, start: string, name: string, end: string) => {
      unused.delete(name);
      return `${start}\n${PARTS[name]}\n\n${end}`;
    },
  );
  if (unused.size > 0) throw new Error(`docs/events.md has no place for ${[...unused].join(', ')}`);
  return page;
}

function tableOf(kinds: Readonly<Record<string, Kind>>, by = 'written by'): string {
  const rows = Object.entries(kinds).flatMap(([type, { written, subject }]) =>
    written.map((form) => [`\`${type}\``, form.by, facts(form.data), named(form.data, subject)]),
  );
  return table(['type', by, '`data`', '`subject`'], rows);
}

/** `from`, `to`; `reason`: why it moved; `until` (null without one). Words that are long go apart. */
function facts({ shape }: z.ZodObject): string {
  let text = '';
  let wasLong = false;
  for (const [name, schema] of Object.entries(shape)) {
    const words = schema instanceof z.ZodType ? schema.description : undefined;
    const isLong = words !== undefined && !words.startsWith('(');
    const link = wasLong || isLong ? '; ' : ', ';
    const said = words === undefined ? '' : `${isLong ? ':' : ''} ${words}`;
    text += `${text === '' ? '' : link}\`${shownName(name, schema)}\`${said}`;
    wasLong = isLong;
  }
  return text;
}

function named({ shape }: z.ZodObject, subject: string | null): string {
  const type = subject === null ? undefined : typeNamed(shape[subject]);
  return type === undefined ? '' : `\`${type}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
