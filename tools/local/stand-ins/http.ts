import type { IncomingMessage, ServerResponse } from "node:http";

/** Collects a request's body, byte for byte. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Answers with JSON. `headers` may replace the content type. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { "content-type": "application/json", "content-length": body.length, ...headers });
  response.end(body);
}

/** The request's target without the scheme and host that a client may write before it (RFC 9112 § 3.2.2). */
export function targetOf(request: IncomingMessage): string {
  const target = request.url ?? "/";
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "");
  return path === target || path.startsWith("/") ? path : `/${path}`;
}

/** The request's path without its query, and never undefined. */
export function pathOf(request: IncomingMessage): string {
  return targetOf(request).split("?", 1)[0] ?? "/";
}
