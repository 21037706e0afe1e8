import type pg from 'pg';
import { STATS_STATEMENT } from '../requests/limit/read-statements.ts';

export const STATS = STATS_STATEMENT();

/** A statement that each connection prepares once. */
export function one(name: string, text: string, values: unknown[]): pg.QueryConfig {
  return { name, text, values };
}

/** The key in a global id. */
export function key(type: string, globalId: string): string {
  return Buffer.from(globalId, 'base64')
    .toString()
    .slice(type.length + 1);
}
