import type { ValueNode } from 'graphql';
import { GraphQLError, Kind, valueFromASTUntyped } from 'graphql';
import { formatDuration, parseDuration } from '../shared/duration.ts';
import { dateFlaw, dateTimeFlaw, parseDate, parseDateTime } from '../shared/rfc3339.ts';
import { lengthNear, normalForm } from '../shared/text/typed-text.ts';
import { builder } from './builder.ts';
import { MAX_SCALAR } from './limits/limits.ts';

const DECIMAL = /^-?\d{1,15}(\.\d{1,2})?$/;
/** Loose on purpose: only a mail server knows whether an address exists. */
const EMAIL =
  /^[^\s\p{C}@<>"(),:;\\[\]]{1,64}@[^\s\p{C}@<>"(),:;\\[\]]+\.[^\s\p{C}@.<>"(),:;\\[\]]{2,}$/u;

/** Whether a value is short enough to be parsed; a longer one is malformed. */
function isShort(value: unknown): value is string {
  return typeof value === 'string' && lengthNear(value, MAX_SCALAR) <= MAX_SCALAR;
}

/** @param flaw what is wrong in detail, where that is known. */
function malformed(value: unknown, wanted: string, flaw = ''): GraphQLError {
  const given = typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : typeof value;
  return new GraphQLError(`${given} is not ${wanted}${flaw === '' ? '' : `: ${flaw}`}.`);
}

/** Reads a scalar from a variable or a literal. An error about a literal says where the literal stands. */
function read<Parsed>(parseValue: (value: unknown) => Parsed) {
  return {
    parseValue,
    parseLiteral(node: ValueNode, variables?: Maybe<Record<string, unknown>>): Parsed {
      try {
        return parseValue(untyped(node, variables));
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        throw new GraphQLError(error.message, { nodes: [node] });
      }
    },
  };
}

type Maybe<Value> = Value | null | undefined;

/**
 * The value of a literal, without types. A missing variable is null in a list and left out of an object, as
 * GraphQL says for literals with types; the library's own function puts `undefined` there.
 */
function untyped(node: ValueNode, variables: Maybe<Record<string, unknown>>): unknown {
  if (node.kind === Kind.LIST) return node.values.map((one) => untyped(one, variables) ?? null);
  if (node.kind !== Kind.OBJECT) return valueFromASTUntyped(node, variables);
  const object = Object.create(null) as Record<string, unknown>;
  for (const { name, value } of node.fields) {
    const inner = untyped(value, variables);
    if (inner !== undefined) object[name.value] = inner;
  }
  return object;
}

builder.scalarType('DateTime', {
  description:
    'A point in time: RFC 3339 with a zone, in UTC with milliseconds in answers, as in `2026-03-01T09:30:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => new Date(value).toISOString(),
  ...read((value) => {
    const time = isShort(value) ? parseDateTime(value) : undefined;
    if (time === undefined) {
      const flaw = isShort(value) ? dateTimeFlaw(value) : '';
      throw malformed(value, 'a time such as "2026-03-01T09:30:00Z"', flaw);
    }
    return time;
  }),
});

builder.scalarType('Date', {
  description: 'A day, as in `2026-03-01`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  serialize: (value) => value.toISOString().slice(0, 10),
  ...read((value) => {
    const day = isShort(value) ? parseDate(value) : undefined;
    if (day === undefined) {
      throw malformed(value, 'a day such as "2026-03-01"', isShort(value) ? dateFlaw(value) : '');
    }
    return day;
  }),
});

builder.scalarType('Duration', {
  description:
    'A length of time: ISO 8601 with hours as its largest unit in answers, as in `PT72H`, `PT1H30M`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#appendix-A',
  serialize: (ms) => formatDuration(ms),
  ...read((value) => {
    const ms = isShort(value) ? parseDuration(value) : undefined;
    if (ms === undefined) throw malformed(value, 'a duration such as "PT4H"');
    return ms;
  }),
});

builder.scalarType('Decimal', {
  description: 'A decimal number as text, with two decimals in answers, as in `480000.00`.',
  serialize: (value) => value,
  ...read((value) => {
    if (!isShort(value) || !DECIMAL.test(value)) {
      throw malformed(value, 'a decimal number in text, such as "480000.00"');
    }
    const [whole, decimals = ''] = value.split('.');
    return `${whole}.${decimals.padEnd(2, '0')}`;
  }),
});

builder.scalarType('EmailAddress', {
  description: 'An e-mail address; case does not matter, answers are in lower case.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc6531#section-3.3',
  serialize: (value) => value,
  ...read((value) => {
    if (typeof value !== 'string' || lengthNear(value, 254) > 254 || !EMAIL.test(value)) {
      throw malformed(value, 'an e-mail address such as "mara@example.com"');
    }
    return normalForm(value).toLowerCase();
  }),
});

builder.scalarType('JSONObject', {
  description: 'A JSON object of any shape.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259#section-4',
  serialize: (value) => value,
  ...read((value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw malformed(value, 'a JSON object');
    }
    return value as Record<string, unknown>;
  }),
});
