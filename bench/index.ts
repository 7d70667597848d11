/** `npm run bench -- <name>` runs `./<name>.ts`. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [name = "", ...rest] = process.argv.slice(2);
const file = new URL(`./${name}.ts`, import.meta.url);
if (!/^[a-z][a-z-]*$/.test(name) || !existsSync(fileURLToPath(file))) {
  console.error("usage: npm run bench -- <name>, for example: npm run bench -- redaction");
  process.exitCode = 1;
} else {
  const loaded: unknown = await import(file.href);
  if (typeof loaded === "object" && loaded !== null && "run" in loaded && typeof loaded.run === "function")
    await loaded.run(rest);
  // A compared library may leave a timer or a worker behind.
  process.exit();
}
