import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type DownloadOptions, download } from "../../../tools/local/fetch/download.ts";
import { type Answer, pinOf, type ReleaseServer, serveReleases } from "./release-server.ts";

/** As downloads are, but with less patience. */
export const QUICK: DownloadOptions = { againMs: 10, stallMs: 2_000 };

/** For each test a folder and, once it fetches, a server. */
export function fetching() {
  let folder = "";
  let server: ReleaseServer | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "belfry-fetch-"));
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    rmSync(folder, { recursive: true, force: true });
  });
  const target = () => join(folder, "release.jar");
  return {
    folder: () => folder,
    target,
    names: () => readdirSync(folder),
    ranges: () => server?.asked.map(({ range }) => range),
    async fetchFrom(answer: Answer, options: DownloadOptions = {}, more: Readonly<Record<string, Answer>> = {}) {
      server = await serveReleases({ "/release.jar": answer, ...more });
      await download(pinOf(`${server.origin}/release.jar`), target(), { ...QUICK, ...options });
    },
  };
}
