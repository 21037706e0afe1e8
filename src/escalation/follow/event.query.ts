import { queryFromInfo } from '@pothos/plugin-prisma';
import { audienceOf } from '../../auth/partner-view.rules.ts';
import type { Place } from '../../events/cursor.ts';
import { BEGINNING, placeOf } from '../../events/cursor.ts';
import { shownTypes } from '../../events/entry-view.rules.ts';
import { endOfLog } from '../../events/log-cursors.ts';
import { visibleEntries } from '../../events/visible-entries.ts';
import { builder } from '../../graphql/builder.ts';
import { READING_IN_POINTS } from '../../graphql/limits/price.ts';
import { chargeReading } from '../../graphql/limits/usage.ts';
import { checkLogCursors, placeIn } from '../../graphql/paging/log-cursor.ts';
import type { LogPageEntry } from '../../graphql/paging/log-page.ts';
import { CURSOR_COLUMNS, LogPage, logPageQuery } from '../../graphql/paging/log-page.ts';
import { EventType } from '../read/event-type.schema.ts';
import { TimelineConnection } from '../read/timeline.schema.ts';
import { EventFilter, eventFilter } from './event.filter.ts';

builder.queryFields((t) => ({
  events: t.field({
    type: TimelineConnection,
    columns: CURSOR_COLUMNS,
    nullable: false,
    description:
      'The log of all cases that you may see, in its order, the oldest first: for those who keep another system in step by asking. Begin with `logCursor`, or without `after` at the very beginning; keep `endCursor` and pass it as `after`, which tells of everything since, of each once, and misses nothing. On the last page `endCursor` is where the log ended when it was read, also behind its last entry and without any: nothing is read twice, however rare what is asked for. Left out for partners: notes, retrospectives, drafts and links.',
    args: {
      first: t.arg.int({ description: 'How many at most, 1 to 100. Default 20.' }),
      after: t.arg.string({
        description:
          'A cursor of an event, a mutation or `logCursor`: only what stands behind it. One that is damaged, or of another log, as from before a backup was restored, is an error: begin anew from `logCursor`.',
      }),
      filter: t.arg({ type: EventFilter, description: 'Which entries; all without it.' }),
      types: t.arg({ type: [EventType], description: 'Entries of these types only.' }),
    },
    resolve: async (_root, { first, after, filter, types }, context, info) => {
      const { db, principal, cursors } = context;
      const begin = placeIn(context, 'after', after) ?? BEGINNING;
      await checkLogCursors(context, { after });
      const page = { first, after };
      const { where: places, ...window } = logPageQuery(context, page);
      const { where } = await eventFilter(context, { filter });
      const shown = shownTypes(audienceOf(principal), types);
      const ofTypes = shown === null ? {} : { type: { in: [...shown] } };
      const condition = { AND: [visibleEntries(principal), where, ofTypes] };
      const query: object = queryFromInfo({ context, info, paths: [['nodes'], ['edges', 'node']] });
      const read = async () => {
        // Read before the page: entries that come in between lie behind this end, and are on the page
        // or are read again.
        const end = await endOfLog(db);
        const rows = await db.logEntry.findMany({
          ...query,
          ...window,
          where: { AND: [places, condition] },
        });
        const { nodes, edges, pageInfo } = new LogPage(rows, context, page);
        if (pageInfo.hasNextPage) return { nodes, edges, pageInfo };
        const last = latest([begin, end, ...nodes.slice(-1).map(placeOf)]);
        return { nodes, edges, pageInfo: { ...pageInfo, endCursor: cursors.encode(last) } };
      };
      let reading: ReturnType<typeof read> | undefined;
      const once = () => {
        reading ??= read();
        return reading;
      };
      const totalCount = () => {
        // Without a filter the whole log is counted.
        chargeReading(context, READING_IN_POINTS.figures);
        return db.logEntry.count({ where: condition });
      };
      return new EventPage(once, totalCount) as never;
    },
  }),
  logCursor: t.string({
    description: 'Where the log ends now: pass it as `after` to hear of all that comes.',
    resolve: async (_root, _args, { db, cursors }) => cursors.encode(await endOfLog(db)),
  }),
}));

type ReadPage = Pick<LogPage<LogPageEntry>, 'nodes' | 'edges' | 'pageInfo'>;

/** A page that is read when it is asked for. A class, as the pages of lists are. */
class EventPage {
  readonly totalCount: () => Promise<number>;
  readonly #read: () => Promise<ReadPage>;

  constructor(read: () => Promise<ReadPage>, totalCount: () => Promise<number>) {
    this.#read = read;
    this.totalCount = totalCount;
  }

  get nodes() {
    return this.#read().then(({ nodes }) => nodes);
  }

  get edges() {
    return this.#read().then(({ edges }) => edges);
  }

  get pageInfo() {
    return this.#read().then(({ pageInfo }) => pageInfo);
  }
}

function latest(places: readonly Place[]): Place {
  return places.reduce((one, other) => (other.seq > one.seq ? other : one), BEGINNING);
}
