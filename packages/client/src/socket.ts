/** The part of a WebSocket class that is used here. Those of browsers and of `ws` both have it. */
interface SocketClass {
  new (
    url: string,
    protocols?: string,
  ): { addEventListener(type: 'error', listener: () => void): void };
}

/**
 * The given WebSocket class with a listener of `error` that does nothing. graphql-ws removes its own listener
 * when it terminates a socket. If that socket is still connecting, it emits an error, and in Node an error
 * without a listener ends the process.
 *
 * @param given default: the global class. If there is neither, graphql-ws reports it.
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
