import { NoTurn } from '../shared/bounds/turns.ts';
import { codesOf } from './error-codes.ts';
import { isLineLost } from './line.ts';

/** SQLSTATE classes that say nothing of the statement: connection, resources, an operator or a limit, the system. */
const OUTAGE_STATE = /^(?:(?:08|53|57|58)\w{3}|55P03)$/;
/** Codes of Node.js for a line that was not to be had, and of Prisma for a database out of reach. */
const OUTAGE_CODE =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|P1\d{3}|P2024)$/;
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
    codesOf(error).some((one) => OUTAGE_STATE.test(one) || OUTAGE_CODE.test(one))
  );
}
