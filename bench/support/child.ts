import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AnswerMessage, Calls } from './calls.ts';

export interface Child<C extends Calls> {
  pid: number;
  call<Name extends keyof C & string>(
    name: Name,
    ...arg: Parameters<C[Name]>
  ): Promise<Awaited<ReturnType<C[Name]>>>;
  stop(): Promise<void>;
}

const TERM_GRACE_MS = 2_000;

/** All of them collect garbage when told to, so that what they hold can be compared. */
export const GC_OPTIONS =
  "--expose-gc --import=data:text/javascript,process.on('SIGUSR2',()=>globalThis.gc())";

/** Yoga's pub/sub warns of a leak from the eleventh subscriber on. */
const CHILD_ENV = {
  PATH: process.env['PATH'],
  NODE_ENV: 'production',
  NODE_NO_WARNINGS: '1',
  NODE_OPTIONS: GC_OPTIONS,
};

const pids = new Set<number>();
process.on('exit', () => {
  for (const pid of pids) kill(pid, 'SIGKILL');
});
/** What waits for them then fails, and cleans up as after any failure. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const pid of pids) kill(pid, 'SIGKILL');
    process.once(signal, () => process.exit(1));
  });
}

/** A process that is not left behind, whatever becomes of this one. */
export function killedAtExit(pid: number, ended: Promise<unknown>): void {
  pids.add(pid);
  void ended.catch(() => {}).then(() => pids.delete(pid));
}

/** Asks a process to end, and ends it when it does not. */
export async function endProcess(
  pid: number,
  ended: Promise<unknown>,
  graceMs = TERM_GRACE_MS,
): Promise<void> {
  kill(pid, 'SIGTERM');
  const timer = setTimeout(() => kill(pid, 'SIGKILL'), graceMs);
  await ended.catch(() => {});
  clearTimeout(timer);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Starts a file of ours as a process that answers calls. */
export function startChild<C extends Calls>(
  file: URL,
  onNews: (news: never) => void = () => {},
): Child<C> {
  const child = fork(fileURLToPath(file), {
    execArgv: ['--import', import.meta.resolve('tsx')],
    env: CHILD_ENV,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (message: AnswerMessage) => void>();
  let calls = 0;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      for (const [call, answer] of waiting) answer({ call, error: `${file.pathname} ended.` });
      resolve();
    });
  });
  killedAtExit(child.pid ?? 0, ended);
  child.on('message', (message: AnswerMessage) => {
    if ('news' in message) onNews(message.news as never);
    else waiting.get(message.call)?.(message);
  });
  return {
    pid: child.pid ?? 0,
    call: (name, ...[arg]) =>
      new Promise((resolve, reject) => {
        calls += 1;
        const call = calls;
        waiting.set(call, (message) => {
          waiting.delete(call);
          if ('error' in message) reject(new Error(message.error));
          else if ('result' in message) resolve(message.result as never);
        });
        child.send({ call, name, arg });
      }),
    stop: () => endProcess(child.pid ?? 0, ended),
  };
}
