import { type ManifestFunction, readFacts } from "./policy/policy.ts";
import { ROOT } from "./terraform-workspace.ts";

/** Only what a smoke test needs of `fetch`. */
export type Ask = (url: string) => Promise<{ readonly status: number }>;

/**
 * Asks every function from outside, without signing in. A public function that knows identity says 401, one that doesn't
 * answers, and what isn't public isn't there.
 * @returns what is wrong, in words; empty is good.
 */
export async function smoke(
  base: string,
  functions: Readonly<Record<string, ManifestFunction>>,
  ask: Ask,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [name, { path, uses, invoker }] of Object.entries(functions)) {
    const wanted = invoker === "public" ? (uses.includes("identity") ? [401, 405] : [200]) : [404];
    const got = await ask(`${base}${path}`).then(
      ({ status }) => String(status),
      (cause: unknown) => `no answer (${cause instanceof Error ? cause.name : "unknown"})`,
    );
    if (!wanted.map(String).includes(got))
      faults.push(`${name}: ${path} answers ${got}, ${wanted.join(" or ")} is wanted`);
  }
  return faults;
}

/** A new revision may need a moment: six tries, ten seconds apart. */
async function main(base: string): Promise<void> {
  const { functions } = readFacts(ROOT);
  const ask: Ask = (url) => fetch(url, { redirect: "error", signal: AbortSignal.timeout(10_000) });
  let faults: readonly string[] = [];
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    faults = await smoke(base, functions, ask);
    if (faults.length === 0) break;
    if (attempt < 6) await new Promise((resolve) => setTimeout(resolve, 10_000));
  }
  for (const fault of faults) console.error(fault);
  console.log(
    faults.length === 0
      ? "every function answers as it should"
      : `${faults.length} of ${Object.keys(functions).length} functions do not`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  const base = process.argv[2];
  if (base?.startsWith("https://") !== true) {
    console.error("usage: node tools/smoke.ts https://HOST");
    process.exit(2);
  }
  await main(base.replace(/\/$/, ""));
}
