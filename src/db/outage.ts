import { NoTurn } from '../shared/bounds/turns.ts';
import { codesOf } from './error-codes.ts';
import { isLineLost } from './line.ts';

/**
 * SQLSTATE classes that say nothing of the statement: connection, who connects and to what, resources, an operator
 * or a limit, the system.
 */
const OUTAGE_STATE = /^(?:(?:08|28|3D|53|57|58)\w{3}|55P03)$/;
/** Codes of Node.js for a line that was not to be had, and of Prisma for a database out of reach. */
const OUTAGE_CODE =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|P1\d{3}|P2024)$/;
/** What the adapter of Prisma makes of errors that are not PostgreSQL's own. */
const OUTAGE_KIND =
  /^(ConnectionClosed|DatabaseNotReachable|SocketTimeout|TlsConnectionError|TooManyConnections)$/;
/** Of pg-pool, which gives its errors no code. */
const NO_CONNECTION = /^(timeout exceeded when trying to connect|Connection terminated)/;

/**
 * Whether a statement failed for the sake of the database, and not for its own: the connection was lost, none
 * was to be had, or it took too long. The same asked in another way would wait once more, and fail too.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof NoTurn || error.cause instanceof NoTurn || isLineLost(error)) return true;
  return (
    NO_CONNECTION.test(error.message) ||
    OUTAGE_KIND.test(String(driverErrorOf(error)?.kind)) ||
    codesOf(error).some(isOutageCode)
  );
}

const isOutageCode = (code: string) => OUTAGE_STATE.test(code) || OUTAGE_CODE.test(code);

/** What Prisma keeps of the error of the driver. */
interface DriverError {
  kind?: unknown;
  originalCode?: unknown;
  originalMessage?: unknown;
}

interface Coded {
  code?: unknown;
  meta?: { driverAdapterError?: { cause?: DriverError } };
}

function driverErrorOf(error: Error): DriverError | undefined {
  return (error as Coded).meta?.driverAdapterError?.cause;
}

/** An outage as its log tells of it. */
export interface OutageFound {
  /** `lost`: PostgreSQL cannot be asked. `refused`: it answers, and does not do what it is asked. */
  kind: 'lost' | 'refused';
  /** In one line. */
  reason: string;
}

/** Of pg-pool, which gives its errors no code. */
const POOL_ENDED = 'Cannot use a pool after calling end on the pool';

/** Whether something ended because the store was closed, as it is when the node stops. */
export function isOfClosing(error: unknown): boolean {
  let at = error;
  for (let depth = 0; depth < MAX_DEPTH && at instanceof Error; depth += 1) {
    if (at.message.includes(POOL_ENDED)) return true;
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return false;
}

/** Errors under which another may lie: Prisma's, those of a change, of a batch of clocks. */
const MAX_DEPTH = 5;
const MAX_REASON = 200;
/** What an answering PostgreSQL says: out of room, too late, broken files, or that it is a standby. */
const REFUSED = /^(53(?!300)\w{3}|55P03|57014|58\w{3}|25006)$/;
const TOO_LONG = 'TransactionTooLong';

/** Finds out whether something failed for the sake of the database, whatever was made of its error. */
export function outageIn(error: unknown): OutageFound | undefined {
  let at = error;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    // What a fetch failed with is of some other server.
    if (!(at instanceof Error) || at instanceof TypeError) return undefined;
    if (REFUSED.test(codeOf(at)) || at.name === TOO_LONG || isCrowded(at))
      return { kind: 'refused', reason: reasonOf(at) };
    if (isOutage(at)) return { kind: 'lost', reason: reasonOf(at) };
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return undefined;
}

function isCrowded(error: Error): boolean {
  return error instanceof NoTurn || error.cause instanceof NoTurn;
}

/** The code of the driver, which Prisma's error has in it. */
function codeOf(error: Error): string {
  return String(driverErrorOf(error)?.originalCode ?? (error as Coded).code ?? '');
}

function reasonOf(error: Error): string {
  const said = driverErrorOf(error)?.originalMessage;
  // Prisma says first what was called, and last what was wrong with it.
  const text = String(said ?? error.message.trim().split('\n').at(-1) ?? '').slice(0, MAX_REASON);
  const code = codeOf(error);
  if (code === '' || text.includes(code)) return text;
  return text === '' ? code : `${code}: ${text}`;
}
