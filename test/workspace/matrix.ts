import { members, type Rows, writers } from "../support/row.ts";

/** Route × role of this capability. */
export const matrix: Rows<"workspace", Record<never, never>> = {
  make: async () => ({}),
  rows: {
    "workspace.me": {
      roles: members,
      request: () => ({ method: "GET", path: "/v1/workspace/me" }),
    },
    "workspace.redaction.read": {
      roles: writers,
      request: () => ({ method: "GET", path: "/v1/workspace/redaction" }),
    },
    "workspace.redaction.update": {
      roles: ["admin"],
      request: () => ({
        method: "PUT",
        path: "/v1/workspace/redaction",
        headers: { "if-match": "*" },
        body: { always: [], never: [], allowKeep: false },
      }),
    },
  },
};
