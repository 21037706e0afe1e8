import type { DocumentNode, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { fieldsOfAnswer } from './answer-fields.fixture.ts';

/** What the answers held, so that a comparison of nothing with nothing shows. */
export class Tally {
  readonly #schema: GraphQLSchema;
  readonly #filled = new Set<string>();
  readonly #statuses = new Map<string, number>();
  readonly #messages = new Map<string, number>();
  answers = 0;
  /** Those with a value that is neither null nor empty, below the root fields. */
  withData = 0;
  withErrors = 0;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  count(document: DocumentNode, status: number, body: string): void {
    const { data, errors = [] } = JSON.parse(body) as Body;
    this.answers += 1;
    const codes = errors.map(({ extensions }) => extensions?.code ?? 'none');
    const message = errors[0]?.message?.slice(0, 90);
    if (message !== undefined) this.#messages.set(message, (this.#messages.get(message) ?? 0) + 1);
    const key = [status, ...new Set(codes)].join(' ');
    this.#statuses.set(key, (this.#statuses.get(key) ?? 0) + 1);
    if (errors.length > 0) this.withErrors += 1;
    let isFilled = false;
    for (const { parent, field, value } of fieldsOfAnswer(this.#schema, document, data)) {
      if (isEmpty(value)) continue;
      this.#filled.add(`${parent}.${field}`);
      isFilled ||= parent !== 'Query';
    }
    if (isFilled) this.withData += 1;
  }

  /** Of the fields that queries reach, those that were filled in some answer. */
  get filled(): { share: number; never: string[] } {
    const all = fieldsOfQueries(this.#schema);
    const never = all.filter((field) => !this.#filled.has(field));
    return { share: 1 - never.length / all.length, never };
  }

  toString(): string {
    const { share, never } = this.filled;
    const statuses = [...this.#statuses].toSorted(([, a], [, b]) => b - a);
    return [
      `${this.answers} answers, ${this.withData} with data, ${this.withErrors} with errors`,
      `${(100 * share).toFixed(1)} % of the fields were filled; never: ${never.join(' ') || 'none'}`,
      mostOf(this.#messages).join('\n'),
      statuses.map(([key, count]) => `${count} × ${key}`).join(', '),
    ].join('\n');
  }
}

const MESSAGES_SHOWN = 5;

function mostOf(counts: ReadonlyMap<string, number>): string[] {
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, MESSAGES_SHOWN);
  return sorted.map(([key, count]) => `${count} × ${key}`);
}

interface Body {
  data?: unknown;
  errors?: { message?: string; extensions?: { code?: string } }[];
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function fieldsOfQueries(schema: GraphQLSchema): string[] {
  const found: string[] = [];
  const known = new Set<GraphQLNamedType>();
  const reach = (type: GraphQLNamedType | null | undefined): void => {
    if (type == null || known.has(type)) return;
    known.add(type);
    if (isInterfaceType(type)) for (const one of schema.getPossibleTypes(type)) reach(one);
    if (!isObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      found.push(`${type.name}.${field.name}`);
      reach(getNamedType(field.type));
    }
  };
  reach(schema.getQueryType());
  return found;
}
