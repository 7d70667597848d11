import { z } from "zod";
import type { Account, Accounts } from "./accounts.ts";
import type { Mails } from "./mails.ts";
import { ToolkitRefusal } from "./refusal.ts";
import { show } from "./show.ts";
import { requireStrong } from "./toolkit.ts";

const createSchema = z.object({
  localId: z.string().optional(),
  email: z.string().default(""),
  password: z.string().optional(),
  displayName: z.string().optional(),
  emailVerified: z.boolean().default(false),
  disabled: z.boolean().default(false),
});
const updateSchema = z.object({
  localId: z.string(),
  password: z.string().optional(),
  displayName: z.string().optional(),
  emailVerified: z.boolean().optional(),
  disableUser: z.boolean().optional(),
  validSince: z.coerce.number().optional(),
  customAttributes: z.string().optional(),
});
const lookupSchema = z.object({ localId: z.array(z.string()).default([]), email: z.array(z.string()).default([]) });
const querySchema = z.object({
  expression: z.array(z.object({ email: z.string().optional(), userId: z.string().optional() })).default([]),
  returnUserInfo: z.boolean().default(true),
});
const oobSchema = z.object({
  requestType: z.string(),
  email: z.string().default(""),
  continueUrl: z.string().optional(),
  returnOobLink: z.boolean().default(false),
});

/** The Admin API's calls about the accounts of one tenant, or of the project itself: what `firebase-admin` sends. */
export function adminAccounts(accounts: Accounts, mails: Mails, tenantId: string | undefined) {
  const found = (uid: string): Account => {
    const account = accounts.find(tenantId, { uid });
    if (account === undefined) throw new ToolkitRefusal("USER_NOT_FOUND");
    return account;
  };
  return {
    create: (body: unknown) => create(accounts, tenantId, createSchema.parse(body)),
    async update(body: unknown) {
      const asked = updateSchema.parse(body);
      const account = found(asked.localId);
      if (asked.password !== undefined) {
        requireStrong(asked.password);
        await accounts.setPassword(account, asked.password);
      }
      accounts.change(account, changeOf(asked));
      return { kind: "identitytoolkit#SetAccountInfoResponse", localId: account.uid, email: account.email };
    },
    delete(body: unknown) {
      accounts.remove(found(z.object({ localId: z.string() }).parse(body).localId));
      return { kind: "identitytoolkit#DeleteAccountResponse" };
    },
    lookup(body: unknown) {
      const { localId, email } = lookupSchema.parse(body);
      const users = [
        ...localId.flatMap((uid) => accounts.find(tenantId, { uid }) ?? []),
        ...email.flatMap((address) => accounts.find(tenantId, { email: address }) ?? []),
      ];
      return {
        kind: "identitytoolkit#GetAccountInfoResponse",
        ...(users.length === 0 ? {} : { users: users.map(show) }),
      };
    },
    query(body: unknown) {
      const { expression, returnUserInfo } = querySchema.parse(body);
      const users = accounts
        .in(tenantId)
        .filter(
          (one) =>
            expression.length === 0 ||
            expression.some(({ email, userId }) => email?.toLowerCase() === one.email || userId === one.uid),
        );
      return { recordsCount: String(users.length), ...(returnUserInfo ? { userInfo: users.map(show) } : {}) };
    },
    batchGet: () => ({
      kind: "identitytoolkit#DownloadAccountResponse",
      users: accounts.in(tenantId).map(show),
    }),
    sendOobCode(body: unknown) {
      const { requestType, email, continueUrl, returnOobLink } = oobSchema.parse(body);
      const account = accounts.find(tenantId, { email });
      if (requestType !== "PASSWORD_RESET") throw new ToolkitRefusal("OPERATION_NOT_ALLOWED");
      // Whoever administers the tenant may know.
      if (account === undefined) throw new ToolkitRefusal("EMAIL_NOT_FOUND");
      const kind = "identitytoolkit#GetOobConfirmationCodeResponse";
      if (!returnOobLink) {
        mails.send(account, continueUrl);
        return { kind, email };
      }
      const { oobCode, link } = mails.link(account, continueUrl);
      return { kind, email, oobCode, oobLink: link };
    },
  };
}

async function create(accounts: Accounts, tenantId: string | undefined, asked: z.infer<typeof createSchema>) {
  const { localId: uid, email, password, displayName, emailVerified, disabled: isDisabled } = asked;
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new ToolkitRefusal("INVALID_EMAIL");
  if (password !== undefined) requireStrong(password);
  if (accounts.find(tenantId, { email }) !== undefined) throw new ToolkitRefusal("EMAIL_EXISTS");
  if (uid !== undefined && accounts.find(tenantId, { uid }) !== undefined)
    throw new ToolkitRefusal("DUPLICATE_LOCAL_ID");
  const account = accounts.add({
    email,
    uid,
    emailVerified,
    isDisabled,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(displayName === undefined ? {} : { displayName }),
  });
  if (password !== undefined) await accounts.setPassword(account, password);
  return { kind: "identitytoolkit#SignupNewUserResponse", localId: account.uid, email: account.email };
}

function changeOf(asked: z.infer<typeof updateSchema>) {
  const { displayName, emailVerified, disableUser: isDisabled, validSince, customAttributes } = asked;
  const given = { displayName, emailVerified, isDisabled, validSince };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(customAttributes === undefined ? {} : { claims: JSON.parse(customAttributes) }),
  };
}
