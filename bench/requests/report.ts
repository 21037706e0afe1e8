import type { Spread } from '../support/spread.ts';
import { spreadOf } from '../support/spread.ts';
import type { Measured } from './measure.ts';

/** One way at one work. */
export interface Line {
  work: string;
  workTitle: string;
  way: string;
  wayTitle: string;
  perSecond: Spread;
  /** Of the median of `limit`, `mercurius` and `stock` in the same run; null where they were not in it. */
  against: { limit: number | null; mercurius: number | null; stock: number | null };
  p50: number;
  p99: number;
  serverMicros: number;
  databaseMicros: number | null;
  residentMiB: number;
  blocks: readonly Measured[];
}

export interface Blocks {
  work: { name: string; title: string };
  ways: readonly { name: string; title: string; blocks: readonly Measured[] }[];
}

const MIB = 1_024 * 1_024;

export function linesOf(all: readonly Blocks[]): Line[] {
  return all.flatMap(({ work, ways }) => {
    const rate = (name: string) => {
      const blocks = ways.find((way) => way.name === name)?.blocks ?? [];
      return blocks.length === 0 ? null : spreadOf(blocks.map((one) => one.perSecond)).median;
    };
    return ways
      .filter(({ blocks }) => blocks.length > 0)
      .map(({ name, title, blocks }) => {
        const middle = (read: (one: Measured) => number) => spreadOf(blocks.map(read)).median;
        const perSecond = spreadOf(blocks.map((one) => one.perSecond));
        const against = (other: string) => ratio(perSecond.median, rate(other));
        return {
          work: work.name,
          workTitle: work.title,
          way: name,
          wayTitle: title,
          perSecond,
          against: {
            limit: against('limit'),
            mercurius: against('mercurius'),
            stock: against('stock'),
          },
          p50: middle((one) => one.p50),
          p99: middle((one) => one.p99),
          serverMicros: middle((one) => one.serverMicros),
          databaseMicros: blocks.some((one) => one.databaseMicros === null)
            ? null
            : middle((one) => one.databaseMicros ?? 0),
          residentMiB: middle((one) => one.residentBytes) / MIB,
          blocks,
        };
      });
  });
}

function ratio(value: number, of: number | null): number | null {
  return of === null ? null : value / of;
}

const HEAD = [
  'way',
  'requests/s',
  'from – to',
  'of limit',
  'of Merc.',
  'of stock',
  'server µs',
  'database µs',
  'p50 ms',
  'p99 ms',
  'RSS MiB',
];
const FIRST_WIDTH = 34;
const WIDTHS = [12, 17, 10, 10, 10, 11, 13, 9, 9, 9];

/** @returns a table for each work. */
export function tablesOf(lines: readonly Line[]): string {
  const works = [...new Set(lines.map(({ work }) => work))];
  return works
    .map((name) => {
      const rows = lines.filter(({ work }) => work === name);
      return [`\n  ${name}: ${rows[0]?.workTitle}`, row(HEAD), ...rows.map(rowOf)].join('\n');
    })
    .join('\n');
}

function rowOf(line: Line): string {
  const { perSecond, against } = line;
  return row([
    line.wayTitle,
    count(perSecond.median),
    `${count(perSecond.min)} – ${count(perSecond.max)}`,
    times(against.limit),
    times(against.mercurius),
    times(against.stock),
    count(line.serverMicros),
    line.databaseMicros === null ? '–' : count(line.databaseMicros),
    line.p50.toFixed(1),
    line.p99.toFixed(1),
    count(line.residentMiB),
  ]);
}

function row([first = '', ...others]: readonly string[]): string {
  const cells = others.map((cell, place) => cell.padStart(WIDTHS[place] ?? 0));
  return `    ${first.padEnd(FIRST_WIDTH)}${cells.join('')}`;
}

function times(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}
