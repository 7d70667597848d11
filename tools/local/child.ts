/**
 * Preloaded into each local function. The framework listens on every interface and would outlive a killed parent: locally it
 * must do neither.
 */
import { Server } from "node:net";

const listen = Server.prototype.listen;
Server.prototype.listen = function (this: Server, port: unknown, ...rest: unknown[]) {
  const bound: unknown[] = typeof port === "object" ? [port, ...rest] : [port, "127.0.0.1", ...rest];
  // Whoever started it learns the port here: one that is looked for beforehand may be somebody else's by now.
  this.once("listening", () => {
    const address = this.address();
    if (typeof address === "object" && address !== null) process.send?.({ port: address.port });
  });
  return Reflect.apply(listen, this, bound);
};

process.stdin.on("end", () => process.exit(0)).resume();
