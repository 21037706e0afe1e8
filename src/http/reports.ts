import { GraphQLError } from 'graphql';
import type { Principal } from '../auth/principal.ts';
import { rateLimited } from '../graphql/errors.ts';
import type { Budgets } from './budgets.ts';
import type { Connections } from './connections.ts';
import type { AddressOf } from './remote-address.ts';
import { sendError, sendJson, sendRefusal, sendText } from './reply.ts';
import type { Handler } from './server.ts';
import type { SignIn } from './sign-in.ts';

/** The report of a case; null for a reference that is unknown or not visible to the principal. */
export type LoadReport = (
  principal: Principal,
  reference: string,
) => Promise<{ document: object; yaml: string } | null>;

export const REPORT_PATH = /^\/reports\/([\w-]{1,40})\.(yaml|json)$/;

interface ReportsOptions {
  signIn: SignIn;
  addressOf: AddressOf;
  budgets: Budgets;
  connections: Connections;
  loadReport: LoadReport;
}

/** About what a query of the whole report costs. */
const REPORT_COST = 100;

/** `/reports/ESC-2026-001.yaml` and `.json`, to those who are signed in. */
export function createReports(options: ReportsOptions): Handler {
  const { signIn, addressOf, budgets, connections, loadReport } = options;
  return async (req, res, url) => {
    const [, reference = '', format] = REPORT_PATH.exec(url.pathname) ?? [];
    const principal = await signIn(req.headers.authorization, addressOf(req));
    if (principal instanceof GraphQLError) return sendRefusal(res, principal);
    connections.signedIn(req);
    const { enough, restoredInSeconds } = await budgets.take(principal, REPORT_COST);
    if (!enough) return sendRefusal(res, rateLimited(restoredInSeconds));
    const report = await loadReport(principal, reference);
    if (report === null) {
      sendError(res, 404, 'NOT_FOUND', `There is no case ${reference}.`);
    } else if (format === 'json') {
      sendJson(res, 200, report.document);
    } else {
      sendText(res, 200, 'application/yaml; charset=utf-8', report.yaml);
    }
  };
}
