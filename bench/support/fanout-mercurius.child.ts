import { fastify } from 'fastify';
import { GraphQLScalarType } from 'graphql';
import mercurius from 'mercurius';
import { answerCalls } from './calls.ts';
import type { FanoutEvent, Feed } from './fanout-events.ts';
import { eventOf, groupOf, numbersOf } from './fanout-events.ts';
import { sharedNow } from './process-figures.ts';

const SCHEMA = `
  scalar DateTime
  enum EventType { NOTE_ADDED ESCALATION_OPENED }
  type TimelineEvent { id: ID! type: EventType! at: DateTime! summary: String! cursor: String! }
  type Query { ok: Boolean }
  type Subscription { escalationEvents(escalationId: ID): TimelineEvent! }
`;

/** As its documentation has it, with its own emitter and compiled operations. */
const app = fastify();
app.register(mercurius, {
  schema: SCHEMA,
  jit: 1,
  subscription: true,
  resolvers: {
    DateTime: new GraphQLScalarType<Date, string>({
      name: 'DateTime',
      serialize: (value) => (value as Date).toISOString(),
    }),
    Query: { ok: () => true },
    Subscription: {
      escalationEvents: {
        // A topic for each case: cheaper than to filter for each socket.
        subscribe: (_root, { escalationId }: { escalationId?: string }, { pubsub }) =>
          pubsub.subscribe<{ escalationEvents: FanoutEvent }>(`events/${escalationId ?? 0}`),
      },
    },
  },
});

const calls = {
  async listen(): Promise<string> {
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    return `${address.replace('http', 'ws')}/graphql`;
  },
  feed(feed: Feed): number {
    const toldAt = sharedNow();
    for (const number of numbersOf(feed)) {
      app.graphql.pubsub.publish({
        topic: `events/${groupOf(number, feed.groups)}`,
        payload: { escalationEvents: eventOf(number, feed.groups) },
      });
    }
    return toldAt;
  },
};

answerCalls(calls);
