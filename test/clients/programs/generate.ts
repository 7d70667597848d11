/** `node generate.ts DOCUMENT FOLDER`: a client of each generator, as its own documentation makes it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@hey-api/openapi-ts";
import openapiTS, { astToString } from "openapi-typescript";

const [, , input = "", folder = ""] = process.argv;

writeFileSync(join(folder, "openapi-typescript.ts"), astToString(await openapiTS(readFileSync(input, "utf8"))));
await createClient({
  input,
  output: { path: join(folder, "hey-api"), importFileExtension: ".ts" },
  logs: { level: "error" },
});
