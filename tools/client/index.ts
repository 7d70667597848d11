/**
 * `npm run client` writes client/contract.generated.ts from the contract; with `--check` it fails on drift. Of our own because
 * openapi-typescript 7 prints with the compiler's JavaScript API (its peer is `typescript ^5`), which TypeScript 7 no longer has.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { document } from "../../functions/openapi/openapi.ts";
import { ROOT } from "../root.ts";
import { contractText, type Document } from "./contract.ts";

const PATH = "client/contract.generated.ts";
const file = join(ROOT, PATH);
const text = contractText(document() as Document);

if (existsSync(file) && readFileSync(file, "utf8") === text) console.log(`${PATH} is current`);
else if (process.argv.includes("--check")) {
  console.log(`${PATH} is not what the contract says: run \`npm run client\` and commit what it writes`);
  process.exitCode = 1;
} else {
  writeFileSync(file, text);
  console.log(`written: ${PATH}`);
}
