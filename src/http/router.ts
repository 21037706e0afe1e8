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
  /** Whether a browser that comes to `/` is sent to the explorer. */
  explorer: boolean;
}

const notFound: Handler = (_req, res, url) =>
  sendError(res, 404, 'NOT_FOUND', `There is nothing at ${url.pathname}; the API is at /graphql.`);

const toExplorer: Handler = (_req, res) => {
  res.writeHead(302, { Location: '/graphql' }).end();
};

/** Finds the handler of a path; what only reads takes no other method than GET and HEAD. */
export function createRouter({ measure, explorer, ...routes }: Routes): Handler {
  const exact = new Map<string, Handler>([
    ['/graphql', measure('/graphql', routes.graphql)],
    ['/healthz', measure('/healthz', readOnly(routes.liveness))],
    ['/readyz', measure('/readyz', readOnly(routes.readiness))],
    ['/metrics', measure('/metrics', readOnly(routes.metrics))],
    ['/schema.graphql', measure('/schema.graphql', readOnly(routes.schemaText))],
    ['/', measure('/', explorer ? readOnly(toExplorer) : notFound)],
  ]);
  const reports = measure('/reports', readOnly(routes.reports));
  const elsewhere = measure('other', notFound);
  return (req, res, url) => {
    const handler =
      exact.get(url.pathname) ?? (REPORT_PATH.test(url.pathname) ? reports : elsewhere);
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
