import type { Metric, Registry } from 'prom-client';
import { Counter, Gauge } from 'prom-client';
import type { Histogram } from '../shared/histogram.ts';

/** Puts a figure into the registry that is asked for whenever it is read. */
type Figure = (name: string, help: string, read: () => number) => void;

/** What goes up and down. */
export function gaugesOf(registry: Registry): Figure {
  return (name, help, read) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
}

/** What somebody else has counted since the beginning of the process, and only grows. */
export function countersOf(registry: Registry): Figure {
  return (name, help, read) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
}

/** Names and values of labels, in the order in which they are shown. */
export type Labels = Readonly<Record<string, string>>;

/** Puts figures of one name into the registry, one for each of their labels. */
type Family<Value> = (
  name: string,
  help: string,
  read: () => Iterable<readonly [Labels, Value]>,
) => void;

/** What somebody else has counted, by labels. */
export function countsOf(registry: Registry): Family<number> {
  return (name, help, read) =>
    register(registry, { name, help, type: 'counter' }, () =>
      Array.from(read(), ([labels, value]) => ({ labels, value })),
    );
}

/** What goes up and down, by labels. */
export function levelsOf(registry: Registry): Family<number> {
  return (name, help, read) =>
    register(registry, { name, help, type: 'gauge' }, () =>
      Array.from(read(), ([labels, value]) => ({ labels, value })),
    );
}

/** Histograms that somebody else observes: that of the library looks its labels up for each value. */
export function histogramsOf(registry: Registry): Family<Histogram> {
  return (name, help, read) =>
    register(registry, { name, help, type: 'histogram' }, () =>
      Array.from(read()).flatMap(([labels, histogram]) => shownOf(name, labels, histogram)),
    );
}

interface Shown {
  metricName?: string;
  labels: Labels;
  value: number;
}

function shownOf(name: string, labels: Labels, { bounds, counts, sum }: Histogram): Shown[] {
  let count = 0;
  const buckets = Array.from(counts(), (inRange, range) => {
    count += inRange;
    const le = String(bounds[range] ?? '+Inf');
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum() },
    { metricName: `${name}_count`, labels, value: count },
  ];
}

function register(
  registry: Registry,
  of: { name: string; help: string; type: 'counter' | 'gauge' | 'histogram' },
  values: () => Shown[],
): void {
  // As much of a metric of the library as its registry asks of one.
  const metric = { ...of, aggregator: 'sum', get: async () => ({ ...of, values: values() }) };
  registry.registerMetric(metric as unknown as Metric);
}
