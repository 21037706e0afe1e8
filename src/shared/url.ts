export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Holds no password, and a path can follow it. */
export function isPlainUrl(text: string): boolean {
  const url = parseUrl(text);
  return url !== undefined && url.username + url.password + url.search + url.hash === '';
}
