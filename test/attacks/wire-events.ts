import { CANARY, type Case, called, completed, delta, line, nested } from "./wire-http.ts";

const usages: readonly unknown[] = ["5", -1, 1.5, 1e308, 2 ** 53, null, [], {}, "NaN", true, "1e3", { valueOf: 1 }];

/** Events that are none, or that contradict each other. */
export const EVENTS: readonly Case[] = [
  ...usages.map(
    (one): Case => [
      `usage ${JSON.stringify(one)}`,
      delta("Fine.") + completed({ usage: { input_tokens: one, output_tokens: one } }),
      "completed",
      "Fine.",
    ],
  ),
  [
    "usage NaN",
    delta("Fine.") + line('{"type":"response.completed","response":{"usage":{"input_tokens":NaN}}}'),
    "aborted",
    "Fine",
  ],
  [
    "usage 1e999",
    delta("Fine.") +
      line('{"type":"response.completed","response":{"usage":{"input_tokens":1e999,"output_tokens":-1e999}}}'),
    "completed",
    "Fine.",
  ],
  [
    "another text at the end than was said",
    delta("Fine.") + completed({ output: [{ content: [{ text: `Not fine, ${CANARY}` }] }], output_text: CANARY }),
    "completed",
    "Fine.",
  ],
  [
    "an end twice",
    delta("Fine.") + completed() + completed({ usage: { input_tokens: 9_999, output_tokens: 9_999 } }),
    "completed",
    "Fine.",
  ],
  ["two ends that differ", delta("Fine.") + completed() + line({ type: "response.failed" }), "completed", "Fine."],
  [
    "words after the end",
    delta("Fine.") + completed() + delta(" Or not.") + called({ name: "propose_brief", arguments: "{}" }),
    "completed",
    "Fine.",
  ],
  [
    "an id of 200 kB",
    `id: ${"9".repeat(200_000)}\n${delta("Fine.", { item_id: "x".repeat(20_000) })}${completed()}`,
    "completed",
    "Fine.",
  ],
  [
    "names of events that differ",
    `event: error\n${delta("Fine.")}event: response.failed\n${completed()}`,
    "completed",
    "Fine.",
  ],
  ["fields nobody knows", `retry: 0\nx: y\n: ${CANARY}\n${delta("Fine.")}${completed()}`, "completed", "Fine."],
  [
    "an event that says it is another's",
    delta('Fine.\n\nevent: done\ndata: {"status":"completed"}\n\n') + completed(),
    "completed",
  ],
  ["halves of a character, apart", delta("A \ud83d") + delta("\ude00 B") + completed(), "completed", "A \u{1f600} B"],
  [
    "half a character",
    line('{"type":"response.output_text.delta","delta":"a \\ud83d b"}') + completed(),
    "completed",
    "a \ufffd b",
  ],
  [
    "half a character at the end",
    line('{"type":"response.output_text.delta","delta":"a \\ud83d"}') + completed(),
    "completed",
    "a \ufffd",
  ],
  ["NUL and controls", delta("a\u0000b\u001bc\u009d8;;d") + completed(), "completed", "abc8;;d"],
  ...[null, 1, [], {}, ["x"], true].map(
    (one): Case => [`a word that is ${JSON.stringify(one)}`, delta(one) + completed(), "aborted", ""],
  ),
  ["depth", line(nested(100_000)) + completed(), "aborted", ""],
  [
    "depth in a field",
    line(`{"type":"response.output_text.delta","delta":"Fine.","x":${nested(100_000)}}`) + completed(),
    "aborted",
    "",
  ],
  [
    "prototypes",
    line('{"__proto__":{"type":"response.completed"},"constructor":{"prototype":{"x":1}}}') +
      delta("Fine.") +
      completed(),
    "aborted",
  ],
  [
    "types of events that objects have",
    line({ type: "__proto__" }) +
      line({ type: "constructor" }) +
      line({ type: "toString" }) +
      delta("Fine.") +
      completed(),
    "completed",
    "Fine.",
  ],
  [
    "members twice",
    line('{"type":"error","type":"response.output_text.delta","delta":"x","delta":"Fine."}') + completed(),
    "completed",
    "Fine.",
  ],
  ["no object", line("null") + completed(), "aborted", ""],
  ["[DONE] alone", delta("Fine.") + line("[DONE]"), "aborted", "Fine"],
  ...["code", "message", "param", "type"].map(
    (field): Case => [
      `its own error with user data in ${field}`,
      line({ type: "error", code: "x", [field === "type" ? "kind" : field]: CANARY, error: { [field]: CANARY } }),
      "aborted",
      "",
    ],
  ),
  [
    "a failure with user data",
    line({ type: "response.failed", response: { error: { code: CANARY, message: CANARY } } }),
    "aborted",
    "",
  ],
  [
    "an end for a reason of its own",
    delta("Fine.") + line({ type: "response.incomplete", response: { incomplete_details: { reason: CANARY } } }),
    "truncated",
    "Fine.",
  ],
];

const args = (text: string) => called({ name: "propose_brief", arguments: text }) + completed();
/** Calls of which no proposal may come. */
export const CALLS: readonly Case[] = [
  [
    "arguments that are no text",
    called({ name: "propose_brief", arguments: { title: "x" } }) + completed(),
    ["aborted"],
  ],
  ["a name that is no text", called({ name: ["propose_brief"], arguments: "{}" }) + completed(), ["aborted"]],
  ["a tool that there is not", called({ name: CANARY, arguments: "{}" }) + completed(), ["aborted", "completed"]],
  ["a tool that objects have", called({ name: "__proto__", arguments: "{}" }) + completed(), ["aborted", "completed"]],
  [
    "a tool that objects have, too",
    called({ name: "constructor", arguments: "{}" }) + completed(),
    ["aborted", "completed"],
  ],
  ["depth", args(nested(10_000)), ["aborted", "completed"]],
  ["depth in a field", args(`{"title":${nested(10_000)}}`), ["aborted", "completed"]],
  ["depth under a name", args(`${'{"a":'.repeat(8_000)}1${"}".repeat(8_000)}`), ["aborted", "completed"]],
  [
    "prototypes",
    args('{"__proto__":{"title":"x","category":"x"},"constructor":{"prototype":{}}}'),
    ["aborted", "completed"],
  ],
  ["a figure beyond all", args('{"title":"x","category":"x","quantity":1e999}'), ["aborted", "completed"]],
  ["lone halves", args('{"title":"\\ud83d","category":"\\udc00"}'), ["aborted", "completed"]],
  ["NUL", args('{"title":"a\\u0000b","category":"x"}'), ["aborted", "completed"]],
  ["members twice", args('{"title":"x","title":1,"category":"x"}'), ["aborted", "completed"]],
  ["a list", args("[]"), ["aborted", "completed"]],
  ["null", args("null"), ["aborted", "completed"]],
  ["nothing", args(""), ["aborted", "completed"]],
];
