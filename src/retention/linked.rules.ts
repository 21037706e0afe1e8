/** A case, and the keys of those that it is linked with. Links are known at both ends. */
export interface Linked {
  id: string;
  links: readonly string[];
}

/** Puts cases that are linked, by way of others too, into one batch. A batch passes `size` only for such. */
export function batchesOf<One extends Linked>(cases: readonly One[], size: number): One[][] {
  const left = new Map(cases.map((one) => [one.id, one]));
  const batches: One[][] = [];
  let batch: One[] = [];
  for (const { id } of cases) {
    const together = takeLinked(left, id);
    if (batch.length > 0 && batch.length + together.length > size) {
      batches.push(batch);
      batch = [];
    }
    batch.push(...together);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** The cases without those that are linked, by way of others too, with one that is not among them. */
export function unlinkedWithOthers<One extends Linked>(cases: readonly One[]): One[] {
  const known = new Set(cases.map(({ id }) => id));
  const left = new Map(cases.map((one) => [one.id, one]));
  return cases
    .map(({ id }) => takeLinked(left, id))
    .filter((together) => together.every(({ links }) => links.every((other) => known.has(other))))
    .flat();
}

/** Takes a case, and all that hang together with it, out of those that are left. */
function takeLinked<One extends Linked>(left: Map<string, One>, id: string): One[] {
  const taken: One[] = [];
  const next = [id];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    const one = left.get(at);
    if (one === undefined) continue;
    left.delete(at);
    taken.push(one);
    next.push(...one.links);
  }
  return taken;
}
