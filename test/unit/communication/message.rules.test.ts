import { describe, expect, it } from 'vitest';
import type { GivenWords } from '../../../src/communication/message.rules.ts';
import {
  chooseWording,
  loggedLine,
  recipientsOf,
  refuseGaps,
  refuseMailToNobody,
  sentLine,
  wordingOfDraft,
} from '../../../src/communication/message.rules.ts';
import { Refusal } from '../../../src/shared/errors.ts';

function refusal(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const fieldsOf = (run: () => unknown) => refusal(run).errors.map(({ field }) => field);

describe('the words of a message', () => {
  it('are a template with its fields', () => {
    expect(chooseWording({ template: 'PROGRESS_UPDATE', fields: { status: 'Working' } })).toEqual({
      template: 'PROGRESS_UPDATE',
      fields: { status: 'Working' },
    });
  });

  it('are a subject and a body of their own', () => {
    expect(chooseWording({ subject: 'Call at noon', body: 'We call you.' })).toEqual({
      template: null,
      subject: 'Call at noon',
      body: 'We call you.',
    });
  });

  it.each<[string, GivenWords, string]>([
    ['neither a template nor a text', {}, 'template'],
    ['a template and a subject', { template: 'INITIAL_RESPONSE', subject: 'S' }, 'subject'],
    ['a template and a body', { template: 'INITIAL_RESPONSE', body: 'B' }, 'body'],
    ['a body without a subject', { body: 'B' }, 'subject'],
    ['a subject without a body', { subject: 'S' }, 'body'],
    ['fields without a template', { subject: 'S', body: 'B', fields: {} }, 'fields'],
  ])('are refused as INVALID for %s, at the field', (_name, given, field) => {
    const { errors } = refusal(() => chooseWording(given));
    expect(errors).toMatchObject([{ code: 'INVALID', field: [field] }]);
  });
});

describe('the words of a draft that is sent', () => {
  const own = { template: null, subject: 'Old subject', body: 'Old body' };
  const templated = { template: 'PROGRESS_UPDATE', subject: 'S', body: 'B' } as const;

  it('are its own, or what replaces them', () => {
    expect(wordingOfDraft(own, {}, {})).toEqual({
      template: null,
      subject: 'Old subject',
      body: 'Old body',
    });
    expect(wordingOfDraft(own, {}, { body: 'New body' })).toMatchObject({
      subject: 'Old subject',
      body: 'New body',
    });
  });

  it('are its template with the fields of preparing, those of sending going first', () => {
    const prepared = { status: 'Working', nextSteps: 'Test' };
    const given = { fields: { status: 'Done', nextSteps: undefined } };
    expect(wordingOfDraft(templated, prepared, given)).toEqual({
      template: 'PROGRESS_UPDATE',
      fields: { status: 'Done', nextSteps: 'Test' },
    });
  });

  it('cannot be turned into other words than the draft has', () => {
    expect(fieldsOf(() => wordingOfDraft(own, {}, { template: 'INITIAL_RESPONSE' }))).toEqual([
      ['template'],
    ]);
    expect(fieldsOf(() => wordingOfDraft(own, {}, { fields: {} }))).toEqual([['fields']]);
    expect(fieldsOf(() => wordingOfDraft(templated, {}, { body: 'B' }))).toEqual([['body']]);
  });
});

describe('a template with gaps', () => {
  it('is refused with one error for each field', () => {
    expect(refusal(() => refuseGaps(['status', 'nextSteps'])).errors).toMatchObject([
      { code: 'INVALID', field: ['fields', 'status'] },
      { code: 'INVALID', field: ['fields', 'nextSteps'] },
    ]);
  });

  it('is fine without any', () => {
    expect(() => refuseGaps([])).not.toThrow();
  });
});

describe('recipients', () => {
  const contacts = [
    { name: 'Mara', email: 'mara@harbour.example' },
    { name: 'Front desk', email: null },
    { name: 'Mara again', email: 'mara@harbour.example' },
  ];

  it('are the addresses given, each once', () => {
    expect(recipientsOf(['a@x.example', 'b@x.example', 'a@x.example'], contacts)).toEqual([
      'a@x.example',
      'b@x.example',
    ]);
  });

  it('are the contacts with an address where none is given', () => {
    expect(recipientsOf(undefined, contacts)).toEqual(['mara@harbour.example']);
  });

  it('must be there for a mail and need not be for a call', () => {
    expect(fieldsOf(() => refuseMailToNobody('EMAIL', []))).toEqual([['to']]);
    expect(() => refuseMailToNobody('CALL', [])).not.toThrow();
    expect(() => refuseMailToNobody('EMAIL', ['a@x.example'])).not.toThrow();
  });
});

describe('lines of the log', () => {
  it('name the template, or the summary of words of their own', () => {
    expect(sentLine('INITIAL_RESPONSE', 'ignored', 'sent')).toBe('Initial response sent');
    expect(sentLine(null, 'Call at noon', 'prepared')).toBe('Message prepared: Call at noon');
  });

  it.each([
    ['CALL', 'INBOUND', 'Call from the customer: asks for news'],
    ['CALL', 'OUTBOUND', 'Call to the customer: asks for news'],
    ['EMAIL', 'INBOUND', 'Mail from the customer: asks for news'],
    ['MEETING', 'OUTBOUND', 'Meeting with the customer: asks for news'],
  ] as const)('say how and which way it went: %s %s', (channel, direction, line) => {
    expect(loggedLine(channel, direction, 'asks for news')).toBe(line);
  });
});
