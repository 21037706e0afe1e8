import type { Context } from './context.ts';

/** What is kept of a request stands on its context. Maps with weak keys would cost more than what they keep. */
const KEPT = Symbol('kept for the request');

type Keeping = Context & { [KEPT]?: unknown[] | undefined };

let features = 0;

/** Keeps a value of a feature, such as a loader, for the length of one request. It is made at first use. */
export function perRequest<T>(create: (context: Context) => T): (context: Context) => T {
  const place = features;
  features += 1;
  return (variant) => {
    const context: Keeping = variant.of ?? variant;
    context[KEPT] ??= [];
    const kept = context[KEPT] as T[];
    const known = kept[place];
    if (known !== undefined) return known;
    const made = create(context);
    kept[place] = made;
    return made;
  };
}

/** A context for the same principal that shares nothing that is kept for the request. */
export function apart(context: Context): Context {
  const own: Keeping = { ...context, [KEPT]: undefined };
  return own;
}
