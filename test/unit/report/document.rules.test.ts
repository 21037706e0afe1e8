import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  isComplete,
  missingPaths,
  type ReportDocument,
  toDocument,
} from '../../../src/report/document.rules.ts';
import { buildReport, type ReportFacts } from '../../../src/report/report.rules.ts';
import { writeYaml } from '../../../src/report/yaml.rules.ts';
import { reportFacts } from './report.factory.ts';

const documentOf = (overrides: Partial<ReportFacts> = {}) =>
  toDocument(buildReport(reportFacts(overrides), 'STAFF'));

const unknown: Partial<ReportFacts> = {
  resolvedAt: null,
  impact: { businessImpact: null, revenueAtRisk: null, usersAffected: null, slaBreach: true },
  log: [],
  rootCause: null,
  actions: [],
  resolution: { actionTaken: null, owner: null },
  satisfactionRating: null,
  preventionPlan: null,
  communications: [],
};

/** A document with the text in every place where people write. */
function saying(text: string): ReportDocument {
  const { escalation_report: report } = documentOf();
  return {
    escalation_report: {
      ...report,
      id: text,
      customer: { ...report.customer, name: text },
      timeline: [{ timestamp: '2019-07-02T13:45:00Z', event: text, owner: text }],
      root_cause: { category: 'process', description: text, contributing_factors: [text, text] },
      communication_log: [
        { channel: 'email', date: '2019-07-02', summary: text, customer_response: text },
      ],
    },
  };
}

/** All pieces at once. */
function toYaml(document: ReportDocument): string {
  const pieces = writeYaml(document);
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

describe('toDocument', () => {
  it('holds every key in its order, each value in its form', () => {
    expect(JSON.stringify(documentOf(), null, 1)).toBe(
      JSON.stringify(
        {
          escalation_report: {
            id: 'ESC-2019-001',
            date_opened: '2019-07-02',
            date_resolved: '2019-07-02',
            customer: {
              id: 'cust-4711',
              name: 'Harbour Retail Group',
              tier: 'enterprise',
              arr: '$480000.00',
              health_score: 74,
            },
            escalation: {
              summary: 'All storefronts answer 502',
              severity: 'critical',
              category: 'technical',
            },
            impact: {
              business_impact: 'No orders can be placed.',
              revenue_at_risk: 'EUR 610000.00',
              users_affected: 120_000,
              sla_breach: false,
            },
            timeline: [
              ['2019-07-02T13:45:00Z', 'Escalation received', 'Ines Ferrer'],
              ['2019-07-02T13:52:00Z', 'OWNER_ASSIGNED at 13:52', 'Tom Okafor'],
              ['2019-07-02T14:00:00Z', 'Root cause identified', 'Tom Okafor'],
              ['2019-07-02T14:52:00Z', 'Resolution implemented', 'Tom Okafor'],
              ['2019-07-02T15:20:00Z', 'Customer confirmed resolution', 'Ines Ferrer'],
            ].map(([timestamp, event, owner]) => ({ timestamp, event, owner })),
            root_cause: {
              category: 'process',
              description: 'A rule that backtracks without bound.',
              contributing_factors: ['No staged rollout'],
            },
            resolution: {
              action_taken: 'Reverted the rule',
              owner: 'Ines Ferrer',
              time_to_resolve: 'PT1H35M',
              customer_satisfaction: '3/5',
            },
            prevention: {
              immediate_actions: ['Put the protection back'],
              long_term_improvements: ['Staged rollout for rules'],
              owner: 'Tom Okafor',
              due_date: '2019-07-31',
            },
            communication_log: [
              {
                channel: 'email',
                date: '2019-07-02',
                summary: 'We have received your escalation',
                customer_response: null,
              },
            ],
          },
        },
        null,
        1,
      ),
    );
  });

  it('holds the same keys when nothing is known', () => {
    const keys = ({ escalation_report: report }: ReportDocument) =>
      Object.entries(report).map(([key, value]) =>
        Array.isArray(value) || typeof value !== 'object' || value === null
          ? key
          : `${key}: ${Object.keys(value).join(', ')}`,
      );
    expect(keys(documentOf(unknown))).toEqual(keys(documentOf()));
    expect(documentOf(unknown).escalation_report.root_cause).toEqual({
      category: null,
      description: null,
      contributing_factors: [],
    });
  });

  it('keeps milliseconds of a time that has some', () => {
    const log = reportFacts().log.slice(0, 1);
    const late = log.map((opened) => ({ ...opened, at: new Date('2019-07-02T13:45:00.070Z') }));
    const { timeline } = documentOf({ log: late }).escalation_report;
    expect(timeline[0]?.timestamp).toBe('2019-07-02T13:45:00.070Z');
  });

  it('tells blank text as unknown', () => {
    const rootCause = { category: 'PEOPLE', description: ' \n', contributingFactors: [] } as const;
    expect(documentOf({ rootCause }).escalation_report.root_cause.description).toBeNull();
  });
});

describe('missingPaths', () => {
  it('lists nothing for a whole report: not every message is answered', () => {
    expect(missingPaths(documentOf())).toEqual([]);
    expect(isComplete(documentOf())).toBe(true);
  });

  it('lists what is null in the order of the document, and no empty list', () => {
    expect(missingPaths(documentOf(unknown))).toEqual([
      'date_resolved',
      'impact.business_impact',
      'impact.revenue_at_risk',
      'impact.users_affected',
      'root_cause.category',
      'root_cause.description',
      'resolution.action_taken',
      'resolution.owner',
      'resolution.time_to_resolve',
      'resolution.customer_satisfaction',
      'prevention.owner',
      'prevention.due_date',
    ]);
    expect(isComplete(documentOf(unknown))).toBe(false);
  });

  it('names the place in a list', () => {
    const communications = reportFacts().communications.map((message) => ({
      ...message,
      summary: ' ',
    }));
    expect(missingPaths(documentOf({ communications }))).toEqual(['communication_log[0].summary']);
  });

  it('lists what is kept from a partner', () => {
    const forPartner = toDocument(buildReport(reportFacts(), 'PARTNER'));
    expect(missingPaths(forPartner)).toEqual(['customer.arr', 'customer.health_score']);
  });
});

describe('writeYaml', () => {
  it('reads well', () => {
    expect(toYaml(documentOf({ log: [], communications: [] }))).toBe(`escalation_report:
  id: ESC-2019-001
  date_opened: "2019-07-02"
  date_resolved: "2019-07-02"
  customer:
    id: cust-4711
    name: Harbour Retail Group
    tier: enterprise
    arr: "$480000.00"
    health_score: 74
  escalation:
    summary: All storefronts answer 502
    severity: critical
    category: technical
  impact:
    business_impact: No orders can be placed.
    revenue_at_risk: EUR 610000.00
    users_affected: 120000
    sla_breach: false
  timeline: []
  root_cause:
    category: process
    description: A rule that backtracks without bound.
    contributing_factors:
      - No staged rollout
  resolution:
    action_taken: Reverted the rule
    owner: Ines Ferrer
    time_to_resolve: PT1H35M
    customer_satisfaction: "3/5"
  prevention:
    immediate_actions:
      - Put the protection back
    long_term_improvements:
      - Staged rollout for rules
    owner: Tom Okafor
    due_date: "2019-07-31"
  communication_log: []
`);
  });

  it('writes several lines as a block and never folds a long one', () => {
    const yaml = toYaml(saying(`first: line\n\n# ${'long '.repeat(100)}line`));
    expect(yaml).toContain(
      `description: |-\n      first: line\n\n      # ${'long '.repeat(100)}line\n`,
    );
  });

  const AWKWARD = [
    ...[
      '',
      ' ',
      '  leading',
      'trailing ',
      '\ttab',
      'a\tb',
      '\n',
      'a\n',
      'a\n\n',
      '\na',
      ' a\n  b\nc',
    ],
    ...['a\nb', 'a \nb', 'a\n b', 'a\r\nb', 'a\rb', '---', '--- a\n...', '%YAML 1.1', 'a\n--- b'],
    ...[
      'yes',
      'No',
      'oN',
      'OFF',
      'y',
      'N',
      'true',
      'False',
      'null',
      'NULL',
      '~',
      'nUll',
      '=',
      '<<',
    ],
    ...[
      '1',
      '0x1F',
      '0o17',
      '017',
      '1e3',
      '.5',
      '1_000',
      '12:30:45',
      '.inf',
      '-.INF',
      '.NaN',
      '+1',
    ],
    ...['2019-07-02', '2019-07-02T13:45:00Z', '2019-07-02 13:45', 'PT1H', '3/5', '$480000.00'],
    ...[
      'a: b',
      'a:',
      ':a',
      'a #b',
      '#a',
      'a#b',
      '- a',
      '-',
      '? a',
      '[a]',
      '{a: b}',
      'a, b',
      '*a',
      '&a',
    ],
    ...[
      '!a',
      '|',
      '>',
      '@a',
      '`a`',
      "it's",
      '"quoted"',
      `'"both"'`,
      'back\\slash',
      '\\u0041',
      '\\n',
    ],
    ...[
      '😀',
      'a 😀',
      'Wikström',
      '文字',
      '\u0000',
      '\u0007',
      '\u001b',
      '\u007f',
      '\u0085',
      'a\u0085b',
    ],
    ...[
      'a\u2028b',
      'a\u2029b',
      '\ufeff',
      'a\ufeffb',
      '\u00a0',
      'a\u00a0',
      '\ufffe',
      'a\uffff',
      '\u{1ffff}',
    ],
  ];

  it.each(AWKWARD)('brings %j back unchanged to readers of YAML 1.2 and of 1.1', (text) => {
    const document = saying(text);
    const yaml = toYaml(document);
    expect(parse(yaml)).toStrictEqual(document);
    expect(parse(yaml, { version: '1.1' })).toStrictEqual(document);
    // What YAML 1.1 takes for a line break or no character at all never stands there as it is.
    expect(yaml).not.toMatch(
      /[^\n\x20-\x7e\u00a0-\u2027\u202a-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u,
    );
  });

  it('brings any text back unchanged', () => {
    const line = fc.string({ unit: 'binary', maxLength: 30 });
    const word = fc.constantFrom(...AWKWARD, '\n', ' ', ':', '#', '"', "'");
    const text = fc.oneof(
      line,
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.array(fc.oneof(word, line), { maxLength: 6 }).map((parts) => parts.join('')),
      fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const document = saying(written);
        const yaml = toYaml(document);
        expect(parse(yaml)).toStrictEqual(JSON.parse(JSON.stringify(document)));
        expect(parse(yaml, { version: '1.1' })).toStrictEqual(document);
      }),
      { numRuns: 500 },
    );
  });

  it('writes a long list a few items at a time, none lost and none doubled', () => {
    const { escalation_report: report } = saying('- first: one\n\nmore');
    const [entry] = report.timeline;
    const timeline = Array.from({ length: 501 }, (_, n) => ({ ...entry, event: `${n}: new` }));
    const document = { escalation_report: { ...report, timeline } } as ReportDocument;
    expect(parse(toYaml(document))).toStrictEqual(document);
    expect([...writeYaml(document)].length).toBeGreaterThan(20);
  });

  it('writes nulls, empty lists and truth as such', () => {
    const document = documentOf(unknown);
    expect(parse(toYaml(document))).toStrictEqual(document);
  });

  it('writes lists that are the same object twice, without an alias', () => {
    const { escalation_report: report } = documentOf();
    const same = ['once'];
    const prevention = {
      ...report.prevention,
      immediate_actions: same,
      long_term_improvements: same,
    };
    expect(toYaml({ escalation_report: { ...report, prevention } })).not.toMatch(/[&*]/);
  });
});
