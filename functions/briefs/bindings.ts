import { type Binding, bind } from "../platform/http/route.ts";
import type { Vault } from "../platform/vault/vault.ts";
import {
  createBrief,
  deleteBrief,
  listBriefs,
  readBrief,
  reopenBrief,
  submitBrief,
  updateBrief,
  withdrawBrief,
} from "./briefs.ts";
import { briefReads, list, read } from "./read.ts";
import { create, remove, reopen, submit, update, withdraw } from "./write.ts";

/** The briefs function: each contract with its rule. */
export function briefBindings(deps: { vault: Vault }): Binding[] {
  return [
    bind(createBrief, (call) => create(call, deps.vault)),
    bind(listBriefs, (call) => list(call, deps.vault)),
    bind(readBrief, (call) => read(call, deps.vault), briefReads),
    bind(updateBrief, (call) => update(call, deps.vault)),
    bind(submitBrief, (call) => submit(call, deps.vault)),
    bind(withdrawBrief, (call) => withdraw(call, deps.vault)),
    bind(reopenBrief, (call) => reopen(call, deps.vault)),
    bind(deleteBrief, (call) => remove(call, deps.vault)),
  ];
}
