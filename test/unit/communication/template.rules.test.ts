import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  renderTemplate,
  type TemplateContext,
  type TemplateFacts,
  type TemplateFields,
} from '../../../src/communication/template.rules.ts';
import type { CommunicationTemplate } from '../../../src/shared/vocabulary.ts';

const now = new Date('2019-07-02T13:55:00Z');
const context: TemplateContext = { now, nextUpdateDueAt: new Date('2019-07-02T14:15:30Z') };

const facts: TemplateFacts = {
  reference: 'ESC-2019-001',
  summary: 'All storefronts answer 502',
  severity: 'CRITICAL',
  owner: 'Ines Ferrer',
  actions: [
    { kind: 'WORKAROUND', description: 'Rules off', at: new Date('2019-07-02T14:07:00Z') },
    { kind: 'FIX', description: 'Rule reverted', at: new Date('2019-07-02T14:52:00Z') },
  ],
  expectedResolution: null,
  resolveBy: new Date('2019-07-02T16:00:00Z'),
  actionTaken: 'Reverted the rule',
  howToConfirm: 'Load any storefront',
  immediateActions: ['Put the protection back', 'Read all rules'],
  improvements: ['Staged rollout'],
};

const nothing: TemplateFacts = {
  ...facts,
  owner: null,
  actions: [],
  resolveBy: null,
  actionTaken: null,
  howToConfirm: null,
  immediateActions: [],
  improvements: [],
};

const render = (
  template: CommunicationTemplate,
  fields: TemplateFields = {},
  overrides: Partial<TemplateFacts> = {},
) => renderTemplate(template, { ...facts, ...overrides }, fields, context);

const line = (body: string, start: string) =>
  body
    .split('\n')
    .find((text) => text.startsWith(start))
    ?.slice(start.length);

/** Of any code points; the unit 'binary' of fast-check takes a second to be made. */
const anyText = fc
  .array(fc.nat({ max: 0x10ffff }), { minLength: 1 })
  .map((codePoints) => String.fromCodePoint(...codePoints));

describe('renderTemplate', () => {
  it('fills INITIAL_RESPONSE from the case', () => {
    expect(render('INITIAL_RESPONSE')).toEqual({
      subject: '[ESC-2019-001] We have received your escalation: All storefronts answer 502',
      summary: '[ESC-2019-001] We have received your escalation: All storefronts answer 502',
      body: `We've received your escalation and understand the urgency.
- Issue: All storefronts answer 502
- Assigned to: Ines Ferrer
- Next update: 2019-07-02 14:15 UTC
We're treating this as critical priority.`,
      missing: [],
      warnings: [],
    });
  });

  it('fills PROGRESS_UPDATE from the case and asks for status and next steps', () => {
    expect(render('PROGRESS_UPDATE')).toEqual({
      subject: '[ESC-2019-001] Update on your escalation: All storefronts answer 502',
      summary: '[ESC-2019-001] Update on your escalation: All storefronts answer 502',
      body: `Update on your escalation:
- Status: {status}
- Actions taken: Rules off; Rule reverted
- Next steps: {next_steps}
- Expected resolution: 2019-07-02 16:00 UTC`,
      missing: ['status', 'nextSteps'],
      warnings: [],
    });
  });

  it('fills RESOLUTION_CONFIRMATION from the case', () => {
    expect(render('RESOLUTION_CONFIRMATION')).toEqual({
      subject: '[ESC-2019-001] Your issue has been resolved: All storefronts answer 502',
      summary: '[ESC-2019-001] Your issue has been resolved: All storefronts answer 502',
      body: `Your issue has been resolved:
- Resolution: Reverted the rule
- Verification: Load any storefront
- Prevention: Put the protection back; Read all rules
Please confirm this addresses your concern.`,
      missing: [],
      warnings: [],
    });
  });

  it.each([
    ['INITIAL_RESPONSE', ['owner', 'time']],
    ['PROGRESS_UPDATE', ['status', 'actions', 'nextSteps']],
    ['RESOLUTION_CONFIRMATION', ['whatWeDid', 'howToConfirm']],
  ] as const)(
    'lists what %s lacks in an empty case and leaves its placeholders',
    (template, missing) => {
      const result = renderTemplate(template, nothing, {}, { now, nextUpdateDueAt: null });
      expect(result.missing).toEqual(missing);
      expect(result.body.match(/\{[a-z_']+\}/g)).toHaveLength(missing.length);
    },
  );

  it('takes every field from the caller before the case', () => {
    const fields: TemplateFields = {
      summary: 'S1',
      owner: 'S2',
      time: 'S3',
      severity: 'S4',
      status: 'S5',
      actions: 'S6',
      nextSteps: 'S7',
      timeline: 'S8',
      whatWeDid: 'S9',
      howToConfirm: 'S10',
      whatWereDoing: 'S11',
    };
    expect(render('INITIAL_RESPONSE', fields).body).toBe(
      `We've received your escalation and understand the urgency.\n- Issue: S1\n- Assigned to: S2\n- Next update: S3\nWe're treating this as S4 priority.`,
    );
    expect(render('PROGRESS_UPDATE', fields).body).toBe(
      'Update on your escalation:\n- Status: S5\n- Actions taken: S6\n- Next steps: S7\n- Expected resolution: S8',
    );
    expect(render('RESOLUTION_CONFIRMATION', fields).body).toBe(
      'Your issue has been resolved:\n- Resolution: S9\n- Verification: S10\n- Prevention: S11\nPlease confirm this addresses your concern.',
    );
    expect(render('INITIAL_RESPONSE', fields).subject).toContain(': S1');
  });

  it('takes a blank field as not given', () => {
    const { body, missing } = render('PROGRESS_UPDATE', {
      actions: ' ',
      status: '',
      nextSteps: null,
    });
    expect(line(body, '- Actions taken: ')).toBe('Rules off; Rule reverted');
    expect(missing).toEqual(['status', 'nextSteps']);
  });

  it('tells the expected resolution given, else resolveBy, else that it is not known', () => {
    const timeline = (overrides: Partial<TemplateFacts>) =>
      line(render('PROGRESS_UPDATE', {}, overrides).body, '- Expected resolution: ');
    const expectedResolution = new Date('2019-07-02T15:30:00Z');
    expect(timeline({ expectedResolution })).toBe('2019-07-02 15:30 UTC');
    expect(timeline({})).toBe('2019-07-02 16:00 UTC');
    expect(timeline({ resolveBy: null })).toBe('not yet known');
  });

  it('tells the last three actions in order of time, whatever the order of telling', () => {
    const actions = [4, 1, 3, 2].map((hour) => ({
      kind: 'INVESTIGATION' as const,
      description: `A${hour}`,
      at: new Date(Date.UTC(2019, 6, 2, hour)),
    }));
    const { body } = render('PROGRESS_UPDATE', {}, { actions });
    expect(line(body, '- Actions taken: ')).toBe('A2; A3; A4');
  });

  it('tells the latest fix or workaround where no outcome is documented, never an investigation', () => {
    const resolution = (actions: TemplateFacts['actions']) =>
      line(
        render('RESOLUTION_CONFIRMATION', {}, { actionTaken: null, actions }).body,
        '- Resolution: ',
      );
    const later = new Date('2019-07-02T15:00:00Z');
    expect(resolution(facts.actions)).toBe('Rule reverted');
    const workaround = { kind: 'WORKAROUND', description: 'Moved', at: later } as const;
    expect(resolution([workaround, ...facts.actions])).toBe('Moved');
    const look = { kind: 'INVESTIGATION', description: 'Looked', at: later } as const;
    expect(resolution([...facts.actions, look])).toBe('Rule reverted');
    expect(resolution([look])).toBe('{what_we_did}');
  });

  it('tells the immediate actions, else the improvements, else the fixed sentence', () => {
    const prevention = (overrides: Partial<TemplateFacts>) =>
      line(render('RESOLUTION_CONFIRMATION', {}, overrides).body, '- Prevention: ');
    expect(prevention({ immediateActions: [] })).toBe('Staged rollout');
    expect(prevention({ immediateActions: [], improvements: [] })).toBe(
      'We will follow up on prevention',
    );
  });

  it('does not fill placeholders inside values, nor read patterns of replacement in them', () => {
    const summary = "{owner} {time} $& $1 $' {nothing}";
    expect(line(render('INITIAL_RESPONSE', {}, { summary }).body, '- Issue: ')).toBe(summary);
  });

  it('keeps any text of a caller as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(text.trim() !== '');
        const { body, missing } = render('PROGRESS_UPDATE', { status: text, nextSteps: text });
        expect(body).toContain(`- Status: ${text}\n- Actions taken: `);
        expect(missing).toEqual([]);
      }),
    );
  });

  it('makes one line of at most 200 characters of any summary and splits no pair', () => {
    expect(render('PROGRESS_UPDATE', {}, { summary: 'a\r\nBcc: b\u0000c' }).subject).toBe(
      '[ESC-2019-001] Update on your escalation: a Bcc: b c',
    );
    const { subject } = render('PROGRESS_UPDATE', {}, { summary: '😀'.repeat(200) });
    expect(Array.from(subject)).toHaveLength(200);
    expect(subject.isWellFormed()).toBe(true);
  });

  describe('a time given by hand', () => {
    const warned = (time: string, overrides: Partial<TemplateContext> = {}) =>
      renderTemplate('INITIAL_RESPONSE', facts, { time }, { ...context, ...overrides }).warnings;

    it.each([
      '2019-07-02T14:15:31Z',
      '2019-07-02T16:16:00+02:00',
      '2019-07-02 14:16 UTC',
      '2019-07-02 14:16Z',
      '14:16 UTC',
      '13:54 UTC',
      '2019-07-03 09:00 UTC',
    ])('after the due time is warned of: %s', (time) => {
      expect(warned(time)).toEqual([
        `The next update is promised for ${time}, but is due on 2019-07-02 14:15 UTC.`,
      ]);
    });

    it.each([
      '2019-07-02T14:15:30Z',
      '2019-07-02T16:15:00+02:00',
      '2019-07-02 14:15 UTC',
      '14:15 UTC',
      '13:55 UTC',
      '2019-07-01 09:00 UTC',
    ])('not after the due time is not warned of: %s', (time) => {
      expect(warned(time)).toEqual([]);
    });

    it.each([
      'tomorrow, 09:00 UTC',
      '25:00 UTC',
      '14:60 UTC',
      '16:00',
      '2019-13-40 14:16 UTC',
      'soon',
    ])('that is no instant is not warned of: %s', (time) => {
      expect(warned(time)).toEqual([]);
      expect(line(render('INITIAL_RESPONSE', { time }).body, '- Next update: ')).toBe(time);
    });

    it('within the running minute is today', () => {
      expect(warned('13:55 UTC', { now: new Date('2019-07-02T13:55:59Z') })).toEqual([]);
    });

    it('past midnight is tomorrow and in time when the clock is due later', () => {
      const late = {
        now: new Date('2019-07-02T23:30:00Z'),
        nextUpdateDueAt: new Date('2019-07-03T00:30:00Z'),
      };
      expect(warned('00:30 UTC', late)).toEqual([]);
      expect(warned('00:31 UTC', late)).toHaveLength(1);
    });

    it('is not warned of while nothing is due, nor in a template that does not tell it', () => {
      expect(warned('2019-07-03 09:00 UTC', { nextUpdateDueAt: null })).toEqual([]);
      expect(render('PROGRESS_UPDATE', { time: '2019-07-03 09:00 UTC' }).warnings).toEqual([]);
    });
  });
});
