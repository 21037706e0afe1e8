import type { Context, Span as OtelSpan } from '@opentelemetry/api';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { endWithin } from '../shared/bounds/within.ts';
import type { Outage } from '../shared/outage.ts';
import type { Span, Tracing } from '../shared/tracing.ts';

const NAME = 'escalation-desk';
const STOP_MS = 1_000;
const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
} as const;

/**
 * Sends traces by OTLP, as JSON over HTTP. What is sampled, how much is sent at a time, with which headers and
 * under which name, is read by OpenTelemetry itself from its variables.
 *
 * @param url where traces are taken.
 * @param outage is told of what cannot be sent, which is dropped.
 */
export function createTracing(url: string, outage: Outage): Tracing {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': NAME }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    spanProcessors: [new BatchSpanProcessor(told(new OTLPTraceExporter({ url }), outage))],
  });
  const tracer = provider.getTracer(NAME);
  const contexts = new WeakMap<Span, Context>();

  function contextOf(parent: Span | string | undefined): Context {
    if (typeof parent === 'object') return contexts.get(parent) ?? ROOT_CONTEXT;
    if (parent === undefined) return ROOT_CONTEXT;
    const [, traceId = '', spanId = '', flags = ''] = parent.split('-');
    const traceFlags = Number.parseInt(flags, 16);
    return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
  }

  return {
    begin(name, kind, parent, attributes = {}) {
      const context = contextOf(parent);
      const begun = tracer.startSpan(name, { kind: KINDS[kind], attributes }, context);
      const span = spanOf(begun);
      contexts.set(span, trace.setSpan(context, begun));
      return span;
    },
    stop: () => endWithin(STOP_MS, provider.shutdown()),
  };
}

function spanOf(span: OtelSpan): Span {
  return {
    set: (name, value) => void span.setAttribute(name, value),
    rename: (name) => void span.updateName(name),
    place() {
      const { traceId, spanId, traceFlags } = span.spanContext();
      return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
    },
    end(error) {
      if (error !== undefined) {
        span.setAttribute('error.type', error);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}

/** The exporter, whose failures are told of. OpenTelemetry would keep them to itself. */
function told(exporter: SpanExporter, outage: Outage): SpanExporter {
  return {
    export: (spans, taken) =>
      exporter.export(spans, (result) => {
        if (result.error === undefined) outage.worked();
        else outage.failed(result.error.message);
        taken(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
