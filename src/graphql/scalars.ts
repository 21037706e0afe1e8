import type { ValueNode } from 'graphql';
import { GraphQLError, valueFromASTUntyped } from 'graphql';
import { formatDuration, parseDuration } from '../shared/duration.ts';
import { dateFlaw, dateTimeFlaw, parseDate, parseDateTime } from '../shared/rfc3339.ts';
import { normalForm } from '../shared/typed-text.ts';
import { builder } from './builder.ts';
import { MAX_SCALAR } from './limits.ts';

const DECIMAL = /^-?\d{1,15}(\.\d{1,2})?$/;
/** Loose on purpose: whether an address exists only a mail server knows. */
const EMAIL =
  /^[^\s\p{C}@<>"(),:;\\[\]]{1,64}@[^\s\p{C}@<>"(),:;\\[\]]+\.[^\s\p{C}@.<>"(),:;\\[\]]{2,}$/u;

/** Whether it may be worth a look: whatever is longer is malformed. */
function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_SCALAR;
}

/** @param flaw what it lacks, where that can be told. */
function malformed(value: unknown, wanted: string, flaw = ''): GraphQLError {
  const given = typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : typeof value;
  return new GraphQLError(`${given} is not ${wanted}${flaw === '' ? '' : `: ${flaw}`}.`);
}

builder.scalarType('DateTime', {
  description:
    'A point in time: RFC 3339 with a zone, in UTC with milliseconds in answers, as in `2026-03-01T09:30:00.000Z`.',
  serialize: (value) => new Date(value).toISOString(),
  parseValue: (value) => {
    const time = isShort(value) ? parseDateTime(value) : undefined;
    if (time === undefined) {
      const flaw = isShort(value) ? dateTimeFlaw(value) : '';
      throw malformed(value, 'a time such as "2026-03-01T09:30:00Z"', flaw);
    }
    return time;
  },
});

builder.scalarType('Date', {
  description: 'A day, as in `2026-03-01`.',
  serialize: (value) => value.toISOString().slice(0, 10),
  parseValue: (value) => {
    const day = isShort(value) ? parseDate(value) : undefined;
    if (day === undefined) {
      throw malformed(value, 'a day such as "2026-03-01"', isShort(value) ? dateFlaw(value) : '');
    }
    return day;
  },
});

builder.scalarType('Duration', {
  description:
    'A length of time: ISO 8601 with hours as its largest unit in answers, as in `PT72H`, `PT1H30M`.',
  serialize: (ms) => formatDuration(ms),
  parseValue: (value) => {
    const ms = isShort(value) ? parseDuration(value) : undefined;
    if (ms === undefined) throw malformed(value, 'a duration such as "PT4H"');
    return ms;
  },
});

builder.scalarType('Decimal', {
  description: 'A decimal number as text, with two decimals in answers, as in `480000.00`.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (!isShort(value) || !DECIMAL.test(value)) {
      throw malformed(value, 'a decimal number in text, such as "480000.00"');
    }
    const [whole, decimals = ''] = value.split('.');
    return `${whole}.${decimals.padEnd(2, '0')}`;
  },
});

builder.scalarType('EmailAddress', {
  description: 'An e-mail address; case does not matter, answers are in lower case.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value !== 'string' || value.length > 254 || !EMAIL.test(value)) {
      throw malformed(value, 'an e-mail address such as "mara@example.com"');
    }
    return normalForm(value).toLowerCase();
  },
});

builder.scalarType('JSONObject', {
  description: 'A JSON object of any shape.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw malformed(value, 'a JSON object');
    }
    return value as Record<string, unknown>;
  },
  parseLiteral: (node: ValueNode, variables) => {
    const value = valueFromASTUntyped(node, variables);
    if (node.kind !== 'ObjectValue') throw malformed(value, 'a JSON object');
    return value as Record<string, unknown>;
  },
});
