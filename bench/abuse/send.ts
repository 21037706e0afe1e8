import { setTimeout } from 'node:timers/promises';
import type { World } from './world.ts';

/** What an attack came to: how often each answer came. */
export type Tally = Record<string, number>;

let tally: Tally = {};
/** A refusal costs next to nothing to send: without this the load generator would be what is measured. */
const REFUSED_PAUSE_MS = 20;

export function told(what: string): void {
  tally[what] = (tally[what] ?? 0) + 1;
}

export function takeTally(): Tally {
  const taken = tally;
  tally = {};
  return taken;
}

/** Sends one operation and counts what came: by the first code, else by status and size. */
export async function ask(
  { url }: World,
  key: string,
  body: object,
  stop: AbortSignal,
): Promise<void> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
      signal: stop,
    });
    const text = await response.text();
    const code = /"code":"([A-Z_]+)"/.exec(text.slice(0, 1_000_000))?.[1];
    told(
      code ??
        `${response.status}${text.length > 1_000_000 ? ` of ${Math.round(text.length / 1e6)} MB` : ''}`,
    );
    if (code !== undefined) await setTimeout(REFUSED_PAUSE_MS);
  } catch {
    if (stop.aborted) return;
    told('no answer');
    await setTimeout(REFUSED_PAUSE_MS);
  }
}
