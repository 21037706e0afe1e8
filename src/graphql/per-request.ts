import type { Context } from './context.ts';

/** Keeps a value of a feature, such as a loader, for the length of one request. It is made at first use. */
export function perRequest<T>(create: (context: Context) => T): (context: Context) => T {
  const kept = new WeakMap<Context, T>();
  return (variant) => {
    const context = variant.of ?? variant;
    const known = kept.get(context);
    if (known !== undefined) return known;
    const made = create(context);
    kept.set(context, made);
    return made;
  };
}
