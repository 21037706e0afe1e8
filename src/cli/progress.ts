import { note } from './output.ts';

const INTERVAL_MS = 2_000;

/** Tells on standard error how far a command is: first after two seconds, then every two seconds. */
export function progress(sentence: (done: number) => string): (done: number) => void {
  let lastAt = performance.now();
  return (done) => {
    if (performance.now() - lastAt < INTERVAL_MS) return;
    lastAt = performance.now();
    note(sentence(done));
  };
}
