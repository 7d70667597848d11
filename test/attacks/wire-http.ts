/** What a hostile provider sends, to the byte, and how the answer ends. */
/** Named in whatever a hostile provider says of itself, so that a log which quotes it is seen. */
export const CANARY = "lieselot.canary@evil.example";
export const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
export const line = (event: unknown) => `data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`;
export const delta = (text: unknown, more: object = {}) =>
  line({ type: "response.output_text.delta", delta: text, ...more });
export const completed = (more: object = {}) =>
  line({ type: "response.completed", response: { usage: { input_tokens: 1, output_tokens: 1 }, ...more } });
export const called = (item: object) =>
  line({ type: "response.output_item.done", item: { type: "function_call", ...item } });
export const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

export type Case = [what: string, said: string, status: string | readonly string[], answer?: string];

const redirect = (status: number) =>
  `HTTP/1.1 ${status} Moved\r\nlocation: ELSEWHERE/responses\r\ncontent-length: 0\r\n\r\n`;
const typed = (type: string) =>
  `HTTP/1.1 200 OK\r\n${type}\r\nconnection: close\r\n\r\n${delta("Fine.")}${completed()}`;

/** HTTP that is none, or that leads elsewhere (ELSEWHERE is where). */
export const HTTP: readonly Case[] = [
  ...[300, 301, 302, 303, 304, 305, 307, 308].map((code): Case => [`${code}`, redirect(code), "aborted"]),
  ["101", "HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nhello", "aborted"],
  ["204", "HTTP/1.1 204 None\r\n\r\n", "aborted"],
  ["206", `HTTP/1.1 206 Partial\r\ncontent-type: text/event-stream\r\n\r\n${completed()}`, "aborted"],
  [
    "401 in words of its own",
    `HTTP/1.1 401 ${CANARY}\r\nretry-after: 99999999999\r\n\r\n{"error":"${CANARY}"}`,
    "aborted",
  ],
  [
    "429",
    `HTTP/1.1 429 No\r\nretry-after: ${CANARY}\r\ncontent-type: text/event-stream\r\n\r\n${completed()}`,
    "aborted",
  ],
  [
    "early hints",
    `${"HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n".repeat(500)}${HEAD}${delta("Fine.")}${completed()}`,
    ["completed", "aborted"],
  ],
  [
    "100 again and again",
    `${"HTTP/1.1 100 Continue\r\n\r\n".repeat(500)}${HEAD}${delta("Fine.")}${completed()}`,
    ["completed", "aborted"],
  ],
  ["no HTTP", `${CANARY}\n`, "aborted"],
  ["nothing", "", "aborted"],
  ["a header of 1 MB", `HTTP/1.1 200 OK\r\nx: ${"x".repeat(1 << 20)}\r\n\r\n`, "aborted"],
  ["50,000 headers", `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(50_000)}\r\n`, "aborted"],
  [
    "lengths of both kinds",
    `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ["aborted", "truncated"],
  ],
  [
    "a length that is short",
    `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9\r\n\r\n${delta("Fine.")}${completed()}`,
    ["aborted", "truncated"],
  ],
  [
    "a length that is long",
    `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 999999\r\n\r\n${delta("Fine.")}`,
    "truncated",
  ],
  [
    "no chunk size",
    `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n${CANARY}`,
    ["aborted", "truncated"],
  ],
  [
    "trailers",
    `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\ntrailer: x\r\n\r\n${completed().length.toString(16)}\r\n${completed()}\r\n0\r\nx: ${CANARY}\r\ncontent-type: text/html\r\n\r\n`,
    "completed",
  ],
  ["another type", typed("content-type: text/event-streams"), "aborted"],
  ["two types", typed("content-type: text/html\r\ncontent-type: text/event-stream"), "aborted"],
  ["no type", typed("x: y"), "aborted"],
  ["a list of types", typed("content-type: text/event-stream, text/html"), "aborted"],
  ["type in capitals", typed("content-type: TEXT/Event-Stream ; charset=utf-8"), "completed"],
  ["an encoding", typed("content-type: text/event-stream\r\ncontent-encoding: br"), "aborted"],
  [
    "two encodings",
    typed("content-type: text/event-stream\r\ncontent-encoding: identity\r\ncontent-encoding: gzip"),
    "aborted",
  ],
];
