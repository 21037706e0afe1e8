/** As much of a WebSocket as is used here; that of browsers and that of `ws` are like it. */
interface SocketClass {
  new (
    url: string,
    protocols?: string,
  ): { addEventListener(type: 'error', listener: () => void): void };
}

/**
 * The same WebSocket with a listener of `error` that does nothing. graphql-ws takes its own away when it
 * terminates a socket, and in Node an error that nobody listens to ends the process: that of a socket that
 * was given up while it connected.
 *
 * @param given default: the global one; without either graphql-ws says what to do.
 */
export function quietSocket(given: unknown): unknown {
  const Base = given ?? (globalThis as { WebSocket?: unknown }).WebSocket;
  if (typeof Base !== 'function') return given;
  return class extends (Base as SocketClass) {
    constructor(url: string, protocols?: string) {
      super(url, protocols);
      this.addEventListener('error', () => {});
    }
  };
}
