import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Register } from "../../tools/docs/register.ts";
import { readFacts } from "../../tools/ops/policy/policy.ts";
import { ROOT } from "../../tools/root.ts";

const { register } = readFacts(ROOT);

/** The register with one thing wrong. */
function altered(change: (register: Register) => void): boolean {
  const copy = structuredClone(register);
  change(copy);
  return Register.safeParse(copy).success;
}

const withFirst = (change: (processor: Register["subProcessors"][number]) => void) => (copy: Register) => {
  const first = copy.subProcessors[0];
  if (first !== undefined) change(first);
};

test("[KZ-07/listed] every sub-processor has a location, a purpose and classes of data, under a version", () => {
  expect(Register.safeParse(register).success).toBe(true);
  expect(register.version).toBe(register.changes[0]?.version);
  for (const processor of register.subProcessors) expect(processor.location.length).toBeGreaterThan(3);
});

test.each<[tags: string, what: string, change: (register: Register) => void]>([
  [
    "[KZ-07/versioned] ",
    "a processor is added without a change",
    (copy) => copy.subProcessors.push({ ...(copy.subProcessors[0] as Register["subProcessors"][number]), id: "new" }),
  ],
  ["[KZ-07/versioned] ", "a processor vanishes without a change", (copy) => copy.subProcessors.pop()],
  [
    "[KZ-07/versioned] ",
    "the version moves without a change",
    (copy) => Object.assign(copy, { version: "2027-01-01" }),
  ],
  [
    "[KZ-07/versioned] ",
    "a change was announced too late",
    ({ changes: [newest] }) => {
      const lateMs = Date.parse(newest?.date ?? "") - 29 * 86_400_000;
      Object.assign(newest ?? {}, { announced: new Date(lateMs).toISOString().slice(0, 10) });
    },
  ],
  ["", "data leaves the EEA without a basis", withFirst((processor) => Object.assign(processor, { outsideEea: true }))],
  ["", "a host is a URL", withFirst((processor) => Object.assign(processor, { hosts: ["https://example.com"] }))],
  [
    "",
    "an unknown class of data is named",
    withFirst((processor) => Object.assign(processor, { dataClasses: ["everything"] })),
  ],
])("%sthe register is refused when %s", (_tags, _what, change) => {
  expect(altered(() => undefined)).toBe(true);
  expect(altered(change)).toBe(false);
});

test("every alert has a playbook and every playbook an alert", () => {
  const alerts = readFileSync(join(ROOT, "terraform/monitoring-alerts.tf"), "utf8");
  const named = [...alerts.matchAll(/^ {4}([a-z-]+) += \{ metric/gm)].map((match) => match[1] ?? "");
  const burning = ["availability", "latency"].flatMap((objective) => [
    `${objective}-burn-fast`,
    `${objective}-burn-slow`,
  ]);
  const files = readdirSync(join(ROOT, "docs/playbooks"))
    .filter((file) => file !== "README.md")
    .map((file) => file.replace(/\.md$/, ""));
  expect(files.sort()).toEqual([...named, ...burning, "budget", "uptime"].sort());
  for (const file of files) {
    const text = readFileSync(join(ROOT, `docs/playbooks/${file}.md`), "utf8");
    for (const part of ["**It means**", "## Look", "## Mend", "## Afterwards"]) expect(text, file).toContain(part);
  }
});
