import { at, type Json, list, texts } from "../../tools/ops/policy/plan.ts";
import { GRANTS_OF_USE } from "../../tools/ops/policy/uses.ts";
import { APPLY, type Check, REGION } from "./check.ts";

const str = (value: Json | undefined): string => (typeof value === "string" ? value : "");

const ANNOTATION = "run.googleapis.com/";
const annotation = (service: Json, name: string): string => {
  const annotations = at(service, "metadata.annotations");
  return annotations !== null && typeof annotations === "object" && !Array.isArray(annotations)
    ? str((annotations as { readonly [key: string]: Json })[ANNOTATION + name])
    : "";
};

/** Who may do what, and which doors are open. */
export const accessChecks: readonly Check[] = [
  {
    name: "functions",
    promise: "KZ-13/resources",
    read: ["run", "services", "list"],
    look: function* (services, { functions, project }) {
      const names = new Set<string>();
      for (const service of list(services)) {
        const name = str(at(service, "metadata.name"));
        names.add(name);
        const labels = at(service, "metadata.labels") as { readonly [key: string]: Json } | undefined;
        const place = str(labels?.["cloud.googleapis.com/location"]);
        const update = `gcloud run services update ${name} --project=${project} --region=${REGION}`;
        if (place !== REGION)
          yield {
            says: `the function ${name} runs in ${place || "an unknown place"}`,
            mend: `gcloud run services delete ${name} --project=${project} --region=${place}`,
          };
        const manifest = functions[name];
        if (manifest === undefined) {
          yield {
            says: `the function ${name} is not in the manifest`,
            mend: `gcloud run services delete ${name} --project=${project} --region=${place}`,
          };
          continue;
        }
        const isPublic = manifest.invoker === "public";
        const ingress = isPublic ? "internal-and-cloud-load-balancing" : "internal";
        if (annotation(service, "ingress") !== ingress)
          yield {
            says: `the function ${name} takes traffic from ${annotation(service, "ingress") || "everywhere"}`,
            mend: `${update} --ingress=${ingress}`,
          };
        if (isPublic && annotation(service, "default-url-disabled") !== "true")
          yield {
            says: `the function ${name} keeps its default URL`,
            mend: `${update.replace("gcloud run", "gcloud beta run")} --no-default-url`,
          };
        const account = str(at(service, "spec.template.spec.serviceAccountName"));
        if (account !== `fn-${name}@${project}.iam.gserviceaccount.com`)
          yield { says: `the function ${name} runs as ${account || "the default account"}`, mend: APPLY };
      }
      for (const name of Object.keys(functions))
        if (!names.has(name)) yield { says: `the function ${name} is not deployed`, mend: `npm run build && ${APPLY}` };
    },
  },
  {
    name: "project-grants",
    promise: "KZ-12/least-privilege",
    read: ["projects", "get-iam-policy", "PROJECT"],
    look: function* (policy, { functions, project }) {
      const remove = (member: string, role: string) =>
        `gcloud projects remove-iam-policy-binding ${project} --member='${member}' --role='${role}' --all`;
      for (const binding of list(at(policy, "bindings"))) {
        const role = str(at(binding, "role"));
        for (const member of texts(at(binding, "members"))) {
          if (/^(allUsers|allAuthenticatedUsers)$/.test(member))
            yield { says: `everyone holds ${role}`, mend: remove(member, role) };
          if (/^roles\/(owner|editor|viewer)$/.test(role))
            yield { says: `${member} holds ${role}`, mend: remove(member, role) };
          const name = new RegExp(`^serviceAccount:fn-(.+)@${project}\\.`).exec(member)?.[1];
          if (name === undefined) continue;
          const meant = (functions[name]?.uses ?? [])
            .flatMap((use) => GRANTS_OF_USE[use] ?? [])
            .filter(({ scope }) => scope.startsWith("project"));
          if (!meant.some((grant) => grant.role === role.replace(/^projects\/[^/]+\//, "")))
            yield {
              says: `the function ${name} holds ${role}, which its uses do not open`,
              mend: remove(member, role),
            };
        }
      }
      const audited = new Set(
        list(at(policy, "auditConfigs"))
          .filter((config) => list(at(config, "auditLogConfigs")).some((kind) => at(kind, "logType") === "DATA_READ"))
          .map((config) => at(config, "service")),
      );
      for (const service of ["cloudkms.googleapis.com", "datastore.googleapis.com", "secretmanager.googleapis.com"]) {
        if (!audited.has(service) && !audited.has("allServices"))
          yield { says: `reads of ${service} are not recorded`, mend: APPLY };
      }
    },
  },
  {
    name: "default-accounts",
    promise: "KZ-12/least-privilege",
    read: ["iam", "service-accounts", "list"],
    look: function* (accounts, { project }) {
      for (const account of list(accounts)) {
        const email = str(at(account, "email"));
        if (/(-compute@developer|@appspot)\.gserviceaccount\.com$/.test(email) && at(account, "disabled") !== true)
          yield {
            says: `${email} is not disabled`,
            mend: `gcloud iam service-accounts disable ${email} --project=${project}`,
          };
      }
    },
  },
  {
    name: "tasks-key",
    promise: "KZ-06/at-rest",
    read: ["tasks", "cmek-config", "describe", `--location=${REGION}`],
    look: function* (config, { project, functions }) {
      if (!Object.values(functions).some(({ invoker }) => invoker === "tasks")) return;
      if (str(at(config, "kmsKey")) === "")
        yield {
          says: "queues are not under our key (Terraform has no resource for it)",
          mend: `gcloud tasks cmek-config update --project=${project} --location=${REGION} --kms-key-name=projects/${project}/locations/${REGION}/keyRings/platform/cryptoKeys/functions`,
        };
    },
  },
  {
    name: "tls",
    promise: "KZ-06/tls-door",
    read: ["compute", "ssl-policies", "describe", "belfry", `--region=${REGION}`],
    look: function* (policy, { project }) {
      const update = `gcloud compute ssl-policies update belfry --project=${project} --region=${REGION} --profile=RESTRICTED --min-tls-version=1.2`;
      if (!["TLS_1_2", "TLS_1_3"].includes(str(at(policy, "minTlsVersion"))))
        yield { says: `the door speaks ${str(at(policy, "minTlsVersion")) || "old TLS"}`, mend: update };
      if (at(policy, "profile") !== "RESTRICTED")
        yield { says: `the door takes ciphers of ${str(at(policy, "profile"))}`, mend: update };
    },
  },
  {
    name: "certificate",
    promise: "KZ-06/tls-door",
    read: ["certificate-manager", "certificates", "describe", "belfry", `--location=${REGION}`],
    look: function* (certificate) {
      if (at(certificate, "managed.state") !== "ACTIVE")
        yield {
          says: `the certificate is ${str(at(certificate, "managed.state")) || "missing"}`,
          mend: "create the records that `terraform -chdir=terraform output dns_records` prints, and wait",
        };
    },
  },
  {
    name: "elsewhere",
    promise: "KZ-13/resources",
    read: [
      "asset",
      "search-all-resources",
      "--scope=projects/PROJECT",
      `--query=NOT location:${REGION} AND NOT location:global`,
    ],
    look: function* (resources) {
      for (const resource of list(resources))
        yield {
          says: `${str(at(resource, "name"))} is in ${str(at(resource, "location"))}`,
          mend: "delete it, or say why it is there in terraform/residency-exceptions.json",
        };
    },
  },
  {
    name: "resource-locations",
    promise: "KZ-13/region-fixed",
    read: ["resource-manager", "org-policies", "describe", "gcp.resourceLocations", "--effective"],
    look: function* (policy, { project }) {
      const allowed = texts(at(policy, "listPolicy.allowedValues"));
      if (allowed.length === 0 || allowed.some((value) => !value.includes(REGION)))
        yield {
          says: `the organisation lets resources be made in ${allowed.join(", ") || "any place"}`,
          mend: `set \`guardrails\` in the variables, or: gcloud resource-manager org-policies allow gcp.resourceLocations in:europe-west1-locations --project=${project}`,
        };
    },
  },
];
