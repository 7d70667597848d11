import { beforeAll, describe, expect, it } from "vitest";
import { allRoutes } from "../../functions/openapi/openapi.ts";
import { OPERATIONS, type Operation, ROLES } from "../../functions/vocabulary/index.ts";
import { MATRIX, makeThings, rowOf, type Things } from "../support/matrix.ts";
import { answers, enableAssistant, newTenant, request, type Tenant } from "../support/stack.ts";

const PAIRS_MIN = 100;
const operations = Object.keys(OPERATIONS) as Operation[];

/** Every operation in each way that it can be answered: `call` throws when an answer is not what the document says. */
describe("the answers of every operation", () => {
  let tenant: Tenant;
  let things: Things;
  beforeAll(async () => {
    tenant = await newTenant();
    await enableAssistant(tenant);
    things = await makeThings(tenant);
  });

  it.each(operations)("%s succeeds and refuses as the document says", async (operation) => {
    const row = rowOf(operation);
    const route = allRoutes.find((one) => one.operation === operation);
    const { method, path, body, headers } = row.request(things);
    const all = { ...(method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {}), ...headers };
    const stranger = ROLES.find((role) => !row.roles.includes(role));
    const permitted = tenant.users[row.roles.includes("editor") ? "editor" : (row.roles[0] ?? "admin")];

    expect((await request(method, path, body, all)).status).toBe(401);
    if (stranger !== undefined) expect((await tenant.users[stranger].call(method, path, body, all)).status).toBe(403);
    expect((await permitted.call(method, `${path.split("?")[0]}?no=parameter`, body, all)).status).toBe(422);
    expect((await permitted.call(method, path, body, { ...all, "content-encoding": "br" })).status).toBe(415);
    // `fetch` sends no body with a GET.
    if (method !== "GET") expect((await permitted.call(method, path, "x".repeat(300_000), all)).status).toBe(413);
    const answer = await permitted.call(method, path, body, all);
    expect([route?.answer.status, row.status?.editor], answer.text).toContain(answer.status);
    if (row.changes === true) things = await makeThings(tenant);
  });

  it(`were at least ${PAIRS_MIN} pairs of operation and status`, () => {
    expect(Object.keys(MATRIX).length).toBe(operations.length);
    expect(answers.held.size).toBeGreaterThanOrEqual(PAIRS_MIN);
  });

  it("would not pass if one were otherwise", async () => {
    const received = { method: "GET", path: "/v1/workspace/me", status: 200 };
    const { headers, body } = await tenant.users.viewer.get(received.path);
    const hold = (over: object) => () => answers.hold({ ...received, headers, text: JSON.stringify(body), ...over });
    const without = (name: string) => new Headers([...headers].filter(([one]) => one !== name));
    expect(hold({})).not.toThrow();
    expect(hold({ text: JSON.stringify({ ...body, more: 1 }) })).toThrow("additional properties");
    expect(hold({ text: JSON.stringify({ ...body, role: undefined }) })).toThrow("role");
    expect(hold({ status: 201 })).toThrow("status");
    expect(hold({ headers: new Headers([...headers, ["x-other", "1"]]) })).toThrow("x-other");
    expect(hold({ headers: without("x-request-id") })).toThrow("x-request-id");
    expect(hold({ headers: new Headers([...without("content-type"), ["content-type", "text/html"]]) })).toThrow(
      "media",
    );
    const refusal = await request("GET", received.path);
    const other = refusal.text.replace('"code":"unauthenticated"', '"code":"idempotency-conflict"');
    expect(hold({ ...refusal, text: other })).toThrow("idempotency-conflict");
    expect(hold({ path: "/v1/workspace/you" })).toThrow("no such operation");
  });
});
