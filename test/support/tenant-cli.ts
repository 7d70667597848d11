import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KEY_RING, PROJECT } from "../../tools/local/seed.ts";
import { ROOT } from "../../tools/root.ts";

/** Where the three services are, as `.local/stack.json` says it. */
export interface Services {
  readonly authUrl: string;
  readonly firestoreHost: string;
  readonly kmsEndpoint: string;
}

export interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

/** `npm run tenant -- … --local` against the given services, as a process of its own. */
export function tenantCli(services: Services) {
  const folder = mkdtempSync(join(tmpdir(), "belfry-tenant-"));
  const facts = { ...services, projectId: PROJECT, keyRing: KEY_RING, url: "", modelUrl: "", users: [] };
  writeFileSync(join(folder, "stack.json"), JSON.stringify(facts));
  const env = { ...process.env, BELFRY_LOCAL: folder, FIRESTORE_EMULATOR_HOST: undefined };
  /** `seen` gets all that was printed so far, and the process: once at its start, then at each output. */
  return async (args: readonly string[], seen?: (printed: string, child: ChildProcess) => void): Promise<Ended> => {
    const child = spawn(process.execPath, ["cli/tenant.ts", ...args, "--local"], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    seen?.(printed, child);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        printed += chunk;
        seen?.(printed, child);
      });
    await once(child, "close");
    return { code: child.exitCode, printed };
  };
}

export const linkIn = (printed: string): URL | undefined => {
  const [link] = /https?:\/\/\S+oobCode=\S+/.exec(printed) ?? [];
  return link === undefined ? undefined : new URL(link);
};
export const tenantIn = (printed: string): string => /^sign-in tenant\s+(\S+) /m.exec(printed)?.[1] ?? "";
