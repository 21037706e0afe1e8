import type { DocumentNode, GraphQLSchema } from 'graphql';
import { splitId } from '../../../src/graphql/global-id.ts';
import type { Seen } from './answer-fields.fixture.ts';
import { fieldsOfAnswer } from './answer-fields.fixture.ts';

/** The most values kept of a kind; the first ones are replaced by later ones. */
const MAX_KEPT = 300;

/**
 * What requests name, learned from the answers so far: ids by type, cursors by list, and other values by the
 * kind that `kindOf` gives them.
 */
export class Knowledge {
  readonly #values = new Map<string, { known: Set<string>; list: string[]; next: number }>();
  readonly #asked = new Map<string, number>();
  readonly #schema: GraphQLSchema;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  learn(document: DocumentNode, data: unknown): void {
    for (const seen of fieldsOfAnswer(this.#schema, document, data)) {
      const coordinate = `${seen.parent}.${seen.field}`;
      this.#asked.set(coordinate, this.asked(coordinate) + 1);
      if (typeof seen.value !== 'string' || seen.value.length > 200) continue;
      const kind = kindOf(seen, seen.value);
      if (kind !== undefined) this.add(kind, seen.value);
    }
  }

  add(kind: string, value: string): void {
    const kept = this.#values.get(kind) ?? { known: new Set(), list: [], next: 0 };
    this.#values.set(kind, kept);
    if (kept.known.has(value)) return;
    kept.known.delete(kept.list[kept.next] ?? '');
    kept.known.add(value);
    kept.list[kept.next] = value;
    kept.next = (kept.next + 1) % MAX_KEPT;
  }

  /** How often answers had a field, as in `Escalation.summary`. */
  asked(coordinate: string): number {
    return this.#asked.get(coordinate) ?? 0;
  }

  /** What is known of a kind, oldest first until the most is kept. */
  of(kind: string): readonly string[] {
    return this.#values.get(kind)?.list ?? [];
  }

  /** Ids of every type, as `node` takes them. */
  get ids(): readonly string[] {
    return [...this.#values].flatMap(([kind, { list }]) => (kind.startsWith('id ') ? list : []));
  }
}

function kindOf({ parent, field, type }: Seen, value: string): string | undefined {
  if (type === 'ID') {
    const { typeName } = splitId(value) ?? {};
    return typeName === undefined ? undefined : `id ${typeName}`;
  }
  if (field === 'cursor') {
    // Of the log: those of `Edge` types are of one list each.
    return parent === 'TimelineEvent' ? 'cursor of the log' : `cursor ${parent} ${orderOf(value)}`;
  }
  if (field === 'logCursor') return 'cursor of the log';
  if (type === 'DateTime') return 'DateTime';
  const coordinate = `${parent}.${field}`;
  return OTHER_KINDS[coordinate];
}

/** The order of the list that a cursor is of; empty where lists of its kind have one order only. */
function orderOf(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  return /^\["([A-Z_]+)"/.exec(text)?.[1] ?? '';
}

const OTHER_KINDS: Readonly<Record<string, string>> = {
  'Escalation.reference': 'reference',
  'Customer.externalId': 'externalId',
  'User.email': 'EmailAddress',
  'Escalation.summary': 'words',
  'Customer.name': 'words',
  'TimelineEvent.summary': 'words',
  'RegisteredOperation.partner': 'partner',
};
