import { canonicalJson } from '../../src/shared/text/canonical-json.ts';
import type { Asked, RunningWay } from './ways.ts';

const SHOWN = 400;

export interface NamedWay {
  name: string;
  way: RunningWay;
}

/** Asks all ways the same. @throws Error that shows two answers with different data, or an error. */
export async function sameAnswers(
  ways: readonly NamedWay[],
  asked: Asked,
  variables: readonly object[],
): Promise<void> {
  for (const one of variables) {
    let first: { name: string; json: string } | undefined;
    for (const { name, way } of ways) {
      const json = canonicalJson(withoutCursors(await ask(name, way, asked, one)));
      first ??= { name, json };
      if (json !== first.json) throw new Error(difference(asked.work, one, first, { name, json }));
    }
  }
}

/** Cursors are opaque, and each way makes its own. */
function withoutCursors(data: unknown): unknown {
  const text = JSON.stringify(data, (name, value) => (name === 'cursor' ? '' : value));
  return JSON.parse(text);
}

/** @returns the data of the answer, as the desk would have written it. */
export async function ask(
  name: string,
  way: RunningWay,
  asked: Asked,
  variables: object,
): Promise<unknown> {
  const response = await fetch(way.urlOf(asked), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...way.headers },
    body: way.bodyOf(asked, variables),
  });
  const text = await response.text();
  const answer = read(text);
  if (response.status !== 200 || answer.data == null || answer.errors !== undefined) {
    const shown = text.slice(0, SHOWN);
    throw new Error(`${name} answers ${asked.work} with ${response.status} ${shown}`);
  }
  return way.dataOf?.(asked, answer.data) ?? answer.data;
}

function read(text: string): { data?: unknown; errors?: unknown } {
  try {
    return JSON.parse(text) as { data?: unknown; errors?: unknown };
  } catch {
    return {};
  }
}

interface Shown {
  name: string;
  json: string;
}

function difference(work: string, variables: object, first: Shown, other: Shown): string {
  const [a, b] = [first.json, other.json];
  let place = 0;
  while (place < a.length && a[place] === b[place]) place += 1;
  const from = Math.max(0, place - 80);
  const shown = ({ name, json }: Shown) => `  ${name}: …${json.slice(from, from + SHOWN)}`;
  const asked = `${work} ${JSON.stringify(variables)}`;
  return `Answers to ${asked} differ:\n${shown(first)}\n${shown(other)}`;
}
