import { connect, createServer, type Socket } from "node:net";
import { close, LOOPBACK, listen } from "./ports.ts";

/** A TCP link to something local that can be cut, for tests of what happens when a service is gone in mid-request. */
export interface FaultLink {
  /** `127.0.0.1:<port>`: clients connect here instead of to the service. */
  readonly host: string;
  readonly port: number;
  /** Drops every connection at once and refuses new ones, as a dead service does. */
  cut(): void;
  /** Requests still arrive, their answers are lost and the connection dies: a lost acknowledgement. */
  mute(): void;
  /** Lets connections through again, to another place when one is given (a service that came back on another port). */
  restore(target?: { port: number }): void;
  close(): Promise<void>;
}

/**
 * Starts a link to the local port of `target`. With it an emulator that keeps its data in memory can "crash" as a durable database does:
 * cut the link first, stop the emulator with its export, start it again, restore. What was acknowledged is then there,
 * and what was cut off may be or not.
 */
export async function startFaultLink(target: { port: number }): Promise<FaultLink> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let isMute = false;
  let to = target;
  const server = createServer((client) => {
    if (isCut) return void client.resetAndDestroy();
    const service = connect({ host: LOOPBACK, port: to.port, noDelay: true });
    client.setNoDelay(true);
    for (const [one, other] of [
      [client, service],
      [service, client],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.pipe(service);
    service.on("data", (chunk) => {
      if (isMute) client.resetAndDestroy();
      else client.write(chunk);
    });
  });
  const port = await listen(server);
  const drop = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    host: `${LOOPBACK}:${port}`,
    port,
    cut() {
      isCut = true;
      drop();
    },
    mute() {
      isMute = true;
    },
    restore(next = to) {
      isMute = false;
      to = next;
      isCut = false;
    },
    async close() {
      drop();
      await close(server);
    },
  };
}
