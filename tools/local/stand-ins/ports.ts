import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** The only address a stand-in ever listens on: nothing local may be reachable from the network. */
export const LOOPBACK = "127.0.0.1";

/**
 * Finds a free TCP port on the loopback address: `preferred` when nothing listens there, otherwise any free one.
 *
 * Another process may take the port between this call and its use, so whoever can bind port 0 itself should.
 */
export async function freePort(preferred = 0): Promise<number> {
  for (const port of preferred === 0 ? [0] : [preferred, 0]) {
    const probe = createServer();
    try {
      const found = await listen(probe, port);
      await close(probe);
      return found;
    } catch (error) {
      if (port === 0) throw error;
    }
  }
  throw new Error("no free port on the loopback address");
}

/** Whether nothing listens there; for 0 always. */
export async function isFree(port: number): Promise<boolean> {
  return port === 0 || (await freePort(port)) === port;
}

const TRIES_MAX = 20;

/** `from`, or the next port after it that is free; any free one when the next twenty are taken. */
export async function nextFreePort(from: number): Promise<number> {
  for (let port = from; port < from + TRIES_MAX; port += 1) if (await isFree(port)) return port;
  return freePort();
}

/** Binds a server to the loopback address and answers the port it got. `port` 0 or absent means any free one. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, LOOPBACK);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no TCP address");
  return address.port;
}

/** Stops listening and waits until the last connection is gone. HTTP servers drop their connections first. */
export async function close(server: Server & { closeAllConnections?: () => void }): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections?.();
  await closed;
}
