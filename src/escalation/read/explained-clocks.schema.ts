import DataLoader from 'dataloader';
import { builder } from '../../graphql/builder.ts';
import { perRequest } from '../../graphql/per-request.ts';
import { currentClocks } from '../../sla/clock/clock.rules.ts';
import { replay } from '../../sla/clock/replay.rules.ts';
import { SlaExplanation } from '../../sla/explain/explanation.schema.ts';
import type { ClockRecord } from '../case/escalation.load.ts';
import { loadClockRecords } from '../case/escalation.load.ts';

/** All cases of a request share a statement. Not kept: its mutations run in turn and move clocks. */
const clockRecords = perRequest(
  ({ db }) =>
    new DataLoader<string, ClockRecord>((ids) => loadClockRecords(db, ids), { cache: false }),
);

/** Estimates for the limit of cost: clocks of a case, and its cycles with the earlier ones of UPDATE. */
const KINDS = 3;
const USUAL_CYCLES = 20;

builder.prismaObjectField('Escalation', 'slaExplanation', (t) =>
  t.field({
    type: [SlaExplanation],
    description:
      'Its clocks as the log explains them: what `sla` shows, and why. RESPONSE, UPDATE and, where one was promised, RESOLUTION, each in its current cycle.',
    args: {
      pastCycles: t.arg.boolean({
        required: false,
        defaultValue: false,
        description: 'Whether to show the earlier cycles of UPDATE as well, in order.',
      }),
    },
    complexity: ({ pastCycles }) => ({ field: 1, multiplier: pastCycles ? USUAL_CYCLES : KINDS }),
    select: { id: true },
    resolve: async ({ id }, { pastCycles }, context) => {
      const { facts, timeOf } = await clockRecords(context).load(id);
      const cycles = replay(facts, context.clock.now(), timeOf);
      const shown = pastCycles ? cycles : currentClocks(cycles);
      return shown.map((cycle) => ({ cycle, timeOf }));
    },
  }),
);
