import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import SchemaBuilder from '@pothos/core';
import type { ExecutionArgs } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { answerCalls } from './calls.ts';
import type { FanoutEvent, Feed } from './fanout-events.ts';
import { EVENT_TYPE, eventOf, groupOf, numbersOf } from './fanout-events.ts';
import { sharedNow } from './process-figures.ts';

/** As the documentation of Yoga, Pothos and graphql-ws has it: an execution for each socket and event. */
const pubSub = createPubSub<Record<string, [event: FanoutEvent]>>();

// The types of the plugins that the desk's own builder has are global.
const builder = new SchemaBuilder<{ Scalars: { DateTime: { Input: Date; Output: Date } } }>(
  {} as never,
);
builder.scalarType('DateTime', { serialize: (value) => value.toISOString() });
const EventType = builder.enumType('EventType', { values: [EVENT_TYPE, 'ESCALATION_OPENED'] });
const TimelineEvent = builder.objectRef<FanoutEvent>('TimelineEvent').implement({
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false }),
    type: t.field({ type: EventType, nullable: false, resolve: ({ type }) => type as never }),
    at: t.expose('at', { type: 'DateTime', nullable: false }),
    summary: t.exposeString('summary', { nullable: false }),
    cursor: t.exposeString('cursor', { nullable: false }),
  }),
});
builder.queryType({ fields: (t) => ({ ok: t.boolean({ resolve: () => true }) }) });
builder.subscriptionType({
  fields: (t) => ({
    escalationEvents: t.field({
      type: TimelineEvent,
      nullable: false,
      args: { escalationId: t.arg.id() },
      // A topic for each case: cheaper than to filter for each socket.
      subscribe: (_root, { escalationId }) => pubSub.subscribe(`events:${escalationId ?? 0}`),
      resolve: (event: FanoutEvent) => event,
    }),
  }),
});

const calls = {
  async listen(): Promise<string> {
    const yoga = createYoga({ schema: builder.toSchema() });
    const server = createServer(yoga);
    const wss = new WebSocketServer({ server, path: yoga.graphqlEndpoint });
    useServer(
      {
        execute: (args) => (args as Enveloped).own.execute(args),
        subscribe: (args) => (args as Enveloped).own.subscribe(args),
        async onSubscribe(context, _id, params) {
          const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped(
            { ...context, req: context.extra.request, socket: context.extra.socket, params },
          );
          const args = {
            schema,
            operationName: params.operationName,
            document: parse(params.query),
            variableValues: params.variables,
            contextValue: await contextFactory(),
            own: { execute, subscribe },
          };
          const errors = validate(args.schema, args.document);
          return errors.length > 0 ? errors : (args as ExecutionArgs);
        },
      },
      wss,
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return `ws://127.0.0.1:${port}${yoga.graphqlEndpoint}`;
  },
  feed(feed: Feed): number {
    const toldAt = sharedNow();
    for (const number of numbersOf(feed)) {
      const event = eventOf(number, feed.groups);
      pubSub.publish(`events:${groupOf(number, feed.groups)}`, event);
    }
    return toldAt;
  },
};

type Enveloped = ExecutionArgs & {
  own: Pick<ReturnType<ReturnType<typeof createYoga>['getEnveloped']>, 'execute' | 'subscribe'>;
};

answerCalls(calls);
