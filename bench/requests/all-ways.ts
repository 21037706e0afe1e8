import { mercurius, stock } from './peers.ts';
import { postgraphile } from './postgraphile.ts';
import type { Way } from './ways.ts';
import { limit, product } from './ways.ts';

/** In the order of their turns. */
export const WAYS: readonly Way[] = [product, limit, mercurius, stock, postgraphile];
