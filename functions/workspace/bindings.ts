import { type Binding, bind } from "../platform/http/route.ts";
import type { Vault } from "../platform/vault/vault.ts";
import { me, meReads, readMe } from "./me.ts";
import { readRules, replaceRules } from "./redaction/contract.ts";
import { read, replace } from "./redaction/rules.ts";

/** The workspace function: each contract with its rule. */
export function workspaceBindings({ vault }: { readonly vault: Vault }): Binding[] {
  return [
    bind(readMe, (call) => me(call, vault), meReads),
    bind(readRules, (call) => read(call, vault)),
    bind(replaceRules, (call) => replace(call, vault)),
  ];
}
