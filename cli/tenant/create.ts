import { ProjectId } from "../../functions/core/ids.ts";
import { newId, systemClock } from "../../functions/platform/clock.ts";
import type { Clients } from "./clients.ts";
import { makeDocuments, readSettings, requireSame, storeOf } from "./documents.ts";
import { findUser, makeTenant, makeUser, passwordLink, requireNobodyElse, tenantWith } from "./identity.ts";
import { keyState, makeKey } from "./key.ts";
import { setSignIn } from "./sign-in.ts";

export interface Plan {
  readonly label: string;
  readonly name: string;
  readonly admin: string;
  readonly adminName: string | undefined;
  readonly firstProject: string;
}

/** Says a step that is done, as soon as it is: whoever kills the command can see how far it came. */
export type Say = (step: string, what: string) => void;

export interface Made {
  readonly tenantId: string;
  readonly adminId: string;
  /** Opens the administrator's account; absent once somebody has signed in to it. */
  readonly link: string | undefined;
}

/**
 * An organisation, from nothing to its first administrator's link. Each step finds what an earlier run left: it can be killed anywhere
 * and run again. Identity Platform gives the id, so its tenant comes first and is found again by its label; the documents come last,
 * in one commit, and are what makes the organisation exist for the functions.
 */
export async function createTenant(clients: Clients, plan: Plan, say: Say): Promise<Made> {
  const found = await tenantWith(clients, plan.label);
  const tenantId = found?.tenantId ?? (await makeTenant(clients, plan.label));
  say("sign-in tenant", `${tenantId} ${found === undefined ? "made" : "found"}`);
  const adminId = await complete(clients, plan, tenantId, say);
  const user = await findUser(clients, tenantId, plan.admin);
  const isUsed = Boolean(user?.metadata.lastSignInTime);
  const link = isUsed ? undefined : await passwordLink(clients, tenantId, plan.admin);
  say("password link", isUsed ? "not needed: the administrator has signed in" : "made");
  return { tenantId, adminId, link };
}

/** Makes what is missing of the organisation, and answers its first administrator's id. */
async function complete(clients: Clients, plan: Plan, tenantId: string, say: Say): Promise<string> {
  const store = storeOf(clients, tenantId);
  const there = await readSettings(store);
  if (there !== undefined) {
    const user = await findUser(clients, tenantId, plan.admin);
    await requireSame(clients, store, there, { name: plan.name, adminId: user?.uid });
    // What an operator has changed since, such as who signs in, is left as it is.
    say("documents", "found: this organisation is complete");
    return user?.uid ?? "";
  }
  await requireNobodyElse(clients, tenantId, plan.admin);
  await setSignIn(clients, tenantId, "password");
  say("sign-in", "by password, nobody signs up");
  const isNewKey = await makeKey(clients, tenantId, systemClock.now().getTime());
  say("key", `tenant-${tenantId} ${isNewKey ? "made" : "found"}`);
  const known = await findUser(clients, tenantId, plan.admin);
  const { uid } = known ?? (await makeUser(clients, tenantId, plan.admin));
  say("administrator", `${uid} ${known === undefined ? "made" : "found"}`);
  const wanted = {
    name: plan.name,
    adminId: uid,
    adminName: plan.adminName,
    projectId: ProjectId.parse(newId("prj")),
    projectName: plan.firstProject,
  };
  const isNew = await makeDocuments(clients, store, wanted, systemClock.now());
  if (!isNew) {
    const other = await readSettings(store);
    if (other !== undefined) await requireSame(clients, store, other, { name: plan.name, adminId: uid });
  }
  say("documents", isNew ? "made: the organisation exists" : "found: another run was first");
  return uid;
}

/** What `createTenant` would do, by reads alone. */
export async function foresee(clients: Clients, plan: Plan, say: Say): Promise<void> {
  const found = await tenantWith(clients, plan.label);
  if (found === undefined) {
    say("sign-in tenant", `would be made, called ${plan.label}; its id begins with that`);
    for (const step of ["sign-in", "key", "administrator", "documents", "password link"]) say(step, "would be made");
    return;
  }
  const { tenantId } = found;
  const store = storeOf(clients, tenantId);
  const there = await readSettings(store);
  const user = await findUser(clients, tenantId, plan.admin);
  say("sign-in tenant", `${tenantId} found`);
  if (there === undefined) await requireNobodyElse(clients, tenantId, plan.admin);
  else await requireSame(clients, store, there, { name: plan.name, adminId: user?.uid });
  const state = await keyState(clients, tenantId);
  say("key", state === undefined ? "would be made" : `found, ${state}`);
  say("administrator", user === undefined ? "would be made" : `${user.uid} found`);
  say("documents", there === undefined ? "would be made" : "found: this organisation is complete");
}
