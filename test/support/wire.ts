import { connect, createServer, type Server, type Socket } from "node:net";

export type WireState = "open" | "cut" | "mute";

/**
 * A TCP wire to a server that can be broken as networks and crashes break it. `cut`: connections die and none is accepted.
 * `mute`: requests still arrive, their answers are lost, and the connection dies: a lost acknowledgement.
 */
export async function startWire(target: {
  host: string;
  port: number;
}): Promise<{ port: number; set(state: WireState): void; close(): Promise<void> }> {
  let state: WireState = "open";
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    if (state === "cut") return void client.destroy();
    const upstream = connect(target.port, target.host);
    sockets.add(client).add(upstream);
    const end = () => {
      client.destroy();
      upstream.destroy();
      sockets.delete(client);
      sockets.delete(upstream);
    };
    client.on("error", end).on("close", end);
    upstream.on("error", end).on("close", end);
    client.on("data", (chunk) => void upstream.write(chunk));
    upstream.on("data", (chunk) => {
      if (state !== "mute") return void client.write(chunk);
      // The server has answered; nobody will ever know.
      setTimeout(end, 20);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    port,
    set(next) {
      state = next;
      if (next === "cut") dropAll();
    },
    close: () => {
      dropAll();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
