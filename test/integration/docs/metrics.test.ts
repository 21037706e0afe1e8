import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { REFUSALS } from '../../../src/http/refusals.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';

const PAGE = readFileSync('docs/metrics.md', 'utf8');
let app: TestApp;
/** What a node shows, by name: counter, gauge or histogram. */
let shown: Map<string, string>;
/** Its series, one a line. */
let lines: string[];
beforeAll(async () => {
  // With Redis configured, whether it is there or not, all metrics are.
  app = await startTestApp({ env: { REDIS_URL: 'redis://127.0.0.1:1' } });
  const text = await (await fetch(app.at('/metrics'))).text();
  lines = text.split('\n');
  shown = new Map(
    Array.from(text.matchAll(/^# TYPE (\S+) (\S+)$/gm), ([, name = '', kind = '']) => [name, kind]),
  );
});
afterAll(() => app.stop());

describe('docs/metrics.md', () => {
  it('has every metric of a node with its kind, and no other', () => {
    const rows = Array.from(
      PAGE.matchAll(/^\| `([a-z_0-9]+)` \| (counter|gauge|histogram) \| \S/gm),
      ([, name = '', kind = '']) => [name, kind] as const,
    );
    expect(rows.toSorted()).toEqual([...shown].toSorted());
  });

  it('has every reason for a refusal', () => {
    const [row = ''] = /^\| `desk_refusals_total`.*$/m.exec(PAGE) ?? [];
    const named = Array.from(row.matchAll(/`([a-z-]+)`/g), ([, name = '']) => name);
    expect(named.slice(1).toSorted()).toEqual([...REFUSALS].toSorted());
  });

  it('asks in its examples, and in other pages, for what is there', () => {
    for (const page of ['metrics', 'operations', 'live', 'reliability', 'compiled-reads']) {
      const text = readFileSync(`docs/${page}.md`, 'utf8');
      const names = text.match(/\b(?:desk|nodejs|http_request|process)_[a-z0-9_]{4,}\b/g) ?? [];
      const metrics = names.filter((name) =>
        /_(?:total|seconds|bytes|bucket|connected)$|^desk_(?:live|pool)_/.test(name),
      );
      expect(metrics.filter((name) => !isThere(name))).toEqual([]);
    }
  });
});

describe('alert rules', () => {
  interface Rules {
    groups: { rules: { alert: string; expr: string }[] }[];
  }
  const { groups } = parse(readFileSync('deploy/prometheus-alerts.yaml', 'utf8')) as Rules;
  const rules = groups.flatMap((group) => group.rules);

  it.each(rules.map(({ alert, expr }) => [alert, expr]))(
    '%s asks for metrics and labels that a node shows',
    (_alert, expr) => {
      const names = expr.match(/\b(?:desk|process|nodejs|http)_[a-z0-9_]+/g) ?? [];
      expect(names.filter((name) => !isThere(name))).toEqual([]);
      expect(names.length > 0 || expr.startsWith('up{')).toBe(true);
      for (const [, name = '', matchers = ''] of expr.matchAll(/(\bdesk_\w+)\{([^}]*)\}/g)) {
        for (const [, label = '', values = ''] of matchers.matchAll(/(\w+)=~?"([^"]*)"/g)) {
          if (label === 'job') continue;
          const series = lines.filter((line) => line.startsWith(`${name}{`));
          const has = (value: string) =>
            series.some((line) => line.includes(`${label}="${value}"`));
          expect(
            values.split('|').filter((value) => !has(value)),
            `${name}, ${label}`,
          ).toEqual([]);
        }
      }
    },
  );
});

/** Whether a name is that of a metric, or of a series of a histogram. */
function isThere(name: string): boolean {
  const of = name.replace(/_(?:bucket|sum|count)$/, '');
  return shown.has(name) || shown.get(of) === 'histogram';
}
