import type { Plugin } from 'graphql-yoga';
import type { Principal } from '../../auth/principal.ts';
import type { Live } from '../../graphql/live.ts';
import { createResultQueue } from '../result-queue.ts';
import type { ServerContext } from './use-authentication.ts';

/** Subscriptions over server-sent events take their results from the hub, like those of sockets. */
export function useLive(live: Live): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onSubscribe({ args, setSubscribeFn }) {
      setSubscribeFn(async () => {
        const { principal } = args.contextValue as unknown as { principal: Principal };
        const queue = createResultQueue();
        const started = await live.subscribe(args, principal, queue.sink);
        if (!('end' in started)) return { errors: started };
        return queue.results(() => started.end());
      });
    },
  };
}
