import { type Binding, bind } from "../platform/http/route.ts";
import type { Log } from "../platform/log.ts";
import type { Vault } from "../platform/vault/vault.ts";
import { createExport, listEvents, readExport, readExportContent } from "./audit.ts";
import { content, create, exportReads, read } from "./export/export.ts";
import { list } from "./trail/events.ts";

/** The audit function: each contract with its rule. */
export function auditBindings(deps: { vault: Vault; log: Log }): Binding[] {
  return [
    bind(listEvents, list),
    bind(createExport, (call) => create(call, deps.vault)),
    bind(readExport, read, exportReads),
    bind(readExportContent, (call) => content(call, deps.log), exportReads),
  ];
}
