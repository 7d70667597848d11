import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { briefs } from "../../bench/briefs.ts";
import { allRoutes } from "../../functions/openapi/openapi.ts";
import { ENTITY_TYPES } from "../../functions/redaction/index.ts";
import { type RunningFunction, runFunction } from "../../tools/local/functions.ts";
import { manifest } from "../../tools/manifest.ts";
import { makeThings, rowOf } from "../support/matrix.ts";
import {
  clearFaults,
  enableAssistant,
  fault,
  forget,
  newConversation,
  newTenant,
  recorded,
  stack,
  type Tenant,
} from "../support/stack.ts";

/** One value of each kind that a brief's author might type; none of them is real. */
const CANARIES: Readonly<Record<string, string>> = {
  PERSON: "Lieselot Vandenbroucke",
  EMAIL: "lieselot.v@drukkerij-canary.example",
  PHONE: "+32 478 65 43 21",
  IBAN: "BE71 0961 2345 6769",
  CARD: "5555 5555 5555 4444",
  "national number": "85.07.30-033.28",
  VAT: "BE 0403.170.701",
  JWT: `eyJhbGciOiJIUzI1NiJ9.${"eyJzdWIiOiJjYW5hcnkifQ"}.${"c2lnbmF0dXJlLWNhbmFyeS0xMjM0NTY3ODkw"}`,
  SECRET: `ghp_${"k3J9".repeat(9)}`,
  password: "Zonnebloem!88",
  IP: "81.164.23.77",
  table: "rij-kanarie-5521",
};
const typed = `Ik ben ${CANARIES.PERSON}, mail ${CANARIES.EMAIL} of bel ${CANARIES.PHONE}. Rekening ${CANARIES.IBAN}, kaart ${CANARIES.CARD}, rijksregisternummer ${CANARIES["national number"]},
btw-nummer ${CANARIES.VAT}. Token ${CANARIES.JWT}, sleutel ${CANARIES.SECRET}, wachtwoord: ${CANARIES.password}, vanaf IP ${CANARIES.IP}.`;
const table = `artikel;aantal;opmerking\nA1;5;${CANARIES.table}\nA2;6;${CANARIES.table}`;
const found = (text: string, except: readonly string[] = []) =>
  Object.entries(CANARIES).flatMap(([type, value]) => (!except.includes(type) && text.includes(value) ? [type] : []));

describe("canaries through each route", () => {
  const lines: string[] = [];
  const running = new Map<string, RunningFunction>();
  let tenant: Tenant;
  const send = (token: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${running.get(path.split("/")[2]?.split("?")[0] ?? "")?.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  beforeAll(async () => {
    tenant = await newTenant();
    for (const name of ["briefs", "consent", "assistant", "workspace", "audit"]) {
      const spec = manifest()[name];
      if (spec !== undefined)
        running.set(
          name,
          await runFunction(name, spec, {
            env: { ...stack.env, BELFRY_TRACE: "log" },
            onLine: (_, line) => lines.push(line),
          }),
        );
    }
  });
  afterAll(async () => {
    await clearFaults();
    await Promise.all([...running.values()].map((one) => one.stop()));
  });

  it("[BF-04/typed-values] [KB-04/model] reach no model: what leaves has placeholders in their place", async () => {
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    const conversation = await newConversation(editor);
    await forget();
    const answer = await (
      await send(editor.token, "POST", `/v1/assistant/conversations/${conversation}/messages`, { text: typed })
    ).text();
    const { requests } = await recorded();
    expect(requests.length).toBe(1);
    expect(found(requests[0]?.body ?? "")).toEqual([]);
    expect(answer).toContain(CANARIES.EMAIL);
    const types = [...(requests[0]?.body ?? "").matchAll(/\[([A-Z_]+)_\d+\]/g)].map(([, type]) => type ?? "");
    expect(types.length).toBeGreaterThan(8);
    for (const type of types.filter((one) => !["PERSON", "EMAIL"].includes(one))) expect(ENTITY_TYPES).toContain(type);
  });

  it("[KB-03/logs] [KB-03/spans] [KB-04/logs] [KB-04/spans] [KB-05/through-chat] are in no log line and no span, whatever route they are sent to and however it fails", async () => {
    const things = await makeThings(tenant);
    for (const { operation } of allRoutes) {
      const row = rowOf(operation);
      const { method, path, body, headers } = row.request(things);
      const user = tenant.users[row.roles.find((role) => role === "editor") ?? row.roles[0] ?? "admin"];
      const hostile = encodeURIComponent(typed);
      await send(user.token, method, `${path}${path.includes("?") ? "&" : "?"}${hostile}=${hostile}`, body, headers);
      await send(user.token, method, `${path.split("?")[0]}/${hostile}`, body, headers);
      if (body !== undefined) {
        await send(
          user.token,
          method,
          path,
          { ...(body as object), [typed]: typed, title: typed, text: typed, reason: typed },
          headers,
        );
        await send(
          user.token,
          method,
          path,
          {
            ...(body as object),
            ...("title" in (body as object) ? { title: typed.slice(0, 190), notes: typed } : {}),
            ...("text" in (body as object) ? { text: `${typed}\n${table}` } : {}),
            ...(operation === "consent.withdraw" ? { reason: typed } : {}),
          },
          headers,
        );
      }
      await send(`${Buffer.from(typed).toString("base64url")}.e30.x`, method, path, body, headers);
      if (operation.startsWith("consent.")) await enableAssistant(tenant);
    }
    for (const kind of ["garbage", "failed", "status", "cut-after-events"]) {
      await fault({ kind, n: 4 });
      const conversation = await newConversation(tenant.users.editor);
      await (
        await send(tenant.users.editor.token, "POST", `/v1/assistant/conversations/${conversation}/messages`, {
          text: typed,
        })
      ).text();
    }
    const spans = lines.filter((line) => line.includes('"message":"span"'));
    expect(spans.length).toBeGreaterThan(100);
    expect(lines.filter((line) => line.includes('"message":"request')).length).toBeGreaterThan(60);
    expect(found(lines.join("\n"))).toEqual([]);
    expect(lines.join("\n")).not.toContain(Buffer.from(typed).toString("base64url").slice(0, 40));
  });

  it("[KB-03/labelled-corpus] of 24 briefs with every personal value labelled, none is in a log line, in whatever field they come", {
    timeout: 90_000,
  }, async () => {
    lines.splice(0);
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    const corpus = briefs(Number(process.env.SEED ?? 20261125), 24);
    // Two letters and a digit turn up in any id; what is left out is counted below.
    const labelled = corpus.flatMap(({ spans }) => spans.map(({ value }) => value)).filter((value) => value.length > 4);
    expect(labelled.length).toBeGreaterThan(100);
    for (const [n, { text }] of corpus.entries()) {
      // Of its own, since all of a conversation is read again with each message.
      const messages = `/v1/assistant/conversations/${await newConversation(editor)}/messages`;
      const title = text.slice(0, 180);
      const answers = [
        await send(editor.token, "POST", messages, { text }),
        await send(editor.token, "POST", "/v1/briefs", { projectId: "prj_a", title, category: "print", notes: text }),
        // Refused: as a field, as an identifier, as a header, in a query.
        await send(editor.token, "POST", "/v1/briefs", { projectId: text, title: { [text]: text }, [text]: text }),
        await send(editor.token, "GET", `/v1/briefs/${encodeURIComponent(text)}?q=${encodeURIComponent(text)}`),
        await send(
          editor.token,
          "POST",
          "/v1/briefs",
          {},
          { "idempotency-key": encodeURIComponent(title).slice(0, 200) },
        ),
      ];
      for (const answer of answers) await answer.text();
      expect(
        answers.slice(0, 2).map(({ status }) => status),
        `${n}`,
      ).toEqual([200, 201]);
    }
    expect(lines.filter((line) => line.includes('"message":"request')).length).toBeGreaterThan(corpus.length * 4);
    const logged = lines.join("\n");
    const survivors = (all: string) =>
      labelled.filter((value) => [value, encodeURIComponent(value)].some((one) => all.includes(one)));
    expect(survivors(logged)).toEqual([]);
    // The search finds what is there.
    expect(survivors(logged + JSON.stringify({ message: corpus[0]?.text })).length).toBeGreaterThan(0);
  });
});
