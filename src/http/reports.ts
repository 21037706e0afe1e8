import type { Authenticate } from '../auth/keys.ts';
import type { Principal } from '../auth/principal.ts';
import { sendError, sendJson, sendText } from './reply.ts';
import type { Handler } from './server.ts';

/** The report of a case; null for a reference that is unknown or not visible to the principal. */
export type LoadReport = (
  principal: Principal,
  reference: string,
) => Promise<{ document: object; yaml: string } | null>;

export const REPORT_PATH = /^\/reports\/([\w-]{1,40})\.(yaml|json)$/;

/** `/reports/ESC-2026-001.yaml` and `.json`, to those who are signed in. */
export function createReports(authenticate: Authenticate, loadReport: LoadReport): Handler {
  return async (req, res, url) => {
    const [, reference = '', format] = REPORT_PATH.exec(url.pathname) ?? [];
    const principal = await authenticate(req.headers.authorization);
    if (principal === null) {
      res.setHeader('WWW-Authenticate', 'Bearer');
      sendError(
        res,
        401,
        'UNAUTHENTICATED',
        'Send a valid API key in the header `Authorization: Bearer …`.',
      );
      return;
    }
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
