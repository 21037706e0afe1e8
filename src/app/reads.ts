import type { Registry } from 'prom-client';
import { Counter } from 'prom-client';
import type { Store } from '../db/store.ts';
import type { CompiledReads } from '../graphql/reads/compiled-reads.ts';
import { createCompiledReads } from '../graphql/reads/compiled-reads.ts';
import { gaugesOf } from '../http/read-figures.ts';

/** Makes the compiled reads, and the metric of the way that queries take. */
export function buildReads({ json }: Store, registry: Registry): CompiledReads {
  const answers = new Counter({
    name: 'desk_reads_total',
    help: 'Queries, mutations and events by the way their answers took: compiled, or the ordinary one.',
    labelNames: ['way'] as const,
    registers: [registry],
  });
  const reads = createCompiledReads({ json, onAnswer: (way) => answers.inc({ way }) });
  gaugesOf(registry)('desk_read_plans_kept', 'Plans of queries that are kept.', reads.plans);
  return reads;
}
