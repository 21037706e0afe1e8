import type { Context } from './context.ts';

/** Something that a feature keeps for the length of one request, such as a loader of its own. */
export function perRequest<T>(create: (context: Context) => T): (context: Context) => T {
  const kept = new WeakMap<Context, T>();
  return (context) => {
    const known = kept.get(context);
    if (known !== undefined) return known;
    const made = create(context);
    kept.set(context, made);
    return made;
  };
}
