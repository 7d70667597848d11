/**
 * Shows what the redaction engine would replace, and why.
 *   npm run redact -- [file …]              text from files or standard input; colours on a terminal
 *   npm run redact -- --mode log            what a log line would hold
 *   npm run redact -- --json                one {"text": …} a line in, one {"spans": [{start, end, type}]} a line out
 * Offsets are UTF-16 code units, `end` exclusive.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs, styleText } from "node:util";
import { z } from "zod";
import {
  createEngine,
  type Engine,
  emptyPlaceholders,
  redact,
  redactForLog,
  type Span,
} from "../functions/redaction/index.ts";

const PATIENT_MS = 5000;
const USAGE = "npm run redact -- [--json] [--mode outgoing|log] [file …]";
const lineSchema = z.object({ text: z.string() });
const modeSchema = z.enum(["outgoing", "log"]);

/** Reads one JSON object a line; a line that can't be vouched for stops the run, as it would stop a message. */
async function answerLines(engine: Engine): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === "") continue;
    const { text } = lineSchema.parse(JSON.parse(line));
    const spans = engine.detect(text).map(({ start, end, type }) => ({ start, end, type }));
    if (!process.stdout.write(`${JSON.stringify({ spans })}\n`))
      await new Promise<void>((resolve) => process.stdout.once("drain", () => resolve()));
  }
}

function marked(text: string, spans: readonly Span[]): string {
  let out = "";
  let from = 0;
  for (const span of spans) {
    out +=
      text.slice(from, span.start) +
      styleText(["black", "bgYellow"], text.slice(span.start, span.end)) +
      styleText("yellow", `‹${span.type}›`);
    from = span.end;
  }
  return out + text.slice(from);
}

function explain(engine: Engine, text: string, mode: "outgoing" | "log"): void {
  if (mode === "log") {
    console.log(redactForLog(engine, text));
    return;
  }
  const spans = engine.detect(text);
  if (process.stdout.isTTY) console.log(`${marked(text, spans)}\n`);
  console.log(redact(engine, text, emptyPlaceholders).outgoing);
  if (spans.length === 0) return;
  console.log();
  for (const span of spans) {
    const place = `${span.start}–${span.end}`.padEnd(12);
    console.log(
      `${place} ${styleText("yellow", span.type.padEnd(15))} ${span.detector.padEnd(16)} ${span.confidence.toFixed(2)}  ${JSON.stringify(text.slice(span.start, span.end))}`,
    );
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean" }, mode: { type: "string", default: "outgoing" }, help: { type: "boolean" } },
  });
  const mode = modeSchema.parse(values.mode);
  // A person at a terminal can wait where a message can't; expressions stay bounded either way.
  const engine = createEngine({ budgetMsPer10KiB: PATIENT_MS });
  if (values.help === true) console.log(USAGE);
  else if (values.json === true) await answerLines(engine);
  else
    for (const path of positionals.length === 0 ? [0] : positionals) explain(engine, readFileSync(path, "utf8"), mode);
} catch (error) {
  // The text may be anything: name the failure, never quote the input.
  console.error(
    `redact: ${error instanceof z.ZodError ? `expected {"text": …} lines, or --mode outgoing|log. ${USAGE}` : error instanceof SyntaxError ? "a line is not JSON" : error instanceof Error ? error.message : "failed"}`,
  );
  process.exitCode = 1;
}
