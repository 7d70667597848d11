/**
 * `npm run promises`: docs/promises.md from the last test run: promise → proof → passed or failed. With `--check` it fails when the
 * committed file says something else, when a test failed, or when a test names a promise that does not exist.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../root.ts";
import { PROMISES } from "./promise-list.ts";

const TARGET = join(ROOT, "docs/promises.md");

interface Results {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly ancestorTitles: readonly string[];
      readonly status: string;
    }[];
  }[];
}

/** The application's tests and, where Terraform can run at all, those of the infrastructure. */
const RUNS = [".local/test-results.json", ".local/test-results-infra.json"].map((file) => read(join(ROOT, file)));
const tests = RUNS.flatMap((run) => (run === undefined ? [] : (JSON.parse(run) as Results).testResults)).flatMap(
  ({ name, assertionResults }) =>
    assertionResults.map(({ title, ancestorTitles, status }) => ({
      file: relative(ROOT, name).replaceAll("\\", "/"),
      group: ancestorTitles.join(" › "),
      title,
      status,
    })),
);
const ids = (title: string): string[] => [...title.matchAll(/\[((?:KZ|KB|CF|BF)-\d\d)\]/g)].map(([, id]) => id ?? "");
const unknown = tests.flatMap(({ title }) => ids(title)).filter((id) => !Object.hasOwn(PROMISES, id));

const sections = Object.entries(PROMISES).map(([id, promise]) => {
  const proofs = tests.filter(({ title, status }) => ids(title).includes(id) && status !== "skipped");
  const failed = proofs.filter(({ status }) => status !== "passed").length;
  const verdict =
    proofs.length === 0
      ? "**no proof yet**"
      : failed > 0
        ? `**${failed} of ${proofs.length} failed**`
        : `${proofs.length} passed`;
  const byPlace = Map.groupBy(proofs, ({ file, group }) => `\`${file}\`${group === "" ? "" : ` › ${group}`}`);
  const lines = [...byPlace]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([place, some]) =>
        `- ${place}: ${plain(some[0]?.title ?? "")}${some.length > 1 ? ` (and ${some.length - 1} more)` : ""}`,
    );
  return `### ${id}: ${verdict}\n\n${promise}\n${lines.length === 0 ? "" : `\n${lines.slice(0, 12).join("\n")}\n${lines.length > 12 ? `- and ${lines.length - 12} more places\n` : ""}`}`;
});

function plain(title: string): string {
  return title.replace(/\[(?:KZ|KB|CF|BF)-\d\d\] ?/g, "").replaceAll("|", "\\|");
}

const proven = Object.keys(PROMISES).filter((id) =>
  tests.some(({ title, status }) => ids(title).includes(id) && status === "passed"),
).length;
const text = `# Promises and their proofs

Generated from the test run by \`npm test && npm run test:terraform && npm run promises\`; do not edit. ${proven} of ${Object.keys(PROMISES).length} promises have a test that can fail; the others are not
kept until they have one. A proof here may cover a part of its promise: the sentence says what the test shows.

${sections.join("\n")}`;

if (process.argv.includes("--check")) {
  const failures = [
    ...(unknown.length > 0 ? [`tests name promises that do not exist: ${[...new Set(unknown)].join(", ")}`] : []),
    ...(tests.some(({ status }) => status === "failed") ? ["tests failed"] : []),
    ...(RUNS.includes(undefined) || read(TARGET) === text
      ? []
      : [
          "docs/promises.md is not what this run shows: run `npm test && npm run test:terraform && npm run promises` and commit it",
        ]),
  ];
  for (const failure of failures) console.error(failure);
  process.exit(failures.length === 0 ? 0 : 1);
}
writeFileSync(TARGET, text);
console.log(`docs/promises.md: ${proven} of ${Object.keys(PROMISES).length} promises proven`);

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
