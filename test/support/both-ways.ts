import type { TestApp } from './app.ts';
import { startTestApp } from './app.ts';
import { metric } from './metrics.ts';

/** Two desks on one database, under one clock that stands still: they differ in how they read alone. */
export interface BothWays {
  /** Reads as users have it: with compiled statements where a document allows it. */
  compiled: TestApp;
  /** Never uses compiled reads. */
  ordinary: TestApp;
  stop(): Promise<void>;
}

/** @param env environment variables of both. */
export async function startBothWays(env: Readonly<Record<string, string>>): Promise<BothWays> {
  const compiled = await startTestApp({ env: { ...env, DESK_COMPILED: 'on' } });
  const { databaseUrl, clock } = compiled;
  const ordinary = await startTestApp({
    env: { ...env, DESK_COMPILED: 'off' },
    databaseUrl,
    clock,
  });
  return {
    compiled,
    ordinary,
    async stop() {
      await ordinary.stop();
      await compiled.stop();
    },
  };
}

/** How many operations a desk has answered in each way. Both are 0 for one that does not count them. */
export async function readsOf(node: Pick<TestApp, 'at'>) {
  const [compiled, ordinary] = await Promise.all(
    ['compiled', 'ordinary'].map((way) => metric(node, `desk_reads_total{way="${way}"}`)),
  );
  return { compiled: compiled ?? 0, ordinary: ordinary ?? 0 };
}
