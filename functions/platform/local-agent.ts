import { Agent } from "node:https";
import { connect } from "node:net";
import type { Duplex } from "node:stream";

const LOOPBACK_HOSTS = new Set(["127.0.0.1", "[::1]", "localhost"]);

/**
 * An agent that answers every HTTPS request from the local stand-in at `url`, over plain HTTP, whatever host the
 * request names. It exists for **local mode only**: given to `initializeApp({ httpAgent })` it lets the vendor's own
 * token verification run unchanged, with real signature checks, against certificates that the stand-in serves.
 *
 * Whoever serves the certificates decides which tokens are good, so anything but a loopback address is refused.
 *
 * @throws Error when `url` is not `http:` on a loopback host
 */
export function localAgent(url: string): Agent {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== "http:" || !LOOPBACK_HOSTS.has(hostname)) {
    throw new Error("a local agent speaks to a loopback address over plain HTTP, and to nothing else");
  }
  return new LocalAgent(hostname.replace(/^\[|\]$/g, ""), Number(port || 80));
}

class LocalAgent extends Agent {
  readonly #host: string;
  readonly #port: number;

  constructor(host: string, port: number) {
    super({ keepAlive: false });
    this.#host = host;
    this.#port = port;
  }

  override createConnection(): Duplex {
    return connect({ host: this.#host, port: this.#port });
  }
}
