import { AsyncLocalStorage } from 'node:async_hooks';

/** For whom what runs now is done: statements say it to the turns at the pool. */
interface Caller {
  /** Undefined: for the desk itself. */
  key: string | undefined;
  /** It holds a connection: were it to wait for a turn, its own might be the one that it waits for. */
  holdsConnection: boolean;
}

const callers = new AsyncLocalStorage<Caller>();

/** Everything that `work` asks of the database, now and later, is asked for this key. */
export function onBehalfOf<T>(key: string, work: () => T): T {
  return callers.run({ key, holdsConnection: false }, work);
}

/** What everybody waits for is nobody's: whoever happens to begin it. */
export function onBehalfOfDesk<T>(work: () => T): T {
  return callers.run({ key: undefined, holdsConnection: false }, work);
}

export function holdingConnection<T>(work: () => T): T {
  return callers.run({ key: currentCaller().key, holdsConnection: true }, work);
}

export function currentCaller(): Caller {
  return callers.getStore() ?? NOBODY;
}

const NOBODY: Caller = { key: undefined, holdsConnection: false };
