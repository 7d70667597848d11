import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Account, Accounts } from "./accounts.ts";
import { ToolkitRefusal } from "./refusal.ts";

/** What Identity Platform would have sent, instead of being sent. */
export interface Mail {
  readonly to: string;
  readonly tenantId?: string;
  readonly requestType: "PASSWORD_RESET";
  readonly oobCode: string;
  readonly link: string;
}

/** One-time codes for a new password, and the mails with them. */
export interface Mails {
  /** The oldest first, since the start. */
  readonly sent: readonly Mail[];
  /** A new code and its link, for whoever asked; nothing is sent. */
  link(account: Account, continueUrl?: string): { readonly oobCode: string; readonly link: string };
  send(account: Account, continueUrl?: string): void;
  /** Whose code it is; it is gone afterwards when `used`. @throws ToolkitRefusal */
  read(oobCode: string, tenantId: string | undefined, used: boolean): Account;
}

/** As long as Identity Platform's code for a new password is good. */
const CODE_MS = 3_600_000;
const SENT_MAX = 1000;

/** Mails in memory, and one file each in `folder` if there is one. */
export function mails(accounts: Accounts, folder: string | undefined, url: () => string, now: () => number): Mails {
  const sent: Mail[] = [];
  const link: Mails["link"] = (account, continueUrl) => {
    const oobCode = randomBytes(40).toString("base64url");
    const { uid, tenantId } = account;
    const of = tenantId === undefined ? {} : { tenantId };
    accounts.addCode({ hash: hashOf(oobCode), uid, expiresAt: now() + CODE_MS, ...of });
    const query = new URLSearchParams({ mode: "resetPassword", oobCode, apiKey: "local", lang: "en", ...of });
    if (continueUrl !== undefined) query.set("continueUrl", continueUrl);
    return { oobCode, link: `${url()}/__/auth/action?${query}` };
  };
  return {
    sent,
    link,
    send(account, continueUrl) {
      const { email, tenantId } = account;
      const of = tenantId === undefined ? {} : { tenantId };
      const mail: Mail = { to: email, requestType: "PASSWORD_RESET", ...of, ...link(account, continueUrl) };
      sent.push(mail);
      if (sent.length > SENT_MAX) sent.shift();
      if (folder !== undefined) write(folder, mail, now());
    },
    read(oobCode, tenantId, used) {
      if (oobCode === "") throw new ToolkitRefusal("MISSING_OOB_CODE");
      const hash = hashOf(oobCode);
      const code = accounts.code(hash, false);
      const account = code && accounts.find(code.tenantId, { uid: code.uid });
      // A tenant's code is nothing outside it: the client says which tenant it speaks for, here as there.
      if (code === undefined || account === undefined || code.tenantId !== tenantId)
        throw new ToolkitRefusal("INVALID_OOB_CODE");
      if (code.expiresAt <= now()) throw new ToolkitRefusal("EXPIRED_OOB_CODE");
      if (used) accounts.code(hash, true);
      return account;
    },
  };
}

/** For the person at this machine alone: the link in it opens the account. */
function write(folder: string, mail: Mail, nowMs: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `${new Date(nowMs).toISOString().replaceAll(":", "-")}-${randomBytes(3).toString("hex")}.txt`;
  const text = `To: ${mail.to}\nSubject: Choose a new password\n\n${mail.link}\n`;
  writeFileSync(join(folder, name), text, { mode: 0o600, flag: "wx" });
}

const hashOf = (oobCode: string): string => createHash("sha256").update(oobCode).digest("base64url");
