import { deleteApp, initializeApp } from "firebase/app";
import { connectFirestoreEmulator, doc, getFirestore, onSnapshot, terminate } from "firebase/firestore";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DATABASE } from "../../tools/local/stand-ins/firestore/database.ts";
import { newTenant, stack, type User } from "../support/stack.ts";

/* A web client that listens, by the SDK as it is, on the named database and under firestore.rules. */
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function listen(user: User, path: string): readonly unknown[] {
  const app = initializeApp({ projectId: "belfry-local", apiKey: "local" }, crypto.randomUUID());
  const db = getFirestore(app, DATABASE);
  const [host = "", port] = stack.firestoreHost.split(":");
  connectFirestoreEmulator(db, host, Number(port), { mockUserToken: user.token });
  const heard: unknown[] = [];
  const stop = onSnapshot(
    doc(db, path),
    (snapshot) => heard.push(snapshot.data()?.status),
    ({ code }) => heard.push(code),
  );
  closers.push(async () => {
    stop();
    await terminate(db);
    await deleteApp(app);
  });
  return heard;
}

describe("the Firebase Web SDK listens", () => {
  it("[KZ-10/security-rules] to its own tenant's brief as it changes, and to no other tenant's", async () => {
    const [tenant, other] = await Promise.all([newTenant(), newTenant()]);
    const { editor } = tenant.users;
    const made = await editor.post("/v1/briefs", { projectId: "prj_a", title: "x", category: "y" });
    const path = `tenants/${tenant.id}/briefStatuses/${made.body.id}`;
    const [heard, refused] = [listen(editor, path), listen(other.users.admin, path)];
    await vi.waitFor(() => expect([heard.at(-1), refused]).toEqual(["draft", ["permission-denied"]]), 15_000);
    expect((await editor.post(`/v1/briefs/${made.body.id}/submit`)).status).toBe(200);
    await vi.waitFor(() => expect(heard.at(-1)).toBe("submitted"), 15_000);
    expect(refused).toEqual(["permission-denied"]);
  });
});
