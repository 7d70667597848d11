import { sha256Hex } from "../../core/canonical.ts";
import type { StoredReceipt } from "../../core/outgoing.ts";
import type { Outbound } from "./exchange.ts";

/** Sent with every request to any model, beside its credentials. Constants: nothing of this machine, its runtime or its user is in them. */
const COMMON = {
  accept: "text/event-stream",
  // What is not compressed can't be a bomb; an answer that is all the same is refused.
  "accept-encoding": "identity",
  "accept-language": "*",
  "content-type": "application/json",
  "user-agent": "belfry",
} as const;

/** HTTP's own, with no choice in them: in no receipt, because they say no more than the address and the length do. */
export const TRANSPORT_HEADERS = ["host", "connection", "content-length"] as const;

/** The headers of one request: the common ones and what the provider's protocol needs. */
export const requestHeaders = (own: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...COMMON,
  ...own,
});

/** Their names as the receipt shows them: all that leaves, but for {@link TRANSPORT_HEADERS}. */
export const headerNames = (own: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(requestHeaders(own)).sort();

/**
 * The only place that opens a connection to a model. It lets exactly one request out: to the configured host, with a body whose
 * SHA-256 is the receipt's and no header that the receipt doesn't name. Anything that would add, retry or redirect stops here.
 */
export function guarded<R>(
  receipt: StoredReceipt,
  origin: string,
  send: (url: URL, request: Outbound) => Promise<R>,
): (url: string, request: Outbound) => Promise<R> {
  return async (address, request) => {
    const url = new URL(address);
    const { method, body, headers } = request;
    if (url.origin !== origin) throw new Error("egress: not the registered model host");
    if (typeof body !== "string") throw new Error("egress: the body is not the prepared text");
    if (method !== "POST") throw new Error("egress: not the prepared request");
    if (sha256Hex(body) !== receipt.request.sha256) throw new Error("egress: the body differs from its receipt");
    for (const name of Object.keys(headers))
      if (!receipt.request.headers.includes(name.toLowerCase()))
        throw new Error("egress: a header that its receipt does not name");
    receipt.spend();
    return send(url, request);
  };
}

/** @throws Error for anything but HTTPS, unless it is the loopback address in local mode (CF-03). */
export function modelOrigin(baseUrl: string, mode: "local" | "production"): string {
  const url = new URL(baseUrl);
  const loopback = mode === "local" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(loopback && url.protocol === "http:"))
    throw new Error("a model is reached over HTTPS only");
  if (url.username !== "" || url.password !== "") throw new Error("a model's address holds no credentials");
  return url.origin;
}
