import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config.ts';
import type { Bounds } from '../graphql/limits/bounded.ts';
import { createExplorer } from '../http/explorer/explorer.ts';
import { createGraphql } from '../http/graphql/graphql.ts';
import { createReadiness, liveness } from '../http/health.ts';
import { createReports } from '../http/reports.ts';
import { createRouter } from '../http/router.ts';
import type { ErrorMask } from '../http/run/error-mask.ts';
import type { OperationFigures } from '../http/run/operation-figures.ts';
import type { Operations } from '../http/run/operations.ts';
import { createSchemaText } from '../http/schema-text.ts';
import type { Handler } from '../http/server.ts';
import { loadReport } from '../report/report.load.ts';
import { onBehalfOf } from '../shared/caller.ts';
import type { Begun } from './begun.ts';
import type { SlaParts } from './clocks.ts';
import type { Doors } from './doors.ts';
import type { Ground } from './ground.ts';
import type { LiveParts } from './live.ts';
import { readinessChecks } from './readiness.ts';
import { degradationOf } from './redis.ts';

interface Parts {
  config: Config;
  ground: Ground;
  doors: Doors;
  schema: GraphQLSchema;
  bounds: Bounds;
  operations: Operations;
  figures: OperationFigures;
  maskError: ErrorMask;
  live: LiveParts;
  sla: SlaParts;
  begun: Begun;
}

/** Builds what answers at each path. */
export function buildRoutes(parts: Parts): Handler {
  const { config, doors, schema, bounds, operations, figures, maskError, begun } = parts;
  const { store, db, sequencer, clock, feed } = parts.ground;
  return createRouter({
    graphql: createGraphql({ ...doors, ...{ schema, bounds, operations, maskError, figures } }),
    liveness,
    readiness: createReadiness(readinessChecks(store, sequencer, parts.live.reader), [
      parts.sla.degradation,
      doors.degradation,
      () => degradationOf(feed),
    ]),
    metrics: doors.metrics.handle,
    schemaText: createSchemaText({ ...doors, schema }),
    reports: createReports({
      ...doors,
      bounds,
      loadReport: (principal, reference) =>
        begun.count(
          onBehalfOf(principal.id, () => loadReport(db, principal, reference, clock.now())),
        ),
    }),
    measure: doors.metrics.measure,
    explorer: config.graphiql ? createExplorer(doors) : undefined,
  });
}
