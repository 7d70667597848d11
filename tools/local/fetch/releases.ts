import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const pinSchema = z.strictObject({
  url: z.url(),
  size: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const provenance = { version: z.string().regex(/^[\w.+-]+$/), source: z.string().min(1), read: z.iso.date() };
const releasesSchema = z.strictObject({
  /** `java`: the oldest major version that it runs on. */
  emulator: pinSchema.extend({ ...provenance, java: z.int() }),
  java: z.strictObject({
    ...provenance,
    /** `launcher`: where `java` is in the archive. */
    platforms: z.record(z.string(), pinSchema.extend({ launcher: z.string() })),
  }),
});

/** What may be fetched from where, byte for byte. */
export type Releases = z.infer<typeof releasesSchema>;
export type Pin = z.infer<typeof pinSchema>;
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where a fetch may lead, redirects included. GitHub sends whoever downloads a release on to `release-assets`; until 2025 it was `objects`.
 */
export const HOSTS: readonly string[] = [
  "storage.googleapis.com",
  "github.com",
  "release-assets.githubusercontent.com",
  "objects.githubusercontent.com",
];

/**
 * The pinned releases. For tests `BELFRY_FETCH_RELEASES` names a file with others: it is taken only if every address in it is on this
 * machine, so that nothing from elsewhere can be put in their place.
 *
 * @throws Error when that file leads anywhere else
 */
export function releasesOf(env: Environment): Releases {
  const other = env.BELFRY_FETCH_RELEASES;
  const file = other === undefined || other === "" ? join(import.meta.dirname, "releases.json") : other;
  const releases = releasesSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const pins = [releases.emulator, ...Object.values(releases.java.platforms)];
  if (other && !pins.every(({ url }) => isLoopback(new URL(url))))
    throw new Error("BELFRY_FETCH_RELEASES is for tests: every address in it must be on 127.0.0.1 or [::1].");
  return releases;
}

/** Literal addresses only: a name, `localhost` too, leads where somebody's resolver says. */
export const isLoopback = ({ hostname }: URL): boolean => hostname === "127.0.0.1" || hostname === "[::1]";

/** How this machine is called in the releases. Temurin's Linux builds are for glibc: musl is another platform. */
export function platformOf(platform: NodeJS.Platform = process.platform, arch: string = process.arch): string {
  if (platform !== "linux") return `${platform}-${arch}`;
  // Else it would look up the names of whoever this process is connected to.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined ? `linux-${arch}-musl` : `linux-${arch}`;
}
