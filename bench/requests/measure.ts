import { readFileSync } from 'node:fs';
import type { Child } from '../support/child.ts';
import type { DatabaseFigures } from '../support/database-figures.ts';
import { cpuMicros } from '../support/process-figures.ts';
import type { LoadCalls, LoadOptions } from './load.child.ts';

/** Of one way at one work in one block. */
export interface Measured {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** CPU, microseconds a request. */
  serverMicros: number;
  /** Null where PostgreSQL's processes cannot be looked at. */
  databaseMicros: number | null;
  /** Bytes of the server when the load ended. */
  residentBytes: number;
}

export interface Parts {
  load: Child<LoadCalls>;
  database: DatabaseFigures;
  /** Of the server. */
  pid: number;
}

export async function measure(
  { load, database, pid }: Parts,
  options: LoadOptions,
): Promise<Measured> {
  await load.call('open', options);
  const databaseBefore = await database.cpuMicros();
  const serverBefore = cpuMicros(pid);
  const { requests, ms, p50, p99 } = await load.call('load');
  const serverAfter = cpuMicros(pid);
  const databaseAfter = await database.cpuMicros();
  const bytes = resident(pid);
  await load.call('close');
  if (requests === 0) throw new Error('Not one request was answered.');
  return {
    perSecond: (requests * 1_000) / ms,
    p50,
    p99,
    serverMicros: (serverAfter - serverBefore) / requests,
    databaseMicros:
      databaseBefore === undefined || databaseAfter === undefined
        ? null
        : (databaseAfter - databaseBefore) / requests,
    residentBytes: bytes,
  };
}

const PAGE_BYTES = 4_096;

function resident(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
}
