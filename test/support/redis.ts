import { spawn, spawnSync } from 'node:child_process';
import { createClient } from 'redis';
import { freePort } from './free-port.ts';

/** Whether this machine can run a Redis of a test's own. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export interface TestRedis {
  url: string;
  start(): Promise<void>;
  /** Ends it at once; what it held is gone. */
  kill(): Promise<void>;
  /** It keeps its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
}

/** A Redis of the test's own, which can go and come back at the same address. */
export async function createTestRedis(): Promise<TestRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let running: ReturnType<typeof spawn> | undefined;
  return {
    url,
    async start() {
      running = spawn(
        'redis-server',
        ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
        { stdio: 'ignore', cwd: '/tmp' },
      );
      const client = createClient({ url });
      client.on('error', () => {});
      await client.connect();
      client.destroy();
    },
    freeze: () => void running?.kill('SIGSTOP'),
    thaw: () => void running?.kill('SIGCONT'),
    async kill() {
      const ended = new Promise((resolve) => running?.once('exit', resolve));
      running?.kill('SIGKILL');
      await ended;
    },
  };
}
