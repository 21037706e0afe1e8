/**
 * What stands as `authorization` in the parameters of connection_init, in whatever case: they stand in
 * for headers, and clients name them alike. Null when there are several.
 */
export function credentialsIn(
  params: Readonly<Record<string, unknown>>,
): string | undefined | null {
  const given = Object.keys(params).filter((name) => name.toLowerCase() === 'authorization');
  if (given.length > 1) return null;
  const credentials = params[given[0] ?? ''];
  return typeof credentials === 'string' ? credentials : undefined;
}
