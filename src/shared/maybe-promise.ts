/** A value that is there already, or that comes later. Waiting for what is there would cost a turn each. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Goes on with a value: at once when it is there, otherwise when it comes. */
export function andThen<Value, Next>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}
