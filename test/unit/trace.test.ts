import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { describe, expect, it } from "vitest";
import { anonymisingSpanProcessor, type CleanSpan, startTracing } from "../../functions/platform/trace.ts";
import { createEngine } from "../../functions/redaction/index.ts";

describe("exported spans", () => {
  it("[KB-03/spans] hold no personal data in name, attributes, events or status, and keep what is harmless", () => {
    const seen: CleanSpan[] = [];
    const provider = new BasicTracerProvider({
      spanProcessors: [anonymisingSpanProcessor(createEngine(), (span) => seen.push(span))],
    });
    const span = provider.getTracer("test").startSpan("GET jan.peeters@example.com");
    span.setAttributes({
      "db.statement": "where iban = BE68 5390 0754 7034",
      "mail@example.com": 1,
      attempts: 2,
      ok: true,
      list: ["+32 470 12 34 56", "fine"],
    });
    span.addEvent("failed for jan.peeters@example.com", { card: "4111 1111 1111 1111" });
    span.setStatus({ code: 2, message: "no such user jan.peeters@example.com" });
    span.end();
    expect(JSON.stringify(seen)).not.toMatch(/jan\.peeters|BE68|470 12|4111|mail@/);
    expect(seen[0]).toMatchObject({
      attributes: { attempts: 2, ok: true, list: [expect.any(String), "fine"] },
      status: { code: 2 },
    });
  });
  it("[KB-03/fails-closed] become [REDACTED] whole where the engine can't vouch for them", () => {
    const seen: CleanSpan[] = [];
    const failing = {
      detect: () => {
        throw new Error("broken");
      },
    };
    const provider = new BasicTracerProvider({
      spanProcessors: [anonymisingSpanProcessor(failing, (span) => seen.push(span))],
    });
    const span = provider.getTracer("test").startSpan("something");
    span.setAttribute("who", "Jan Peeters");
    span.end();
    expect(seen[0]).toMatchObject({ name: "[REDACTED]", attributes: { "[REDACTED]": "[REDACTED]" } });
  });
  it("[KB-03/spans] keep an exception's text out as well", async () => {
    const seen: CleanSpan[] = [];
    const tracing = startTracing((span) => seen.push(span));
    await expect(
      tracing.span("work", async () => {
        throw new Error("bad value jan.peeters@example.com");
      }),
    ).rejects.toThrow();
    expect(JSON.stringify(seen)).not.toContain("jan.peeters");
    expect(seen[0]?.events[0]?.name).toBe("exception");
  });
});
