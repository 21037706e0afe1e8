import { setTimeout } from 'node:timers/promises';
import type { Direction } from '../../support/faulty-line.ts';
import type { Lab, Scenario } from '../harness/scenario.ts';

/** The line between nodes and PostgreSQL is slow, thin, half dead or broken. */
export const LINES: readonly Scenario[] = [
  {
    name: 'line-slow',
    title: '200 ms more for each way of a statement, for 20 s',
    async breakIt(lab) {
      lab.line.setWeather({ delayMs: 200 });
      await setTimeout(lab.lasting(20_000, 4_000));
      lab.line.heal();
      return undefined;
    },
  },
  {
    name: 'line-thin',
    title: 'A line of 20 kB/s for 20 s',
    async breakIt(lab) {
      lab.line.setWeather({ bytesPerSecond: 20_000 });
      await setTimeout(lab.lasting(20_000, 5_000));
      lab.line.heal();
      return undefined;
    },
  },
  halfOpen('half-open-both', 'All connections silent both ways, for good', [
    'to client',
    'to server',
  ]),
  halfOpen('half-open-answers', 'All connections: answers are swallowed, for good', ['to client']),
  halfOpen('half-open-questions', 'All connections: statements are swallowed, for good', [
    'to server',
  ]),
  {
    name: 'half-closed',
    title: 'All connections closed by the server on one side, five times',
    async breakIt(lab) {
      for (let time = 0; time < 5; time += 1) {
        lab.line.halfClose('to client');
        await setTimeout(1_000);
      }
      return undefined;
    },
  },
  {
    name: 'cut',
    title: 'All connections cut, twenty times',
    async breakIt(lab) {
      for (let time = 0; time < (lab.isQuick ? 8 : 20); time += 1) {
        lab.line.cut();
        await setTimeout(400);
      }
      return undefined;
    },
  },
  {
    name: 'cut-before-commit',
    title: 'Connections cut when they say COMMIT, every tenth, for 15 s',
    breakIt: (lab) => cutCommits(lab, 'to server', 'COMMIT'),
  },
  {
    name: 'cut-after-commit',
    title: 'Connections cut when PostgreSQL says that it has committed, every tenth, for 15 s',
    quick: true,
    // As the answer to COMMIT has it, with its end: no text of a row.
    breakIt: (lab) => cutCommits(lab, 'to client', 'COMMIT\0'),
  },
  {
    name: 'refused',
    title: 'PostgreSQL out of reach (connections refused) for 20 s',
    async breakIt(lab) {
      lab.line.refuse();
      await setTimeout(lab.lasting(20_000));
      lab.line.heal();
      return undefined;
    },
  },
];

function halfOpen(name: string, title: string, directions: readonly Direction[]): Scenario {
  return {
    name,
    title,
    async breakIt(lab) {
      lab.line.swallow(directions);
      return undefined;
    },
  };
}

async function cutCommits(lab: Lab, direction: Direction, text: string) {
  const before = lab.line.cutsMade();
  lab.line.cutAt(direction, text, 10);
  await setTimeout(lab.lasting(15_000, 5_000));
  lab.line.heal();
  const cuts = lab.line.cutsMade() - before;
  return {
    notes: [`${cuts} cut`],
    // Otherwise it has shown nothing.
    failures: cuts === 0 ? ['not one connection was cut: the text was not seen'] : [],
  };
}
