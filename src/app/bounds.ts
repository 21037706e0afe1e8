import type { Registry } from 'prom-client';
import { Counter } from 'prom-client';

import { createAnswerRoom } from '../graphql/limits/answer-room.ts';
import type { Bounds } from '../graphql/limits/bounded.ts';
import { createDocumentCache } from '../graphql/limits/document-cache.ts';
import { HEAVY, PACE, UNDER_WAY } from '../graphql/limits/limits.ts';
import { countersOf, gaugesOf } from '../http/read-figures.ts';
import type { Refused } from '../http/refusals.ts';
import { refusalOfAnswer } from '../http/refusals.ts';
import type { DocumentCache } from '../http/run/documents.ts';
import { createBusyWatch } from '../shared/bounds/busy.ts';
import { createPace } from '../shared/bounds/pace.ts';
import type { Turns } from '../shared/bounds/turns.ts';
import { createTurns } from '../shared/bounds/turns.ts';

/**
 * Makes the bounds that all operations on a node share, and their metrics.
 *
 * @param pointsPerMinute the budget of staff; 0 when there is none, and then there is no pace either.
 */
export function buildBounds(
  registry: Registry,
  turns: Turns,
  pointsPerMinute: number,
  onRefused: Refused,
): Bounds {
  const underWay = createTurns(UNDER_WAY);
  const heavy = createTurns(HEAVY);
  const budgetPerSecond = pointsPerMinute === 0 ? Number.POSITIVE_INFINITY : pointsPerMinute / 60;
  const pace = createPace({
    ...PACE,
    pointsPerSecond: budgetPerSecond * PACE.shareOfBudget,
    calmPointsPerSecond: budgetPerSecond * PACE.calmShareOfBudget,
    isBusy: createBusyWatch(() => turns.waiting() > 0),
  });
  const room = createAnswerRoom();
  const gauge = gaugesOf(registry);
  const counter = countersOf(registry);
  gauge('desk_operations_running', 'Queries and mutations that run.', underWay.running);
  gauge(
    'desk_operations_waiting',
    'Queries and mutations that wait for others of the same principal.',
    underWay.waiting,
  );
  gauge(
    'desk_heavy_operations_waiting',
    'Queries and mutations that may come to much, and wait for such of the same principal.',
    heavy.waiting,
  );
  gauge(
    'desk_operations_paced',
    'Requests and operations that wait for the pace of their principal.',
    pace.waiting,
  );
  gauge(
    'desk_statements_waiting',
    'Statements and transactions that wait for a connection to the database.',
    turns.waiting,
  );
  counter(
    'desk_statements_refused',
    'Statements and transactions for which no connection to the database was free in time.',
    turns.refused,
  );
  gauge(
    'desk_answer_bytes',
    'Bytes of answers that are being made or that their readers have not taken.',
    room.bytes,
  );
  counter(
    'desk_answers_cut',
    'Answers whose connection was cut because nobody took them and others had no room.',
    room.cut,
  );
  const refused = new Counter({
    name: 'desk_answers_refused_total',
    help: 'Answers that were not given for want of room or of a place, by the code of the error.',
    labelNames: ['code'] as const,
    registers: [registry],
  });
  const onAnswerRefused: Bounds['onAnswerRefused'] = (code) => {
    refused.inc({ code });
    onRefused(refusalOfAnswer(code));
  };
  return { underWay, heavy, pace, room, onAnswerRefused };
}

/** Bytes of parsed documents that are kept, of those that come with their requests. */
const MAX_DOCUMENT_CACHE_BYTES = 32_000_000;

export function buildDocuments(registry: Registry): DocumentCache {
  const documents: DocumentCache = createDocumentCache(MAX_DOCUMENT_CACHE_BYTES);
  const gauge = gaugesOf(registry);
  gauge('desk_documents_kept', 'Documents of requests that are kept, parsed.', documents.size);
  gauge('desk_document_bytes', 'About how much memory they take.', documents.bytes);
  return documents;
}
