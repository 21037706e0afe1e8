import { GraphQLError } from 'graphql';
import type { Principal } from '../auth/principal.ts';
import { rateLimited } from '../graphql/errors.ts';
import type { Bounds } from '../graphql/limits/bounded.ts';
import { enter } from '../graphql/limits/bounded.ts';
import type { Budgets } from './doors/budgets.ts';
import type { Connections } from './doors/connections.ts';
import type { Overload } from './doors/overload.ts';
import { charge } from './doors/rate-headers.ts';
import type { AddressOf } from './doors/remote-address.ts';
import type { SignIn } from './doors/sign-in.ts';
import { sendError, sendRefusal, sendText } from './reply.ts';
import type { Handler } from './server.ts';

/** Loads the report of a case; null when the reference is unknown or not visible to the principal. */
export type LoadReport = (
  principal: Principal,
  reference: string,
) => Promise<{ document: object; yaml(): Promise<string> } | null>;

export const REPORT_PATH = /^\/reports\/([\w-]{1,40})\.(yaml|json)$/;

interface ReportsOptions {
  signIn: SignIn;
  addressOf: AddressOf;
  overload: Overload;
  budgets: Budgets;
  bounds: Bounds;
  connections: Connections;
  loadReport: LoadReport;
}

/** Points: about the cost of a query of the whole report. */
const REPORT_COST = 100;

/** Serves `/reports/ESC-2026-001.yaml` and `.json` to principals who are signed in. */
export function createReports(options: ReportsOptions): Handler {
  const { signIn, addressOf, overload, budgets, bounds, connections, loadReport } = options;

  async function textOf(principal: Principal, reference: string, format?: string) {
    const report = await loadReport(principal, reference);
    if (report === null) return null;
    return format === 'json' ? JSON.stringify(report.document) : report.yaml();
  }

  return async (req, res, url) => {
    const [, reference = '', format] = REPORT_PATH.exec(url.pathname) ?? [];
    const principal = await signIn(req.headers.authorization, addressOf(req));
    if (principal instanceof GraphQLError) return sendRefusal(res, principal);
    connections.signedIn(req);
    const over = overload.refusalOf(principal, 'operation');
    if (over !== undefined) return sendRefusal(res, over);
    if (!(await charge(res, budgets, principal, REPORT_COST))) return;
    const leave = await enter(bounds, principal.id, REPORT_COST);
    if (leave instanceof GraphQLError) return sendRefusal(res, leave);
    const writing = textOf(principal, reference, format).finally(leave);
    const text = await overload.count(principal, true, writing);
    if (text === null) return sendError(res, 404, 'NOT_FOUND', `There is no case ${reference}.`);
    const account = bounds.room.open(principal.id);
    if (account.hold(Buffer.byteLength(text)) !== undefined) {
      bounds.onAnswerRefused('RATE_LIMITED');
      return sendRefusal(res, rateLimited(1, 'Too many answers wait for you to read them.'));
    }
    // From here on the answer waits for its reader; the room is given back when it is over.
    res.once('close', account.close);
    account.wait(Buffer.byteLength(text), () => res.destroy());
    if (format === 'json') sendText(res, 200, 'application/json; charset=utf-8', `${text}\n`);
    else sendText(res, 200, 'application/yaml; charset=utf-8', text);
  };
}
