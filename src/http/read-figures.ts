import type { Registry } from 'prom-client';
import { Counter, Gauge } from 'prom-client';

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
