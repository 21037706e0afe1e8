import type { Child } from '../support/child.ts';
import { startChild } from '../support/child.ts';
import { watchDatabase } from '../support/database-figures.ts';
import { progress, progressDone } from '../support/progress.ts';
import type { LoadCalls } from './load.child.ts';
import type { Measured } from './measure.ts';
import { measure } from './measure.ts';
import type { BenchOptions } from './options.ts';
import type { Recording } from './recording.ts';
import type { Blocks } from './report.ts';
import type { NamedWay } from './same-answers.ts';
import type { Asked, RunningWay, Way } from './ways.ts';

const WARM_UP_MS = 1_500;
/** Where a way starts anew for each block: what is measured is to be a server, and not the compiling of its code. */
const WARM_UP_ALONE_MS = 6_000;

export interface RunOptions extends Pick<BenchOptions, 'seconds' | 'blocks' | 'quick'> {
  ways: readonly Way[];
  /** Of the mutations that the ways are asked for. */
  recording?: Recording;
  /** Whether a way is up only while it is its turn: the desk takes note of what others write. */
  isAlone?: boolean;
}

/** Ways on one database, and the process that sends them their load. */
export interface Run {
  /** Calls with the ways that can do a work, all of them up. */
  compare(work: string, compare: (ways: readonly NamedWay[]) => Promise<void>): Promise<void>;
  /** Measures a work: A B C A B C…, as often as there are blocks. */
  takeTurns(
    asked: Asked,
    sequencesOf: (way: RunningWay) => readonly (readonly string[])[],
  ): Promise<Blocks['ways']>;
  close(): Promise<void>;
}

export async function openRun(databaseUrl: string, options: RunOptions): Promise<Run> {
  const { ways, seconds, blocks, quick, recording, isAlone = false } = options;
  const warmUpMs = isAlone && !quick ? WARM_UP_ALONE_MS : WARM_UP_MS;
  const database = await watchDatabase(databaseUrl);
  const load: Child<LoadCalls> = startChild(new URL('./load.child.ts', import.meta.url));
  const running = new Map<Way, RunningWay>();
  const able = (work: string) => ways.filter(({ not }) => !not.includes(work));

  async function up(way: Way): Promise<RunningWay> {
    const before = running.get(way);
    if (before !== undefined) return before;
    const started = await way.start(databaseUrl, recording);
    running.set(way, started);
    return started;
  }

  async function allDown(): Promise<void> {
    for (const [way, one] of running) {
      running.delete(way);
      await one.stop();
    }
  }

  return {
    async compare(work, compare) {
      const named: NamedWay[] = [];
      for (const way of able(work)) {
        progress(`${work}: comparing answers, with ${way.name}`);
        named.push({ name: way.name, way: await up(way) });
      }
      await compare(named);
      if (isAlone) await allDown();
    },
    async takeTurns(asked, sequencesOf) {
      const measured = ways.map(({ name, title }) => ({ name, title, blocks: [] as Measured[] }));
      for (let turn = 1; turn <= blocks; turn += 1) {
        for (const way of able(asked.work)) {
          progress(`${asked.work}, block ${turn} of ${blocks}: ${way.name}`);
          const one = await up(way);
          const figures = await measure(
            { load, database, pid: one.pid },
            {
              url: one.urlOf(asked),
              headers: one.headers,
              sequences: sequencesOf(one),
              warmUpMs,
              ms: seconds * 1_000,
            },
          );
          measured.find(({ name }) => name === way.name)?.blocks.push(figures);
          if (isAlone) await allDown();
        }
      }
      return measured;
    },
    async close() {
      progressDone();
      await load.stop();
      await allDown();
      await database.close();
    },
  };
}
