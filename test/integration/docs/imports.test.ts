import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ICruiseResult } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A file that breaks a rule, what it imports, and the rule. */
const BREACHES: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ['src/shared/a.ts', '../db/client.ts', 'place-shared'],
  ['src/shared/b.ts', 'pg', 'shared-packages'],
  ['src/shared/c.ts', 'node:fs', 'shared-packages'],
  ['src/db/a.ts', '../events/cursor.ts', 'place-db'],
  ['src/auth/a.ts', '../customer/customer.load.ts', 'place-auth'],
  ['src/events/a.ts', '../live/hub.ts', 'place-events'],
  ['src/graphql/a.ts', '../sla/terms/policy.rules.ts', 'place-graphql'],
  ['src/live/a.ts', '../persisted/registry.ts', 'place-live'],
  ['src/customer/a.service.ts', '../sla/terms/policy-recheck.service.ts', 'place-customer'],
  ['src/sla/time/a.rules.ts', '../clock/replay.rules.ts', 'place-sla/time'],
  ['src/sla/clock/a.ts', '../terms/policy.load.ts', 'place-sla/clock'],
  ['src/sla/terms/a.service.ts', '../../stats/stats.load.ts', 'place-sla/terms'],
  ['src/sla/explain/b.ts', '../../cli/demo/run.ts', 'place-sla/explain'],
  ['src/escalation/case/a.service.ts', '../../verify/verify.service.ts', 'place-escalation/case'],
  ['src/escalation/case/b.ts', '../read/columns.ts', 'place-escalation/case'],
  ['src/escalation/steps/b.ts', '../follow/event-case.ts', 'place-escalation/steps'],
  ['src/escalation/steps/a.service.ts', '../../scheduler/scheduler.ts', 'place-escalation/steps'],
  ['src/escalation/read/a.filter.ts', '../../http/reply.ts', 'place-escalation/read'],
  ['src/communication/a.service.ts', '../prevention/prevention.service.ts', 'place-communication'],
  ['src/stats/a.service.ts', '../report/report.load.ts', 'place-stats'],
  ['src/casefile/a.ts', '../verify/fold.ts', 'place-casefile'],
  ['src/http/a.ts', '../app/app.ts', 'place-http'],
  ['src/app/a.ts', '../cli/program.ts', 'place-app'],
  ['src/cli/demo/a.ts', '../program.ts', 'place-cli/demo'],
  ['src/somewhere/a.ts', '../shared/ids.ts', 'no-place'],
  ['src/escalation/case/a.rules.ts', '../../db/client.ts', 'pure-files'],
  ['src/sla/terms/a.draft.ts', './policy.load.ts', 'pure-files'],
  ['src/sla/clock/a.rules.ts', 'node:fs', 'pure-packages'],
  ['src/sla/clock/b.rules.ts', 'dataloader', 'pure-packages'],
  ['src/escalation/steps/c.service.ts', '../../graphql/builder.ts', 'services-know-no-graphql'],
  ['src/escalation/steps/d.service.ts', 'graphql', 'services-know-no-graphql'],
  ['src/escalation/case/x.rules.ts', './y.rules.ts', 'no-circles'],
  ['src/http/b.ts', '../../packages/client/src/index.ts', 'client-is-for-others'],
  ['packages/client/src/a.ts', 'node:fs', 'client'],
  ['packages/client/src/b.ts', '../../../src/shared/ids.ts', 'client'],
  ['packages/client/src/c.ts', 'ws', 'client'],
];

/** A file that nothing leads to, what it imports, and the rule, which tells of it as what is not come to. */
const UNREACHED: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ['src/stats/a.schema.ts', '../graphql/builder.ts', 'part-of-the-server'],
  ['packages/client/src/d.ts', './status.ts', 'part-of-the-client'],
];

/** Of the circle, which is told of once. */
const OTHER_HALF = ['src/escalation/case/y.rules.ts', './x.rules.ts'] as const;

let copy: string;
let found: { from: string; to: string; rule: { name: string } }[];
beforeAll(async () => {
  copy = mkdtempSync(path.join(tmpdir(), 'desk-imports-'));
  for (const name of ['src', 'packages/client/src', 'package.json']) {
    cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  for (const [file, imports] of [...BREACHES, ...UNREACHED, OTHER_HALF]) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), `import '${imports}';\nexport {};\n`);
  }
  const { default: config } = await import('../../../.dependency-cruiser.mjs');
  const { output } = await cruise(
    ['src', 'packages/client/src'],
    {
      ...config.options,
      baseDir: copy,
      preserveSymlinks: true,
      validate: true,
      ruleSet: { forbidden: config.forbidden },
    },
    config.options.enhancedResolveOptions,
  );
  found = (output as ICruiseResult).summary.violations as unknown as typeof found;
}, 60_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('an import that the list does not allow is refused', () => {
  test.each(BREACHES)('%s → %s', (file, _imports, rule) => {
    expect(found.filter(({ from }) => from === file).map((one) => one.rule.name)).toContain(rule);
  });
});

describe('a file that imports and is imported by none is refused', () => {
  test.each(UNREACHED)('%s', (file, _imports, rule) => {
    expect(found.filter(({ to }) => to === file).map((one) => one.rule.name)).toContain(rule);
  });
});

test('nothing else is refused', () => {
  const files = new Set<string>([...BREACHES, ...UNREACHED, OTHER_HALF].map(([file]) => file));
  expect(found.filter(({ from, to }) => !files.has(from) && !files.has(to))).toEqual([]);
});

test('the table of CONTRIBUTING.md is made of the list', async () => {
  const { withPlaces } = await import('../../../scripts/places.js');
  const page = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  expect(page).toContain('| `shared` |');
  expect(withPlaces(page)).toBe(page);
});
