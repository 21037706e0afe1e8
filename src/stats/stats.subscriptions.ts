import { visibilityKey } from '../auth/visibility.ts';
import { EscalationFilter } from '../escalation/read/escalation.filter.ts';
import { builder } from '../graphql/builder.ts';
import { FIGURES } from '../live/live-source.ts';
import type { Workings } from '../live/workings.ts';
import { canonicalJson } from '../shared/text/canonical-json.ts';
import { figureReader } from './stats.load.ts';
import { DeskStats, selectedFigures } from './stats.schema.ts';

builder.subscriptionField('stats', (t) =>
  t.field({
    type: DeskStats,
    price: { reads: 'figures' },
    nullable: false,
    description: "The desk's figures now, and again as they change, at most once a second.",
    args: {
      filter: t.arg({ type: EscalationFilter, description: 'Of which cases; all without it.' }),
    },
    subscribe: () => FIGURES,
    // Subscribers who see the same cases share each figure that more than one of them selects.
    resolve: async (workings: Workings, { filter }, { db, principal, clock }, info) => {
      const key = canonicalJson(['stats', filter ?? null, visibilityKey(principal)]);
      const reader = await workings.once(key, async () =>
        figureReader(db, principal, filter, clock.now()),
      );
      return selectedFigures(reader, info);
    },
  }),
);
