import type { Scenario } from '../harness/scenario.ts';
import { RESTARTS } from './restarts.ts';

/** In the order of the table. */
export const SCENARIOS: readonly Scenario[] = [...RESTARTS];
