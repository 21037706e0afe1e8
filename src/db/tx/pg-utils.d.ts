declare module 'pg/lib/utils.js' {
  /** Makes of a value what the driver sends for it: a text, bytes, or null. */
  export function prepareValue(value: unknown): unknown;
}
