/**
 * The value of `authorization` in the parameters of connection_init, in whatever case, because clients name
 * parameters as they name headers. Null when there are several; undefined when there is none.
 */
export function credentialsIn(
  params: Readonly<Record<string, unknown>>,
): string | undefined | null {
  const given = Object.keys(params).filter((name) => name.toLowerCase() === 'authorization');
  if (given.length > 1) return null;
  const credentials = params[given[0] ?? ''];
  return typeof credentials === 'string' ? credentials : undefined;
}
