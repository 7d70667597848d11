import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Accounts, Tenant } from "./accounts.ts";
import { ToolkitRefusal } from "./refusal.ts";

const configSchema = z.record(z.string(), z.unknown());
/** What a tenant may say of itself (googleapis, identitytoolkit v2, GoogleCloudIdentitytoolkitAdminV2Tenant); the rest is refused. */
const FIELDS = new Set([
  ...["displayName", "allowPasswordSignup", "enableEmailLinkSignin", "disableAuth", "enableAnonymousUser", "client"],
  ...["mfaConfig", "testPhoneNumbers", "emailPrivacyConfig", "passwordPolicyConfig", "monitoring", "inheritance"],
  ...["smsRegionConfig", "recaptchaConfig", "autodeleteAnonymousUsers"],
]);

/** The Admin API's calls about tenants. */
export function adminTenants(accounts: Accounts, projectId: string) {
  const show = ({ tenantId, config }: Tenant) => ({ name: `projects/${projectId}/tenants/${tenantId}`, ...config });
  const found = (id: string): Tenant => {
    const tenant = accounts.tenants.find((one) => one.tenantId === id);
    if (tenant === undefined) throw new ToolkitRefusal("TENANT_NOT_FOUND");
    return tenant;
  };
  return {
    create(body: unknown) {
      const config = accepted(body);
      const displayName = String(config.displayName ?? "");
      // Identity Platform makes the id of the name and five characters of its own; nobody chooses one.
      const tenant = { tenantId: `${displayName}-${fiveCharacters()}`, config };
      accounts.addTenant(tenant);
      return show(tenant);
    },
    list(query: URLSearchParams) {
      const size = Number(query.get("pageSize") ?? 20);
      const from = Number(query.get("pageToken") ?? 0);
      const page = accounts.tenants.slice(from, from + size).map(show);
      const more = from + size < accounts.tenants.length ? { nextPageToken: String(from + size) } : {};
      return { ...(page.length === 0 ? {} : { tenants: page }), ...more };
    },
    get: (id: string) => show(found(id)),
    update(id: string, query: URLSearchParams, body: unknown) {
      const tenant = found(id);
      const given = configSchema.parse(body);
      const config = structuredClone(tenant.config);
      for (const path of (query.get("updateMask") ?? "").split(",")) copy(given, config, path.split("."));
      accounts.changeTenant(tenant, accepted(config));
      return show(tenant);
    },
    delete(id: string) {
      accounts.removeTenant(found(id));
      return {};
    },
    exists: (id: string): boolean => accounts.tenants.some((one) => one.tenantId === id),
  };
}

function accepted(body: unknown): Record<string, unknown> {
  const config = configSchema.parse(body);
  const strange = Object.keys(config).find((field) => !FIELDS.has(field));
  if (strange !== undefined)
    throw new ToolkitRefusal(`Invalid JSON payload received. Unknown name "${strange}": Cannot find field.`);
  if (!/^[A-Za-z][A-Za-z0-9-]{3,19}$/.test(String(config.displayName ?? "")))
    throw new ToolkitRefusal(
      "INVALID_DISPLAY_NAME : The display name should start with a letter and only consist of letters, digits and hyphens with 4-20 characters.",
    );
  return config;
}

function copy(from: Record<string, unknown>, to: Record<string, unknown>, [first = "", ...rest]: string[]): void {
  if (!Object.hasOwn(from, first) || first === "__proto__") return;
  if (rest.length === 0) to[first] = from[first];
  else {
    const inner = configSchema.safeParse(to[first]).data ?? {};
    to[first] = inner;
    copy(configSchema.parse(from[first]), inner, rest);
  }
}

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";
const fiveCharacters = (): string => [...randomBytes(5)].map((byte) => ALPHABET.charAt(byte & 31)).join("");
