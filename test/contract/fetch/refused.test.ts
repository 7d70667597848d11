import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { download } from "../../../tools/local/fetch/download.ts";
import { fetching, QUICK } from "./fetching.ts";
import {
  type Answer,
  cutAfter,
  FALSE_BYTES,
  pinOf,
  redirect,
  serveReleases,
  TRUE_BYTES,
  whole,
} from "./release-server.ts";

const { folder, target, fetchFrom, ranges, names } = fetching();

describe("what does not come", () => {
  const endless: Answer = async (_, response) => {
    response.writeHead(200);
    for (let sent = 0; sent < 100 && !response.destroyed; sent += 1) {
      response.write(TRUE_BYTES);
      await sleep(1);
    }
    response.end();
  };
  const page: Answer = (_, response) => {
    response.write("<html>");
    setTimeout(() => response.end(), 20);
  };
  it.each<{ what: string; answer: Answer; says: RegExp; left?: string }>([
    { what: "other bytes", answer: whole(FALSE_BYTES), says: /sent other bytes .* removed .* nothing of them was run/ },
    { what: "more bytes", answer: endless, says: /sends more than the pinned 500000 bytes\. They were removed/ },
    { what: "another size", answer: whole(TRUE_BYTES.subarray(9)), says: /offers another size than the pinned 500000/ },
    { what: "a page", answer: page, says: /ended after \d+ of 500000 bytes/, left: "release.jar.part" },
    { what: "a cut each time", answer: cutAfter(0), says: /^No connection to 127\.0\.0\.1:\d+ \(.*NODE_USE_ENV_PROXY/ },
    { what: "404", answer: (_, response) => response.writeHead(404).end(), says: /answers 404 .* not there any more/ },
    { what: "500", answer: (_, response) => response.writeHead(500).end(), says: /answers 500 .*; try later/ },
    { what: "nothing at all", answer: () => undefined, says: /sends nothing any more/ },
    { what: "a circle", answer: redirect("/release.jar"), says: /redirects in circles/ },
    { what: "no address", answer: redirect("http://["), says: /redirects to what is no address/ },
  ])("says so and leaves nothing to run: $what", async ({ answer, says, left }) => {
    await expect(fetchFrom(answer, { stallMs: 200 })).rejects.toThrow(says);
    expect(names()).toEqual(left === undefined ? [] : [left]);
  });

  it("leads nowhere else: a redirect to another server is not followed", async () => {
    const other = await serveReleases({ "/release.jar": whole() });
    try {
      await expect(fetchFrom(redirect(`${other.origin}/release.jar`))).rejects.toThrow(
        /sends on to http:\/\/127\.0\.0\.1:\d+, which is not a host that Belfry fetches from/,
      );
      expect(other.asked).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it("follows a redirect on the same server", async () => {
    await fetchFrom(redirect("/elsewhere"), {}, { "/elsewhere": whole() });
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
  });

  it("says that there is no connection when nobody listens", async () => {
    const gone = await serveReleases({});
    const { origin } = gone;
    await gone.close();
    await expect(download(pinOf(`${origin}/release.jar`), target(), QUICK)).rejects.toThrow(
      /No connection to .*ECONNREFUSED/,
    );
  });

  it.runIf(existsSync("/dev/full"))("says that the disk is full, and frees what it took", async () => {
    symlinkSync("/dev/full", `${target()}.part`);
    await expect(fetchFrom(whole())).rejects.toThrow(/^The disk is full: 1 MB are needed for .*release\.jar\.$/);
    expect(names()).toEqual([]);
    expect(ranges()?.length).toBe(1);
  });

  it("refuses a certificate that nobody vouches for", async () => {
    const [key, cert] = [join(folder(), "key.pem"), join(folder(), "cert.pem")];
    const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1", "-nodes"];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-keyout", key, "-out", cert, ...subject], {
      stdio: "ignore",
    });
    let asked = 0;
    const secure = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      asked += 1;
      response.end(TRUE_BYTES);
    }).listen(0, "127.0.0.1");
    await once(secure, "listening");
    const address = secure.address();
    const url = `https://127.0.0.1:${typeof address === "object" ? address?.port : 0}/release.jar`;
    await expect(download(pinOf(url), target(), QUICK)).rejects.toThrow(
      /certificate that is not trusted here \(.*SELF_SIGNED/,
    );
    expect(asked).toBe(0);
    secure.close();
  });
});

describe("where a fetch may lead", () => {
  afterEach(() => void vi.unstubAllGlobals());
  const release = "https://github.com/adoptium/temurin21-binaries/releases/download/one.tar.gz";
  const assets = "https://release-assets.githubusercontent.com/one";

  /** The network that is not there: who is asked for what, and sent on where. */
  function network(location: string): string[] {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (url: URL) => {
      asked.push(url.href);
      return url.href === release
        ? new Response(null, { status: 302, headers: { location } })
        : new Response(TRUE_BYTES);
    });
    return asked;
  }

  it("follows GitHub to where it keeps releases", async () => {
    const asked = network(assets);
    await download(pinOf(release), target(), QUICK);
    expect(asked).toEqual([release, assets]);
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
  });

  it.each([
    "http://release-assets.githubusercontent.com/one",
    "http://github.com/one",
    "https://github.com.evil.example/one",
    "https://release-assets.githubusercontent.com:8443/one",
    "https://evil.example/release-assets.githubusercontent.com",
    "https://raw.githubusercontent.com/one",
    "http://127.0.0.1:1/one",
    "ftp://github.com/one",
    "file:///etc/passwd",
    "data:text/plain,one",
  ])("asks nobody at %s, although the true bytes would come", async (location) => {
    const asked = network(location);
    await expect(download(pinOf(release), target(), QUICK)).rejects.toThrow(/not a host that Belfry fetches from/);
    expect(asked).toEqual([release]);
    expect(names()).toEqual([]);
  });

  it("asks nobody whom a pin names outside of the list, nor anybody without HTTPS", async () => {
    const asked = network(assets);
    for (const url of ["http://github.com/one", "https://evil.example/one"])
      await expect(download(pinOf(url), target(), QUICK)).rejects.toThrow(/not a host that Belfry fetches from/);
    expect(asked).toEqual([]);
  });
});
