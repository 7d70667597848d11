import { type Rows, readers, writers } from "../support/row.ts";

interface Things {
  readonly brief: string;
}

const brief = { projectId: "prj_a", title: "Labels", category: "labels" };

/** Route × role of this capability, and what its routes point at. */
export const matrix: Rows<"briefs", Things> = {
  make: async ({ users }) => ({ brief: (await users.editor.post("/v1/briefs", brief)).body.id }),
  rows: {
    "briefs.create": {
      roles: writers,
      request: () => ({ method: "POST", path: "/v1/briefs", body: brief }),
      foreign: 404,
    },
    "briefs.list": { roles: readers, request: () => ({ method: "GET", path: "/v1/briefs" }) },
    "briefs.read": { roles: readers, request: (t) => ({ method: "GET", path: `/v1/briefs/${t.brief}` }), foreign: 404 },
    "briefs.update": {
      roles: writers,
      changes: true,
      request: (t) => ({
        method: "PATCH",
        path: `/v1/briefs/${t.brief}`,
        body: { quantity: 2 },
        headers: { "if-match": '"1"' },
      }),
      foreign: 404,
    },
    "briefs.submit": {
      roles: writers,
      changes: true,
      request: (t) => ({ method: "POST", path: `/v1/briefs/${t.brief}/submit` }),
      foreign: 404,
    },
    "briefs.withdraw": {
      roles: writers,
      changes: true,
      request: (t) => ({ method: "POST", path: `/v1/briefs/${t.brief}/withdraw` }),
      status: { editor: 409, admin: 409 },
      foreign: 404,
    },
    "briefs.reopen": {
      roles: writers,
      changes: true,
      request: (t) => ({ method: "POST", path: `/v1/briefs/${t.brief}/reopen` }),
      status: { editor: 409, admin: 409 },
      foreign: 404,
    },
    "briefs.delete": {
      roles: writers,
      changes: true,
      request: (t) => ({ method: "DELETE", path: `/v1/briefs/${t.brief}` }),
      foreign: 404,
    },
  },
};
