import type { Scenario } from '../harness/scenario.ts';
import { FAILOVERS } from './failovers.ts';
import { LINES } from './lines.ts';
import { RESTARTS } from './restarts.ts';
import { SESSIONS } from './sessions.ts';

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [...RESTARTS, ...SESSIONS, ...LINES, ...FAILOVERS];
