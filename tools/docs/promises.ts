/**
 * `npm run promises`: docs/promises.md from the last test run: promise → part → proof. A test that names an unknown promise or part, or
 * a promise without a part, stops it, and so does a run of some tests only. With `--check` nothing is written, and a failed test or
 * another page on disk fails it too.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";
import { PROMISES } from "./promise-list.ts";
import { COMMAND, promisesPage, summary } from "./promises-page.ts";
import { faults, judge, leftOut, type Report, testsOf } from "./proofs.ts";

const TARGET = join(ROOT, "docs/promises.md");

/** The application's tests and, where Terraform can run at all, those of the infrastructure. */
const [application, infrastructure] = [".local/test-results.json", ".local/test-results-infra.json"].map((file) =>
  read(join(ROOT, file)),
);
const tests = [application, infrastructure].flatMap((text) =>
  text === undefined ? [] : testsOf(JSON.parse(text) as Report, ROOT),
);
const files = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" })
  .map((name) => `test/${name.replaceAll("\\", "/")}`)
  .filter((name) => name.endsWith(".test.ts") && (infrastructure !== undefined || !name.startsWith("test/infra/")))
  .sort();
const wrong = [...leftOut(tests, files), ...faults(tests, PROMISES)];
const promises = judge(tests, PROMISES);
const page = promisesPage(promises);

const drift: string[] = [];
if (process.argv.includes("--check")) {
  if (tests.some(({ status }) => status === "failed")) drift.push("tests failed");
  if (infrastructure !== undefined && read(TARGET) !== page)
    drift.push(`docs/promises.md is not what this run shows: run \`${COMMAND}\` and commit it`);
} else if (wrong.length === 0) {
  writeFileSync(TARGET, page);
  console.log(`docs/promises.md: ${summary(promises)}`);
}
for (const failure of [...wrong, ...drift]) console.error(failure);
process.exitCode = wrong.length + drift.length === 0 ? 0 : 1;

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
