import { setTimeout } from 'node:timers/promises';

/** Asks again until there is an answer other than undefined; fails after `timeoutMs`. */
export async function until<Answer>(
  ask: () => Promise<Answer | undefined>,
  what: string,
  timeoutMs = 20_000,
): Promise<Answer> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > giveUpAt) throw new Error(`Waited in vain: ${what}`);
    await setTimeout(20);
  }
}
