import { availableParallelism, loadavg } from 'node:os';

/** What else the machine does shows in its load: figures of a busy machine are noisy. */
export function machineText(): string {
  const load = loadavg()[0]?.toFixed(1);
  return `Node.js ${process.version}, ${availableParallelism()} cores, load ${load} over the last minute`;
}
