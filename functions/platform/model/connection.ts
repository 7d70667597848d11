import { sha256Hex } from "../../core/canonical.ts";
import type { StoredReceipt } from "../../core/outgoing.ts";

/**
 * The only place that opens a connection to a model. It lets exactly one request out: to the configured host, with a body
 * whose SHA-256 is the receipt's. Anything that a vendor's client would add, retry or redirect stops here.
 */
export function guardedFetch(receipt: StoredReceipt, origin: string, send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) throw new Error("egress: not the registered model host");
    if (input instanceof Request || typeof init?.body !== "string")
      throw new Error("egress: the body is not the prepared text");
    if (init.method?.toUpperCase() !== "POST") throw new Error("egress: not the prepared request");
    if (sha256Hex(init.body) !== receipt.request.sha256) throw new Error("egress: the body differs from its receipt");
    receipt.spend();
    return send(url, { ...init, redirect: "error" });
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
