import { createServer, type Server, type Socket } from "node:net";
import { completed, HEAD } from "./wire-http.ts";

export type Speak = string | Buffer | ((socket: Socket) => void);

/** A provider that answers with the bytes it is told to, whatever the protocol says of them; a second port is where it would lead to. */
export async function hostileWire(): Promise<{
  url: string;
  elsewhere: { url: string; connections: number };
  say: (next: Speak) => void;
  servers: Server[];
}> {
  let speak: Speak = "";
  const sockets = new Set<Socket>();
  const listen = async (onSocket: (socket: Socket) => void) => {
    const server = createServer((socket) => {
      sockets.add(socket.on("error", () => undefined));
      onSocket(socket);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    return { server, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1` };
  };
  const model = await listen((socket) =>
    socket.once("data", () => {
      if (typeof speak === "function") speak(socket);
      else socket.end(speak);
    }),
  );
  const other = await listen((socket) => {
    elsewhere.connections += 1;
    socket.end(HEAD + completed());
  });
  const elsewhere = { url: other.url, connections: 0 };
  return { url: model.url, elsewhere, say: (next) => (speak = next), servers: [model.server, other.server] };
}
