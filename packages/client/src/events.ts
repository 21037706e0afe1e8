import type {
  Client,
  ClientOptions,
  Event,
  EventConnectedListener,
  EventConnectingListener,
  EventErrorListener,
  EventListener,
} from 'graphql-ws/client';
import { explainFailure } from './errors.ts';

/**
 * Wraps `on` of a client whose tries are counted here. graphql-ws takes each try for the first; listeners
 * are told when a try is a retry, and `error` listeners get an error that explains the failure.
 */
export function retryAware(client: Client, url: string, isRetry: () => boolean): Client['on'] {
  return (event, listener) => client.on(event, aware(event, listener, url, isRetry));
}

/** Adds the listeners of `ClientOptions.on`. */
export function listenAll(on: Client['on'], listeners: ClientOptions['on'] = {}): void {
  for (const [event, listener] of Object.entries(listeners)) on(event as Event, listener);
}

function aware<E extends Event>(
  event: E,
  listener: EventListener<E>,
  url: string,
  isRetry: () => boolean,
): EventListener<E> {
  // The compiler does not follow from the name of an event to the type of its listener.
  if (event === 'connecting') {
    const connecting: EventConnectingListener = () =>
      (listener as EventConnectingListener)(isRetry());
    return connecting as EventListener<E>;
  }
  if (event === 'connected') {
    const connected: EventConnectedListener = (socket, payload) =>
      (listener as EventConnectedListener)(socket, payload, isRetry());
    return connected as EventListener<E>;
  }
  if (event === 'error') {
    const failed: EventErrorListener = (error) =>
      (listener as EventErrorListener)(explainFailure(error, url));
    return failed as EventListener<E>;
  }
  return listener;
}
