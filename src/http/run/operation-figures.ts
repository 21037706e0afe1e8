import type { GraphQLError } from 'graphql';
import type { Registry } from 'prom-client';
import type { Answer } from '../../graphql/answer.ts';
import { isWritten } from '../../graphql/answer.ts';
import { ERROR_CODES } from '../../graphql/errors.ts';
import type { KnownOperation } from '../../graphql/known-operation.ts';
import { operationIn } from '../../graphql/known-operation.ts';
import { SECOND_MS } from '../../shared/duration.ts';
import type { Histogram } from '../../shared/histogram.ts';
import { createHistogram, SECONDS } from '../../shared/histogram.ts';
import type { Labels } from '../read-figures.ts';
import { countsOf, histogramsOf } from '../read-figures.ts';
import type { OperationRun } from './operation-run.ts';

/** Counts what became of operations, by their names. */
export interface OperationFigures {
  /** One was executed, or a subscription has begun. */
  answered(run: OperationRun, answer: Answer | undefined): void;
  /** One does not run. */
  notRun(run: OperationRun, errors: readonly GraphQLError[]): void;
  /** One is refused before it is read. */
  refusedUnread(error: GraphQLError): void;
  /** One ended by an error that nobody expected. */
  broke(run: OperationRun): void;
}

/** `failed`: for our sake. `refused`: for what it is, or for how much there is of it. */
type Outcome = 'ok' | 'refused' | 'failed';

/** Codes that are our own fault, whatever the status of HTTP is; the first counts most. */
const FAILURES: readonly string[] = ['INTERNAL', 'OVERLOADED'];
/** The label of all operations that are not registered, and are none of our own. */
const OTHER = 'other';
/** Names that have a label: partners register operations of any number. */
const MAX_NAMES = 300;
/** Of an error without a code of ours, as others may make. */
const NO_CODE = 'none';

/** What became of the operations of one name. */
interface Figures {
  outcomes: Record<Outcome, number>;
  codes: Map<string, number>;
  /** Seconds of those that were executed, from the arrival of their request. */
  time: Histogram;
}

/** @param ownNames of the operations of our own clients: free documents may have any. */
export function createOperationFigures(
  registry: Registry,
  ownNames: ReadonlySet<string>,
): OperationFigures {
  const byName = new Map<string, Figures>();
  const other = figuresOf(OTHER);
  /** Those of documents that are kept, so that no name is looked at twice. */
  const known = new WeakMap<KnownOperation, Figures>();

  function figuresOf(name: string): Figures {
    const there = byName.get(name);
    if (there !== undefined) return there;
    if (byName.size > MAX_NAMES) return other;
    const made: Figures = {
      outcomes: { ok: 0, refused: 0, failed: 0 },
      // There from the first: the rise of a counter that is new is not seen.
      codes: new Map(FAILURES.map((code) => [code, 0])),
      time: createHistogram(SECONDS),
    };
    byName.set(name, made);
    return made;
  }

  function find({ args, known: registered }: OperationRun): Figures {
    const operation = args && operationIn(args.document, args.operationName);
    if (operation === undefined) return other;
    const before = known.get(operation);
    if (before !== undefined) return before;
    const name = operation.node.name?.value ?? OTHER;
    const isNamed = registered !== undefined || ownNames.has(name);
    const found = isNamed ? figuresOf(name) : other;
    known.set(operation, found);
    return found;
  }

  function count(figures: Figures, code: string): Outcome {
    const outcome = FAILURES.includes(code) ? 'failed' : 'refused';
    figures.outcomes[outcome] += 1;
    figures.codes.set(code, (figures.codes.get(code) ?? 0) + 1);
    return outcome;
  }

  register();
  return {
    answered(run, answer) {
      const figures = find(run);
      const errors = answer === undefined || isWritten(answer) ? undefined : answer.errors;
      if (errors === undefined) figures.outcomes.ok += 1;
      else if (count(figures, gravest(errors)) === 'refused' && !hasData(answer)) return;
      figures.time.observe((performance.now() - run.since) / SECOND_MS);
    },
    notRun: (run, errors) => void count(find(run), gravest(errors)),
    refusedUnread: (error) => void count(other, gravest([error])),
    broke: (run) => void count(find(run), 'INTERNAL'),
  };

  function register(): void {
    countsOf(registry)(
      'desk_operations_total',
      'Operations by name and outcome: ok; refused, for what they are or how much there is of it; failed, with INTERNAL or OVERLOADED, whatever the status of HTTP is. Names are those of registered operations and of our own; all else is other.',
      function* () {
        for (const [operation, { outcomes }] of byName) {
          for (const [outcome, value] of Object.entries(outcomes))
            yield [{ operation, outcome }, value] as const;
        }
      },
    );
    countsOf(registry)(
      'desk_operation_errors_total',
      'Operations whose answer has an error, by name and its code: of several the gravest, which is INTERNAL, then OVERLOADED, then the first.',
      function* (): Generator<readonly [Labels, number]> {
        for (const [operation, { codes }] of byName) {
          for (const [code, value] of codes) yield [{ operation, code }, value] as const;
        }
      },
    );
    histogramsOf(registry)(
      'desk_operation_duration_seconds',
      'Time from the arrival of a request, or of a message on a WebSocket, to the answer of its operation, waiting included, by name. Operations that did not run are left out.',
      function* () {
        for (const [operation, { time }] of byName) yield [{ operation }, time] as const;
      },
    );
  }
}

function gravest(errors: readonly GraphQLError[]): string {
  const codes = errors.map(({ extensions }) => extensions['code']);
  const code = FAILURES.find((failure) => codes.includes(failure)) ?? codes[0];
  return ERROR_CODES.find((one) => one === code) ?? NO_CODE;
}

/** Whether something of it ran although there are errors. */
function hasData(answer: Answer | undefined): boolean {
  return answer !== undefined && 'data' in answer && answer.data != null;
}
