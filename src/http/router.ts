import type { Explorer } from './explorer/explorer.ts';
import { EXPLORER_PATH } from './explorer/explorer.ts';
import { sendError } from './reply.ts';
import { REPORT_PATH } from './reports.ts';
import type { Handler } from './server.ts';

interface Routes {
  graphql: Handler;
  liveness: Handler;
  readiness: Handler;
  metrics: Handler;
  schemaText: Handler;
  reports: Handler;
  measure(route: string, handler: Handler): Handler;
  /** The page for browsers at `/graphql`, to which `/` redirects. Undefined: browsers get no page. */
  explorer: Explorer | undefined;
}

const notFound: Handler = (_req, res, url) =>
  sendError(res, 404, 'NOT_FOUND', `There is nothing at ${url.pathname}; the API is at /graphql.`);

const toExplorer: Handler = (_req, res) => {
  res.writeHead(302, { Location: '/graphql' }).end();
};

/** Finds the handler of a path. Paths that are only read take GET and HEAD and no other method. */
export function createRouter({ measure, explorer, ...routes }: Routes): Handler {
  const graphql: Handler = (req, res, url) =>
    explorer?.isAskedFor(req) === true
      ? explorer.page(req, res, url)
      : routes.graphql(req, res, url);
  const exact = new Map<string, Handler>([
    ['/graphql', measure('/graphql', graphql)],
    ['/healthz', measure('/healthz', readOnly(routes.liveness))],
    ['/readyz', measure('/readyz', readOnly(routes.readiness))],
    ['/metrics', measure('/metrics', readOnly(routes.metrics))],
    ['/schema.graphql', measure('/schema.graphql', readOnly(routes.schemaText))],
    ['/', measure('/', explorer === undefined ? notFound : readOnly(toExplorer))],
  ]);
  const reports = measure('/reports', readOnly(routes.reports));
  const explorerFiles =
    explorer === undefined ? undefined : measure('/explorer', readOnly(explorer.file));
  const elsewhere = measure('other', notFound);
  const byForm = (path: string): Handler | undefined => {
    if (REPORT_PATH.test(path)) return reports;
    return EXPLORER_PATH.test(path) ? explorerFiles : undefined;
  };
  return (req, res, url) => {
    const handler = exact.get(url.pathname) ?? byForm(url.pathname) ?? elsewhere;
    return handler(req, res, url);
  };
}

function readOnly(handler: Handler): Handler {
  return (req, res, url) => {
    if (req.method === 'GET' || req.method === 'HEAD') return handler(req, res, url);
    res.setHeader('Allow', 'GET, HEAD');
    sendError(res, 405, 'BAD_REQUEST', `${url.pathname} can only be read: use GET.`);
  };
}
