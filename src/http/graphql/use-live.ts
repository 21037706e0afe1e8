import type { ServerResponse } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import type { Principal } from '../../auth/principal.ts';
import type { Live } from '../../live/live.ts';
import { createResultQueue } from '../socket/result-queue.ts';
import type { ServerContext } from './use-authentication.ts';

interface RequestParts {
  principal: Principal;
  res: ServerResponse;
}

/** Subscriptions over server-sent events take their results from the hub, like those of sockets. */
export function useLive(live: Live): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onSubscribe({ args, setSubscribeFn }) {
      setSubscribeFn(async () => {
        const { principal, res } = args.contextValue as unknown as RequestParts;
        const queue = createResultQueue(() => res.destroy());
        const started = await live.subscribe(args, principal, queue.sink);
        if (!('end' in started)) return { errors: started };
        // A client that is gone by now is not noticed by whoever would take its results.
        if (res.destroyed) started.end();
        else res.once('close', () => started.end());
        return queue.results(() => started.end());
      });
    },
  };
}
