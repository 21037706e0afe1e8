import type { Scenario } from '../harness/scenario.ts';
import { CLOCK_STEPS } from './clock-steps.ts';
import { DISKS } from './disk.ts';
import { FAILOVERS } from './failovers.ts';
import { LINES } from './lines.ts';
import { NODES } from './nodes.ts';
import { OVERLOADS } from './overload.ts';
import { POOLERS } from './poolers.ts';
import { REDIS } from './redis.ts';
import { RESTARTS } from './restarts.ts';
import { RESTORED } from './restored.ts';
import { SESSIONS } from './sessions.ts';
import { SOAKS } from './soak.ts';

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  ...RESTARTS,
  ...SESSIONS,
  ...LINES,
  ...POOLERS,
  ...FAILOVERS,
  ...DISKS,
  ...REDIS,
  ...RESTORED,
  ...NODES,
  ...CLOCK_STEPS,
  ...OVERLOADS,
  ...SOAKS,
];
