import { z } from "zod";
import { type FunctionSpec, type Manifest, manifest } from "../manifest.ts";

/** Only what a smoke test needs of `fetch`. */
export type Ask = (url: string) => Promise<{ readonly status: number; readonly text: () => Promise<string> }>;

const Contract = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** GET routes without parameters, of the contract that the deployment itself serves. */
async function routes(base: string, open: readonly FunctionSpec[], ask: Ask): Promise<readonly string[]> {
  for (const { path } of open) {
    const text = await ask(`${base}${path}`).then(
      (answer) => answer.text(),
      () => "",
    );
    const contract = Contract.safeParse(text.startsWith("{") ? JSON.parse(text) : undefined);
    if (!contract.success) continue;
    return Object.entries(contract.data.paths).flatMap(([route, methods]) =>
      "get" in methods && !route.includes("{") ? [route] : [],
    );
  }
  return [];
}

/**
 * Asks every function from outside, without signing in. A public function that knows identity says 401 at a route of its contract,
 * one that doesn't answers, and what isn't public isn't there.
 * @returns what is wrong, in words; empty is good.
 */
export async function smoke(base: string, functions: Manifest, ask: Ask): Promise<readonly string[]> {
  const open = Object.values(functions).filter(
    ({ invoker, uses }) => invoker === "public" && !uses.includes("identity"),
  );
  const contract = await routes(base, open, ask);
  const faults: string[] = [];
  for (const [name, { path, uses, invoker }] of Object.entries(functions)) {
    const guarded = invoker === "public" && uses.includes("identity");
    const route = guarded ? contract.find((candidate) => candidate === path || candidate.startsWith(`${path}/`)) : path;
    if (route === undefined) {
      faults.push(`${name}: the served contract has no route below ${path} to ask`);
      continue;
    }
    const wanted = invoker !== "public" ? 404 : guarded ? 401 : 200;
    const got = await ask(`${base}${route}`).then(
      ({ status }) => String(status),
      (cause: unknown) => `no answer (${cause instanceof Error ? cause.name : "unknown"})`,
    );
    if (got !== String(wanted)) faults.push(`${name}: ${route} answers ${got}, ${wanted} is wanted`);
  }
  return faults;
}

/** A new revision may need a moment: six tries, ten seconds apart. */
async function main(base: string): Promise<void> {
  const functions = manifest();
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
    console.error("usage: node tools/ops/smoke.ts https://HOST");
    process.exit(2);
  }
  await main(base.replace(/\/$/, ""));
}
