import { type Binding, bind } from "../platform/http/route.ts";
import type { Vault } from "../platform/vault/vault.ts";
import { createExport, listEvents, readExport, readExportContent } from "./audit.ts";
import { content, create, exports, read } from "./export/export.ts";
import { list } from "./trail/events.ts";

/** The audit function: each contract with its rule. */
export function auditBindings(deps: { vault: Vault }): Binding[] {
  const preload: Binding["preload"] = (store, { params }) => [store.doc(exports, params.exportId ?? "")];
  return [
    bind(listEvents, list),
    bind(createExport, (call) => create(call, deps.vault)),
    bind(readExport, read, { preload }),
    bind(readExportContent, content, { preload }),
  ];
}
