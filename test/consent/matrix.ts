import { members, type Rows, readers } from "../support/row.ts";

interface Things {
  readonly factsHash: string;
}

/** Route × role of this capability, and what its routes point at. */
export const matrix: Rows<"consent", Things> = {
  make: async ({ users }) => ({ factsHash: (await users.admin.get("/v1/consent")).body.factsHash }),
  rows: {
    "consent.read": {
      roles: members,
      request: () => ({ method: "GET", path: "/v1/consent?projectId=prj_a" }),
    },
    "consent.terms.read": { roles: members, request: () => ({ method: "GET", path: "/v1/consent/terms/2026-11-01" }) },
    "consent.accept": {
      roles: ["admin"],
      request: (t) => ({ method: "POST", path: "/v1/consent/acceptances", body: { factsHash: t.factsHash } }),
    },
    "consent.withdraw": {
      roles: ["admin"],
      changes: true,
      request: () => ({ method: "POST", path: "/v1/consent/withdrawals", body: {} }),
    },
    "consent.acceptances.list": { roles: members, request: () => ({ method: "GET", path: "/v1/consent/acceptances" }) },
    "consent.me.update": {
      roles: readers,
      request: () => ({ method: "PUT", path: "/v1/consent/me", body: { assistantEnabled: true } }),
    },
    "consent.project.update": {
      roles: ["admin"],
      request: () => ({ method: "PUT", path: "/v1/consent/projects/prj_a", body: { assistantEnabled: true } }),
      foreign: 404,
    },
  },
};
