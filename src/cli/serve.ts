import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import type { App } from '../app/app.ts';
import { loadConfig } from '../config.ts';
import type { Logger } from '../log.ts';
import { print } from './output.ts';

/** Milliseconds until the process ends, whatever still runs. */
const STOP_TIMEOUT_MS = 9_500;
/** Milliseconds that a desk which has stopped leaves to what is under way elsewhere, such as traces that nobody takes. */
const LEFTOVER_MS = 100;
/** Signals this close together are one press of a key: npm passes on what the terminal has sent to us. */
const SAME_SIGNAL_MS = 1_000;

/** New connections of all clients of a node that failed over, or of a load that it has to refuse. */
const ACCEPTED_AT_ONCE = 16;

/**
 * V8 collects the leftovers of long answers when the heap has grown by this much since the last time. By
 * default it waits, on a machine with much memory, until the heap has four times the size.
 */
const HEAP_GROWTH_PERCENT = 60;
/**
 * By how much the space for new objects grows when many of them outlive a collection. What a start makes stays
 * for good, so the space would grow to its 32 MB for nothing, and keep them while the node rests.
 */
const NEW_SPACE_GROWTH = { starting: 1, serving: 2 };

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the API until SIGTERM or SIGINT')
    .action(async () => {
      setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
      setFlagsFromString(`--semi-space-growth-factor=${NEW_SPACE_GROWTH.starting}`);
      const config = loadConfig();
      const { buildApp } = await import('../app/app.ts');
      const { createLog } = await import('../log.ts');
      const log = createLog(config.logLevel);
      const app = buildApp(config, { log, httpLimits: { acceptedAtOnce: ACCEPTED_AT_ONCE } });
      const stopped = stopOnSignal(app, log);
      const { url, newAdminKey } = await app.start();
      setFlagsFromString(`--semi-space-growth-factor=${NEW_SPACE_GROWTH.serving}`);
      if (newAdminKey !== undefined)
        print(`admin key, shown once and kept in ${newAdminKey.file}: ${newAdminKey.key}`);
      print(`listening on ${url}`);
      await stopped;
      setTimeout(() => process.exit(), LEFTOVER_MS).unref();
    });
}

/** Resolves when a signal has come and the desk has stopped; a second signal ends the process at once. */
function stopOnSignal(app: App, log: Logger): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = (signal: NodeJS.Signals): void => {
      const now = performance.now();
      if (firstAt !== undefined) {
        if (now - firstAt > SAME_SIGNAL_MS) process.exit(1);
        return;
      }
      firstAt = now;
      log.info(`${signal}: stopping…`);
      setTimeout(() => process.exit(0), STOP_TIMEOUT_MS).unref();
      void app.stop().then(resolve);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}
