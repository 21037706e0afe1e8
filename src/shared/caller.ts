import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestFacts } from './request-facts.ts';

/** For whom the running code works: its statements take turns at the pool under this key. */
export interface Caller {
  /** Key of the turns; undefined for the desk itself. */
  key: string | undefined;
  /** Whether it holds a connection. It then takes no turn, for the one it waits for might be its own. */
  holdsConnection: boolean;
  /** The request that it works on; undefined where it is none, or not one alone. */
  request: RequestFacts | undefined;
  /** Tells whether nobody waits for the work any more. It then gets no connection, if it has had none yet. */
  isGone?: () => boolean;
  /** Whether it has had a connection; it then goes on to its end. */
  hasBegun?: boolean;
  /** Whether it got no connection for the reason that nobody waits for it. */
  isDropped?: boolean;
}

const callers = new AsyncLocalStorage<Caller>();

/** Does work for a key: everything that it asks of the database, now and later, takes turns under the key. */
export function onBehalfOf<T>(key: string, work: () => T): T {
  const { request } = currentCaller();
  return callers.run({ key, holdsConnection: false, request }, work);
}

/** Does work for the desk itself: work that everybody waits for, whoever happens to begin it. */
export function onBehalfOfDesk<T>(work: () => T): T {
  return callers.run(NOBODY, work);
}

/** Does all work on a request, from its head on. Who asks is not known yet. */
export function onRequest<T>(request: RequestFacts, work: () => T): T {
  return callers.run({ key: undefined, holdsConnection: false, request }, work);
}

export function holdingConnection<T>(work: () => T): T {
  const { key, request } = currentCaller();
  return callers.run({ key, holdsConnection: true, request }, work);
}

/** Does work that many requests share, or none: nothing that it says is said of the one that began it. */
export function onNoRequest<T>(work: () => T): T {
  const caller = currentCaller();
  return caller.request === undefined ? work() : goOnFor({ ...caller, request: undefined }, work);
}

/** Goes on for a caller, in code that another one's work may have called. */
export function goOnFor<T>(caller: Caller, work: () => T): T {
  return callers.run(caller, work);
}

export function currentCaller(): Caller {
  return callers.getStore() ?? NOBODY;
}

const NOBODY: Caller = { key: undefined, holdsConnection: false, request: undefined };
