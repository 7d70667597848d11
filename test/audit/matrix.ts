import type { Rows } from "../support/row.ts";

interface Things {
  readonly export: string;
}

/** Route × role of this capability, and what its routes point at. */
export const matrix: Rows<"audit", Things> = {
  make: async ({ users }) => ({ export: (await users.admin.post("/v1/audit/exports", { format: "ndjson" })).body.id }),
  rows: {
    "audit.events.list": { roles: ["admin", "auditor"], request: () => ({ method: "GET", path: "/v1/audit/events" }) },
    "audit.exports.create": {
      roles: ["admin", "auditor"],
      request: () => ({ method: "POST", path: "/v1/audit/exports", body: { format: "ndjson" } }),
    },
    "audit.exports.read": {
      roles: ["admin", "auditor"],
      request: (t) => ({ method: "GET", path: `/v1/audit/exports/${t.export}` }),
      foreign: 404,
    },
    "audit.exports.content": {
      roles: ["admin", "auditor"],
      request: (t) => ({ method: "GET", path: `/v1/audit/exports/${t.export}/content` }),
      foreign: 404,
    },
  },
};
