import { rolesFrom } from '../../../src/auth/authority.rules.ts';
import { FIELDS_HIDDEN_FROM_PARTNERS } from '../../../src/auth/partner-view.rules.ts';
import type { Permission } from '../../../src/auth/permissions.ts';
import {
  HIDDEN_FROM_PARTNERS,
  INPUTS_FOR_STAFF,
  MAY,
  MAY_CALL,
  MAY_SEE,
} from '../../../src/auth/permissions.ts';
import { DESK_ENTRIES } from '../../../src/events/catalogue/desk.ts';
import type { DeskKind, Kind } from '../../../src/events/catalogue/kind.ts';
import { CASE_ENTRIES } from '../../../src/events/catalogue.ts';
import type { Role } from '../../../src/shared/vocabulary.ts';
import { EVENT_TYPES, ROLES } from '../../../src/shared/vocabulary.ts';
import type { ValueRule } from './value-permissions.ts';
import { VALUES } from './value-permissions.ts';

const DEEDS: Readonly<Record<Permission, string>> = {
  REASSIGN: '`assignOwner` on a case that somebody else owns, who is active',
  SPEAK_FOR_THE_DESK: '`logCommunication` with `direction: OUTBOUND`',
  MOVE_TERMS: 'another tier, ARR or currency for a customer that is there',
  WORK_CASES: 'own a case (asked of the new owner; else INVALID)',
};

const OF: Readonly<Record<'role' | 'person' | 'own', string>> = {
  role: 'to the own role at most; nobody changes his own, or that of somebody above',
  person: 'of nobody who is above',
  own: 'of nobody who is above, and not the own one',
};

function ruleText(rule: ValueRule): string {
  if ('free' in rule) return `whoever may call it: ${rule.free}`;
  return 'permission' in rule ? DEEDS[rule.permission] : OF[rule.of];
}

const HIDDEN_AS = { null: 'null', empty: 'an empty list' } as const;

/** docs/permissions.md, made from the tables that the desk asks. */
export function permissionsPage(): string {
  const roots = ['Query', 'Mutation', 'Subscription'].map((root) => {
    const rows = Object.entries(MAY_CALL).filter(([name]) => name.startsWith(`${root}.`));
    const named = rows.map(
      ([name, roles]) => [`\`${name.slice(root.length + 1)}\``, roles] as const,
    );
    return `### ${root}\n\n${roleTable('field', named)}`;
  });
  const hiddenEntries: string[][] = [];
  const emptied: string[][] = [];
  for (const type of EVENT_TYPES) {
    const { partners }: Kind = CASE_ENTRIES[type];
    if (partners === 'SHOWN') continue;
    if ('hidden' in partners) hiddenEntries.push([`\`${type}\``, partners.hidden]);
    else {
      const facts = partners.without.map((fact) => `\`${fact}\``).join(', ');
      emptied.push([`\`${type}\``, facts, partners.because]);
    }
  }
  return `${[
    HEAD,
    ...roots,
    `## What hangs on a value\n\n${MORE}`,
    roleTable(
      'deed',
      Object.entries(MAY).map(([name, roles]) => [DEEDS[name as Permission], roles]),
    ),
    RANKS,
    roleTable(
      'to give, or to change who has it',
      ROLES.map((role) => [
        `\`${role}\``,
        MAY_CALL['Mutation.upsertUser']?.filter((one) => rolesFrom(role).includes(one)) ?? [],
      ]),
    ),
    'By the fields of inputs, whatever the credentials are, keys or tokens:',
    table(
      ['input', 'may be given'],
      Object.entries(VALUES).map(([input, rule]) => [`\`${input}\``, ruleText(rule)]),
    ),
    `## Types that only some see\n\n${TYPES}`,
    roleTable('type', [
      ...Object.entries(MAY_SEE).map(([name, roles]) => [`\`${name}\``, roles] as const),
      ...Object.entries<DeskKind>(DESK_ENTRIES).flatMap(([type, { seenBy }]) =>
        seenBy === null ? [] : [[`\`DeskEvent\` of type \`${type}\``, seenBy] as const],
      ),
    ]),
    `## What partners do not see\n\n${PARTNERS}`,
    table(
      ['field', 'is'],
      Object.entries(HIDDEN_FROM_PARTNERS).map(([name, how]) => [`\`${name}\``, HIDDEN_AS[how]]),
    ),
    LEFT_OUT,
    table(['entry', 'because'], hiddenEntries),
    'Of these, facts in `data` are null:',
    table(['entry', 'null in `data`', 'because'], emptied),
    `In \`changes\` these fields are left out, those of links (\`related.…\`) the addresses of messages (\`communications.….recipients\`) and why steps were skipped (\`steps.….skippedReason\`); of a message that was a draft, what the draft said is left out too: ${FIELDS_HIDDEN_FROM_PARTNERS.map((field) => `\`${field}\``).join(', ')}.`,
    MORE_OF_PARTNERS,
  ].join('\n\n')}\n`;
}

function roleTable(what: string, rows: readonly (readonly [string, readonly Role[]])[]): string {
  return table(
    [what, ...ROLES],
    rows.map(([name, roles]) => [
      name,
      ...ROLES.map((role) => (roles.includes(role) ? 'yes' : '–')),
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const HEAD = `# Who may do what

Made from \`permissions.ts\` and \`partner-view.rules.ts\` of \`src/auth\`, and \`src/events/catalogue\`, which is what the desk asks;
and from \`test/unit/auth/value-permissions.ts\`, which the tests hold its services against:
\`npx vitest run --project unit test/unit/auth/permissions -u\` writes it anew, and the tests fail while it
says something else.

Credentials have one role. ADMIN, MANAGER, AGENT and VIEWER are staff and see every customer. A PARTNER
sees the customers that its key or token names, and of those not everything: see the end of this page.

What the role may not call is an error with code \`FORBIDDEN\`: it is decided for all root fields of the
operation before any of them runs, so nothing of the document ran. What is not
visible is as if it were not there: null, left out of lists and counts, \`NOT_FOUND\` in \`userErrors\`.

## Who may call what

Every field of the roots, over HTTP, server-sent events and WebSocket alike. A field without a row here
does not build.`;

const MORE =
  'Refused in `userErrors` with `NOT_ALLOWED`, the field, and who may; nothing of that mutation is written, and the other fields of the document go on:';

const RANKS = `**Nobody makes himself more.** Nobody gives a role above his own, changes a person or key of a higher
role, or changes his own role, level, \`active\` or address, nor gives anybody an address that his own token
names; nothing changes where nothing differs. The command line and case files that it imports act as ADMIN.`;

const TYPES =
  'In `deskEvents` they are left out for others. By `node` and `nodes` they are null to others, and so is a `subject` of an event of the desk:';

const PARTNERS =
  'Even of its own customers, on whatever path a partner comes to it, subscriptions and their replay included:';

const LEFT_OUT =
  'Left out of `Escalation.timeline` and its count, `events` of mutations, subscriptions, `StepProgress.event`, `node`, and the report:';

const MORE_OF_PARTNERS = `Besides:

- Drafts of messages are left out of \`Escalation.communications\` and its count.
- \`qualityCriteria\` give their evidence without the severity that the risks suggested.
- \`actorLabel\` is \`desk\` in place of an address.
- A person cannot be found by address: \`owner: { email: … }\` in a filter matches nothing.
- Search finds nothing by drafts and notes.
- It may not ask by these fields of inputs; a document that does, or whose variables do, is refused with
  \`FORBIDDEN\` before any of it runs: ${[...INPUTS_FOR_STAFF].map((field) => `\`${field}\``).join(', ')}.
- The report has null for \`customer.arr\` and \`customer.health_score\`, in all its forms and at \`/reports/…\`.
- By \`node\`: other partners' people, and calendars that only other customers' policies count by, are null.
- \`Escalation.related\` has the links to cases that it may see, and \`slaPolicies\` the defaults, those of
  tiers and those of its customers.
- Free documents are refused: see [partners](partners.md).`;
