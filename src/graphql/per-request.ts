import type { Context } from './context.ts';

/** What features keep for a request, each at a place of its own; on the context itself. */
const KEPT = Symbol('kept for the request');
/** A copy of a context is a context of its own: it does not get what the copied one keeps. */
type Keeping = Context & { [KEPT]?: { owner: Context; values: unknown[] } };

let places = 0;

/**
 * Keeps a value of a feature, such as a loader, for the length of one request. It is made at first use.
 *
 * A WeakMap would keep every request's values, and all that they lead to, until the next full collection
 * of garbage: V8's collections of young objects take its entries for alive.
 */
export function perRequest<T>(create: (context: Context) => T): (context: Context) => T {
  const place = places;
  places += 1;
  return (variant) => {
    const context: Context = variant.of ?? variant;
    const kept = keptOf(context);
    const known = kept[place];
    if (known !== undefined) return known as T;
    const made = create(context);
    kept[place] = made;
    return made;
  };
}

function keptOf(context: Keeping): unknown[] {
  const known = context[KEPT];
  if (known?.owner === context) return known.values;
  const values: unknown[] = [];
  context[KEPT] = { owner: context, values };
  return values;
}
