import type { ChildProcess } from 'node:child_process';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TEST_ADMIN_KEY } from './app.ts';

/** What a command says when the machine is so busy that opening the database takes long. */
const PROGRESS = /^opening the database…\n/m;
const DESK = fileURLToPath(new URL('../../bin/desk.js', import.meta.url));
const HOST = fileURLToPath(new URL('./command-host.js', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface DeskProcess {
  pid: number;
  /** Resolves with the first match in standard output, or in standard error; rejects when it ends before. */
  saw(pattern: RegExp, stream?: 'stdout' | 'stderr'): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

export type Environment = Readonly<Record<string, string>>;

/** An environment of which only the path is ours. */
function environment(env: Environment): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LOG_LEVEL: 'warn', PORT: '0', ...env };
}

/**
 * Runs the built desk as users do, with `input` on standard input.
 *
 * @param desk the file that is run. Default: this checkout's.
 */
export function startDesk(
  args: readonly string[],
  env: Environment = {},
  input?: string | Uint8Array,
  script = DESK,
): DeskProcess {
  const child = spawn(process.execPath, [script, ...args], {
    env: environment(env),
  });
  // A command that does not read it may end before all of it is written.
  child.stdin.on('error', () => {}).end(input);
  const output = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const check of waiting) check();
  };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      changed();
    });
  }
  let over = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      over = true;
      changed();
      resolve({ code, ...output, stderr: output.stderr.replace(PROGRESS, '') });
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    kill: (signal) => child.kill(signal),
    saw: (pattern, stream = 'stdout') =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(output[stream]);
          if (match === null && !over) return;
          waiting.delete(check);
          if (match !== null) resolve(match);
          else reject(new Error(`The desk ended without ${pattern}: ${output.stderr}`));
        };
        waiting.add(check);
        check();
      }),
  };
}

let host: ChildProcess | undefined;
let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs a command of the built desk to its end, in a process that has loaded it once for all of them:
 * loading takes ten times as long as a command. What belongs to the process itself (signals, closed
 * pipes, the exit) is for {@link startDesk}.
 */
export function runDesk(
  args: readonly string[],
  env: Environment = {},
  input?: string | Uint8Array,
): Promise<Ended> {
  const ended = turn.then(async () => {
    host ??= fork(HOST, { serialization: 'advanced' });
    host.send({ args, env: environment(env), input });
    const { code, stdout, stderr } = await answerOf(host);
    return { code, stdout, stderr: stderr.replace(PROGRESS, '') };
  });
  turn = ended.catch(() => {});
  return ended;
}

async function answerOf(process: ChildProcess): Promise<Ended> {
  const controller = new AbortController();
  const { signal } = controller;
  const gone = once(process, 'exit', { signal }).then(() => {
    throw new Error(`The process of ${HOST} ended during a command.`);
  });
  try {
    const [ended] = await Promise.race([once(process, 'message', { signal }), gone]);
    return ended as Ended;
  } finally {
    gone.catch(() => {});
    controller.abort();
  }
}

export interface ServingDesk extends DeskProcess {
  url: string;
}

/** A serving process, with the admin key of the tests unless told otherwise. */
export async function serveDesk(env: Environment = {}, script = DESK): Promise<ServingDesk> {
  const desk = startDesk(['serve'], { ADMIN_API_KEY: TEST_ADMIN_KEY, ...env }, undefined, script);
  const [, url = ''] = await desk.saw(/^listening on (\S+)$/m);
  return { ...desk, url };
}

/** A folder for one test file, and its removal. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'desk-cli-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
