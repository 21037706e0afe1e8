import type { SubscribePayload } from 'graphql-ws/client';
import { callSafely } from './safely.ts';

/**
 * - `connecting`: a connection is being made.
 * - `behind`: connected; events of the meantime are coming.
 * - `live`: all past events have come; new ones come as they happen.
 * - `offline`: waiting for the next try.
 * - `idle`: nothing is subscribed to, or this subscription is over.
 */
export type DeskStatus = 'idle' | 'connecting' | 'behind' | 'live' | 'offline';

/** The state of one subscription. */
export interface SubscriptionState {
  /** A number, counted up from 1 in each client. */
  readonly id: number;
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly status: DeskStatus;
  /** The cursor after which it would resume; undefined for figures, and before its first place in the log. */
  readonly cursor: string | undefined;
}

export interface DeskState {
  /** The worst status among the subscriptions. */
  readonly status: DeskStatus;
  /** The subscriptions that are not over, oldest first. */
  readonly subscriptions: readonly SubscriptionState[];
}

export type StatusListener = (state: DeskState) => void;

/** Statuses, the worst first. */
const ORDER: readonly DeskStatus[] = ['offline', 'connecting', 'behind', 'live'];

export function overallStatus(statuses: readonly DeskStatus[]): DeskStatus {
  return ORDER.find((status) => statuses.includes(status)) ?? 'idle';
}

/** The entry of one subscription on the board. */
export interface StatusEntry {
  set(status: DeskStatus): void;
  /** Takes the subscription off the board. */
  end(): void;
}

export interface StatusBoard {
  state(): DeskState;
  listen(listener: StatusListener): () => void;
  add(
    payload: SubscribePayload,
    cursor: () => string | undefined,
    onStatus: ((status: DeskStatus) => void) | undefined,
  ): StatusEntry;
}

/** Makes a board that calls listeners when a status has changed, never for the same status twice in a row. */
export function createStatusBoard(): StatusBoard {
  const entries = new Map<number, () => SubscriptionState>();
  const listeners = new Set<StatusListener>();
  let added = 0;

  function state(): DeskState {
    const subscriptions = [...entries.values()].map((read) => read());
    return { status: overallStatus(subscriptions.map(({ status }) => status)), subscriptions };
  }

  function tell(): void {
    if (listeners.size === 0) return;
    const now = state();
    for (const listener of [...listeners]) callSafely(() => listener(now));
  }

  return {
    state,
    listen(listener) {
      const entry: StatusListener = (now) => listener(now);
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    add({ query, operationName = null, variables }, cursor, onStatus) {
      added += 1;
      const id = added;
      let status: DeskStatus = 'idle';
      const set = (next: DeskStatus): void => {
        if (status === next || (next !== 'idle' && !entries.has(id))) return;
        status = next;
        callSafely(() => onStatus?.(next));
        tell();
      };
      entries.set(id, () => ({
        id,
        query,
        operationName,
        variables: variables ?? {},
        status,
        cursor: cursor(),
      }));
      return {
        set,
        end() {
          if (entries.delete(id)) set('idle');
        },
      };
    },
  };
}
