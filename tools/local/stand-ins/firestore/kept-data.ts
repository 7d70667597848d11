import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { syncFolder } from "../replace-file.ts";
import { DATABASE } from "./database.ts";

const EXPORT_NAME = "firestore";
/** Lies in the export's own folder, so that one rename swaps both. */
const JOURNAL_NAME = "journal";

/**
 * The emulator's data between runs. The emulator holds everything in memory, so what is kept is a whole export in
 * `<folder>/current`. A new export is finished beside it and swapped in by renames; whatever instant the process is
 * killed at, either the new or the last good export is found again.
 */
export interface KeptData {
  /** The export to seed from, or undefined when there is none yet. */
  seed(): Promise<string | undefined>;
  /** The first journal that the export does not contain; 0 when none is known of. */
  journal(): Promise<number>;
  /** Asks the emulator at `host` for an export of `projectId` and swaps it in once it is complete and on the disk. */
  save(host: string, projectId: string, journal?: number): Promise<void>;
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
    async journal() {
      return existsSync(join(current, JOURNAL_NAME)) ? Number(await readFile(join(current, JOURNAL_NAME), "utf8")) : 0;
    },
    async save(host, projectId, journal = 0) {
      await rm(next, { recursive: true, force: true });
      await mkdir(next, { recursive: true });
      await requestExport(host, projectId, next);
      await writeFile(join(next, JOURNAL_NAME), String(journal));
      await syncAll(next);
      await rm(previous, { recursive: true, force: true });
      if (existsSync(current)) await rename(current, previous);
      await rename(next, current);
      syncFolder(folder);
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
  const database = `projects/${projectId}/databases/${DATABASE}`;
  const response = await fetch(`http://${host}/emulator/v1/projects/${projectId}:export`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ database, export_directory: folder, export_name: EXPORT_NAME }),
  });
  if (!response.ok) throw new Error(`the Firestore emulator refused an export: ${await response.text()}`);
  if (!existsSync(metadataOf(folder))) throw new Error("the Firestore emulator's export is incomplete");
}

/** The emulator leaves its files to the operating system, which may lose them in a power failure after a rename that it kept. */
async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const handle = await open(join(entry.parentPath, entry.name), "r");
    await handle.sync().finally(() => handle.close());
  }
  syncFolder(folder);
}
