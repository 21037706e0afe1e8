export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Whether a text is an address without user, password, query and fragment, so that a path can follow it. */
export function isPlainUrl(text: string): boolean {
  const url = parseUrl(text);
  return url !== undefined && url.username + url.password + url.search + url.hash === '';
}

/**
 * Returns scheme, host and port of an http or https address, by which browsers tell pages apart. The
 * scheme's default port and a final dot of the name are left out. Undefined for any other text.
 */
export function originOf(address: string): string | undefined {
  const url = parseUrl(address);
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  return `${url.protocol}//${url.hostname.replace(/\.$/, '')}${url.port === '' ? '' : `:${url.port}`}`;
}

/** Returns the name or number of the host in an address, as {@link originOf} writes it. */
export function hostnameOf(address: string): string | undefined {
  const origin = originOf(address);
  return origin === undefined ? undefined : new URL(origin).hostname;
}
