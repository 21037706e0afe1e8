/** A piece of work in a trace. */
export interface Span {
  set(name: string, value: string | number): void;
  rename(name: string): void;
  /** Its place, as in a `traceparent`. */
  place(): string;
  /** @param error why it failed, in a word such as a code; left out: it did not. */
  end(error?: string): void;
}

/** By whom it was asked for: `server`, somebody else; `client`, us, of somebody else. */
export type SpanKind = 'server' | 'client' | 'internal';

/** Tells somebody else of what the desk does, piece by piece. It costs, so that most desks have none. */
export interface Tracing {
  /** @param parent a span, or a `traceparent` that a client sent; undefined: it begins a trace. */
  begin(
    name: string,
    kind: SpanKind,
    parent: Span | string | undefined,
    attributes?: Readonly<Record<string, string | number>>,
  ): Span;
  /** Sends what is there, for no longer than a second. */
  stop(): Promise<void>;
}
