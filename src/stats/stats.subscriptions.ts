import { EscalationFilter } from '../escalation/escalation.filter.ts';
import { builder } from '../graphql/builder.ts';
import { FIGURES } from '../graphql/live-source.ts';
import { DeskStats } from './stats.schema.ts';
import { deskStats } from './stats.service.ts';

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
    resolve: (_figures, { filter }, { db, principal, clock }) =>
      deskStats(db, principal, filter, clock.now()),
  }),
);
