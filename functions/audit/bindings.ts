import { type Binding, bind } from "../platform/http/route.ts";
import type { Vault } from "../platform/vault/vault.ts";
import { createExport, listEvents, readExport, readExportContent } from "./audit.ts";
import { content, create, exportReads, read } from "./export/export.ts";
import { list } from "./trail/events.ts";

/** The audit function: each contract with its rule. */
export function auditBindings(deps: { vault: Vault }): Binding[] {
  return [
    bind(listEvents, list),
    bind(createExport, (call) => create(call, deps.vault)),
    bind(readExport, read, exportReads),
    bind(readExportContent, content, exportReads),
  ];
}
