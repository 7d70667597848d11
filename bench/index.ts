/** `npm run bench` runs the main ones; `npm run bench -- <name>` runs `./<name>.ts` with what follows. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MAIN = ["turn", "imports", "memory", "storage"];
const [only, ...rest] = process.argv.slice(2);
for (const name of only === undefined ? MAIN : [only]) {
  const file = new URL(`./${name}.ts`, import.meta.url);
  if (!/^[a-z][a-z-]*$/.test(name) || !existsSync(fileURLToPath(file))) {
    console.error("usage: npm run bench, or one by name: npm run bench -- redaction");
    process.exit(1);
  }
  const loaded: unknown = await import(file.href);
  if (typeof loaded === "object" && loaded !== null && "run" in loaded && typeof loaded.run === "function")
    await loaded.run(rest);
}
// A compared library or a vendor's client may leave a timer, a worker or a connection behind.
process.exit();
