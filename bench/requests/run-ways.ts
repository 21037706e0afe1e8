import { startChild } from '../support/child.ts';
import { watchDatabase } from '../support/database-figures.ts';
import { progress, progressDone } from '../support/progress.ts';
import type { LoadCalls } from './load.child.ts';
import type { Measured } from './measure.ts';
import { measure } from './measure.ts';
import type { BenchOptions } from './options.ts';
import type { Blocks } from './report.ts';
import { sameAnswers } from './same-answers.ts';
import type { Asked, RunningWay, Way } from './ways.ts';

const WARM_UP_MS = 1_500;

export interface Running {
  name: string;
  title: string;
  not: readonly string[];
  way: RunningWay;
}

/** Ways that are up on one database, and the process that sends them their load. */
export interface Run {
  running: readonly Running[];
  /** @throws Error when answers differ. */
  compare(asked: Asked, variables: readonly object[]): Promise<void>;
  /** Measures a work: A B C A B C…, as often as there are blocks. */
  takeTurns(
    work: { name: string },
    asked: Asked,
    sequencesOf: (one: Running) => readonly (readonly string[])[],
  ): Promise<Blocks['ways']>;
  close(): Promise<void>;
}

export async function openRun(
  databaseUrl: string,
  ways: readonly Way[],
  { seconds, blocks }: BenchOptions,
): Promise<Run> {
  const database = await watchDatabase(databaseUrl);
  const load = startChild<LoadCalls>(new URL('./load.child.ts', import.meta.url));
  const running: Running[] = [];
  const able = (work: string) => running.filter(({ not }) => !not.includes(work));

  async function close(): Promise<void> {
    progressDone();
    await load.stop();
    for (const { way } of running) await way.stop();
    await database.close();
  }

  try {
    for (const { name, title, not, start } of ways) {
      progress(`starting ${name}`);
      running.push({ name, title, not, way: await start(databaseUrl) });
    }
  } catch (error) {
    await close();
    throw error;
  }

  return {
    running,
    async compare(asked, variables) {
      progress(`${asked.work}: comparing answers`);
      await sameAnswers(able(asked.work), asked, variables);
    },
    async takeTurns(work, asked, sequencesOf) {
      const measured = new Map<string, Measured[]>(running.map(({ name }) => [name, []]));
      for (let turn = 1; turn <= blocks; turn += 1) {
        for (const one of able(work.name)) {
          progress(`${work.name}, block ${turn} of ${blocks}: ${one.name}`);
          const { pid, headers } = one.way;
          const figures = await measure(
            { load, database, pid },
            {
              url: one.way.urlOf(asked),
              headers,
              sequences: sequencesOf(one),
              warmUpMs: WARM_UP_MS,
              ms: seconds * 1_000,
            },
          );
          measured.get(one.name)?.push(figures);
        }
      }
      return running.map(({ name, title }) => ({ name, title, blocks: measured.get(name) ?? [] }));
    },
    close,
  };
}
