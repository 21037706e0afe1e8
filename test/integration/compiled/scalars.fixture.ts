import type { Draft } from './draft.fixture.ts';
import { between, chance, oneOf } from './draft.fixture.ts';
import type { Place } from './values.fixture.ts';

const NOBODYS_KEY = '00000000-0000-7000-8000-000000000000';
const TYPES = ['Escalation', 'Customer', 'User', 'SlaClock', 'TimelineEvent', 'ApiKey', 'Nothing'];
const MALFORMED = ['', 'junk', 'RXNjYWxhdGlvbjo=', '%', 'Escalation:1', '\u0000', '👩‍👩‍👧', '12'];
const TIMES = ['2026-03-02T09:00:00Z', '2026-03-02T23:30:00.5+14:00', '1999-12-31T23:59:59Z'];
const WORDS = [
  'export',
  'quokka',
  'ocelot',
  'Ünïcode',
  '%',
  "'",
  'nothing-like-it',
  '日本語',
  'a b',
];
/** Of input objects that name one thing, the type of it. */
const TYPE_NAMED: Readonly<Record<string, string>> = {
  CustomerRef: 'Customer',
  UserRef: 'User',
  EscalationRef: 'Escalation',
};

/** A value of a scalar that its type takes, though it may name nothing, or what others may see. */
export function scalarValue(draft: Draft, type: string, place: Place): unknown {
  switch (type) {
    case 'ID':
      return idFor(draft, place);
    case 'String':
      return textFor(draft, place);
    case 'Boolean':
      return chance(draft, 50);
    case 'Int':
      return between(draft, 1, 5);
    case 'DateTime':
      return known(draft, 'DateTime', TIMES, 60);
    case 'EmailAddress':
      return known(draft, 'EmailAddress', ['nobody@desk.example', 'NOBODY@desk.example'], 85);
    default:
      throw new Error(`Say in scalars.fixture.ts what a ${type} looks like.`);
  }
}

function known(draft: Draft, kind: string, others: readonly string[], percent: number): string {
  const values = draft.knowledge.of(kind);
  return values.length > 0 && chance(draft, percent) ? oneOf(draft, values) : oneOf(draft, others);
}

function idFor(draft: Draft, { field, within, name }: Place): string {
  const { knowledge } = draft;
  const way = between(draft, 0, 99);
  if (way < 5) return btoa(`${oneOf(draft, TYPES)}:${NOBODYS_KEY}`);
  const every = knowledge.ids;
  if (way < 9 || every.length === 0) return oneOf(draft, MALFORMED);
  if (field === 'Query.node' || field === 'Query.nodes') {
    // As many of each type, though there are many more entries than plans.
    const types = [...new Set(every.map((id) => atob(id).split(':')[0]))];
    return oneOf(draft, [...knowledge.of(`id ${oneOf(draft, types)}`), oneOf(draft, every)]);
  }
  if (way < 14) return oneOf(draft, every);
  if (name === 'escalationId' && way < 40) return known(draft, 'reference', ['ESC-1999-001'], 95);
  const type = TYPE_NAMED[within ?? ''] ?? 'Escalation';
  return known(draft, `id ${type}`, MALFORMED, 99);
}

function textFor(draft: Draft, { field, edge, order, name }: Place): string {
  if (name === 'after' || name === 'before') {
    if (chance(draft, 3)) return oneOf(draft, MALFORMED);
    const isOfLog = field === 'Query.events' || chance(draft, 2);
    const kind = isOfLog ? 'cursor of the log' : `cursor ${edge} ${order}`;
    return known(draft, kind, MALFORMED, 100);
  }
  switch (name) {
    case 'reference':
      return known(draft, 'reference', ['ESC-1999-001', 'esc', ''], 92);
    case 'externalId':
      return known(draft, 'externalId', ['nobody', ''], 92);
    case 'partner':
      return known(draft, 'partner', ['nobody'], 90);
    case 'search': {
      const words = known(draft, 'words', WORDS, 70).split(/\s+/);
      return words
        .slice(0, between(draft, 1, 3))
        .join(' ')
        .slice(0, 60);
    }
    default:
      return oneOf(draft, ['Words of the template.', 'Ünïcode 👩‍👩‍👧', '']);
  }
}
