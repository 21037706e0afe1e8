export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Holds no password, and a path can follow it. */
export function isPlainUrl(text: string): boolean {
  const url = parseUrl(text);
  return url !== undefined && url.username + url.password + url.search + url.hash === '';
}

/**
 * Scheme, host and port of an http or https address, by which browsers tell pages apart: a port that is the
 * scheme's own is left out, and the final dot that a name may have. Undefined for what is no such address.
 */
export function originOf(address: string): string | undefined {
  const url = parseUrl(address);
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  return `${url.protocol}//${url.hostname.replace(/\.$/, '')}${url.port === '' ? '' : `:${url.port}`}`;
}

/** The name or number of a host in an address, as {@link originOf} has it. */
export function hostnameOf(address: string): string | undefined {
  const origin = originOf(address);
  return origin === undefined ? undefined : new URL(origin).hostname;
}
