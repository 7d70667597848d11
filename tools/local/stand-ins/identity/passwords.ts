import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

// A quarter of the memory that scrypt's usual parameters take: this guards nothing but local passwords, at each start.
const SCRYPT: ScryptOptions = { N: 4096, r: 8, p: 1 };

/** `salt.hash`, base64url each. */
export async function hashOf(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString("base64url")}.${(await scryptAsync(password, salt)).toString("base64url")}`;
}

/** Whether this is the password; false for an account that has none yet. */
export async function matches(password: string, kept: string | undefined): Promise<boolean> {
  if (kept === undefined) return false;
  const [salt = "", hash = ""] = kept.split(".");
  const computed = await scryptAsync(password, Buffer.from(salt, "base64url"));
  return timingSafeEqual(computed, Buffer.from(hash, "base64url"));
}

function scryptAsync(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, 32, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
