import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

const EXPORT_NAME = "firestore";

/**
 * The emulator's data between runs. The emulator holds everything in memory, so what is kept is a whole export in
 * `<folder>/current`. A new export is finished beside it and swapped in by renames; whatever instant the process is
 * killed at, either the new or the last good export is found again.
 */
export interface KeptData {
  /** The export to seed from, or undefined when there is none yet. */
  seed(): Promise<string | undefined>;
  /** Asks the emulator at `host` for an export of `projectId` and swaps it in once it is complete. */
  save(host: string, projectId: string): Promise<void>;
  /** Forgets everything kept. */
  forget(): Promise<void>;
}

/** Opens the folder that keeps the emulator's exports. */
export function keptData(folder: string): KeptData {
  const at = (name: string) => resolve(folder, name);
  const [current, next, previous] = [at("current"), at("next"), at("previous")];
  return {
    async seed() {
      await rm(next, { recursive: true, force: true });
      // Killed between the two renames of a save: the last good export is still there under its other name.
      if (!existsSync(metadataOf(current)) && existsSync(metadataOf(previous))) {
        await rm(current, { recursive: true, force: true });
        await rename(previous, current);
      }
      return existsSync(metadataOf(current)) ? metadataOf(current) : undefined;
    },
    async save(host, projectId) {
      await rm(next, { recursive: true, force: true });
      await mkdir(next, { recursive: true });
      await requestExport(host, projectId, next);
      await rm(previous, { recursive: true, force: true });
      if (existsSync(current)) await rename(current, previous);
      await rename(next, current);
    },
    async forget() {
      for (const export_ of [current, next, previous]) await rm(export_, { recursive: true, force: true });
    },
  };
}

function metadataOf(folder: string): string {
  return join(folder, EXPORT_NAME, `${EXPORT_NAME}.overall_export_metadata`);
}

async function requestExport(host: string, projectId: string, folder: string): Promise<void> {
  const database = `projects/${projectId}/databases/(default)`;
  const response = await fetch(`http://${host}/emulator/v1/projects/${projectId}:export`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ database, export_directory: folder, export_name: EXPORT_NAME }),
  });
  if (!response.ok) throw new Error(`the Firestore emulator refused an export: ${await response.text()}`);
  if (!existsSync(metadataOf(folder))) throw new Error("the Firestore emulator's export is incomplete");
}
