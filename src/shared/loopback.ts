/**
 * Whether a host is this machine, by a name or address that cannot be anybody else's. `host` is as it
 * stands in an address, a port left out: `localhost`, `app.localhost`, `127.0.0.1`, `::1`, `[::1]`.
 */
export function isLoopbackHost(host: string): boolean {
  const name = hostnameOf(host);
  if (name === undefined) return false;
  return (
    /^(?:[\w-]+\.)*localhost\.?$/.test(name) ||
    /^127(?:\.\d{1,3}){3}$/.test(name) ||
    // IPv4 in the form of IPv6, as URLs write it.
    /^\[::(?:1|ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})\]$/.test(name)
  );
}

/** The host as URLs have it: in lower case, and always the same for the many ways to write one address. */
function hostnameOf(host: string): string | undefined {
  const address = `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}`;
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}
