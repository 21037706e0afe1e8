import type { TestApp } from './app.ts';
import { until } from './until.ts';

/** The value of a metric of a node; 0 when it has none. */
export async function metric(node: Pick<TestApp, 'at'>, name: string): Promise<number> {
  const text = await (await fetch(node.at('/metrics'))).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.split(' ')[1] ?? 0);
}

/** Waits until a metric of a node is as it should be. */
export async function untilMetric(
  node: Pick<TestApp, 'at'>,
  name: string,
  wanted: number,
  timeoutMs?: number,
): Promise<void> {
  let last = Number.NaN;
  const isThere = async () => {
    last = await metric(node, name);
    return last === wanted ? true : undefined;
  };
  await until(isThere, `${name} to be ${wanted}`, timeoutMs).catch((error: Error) => {
    throw new Error(`${error.message}; it is ${last}`);
  });
}
