import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import { execute } from '../../support/postgres-admin.ts';
import { openSocket } from '../../support/raw-socket.ts';
import { until } from '../../support/until.ts';

interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code?: number };
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

/** Of OTLP. */
const [INTERNAL, SERVER, CLIENT] = [1, 2, 3];
const FAILED = 2;

/** Takes traces as a collector does: OTLP, as JSON over HTTP. */
async function startCollector() {
  const spans: SentSpan[] = [];
  const heads: IncomingHttpHeaders[] = [];
  const resources = new Set<string>();
  const server = createServer(async (req, res) => {
    let text = '';
    for await (const part of req) text += part;
    if (req.url !== '/v1/traces') return void res.writeHead(404).end();
    heads.push(req.headers);
    const { resourceSpans } = JSON.parse(text) as {
      resourceSpans: {
        resource: { attributes: SentSpan['attributes'] };
        scopeSpans: { spans: SentSpan[] }[];
      }[];
    };
    for (const { resource, scopeSpans } of resourceSpans) {
      for (const { key, value } of resource.attributes)
        resources.add(`${key}=${value.stringValue}`);
      spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    }
    res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    heads,
    resources,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

let collector: Awaited<ReturnType<typeof startCollector>>;
let app: TestApp;
beforeAll(async () => {
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '50');
  vi.stubEnv('OTEL_SERVICE_NAME', 'desk-under-test');
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-tenant=blue');
  collector = await startCollector();
  app = await startTestApp({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` } });
});
afterAll(async () => {
  await app.stop();
  await collector.close();
  vi.unstubAllEnvs();
});

let traces = 0;
/** The place of a client in a trace of its own. */
function place(flags = '01') {
  traces += 1;
  const traceId = `${'a'.repeat(31)}${traces}`;
  return { traceId, parent: 'b7ad6b7169203331', header: `00-${traceId}-b7ad6b7169203331-${flags}` };
}

const attribute = ({ attributes }: SentSpan, name: string) => {
  const value = attributes.find(({ key }) => key === name)?.value;
  return value?.stringValue ?? value?.intValue;
};

/** Waits until a trace has a span of this name. */
const spanOf = (traceId: string, name: string) =>
  until(
    async () => collector.spans.find((span) => span.traceId === traceId && span.name === name),
    `the span ${name} among ${collector.spans.map((span) => `${span.traceId} ${span.name}`)}`,
  );

function post(query: string, headers: Record<string, string>): Promise<Response> {
  return fetch(app.url, {
    method: 'POST',
    body: JSON.stringify({ query }),
    headers: {
      authorization: `Bearer ${app.key}`,
      'content-type': 'application/json',
      ...headers,
    },
  });
}

describe('with OTEL_EXPORTER_OTLP_ENDPOINT a request is a part of the trace of its client', () => {
  it('with its operation, and below that what was asked of the database', async () => {
    const { traceId, parent, header } = place();
    const answer = await post('query Names { customers { nodes { id } } }', {
      traceparent: header,
      'x-request-id': 'traced',
    });
    expect(answer.headers.get('traceparent')).toBe(header);
    const request = await spanOf(traceId, 'POST');
    expect(request).toMatchObject({ kind: SERVER, parentSpanId: parent });
    expect(attribute(request, 'desk.request_id')).toBe('traced');
    expect(attribute(request, 'url.path')).toBe('/graphql');
    expect(attribute(request, 'http.response.status_code')).toBe(200);
    const operation = await spanOf(traceId, 'query Names');
    expect(operation).toMatchObject({ kind: INTERNAL, parentSpanId: request.spanId });
    expect(attribute(operation, 'graphql.operation.name')).toBe('Names');
    const statement = await spanOf(traceId, 'SELECT');
    expect(statement).toMatchObject({ kind: CLIENT, parentSpanId: operation.spanId });
    expect(attribute(statement, 'db.system.name')).toBe('postgresql');
    expect(attribute(statement, 'db.query.text')).toMatch(/customer/);
    expect(collector.resources).toContain('service.name=desk-under-test');
    expect(collector.heads[0]).toMatchObject({ 'x-tenant': 'blue' });
  });

  it('also on a WebSocket, by the request that became the socket', async () => {
    const { traceId, parent, header } = place();
    const socket = await openSocket(app.url, { traceparent: header });
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${app.key}` } });
    await socket.next();
    socket.send({
      type: 'subscribe',
      id: '1',
      payload: { query: 'query OnSocket { users { totalCount } }' },
    });
    await socket.next();
    expect(await spanOf(traceId, 'query OnSocket')).toMatchObject({ parentSpanId: parent });
    socket.close();
  });

  it('and begins one, which its client is told of, where the client has none', async () => {
    const answer = await post('query Alone { viewer { role } }', {});
    const [, traceId = '', spanId = ''] = answer.headers.get('traceparent')?.split('-') ?? [];
    const request = await spanOf(traceId, 'POST');
    expect(request.spanId).toBe(spanId);
    expect(request.parentSpanId ?? '').toBe('');
    await spanOf(traceId, 'query Alone');
  });

  it('says of what failed that it failed, with the code', async () => {
    const { traceId, header } = place();
    await execute(app.databaseUrl, 'ALTER TABLE customer RENAME TO somewhere_else');
    await post('query Broken { customers { nodes { id } } }', { traceparent: header });
    await execute(app.databaseUrl, 'ALTER TABLE somewhere_else RENAME TO customer');
    const operation = await spanOf(traceId, 'query Broken');
    expect(operation.status.code).toBe(FAILED);
    expect(attribute(operation, 'error.type')).toBe('INTERNAL');
    const statement = await spanOf(traceId, 'SELECT');
    expect(attribute(statement, 'db.response.status_code')).toBe('42P01');
    const refused = place();
    await post('query Refused { nothing }', { traceparent: refused.header });
    expect(attribute(await spanOf(refused.traceId, 'operation'), 'error.type')).toBe('BAD_REQUEST');
  });

  it('sends nothing of a trace that its client does not keep', async () => {
    const { traceId, header } = place('00');
    const kept = place();
    await post('query NotKept { viewer { role } }', { traceparent: header });
    await post('query Kept { viewer { role } }', { traceparent: kept.header });
    await spanOf(kept.traceId, 'query Kept');
    expect(collector.spans.filter((span) => span.traceId === traceId)).toEqual([]);
  });

  it('an event that subscribers get is a trace of its own', async () => {
    const { id } = await openCase(app);
    const socket = await openSocket(app.url);
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${app.key}` } });
    await socket.next();
    const query =
      'subscription Follow { escalationEvents { type escalation { customer { name } } } }';
    socket.send({
      type: 'subscribe',
      id: '1',
      payload: { query, operationName: 'Follow' } as object,
    });
    await until(async () => {
      await app.mutate('addNote', { escalationId: id, text: 'Told.' });
      return collector.spans.find(({ name }) => name === 'event Follow');
    }, 'the event');
    socket.close();
  });
});

it('of traces that nobody takes the log has a line, and requests are answered all the same', async () => {
  const lonely = await startTestApp({
    env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1/v1/traces' },
  });
  for (let turn = 0; turn < 5; turn += 1) {
    expect(await lonely.graphql('{ viewer { role } }')).toHaveProperty('data');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const said = () => lonely.logs.filter(({ msg }) => /^Traces cannot be sent/.test(String(msg)));
  await until(async () => (said().length > 0 ? true : undefined), 'the line');
  expect(said()).toHaveLength(1);
  await lonely.stop();
}, 60_000);
