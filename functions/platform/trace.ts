import { SpanStatusCode, type Tracer, type TracerProvider } from "@opentelemetry/api";
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createEngine, type Engine, redactForLog } from "../redaction/index.ts";

/** What is exported of a finished span. */
export interface CleanSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly durationMs: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
  readonly status: { readonly code: number; readonly message?: string };
}

/**
 * The anonymising span processor (KB-03): whatever our code or a vendor's library wrote into a span, no personal data or secret of
 * it is exported. Names, keys, values, events and status pass the engine; numbers and booleans stay, anything else is dropped.
 */
export function anonymisingSpanProcessor(engine: Engine, next: (span: CleanSpan) => void): SpanProcessor {
  const text = (value: string) => redactForLog(engine, value);
  const value = (given: unknown): unknown => {
    if (typeof given === "string") return text(given);
    if (typeof given === "number" || typeof given === "boolean") return given;
    return Array.isArray(given) ? given.map(value).filter((one) => one !== undefined) : undefined;
  };
  const clean = (given: Readonly<Record<string, unknown>> = {}) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, one]) => (value(one) === undefined ? [] : [[text(name), value(one)]])),
    );
  return {
    onStart: () => undefined,
    onEnd(span: ReadableSpan) {
      const { traceId, spanId } = span.spanContext();
      const { code, message } = span.status;
      const [seconds, nanoseconds] = span.duration;
      next({
        name: text(span.name),
        traceId,
        spanId,
        durationMs: Math.round(seconds * 1e3 + nanoseconds / 1e6),
        attributes: clean(span.attributes),
        events: span.events.map((event) => ({ name: text(event.name), attributes: clean(event.attributes) })),
        status: { code, ...(message === undefined ? {} : { message: text(message) }) },
      });
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

export interface Tracing {
  readonly provider: TracerProvider;
  /** Runs `work` inside a span. */
  span<R>(name: string, work: () => Promise<R>): Promise<R>;
}

/** Spans of requests and of Firestore's client, one line each. Off unless `BELFRY_TRACE=log`: it loads the redaction engine. */
export function startTracing(write: (span: CleanSpan) => void): Tracing {
  const provider = new BasicTracerProvider({ spanProcessors: [anonymisingSpanProcessor(createEngine(), write)] });
  const tracer: Tracer = provider.getTracer("belfry");
  return {
    provider,
    async span(name, work) {
      const span = tracer.startSpan(name);
      try {
        return await work();
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        if (error instanceof Error) span.recordException(error);
        throw error;
      } finally {
        span.end();
      }
    },
  };
}
