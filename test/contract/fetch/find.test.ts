import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cachedJava, cacheFolder } from "../../../tools/local/fetch/cache.ts";
import { locate, look } from "../../../tools/local/fetch/missing.ts";
import { HOSTS, platformOf, type Releases, releasesOf } from "../../../tools/local/fetch/releases.ts";
import { findJar, findJava, javaFor, majorIn } from "../../../tools/local/stand-ins/firestore/locate.ts";
import { emptyMachine, fakeJava, type Machine, pinHere } from "./machine.ts";

const SDK_JAR = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";
const JAR = Buffer.from("the emulator");
let machine: Machine;
let releases: Releases;
beforeEach(() => {
  machine = emptyMachine();
  releases = pinHere(machine, "http://127.0.0.1:1", JAR, Buffer.from("java"));
});
afterEach(() => machine.remove());

describe("the emulator is found", () => {
  it("in this order: the SDK that is named, Firebase's cache, what was fetched", () => {
    const { env, home, cache } = machine;
    const places = [
      machine.put(`no-sdk/${SDK_JAR}`, "sdk"),
      machine.put(".cache/firebase/emulators/cloud-firestore-emulator-v1.20.2.jar", "firebase"),
      machine.put(".cache/firebase/emulators/cloud-firestore-emulator-v1.9.10.jar", "firebase, older"),
      machine.put(join(cache.slice(home.length), "cloud-firestore-emulator-v9.9.jar"), JAR),
    ];
    chmodSync(cache, 0o700);
    machine.put(".cache/firebase/emulators/cloud-firestore-emulator-v1.99.0.jar.part", "not whole");
    for (const place of places) {
      expect(findJar(env, releases)).toBe(place);
      rmSync(place);
    }
    expect(findJar(env, releases)).toBeUndefined();
  });

  it("in the SDK behind a `gcloud` on the PATH, through its link", () => {
    const { env, home } = machine;
    const jar = machine.put(`sdk/${SDK_JAR}`, "sdk");
    const gcloud = machine.put("sdk/bin/gcloud", "");
    chmodSync(gcloud, 0o755);
    mkdirSync(join(home, "bin"));
    symlinkSync(gcloud, join(home, "bin/gcloud"));
    expect(findJar({ ...env, CLOUDSDK_ROOT_DIR: undefined }, releases)).toBe(jar);
  });

  it("where FIREBASE_EMULATORS_PATH says, as firebase-tools does", () => {
    const jar = machine.put("elsewhere/cloud-firestore-emulator-v1.20.2.jar", "firebase");
    expect(findJar({ ...machine.env, FIREBASE_EMULATORS_PATH: join(machine.home, "elsewhere") }, releases)).toBe(jar);
  });

  it.each([
    { what: "is not whole", bytes: JAR.subarray(1), mode: 0o700 },
    { what: "lies where others may write", bytes: JAR, mode: 0o777 },
  ])("not in our cache when it $what", ({ bytes, mode }) => {
    machine.put(join(machine.cache.slice(machine.home.length), "cloud-firestore-emulator-v9.9.jar"), bytes);
    chmodSync(machine.cache, mode);
    expect(findJar(machine.env, releases)).toBeUndefined();
  });
});

describe("Java is found", () => {
  it("in this order: JAVA_HOME, the PATH, what was fetched; and only if it runs and is new enough", () => {
    const { env, home, cache } = machine;
    const fetched = cachedJava(cache, releases, platformOf())?.launcher ?? "";
    const withHome = { ...env, JAVA_HOME: join(home, "java"), PATH: `${join(home, "first")}:${env.PATH}` };
    expect(findJava(withHome, 17, releases)).toBeUndefined();
    fakeJava(fetched, "21.0.12.1");
    chmodSync(cache, 0o700);
    expect(findJava(withHome, 17, releases)).toBe(fetched);
    const onPath = fakeJava(join(home, "bin/java"), "17.0.15");
    expect(findJava(withHome, 17, releases)).toBe(onPath);
    // As on a macOS without Java.
    chmodSync(machine.put("first/java", "#!/bin/sh\necho 'Unable to locate a Java Runtime' >&2\nexit 1\n"), 0o755);
    expect(findJava(withHome, 17, releases)).toBe(onPath);
    const named = fakeJava(join(home, "java/bin/java"), "21.0.1");
    expect(findJava(withHome, 17, releases)).toBe(named);
    fakeJava(named, "1.8.0_392");
    expect(findJava(withHome, 17, releases)).toBe(onPath);
    expect(findJava(withHome, 21, releases)).toBe(fetched);
    chmodSync(cache, 0o777);
    expect(findJava(withHome, 21, releases)).toBeUndefined();
  });

  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "22" 2024-03-19', 22],
    ["The operation couldn’t be completed.", undefined],
  ])("by what it says: %s", (said, major) => expect(majorIn(said)).toBe(major));

  it.each([
    [undefined, 21],
    ["/sdk/cloud-firestore-emulator.jar", 17],
    ["/firebase/cloud-firestore-emulator-v1.19.8.jar", 17],
    ["/firebase/cloud-firestore-emulator-v1.22.0.jar", 21],
    ["/firebase/cloud-firestore-emulator-v1.100.0.jar", 21],
  ])("new enough for %s", (jar, major) => expect(javaFor(jar, releasesOf({}))).toBe(major));
});

describe("what is not found", () => {
  it("is named with its size, its host and the command that fetches it", () => {
    expect(() => locate({ ...machine.env, BELFRY_FETCH_RELEASES: undefined })).toThrow(
      /^Belfry needs the Firestore emulator 1\.22\.0 \(137 MB from storage\.googleapis\.com\) and Eclipse Temurin's Java .* \(\d+ MB from github\.com\), not found on this machine\. Fetch with: npm run fetch$/,
    );
  });

  it.each([
    ["linux-x64-musl", "apk add openjdk21-jre-headless"],
    ["linux-riscv64", "apt-get install openjdk-21-jre-headless"],
    ["win32-x64", "wsl --install"],
  ])("is named with a command to install it by hand where there is no release: %s", (platform, command) => {
    const env = { ...machine.env, BELFRY_FETCH_RELEASES: undefined };
    expect(() => look(env, platform)).toThrow(command);
  });
});

describe("the pinned releases", () => {
  it("are over HTTPS on hosts that may be asked, each with a Java that is new enough", () => {
    const { emulator, java } = releasesOf({});
    for (const { url } of [emulator, ...Object.values(java.platforms)]) {
      expect(new URL(url).protocol).toBe("https:");
      expect(HOSTS).toContain(new URL(url).host);
    }
    expect(majorIn(`version "${java.version}"`)).toBeGreaterThanOrEqual(emulator.java);
    expect(Object.keys(java.platforms)).toEqual(["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]);
  });

  it("can be replaced by a test's, on this machine alone", () => {
    expect(releasesOf(machine.env)).toEqual(releases);
    for (const origin of [
      "https://evil.example",
      "http://localhost:1",
      "http://127.0.0.1.evil.example",
      "http://10.0.0.1",
    ]) {
      pinHere(machine, origin, JAR, JAR);
      expect(() => releasesOf(machine.env)).toThrow("every address in it must be on 127.0.0.1 or [::1]");
    }
  });

  it("are kept where the system keeps what can be fetched again", () => {
    const env = { HOME: "/home/one", XDG_CACHE_HOME: "/var/cache/one", LOCALAPPDATA: "/local" };
    expect(cacheFolder(env, "linux")).toBe("/var/cache/one/belfry");
    expect(cacheFolder({ ...env, XDG_CACHE_HOME: "relative" }, "linux")).toBe("/home/one/.cache/belfry");
    expect(cacheFolder({ HOME: "/home/one" }, "darwin")).toBe("/home/one/Library/Caches/belfry");
    expect(cacheFolder({ HOME: "/home/one", LOCALAPPDATA: "/local" }, "win32")).toBe("/local/belfry");
  });
});
