import type { Registry } from 'prom-client';
import type { Store } from '../db/store.ts';
import type { Listener } from '../events/listener.ts';
import type { Reader } from '../events/reader.ts';
import type { Sequencer } from '../events/sequencer.ts';
import { countersOf, countsOf, gaugesOf, histogramsOf, levelsOf } from '../http/read-figures.ts';
import type { Failures } from './failures.ts';

/** Shows what the connections to PostgreSQL do, how long statements take, and what is away. */
export function showDatabase(
  registry: Registry,
  { pool, figures }: Pick<Store, 'pool' | 'figures'>,
  failures: Failures,
): void {
  const gauge = gaugesOf(registry);
  const histograms = histogramsOf(registry);
  const counts = countsOf(registry);
  gauge('desk_pool_size', 'Connections to PostgreSQL that the node may have.', () => {
    return pool.options.max;
  });
  gauge(
    'desk_pool_in_use',
    'Connections to PostgreSQL on which somebody works.',
    () => pool.totalCount - pool.idleCount,
  );
  gauge('desk_pool_idle', 'Open connections that nobody uses now.', () => pool.idleCount);
  histograms(
    'desk_pool_wait_seconds',
    'Time that a statement or transaction waited for a connection to PostgreSQL.',
    () => [[{}, figures.waits]],
  );
  histograms(
    'desk_statement_seconds',
    'Time from when a statement was sent to the end of its answer, behind those before it on its connection.',
    () => [[{}, figures.statements]],
  );
  counts(
    'desk_statement_errors_total',
    'Statements that ended with an error, by the class of its SQLSTATE.',
    () => Array.from(figures.errors, ([kind, count]) => [{ class: kind }, count]),
  );
  const outages = {
    postgresql: failures.database,
    statements: failures.statements,
    redis: failures.redis,
    traces: failures.traces,
  };
  levelsOf(registry)(
    'desk_outage',
    '1 while it is away: postgresql, which cannot be asked; statements, which PostgreSQL refuses; redis; traces, which nobody takes.',
    () => Object.entries(outages).map(([of, outage]) => [{ of }, outage.isOn() ? 1 : 0]),
  );
  counts(
    'desk_outage_failures_total',
    'What failed because it was away, and is told of in the log by a count.',
    () => Object.entries(outages).map(([of, outage]) => [{ of }, outage.failures()]),
  );
}

/** Shows how places of the log are given and followed. */
export function showLog(
  registry: Registry,
  { figures }: Sequencer,
  reader: Reader,
  listener: Listener | undefined,
): void {
  const gauge = gaugesOf(registry);
  gauge(
    'desk_sequencer_behind_seconds',
    'For how long the first of those waits that want places for their entries; 0 when nobody does.',
    figures.behind,
  );
  histogramsOf(registry)(
    'desk_sequencer_seconds',
    'Time from when somebody wanted places for entries, as after each change and once a second, until they were given.',
    () => [[{}, figures.passes]],
  );
  countersOf(registry)(
    'desk_sequencer_placed_total',
    'Entries that this node has given their places.',
    figures.placed,
  );
  gauge(
    'desk_reader_behind_entries',
    'Entries that the node knows of and has not handed on yet.',
    () => Number(reader.behind()),
  );
  if (listener === undefined) return;
  gauge(
    'desk_listener_connected',
    '1 while notifications of PostgreSQL come, 0 while the log is looked at once a second.',
    () => (listener.isConnected() ? 1 : 0),
  );
}
