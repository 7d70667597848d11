import type { IncomingMessage, ServerResponse } from "node:http";

/** Names of headers that a page of an allowed origin may read of an answer, beside those that every page may. */
const EXPOSED = [
  "content-disposition",
  "etag",
  "idempotent-replayed",
  "ratelimit",
  "ratelimit-policy",
  "retry-after",
  "www-authenticate",
  "x-request-id",
].join(", ");
const REQUEST_HEADERS = "accept-language, authorization, content-type, idempotency-key, if-match, last-event-id, range";
const METHODS = "GET, POST, PUT, PATCH, DELETE";
/** Chromium keeps a preflight for two hours at most; ten minutes let a withdrawn origin lose its way soon. */
const MAX_AGE_SECONDS = 600;

/**
 * Cross-origin requests (the Fetch standard, § 3.2) from pages of the deployment's own list. Every answer says so, errors and streams
 * included: without it a page could not read why it was refused. There are no cookies, so nothing is ever allowed "with credentials".
 * An origin that is not listed gets the same answer without the headers, which its browser withholds from it.
 */
export class Cors {
  readonly #origins: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins);
  }

  /** Sets the headers. @returns whether the request was a preflight, which is answered then. */
  answered(request: IncomingMessage, response: ServerResponse): boolean {
    const { origin } = request.headers;
    response.setHeader("vary", "origin");
    const isAllowed = origin !== undefined && this.#origins.has(origin);
    if (isAllowed) {
      response.setHeader("access-control-allow-origin", origin);
      response.setHeader("access-control-expose-headers", EXPOSED);
    }
    const isPreflight =
      request.method === "OPTIONS" &&
      origin !== undefined &&
      request.headers["access-control-request-method"] !== undefined;
    if (!isPreflight) return false;
    request.resume();
    response.writeHead(204, isAllowed ? PREFLIGHT : {}).end();
    return true;
  }
}

const PREFLIGHT = {
  "access-control-allow-methods": METHODS,
  "access-control-allow-headers": REQUEST_HEADERS,
  "access-control-max-age": String(MAX_AGE_SECONDS),
};
