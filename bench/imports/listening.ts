/** Preloaded into a function: says how long it took from the process's start until it accepts connections. */
import diagnostics from "node:diagnostics_channel";

diagnostics.subscribe("tracing:net.server.listen:asyncEnd", () => {
  process.stdout.write(`listening after ${performance.now()} ms\n`);
});
