import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/shared/duration.ts';
import { DEFAULT_POLICIES } from '../../../../src/sla/terms/policy.rules.ts';

test.each([
  ['CRITICAL', 1, 'EXECUTIVE', ['service down', 'data loss']],
  ['HIGH', 4, 'DIRECTOR', ['major feature broken']],
  ['MEDIUM', 24, 'MANAGER', ['significant inconvenience']],
  ['LOW', 72, 'TEAM_LEAD', ['minor issue']],
] as const)(
  'by default %s is answered within %i h and needs %s',
  (severity, hours, level, examples) => {
    expect(DEFAULT_POLICIES[severity]).toEqual({
      responseTargetMs: hours * HOUR_MS,
      updateIntervalMs: hours * HOUR_MS,
      resolutionTargetMs: null,
      warnAt: [50, 75, 90],
      ownerLevel: level,
      examples,
    });
  },
);
