import { beforeAll, describe, expect, it } from "vitest";
import { allRoutes } from "../../functions/openapi/openapi.ts";
import { OPERATIONS, type Operation, ROLES, type Role } from "../../functions/vocabulary/index.ts";
import { MATRIX, makeThings, rowOf, type Things } from "../support/matrix.ts";
import { enableAssistant, forget, newTenant, recorded, type Tenant } from "../support/stack.ts";

const operations = Object.keys(OPERATIONS) as Operation[];
/** What a decision for a role shows, by part of a promise. */
const decides = (operation: Operation, role: Role): string =>
  [
    "[KZ-12/roles] [KZ-15/every-action]",
    ...(allRoutes.find((route) => route.operation === operation)?.method === "get" ? ["[KZ-12/reads-audited]"] : []),
    ...(role === "operator" ? ["[BF-11/without-grant]"] : []),
    ...(operation === "assistant.conversations.delete" && role === "admin" ? ["[KB-07/administrator]"] : []),
  ].join(" ");

const PARTS: Readonly<Record<string, string>> = {
  briefs: "briefs",
  assistant: "chats",
  audit: "activity-logs",
  consent: "configuration",
};

/** What it shows that another tenant gets nothing. A route that names no thing of the configuration answers from their own. */
const separates = (operation: Operation): string => {
  const [kind] = operation.split(".");
  const part = PARTS[kind ?? ""];
  const isShown = part !== undefined && (part !== "configuration" || rowOf(operation).foreign !== undefined);
  return isShown ? `[KZ-12/isolation] [KZ-10/${part}]` : "[KZ-12/isolation]";
};

const idempotent = (method: string) => (method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {});

/** Hashes are the same everywhere on purpose; ids are nobody else's business. */
const idsIn = (things: Things): readonly string[] => Object.values(things).filter((value) => /^[a-z]{3}_/.test(value));

describe("who may do what", () => {
  let tenant: Tenant;
  let other: Tenant;
  let things: Things;
  let used = false;

  beforeAll(async () => {
    [tenant, other] = await Promise.all([newTenant(), newTenant()]);
    await enableAssistant(other, [other.users.editor, other.users.admin]);
    things = await makeThings(tenant);
  });
  const renewed = async () => {
    if (used) things = await makeThings(tenant);
    used = false;
    return things;
  };

  it("[KZ-10/every-route] has a route and a row for every operation, and no other", () => {
    expect(allRoutes.map(({ operation }) => operation).sort()).toEqual([...operations].sort());
    expect(Object.keys(MATRIX).sort()).toEqual([...operations].sort());
  });

  describe.each(operations)("%s", (operation) => {
    const row = rowOf(operation);
    const success = allRoutes.find((route) => route.operation === operation)?.answer.status ?? 0;

    it.each(ROLES.map((role) => [decides(operation, role), role] as const))(
      "%s is decided for %s, and the decision is in the trail",
      async (_tags, role) => {
        const user = tenant.users[role];
        const allowed = row.roles.includes(role);
        const expected = allowed ? (row.status?.[role] ?? success) : 403;
        const { method, path, body, headers } = row.request(await renewed());
        await forget();
        const answer = await user.call(method, path, body, { ...idempotent(method), ...headers });
        expect(answer.status, answer.text).toBe(expected);
        used = allowed && row.changes === true;
        if (!allowed) {
          expect(answer.body.code).toBe("forbidden");
          expect((await recorded()).connections).toBe(0);
        }
        const events = await tenant.users.auditor.get(
          `/v1/audit/events?action=${operation}&actor=${user.uid}&pageSize=2`,
        );
        // The auditor's own look at the list of events is the newest of these.
        const event = events.body.items.find(
          (one: { metadata: { uid: string }; status_code?: string }) =>
            one.status_code === (expected < 400 ? undefined : answer.body.code),
        );
        expect(event).toMatchObject({ status_id: expected < 400 ? 1 : 2, metadata: { tenant_uid: tenant.id } });
      },
    );

    it(`${separates(operation)} shows another tenant nothing of it, whatever the role there`, async () => {
      const current = await renewed();
      const { method, path, body, headers } = row.request(current);
      const elsewhere = (text: string) => text.replaceAll("prj_a", "prj_foreign");
      for (const role of row.roles) {
        await forget();
        const answer = await other.users[role].call(
          method,
          row.foreign === undefined ? path : elsewhere(path),
          body === undefined ? undefined : row.foreign === undefined ? body : elsewhere(JSON.stringify(body)),
          { ...idempotent(method), ...headers },
        );
        if (row.foreign !== undefined)
          expect([answer.status, answer.body.code], `${role}: ${answer.text}`).toEqual([404, "not-found"]);
        // Their own trail may name what they themselves tried to reach.
        const ids = operation.startsWith("audit.") ? [] : idsIn(current);
        for (const id of [tenant.id, ...ids]) expect(answer.text).not.toContain(id);
        expect((await recorded()).connections).toBe(0);
      }
      // The other tenant's own state is put back for the next operation.
      await enableAssistant(other, [other.users.editor, other.users.admin]);
    });
  });
});
