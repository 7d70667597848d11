import { at, list, number, type Plan, type Resource, secondOpinions, text, texts } from "./plan.ts";
import { each, type Facts, ofType, type Policy } from "./policy.ts";
import { ENVIRONMENT_OF_USE } from "./uses.ts";

/** Google's services at their private addresses. */
const GOOGLE_RANGE = "199.36.153.8/30";

/** What only local mode knows. A function that saw one would refuse to start, so it must not get that far. */
const LOCAL_ONLY =
  /(_EMULATOR_HOST|^OPENAI_BASE_URL|^BELFRY_(KMS|DLP)_ENDPOINT|^BELFRY_IDENTITY_URL|^NODE_TLS_REJECT_UNAUTHORIZED)$/;
const SECRET_NAME = /(API_?KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL)/i;
const SECRET_VALUE = /^(sk-|AIza|ya29\.|-----BEGIN)/;

export function environment(run: Resource): ReadonlyMap<string, string | undefined> {
  return new Map(
    list(at(run.after, "template.0.containers.0.env")).map((variable) => {
      const value = at(variable, "value");
      return [String(at(variable, "name")), typeof value === "string" ? value : undefined];
    }),
  );
}

/** Hosts that may be called: the register's, and those that the variables mark as a client's own. */
export function allowedHosts(plan: Plan, facts: Facts): ReadonlySet<string> {
  const registered = facts.register.subProcessors
    .filter((processor) => processor.kind === "model")
    .flatMap((processor) => processor.hosts);
  const models = plan.variables.models;
  const own =
    models !== null && typeof models === "object"
      ? Object.values(models)
          .filter((model) => at(model, "customer_owned") === true)
          .map((model) => String(at(model, "host")))
      : [];
  return new Set([...registered, ...own]);
}

/** The private endpoint of Sensitive Data Protection, where the plan has one: its address is reserved under this name. */
function inspectionRanges(plan: Plan): string[] {
  if (!secondOpinions(plan).includes("sensitive-data-protection")) return [];
  return ofType(plan, "google_compute_address")
    .filter((address) => text(address, "name") === "inspection" && text(address, "address_type") === "INTERNAL")
    .map((address) => `${text(address, "address")}/32`);
}

export const egressPolicies: readonly Policy[] = [
  {
    name: "way-out",
    says: "All traffic of a function goes through the network, and only a function that uses a model has a way out of it",
    check: each(["google_cloud_run_v2_service"], (run, _plan, facts) => {
      if (text(run, "template.0.vpc_access.0.egress") !== "ALL_TRAFFIC") return "sends traffic past the network";
      const usesModel = facts.functions[text(run, "name") ?? ""]?.uses.includes("model") ?? false;
      const subnet = text(run, "template.0.vpc_access.0.network_interfaces.0.subnetwork");
      return subnet === `functions-${usesModel ? "model" : "private"}` ? undefined : `is in the subnet ${subnet}`;
    }),
  },
  {
    name: "firewall",
    says: "The firewall lets out: registered model hosts, from the model subnet, over HTTPS; Google's services; the endpoint of a second opinion that is allowed; nothing else",
    check: function* (plan, facts) {
      const rules = ofType(plan, "google_compute_region_network_firewall_policy_rule");
      const allowed = allowedHosts(plan, facts);
      const modelRange = ofType(plan, "google_compute_subnetwork")
        .filter((subnet) => text(subnet, "name") === "functions-model")
        .map((subnet) => text(subnet, "ip_cidr_range"));
      for (const rule of rules) {
        if (text(rule, "action") === "deny") continue;
        if (text(rule, "action") !== "allow" || text(rule, "direction") !== "EGRESS")
          yield { address: rule.address, says: `${text(rule, "action")}s ${text(rule, "direction")}` };
        const ports = list(at(rule.after, "match.0.layer4_configs")).flatMap((config) =>
          at(config, "ip_protocol") === "tcp" ? texts(at(config, "ports")) : ["any"],
        );
        if (ports.length === 0 || ports.some((port) => port !== "443"))
          yield { address: rule.address, says: `opens more than HTTPS: ${ports.join(", ") || "all ports"}` };
        const hosts = texts(at(rule.after, "match.0.dest_fqdns"));
        const ranges = texts(at(rule.after, "match.0.dest_ip_ranges"));
        if (hosts.length + ranges.length === 0) yield { address: rule.address, says: "opens to everywhere" };
        for (const host of hosts)
          if (!allowed.has(host))
            yield { address: rule.address, says: `opens to ${host}, which is neither registered nor a client's own` };
        const endpoint = ranges.some((range) => inspectionRanges(plan).includes(range));
        for (const range of ranges)
          if (range !== GOOGLE_RANGE && !(endpoint && ranges.length === 1))
            yield { address: rule.address, says: `opens to ${range}` };
        const sources = texts(at(rule.after, "match.0.src_ip_ranges"));
        if ((hosts.length > 0 || endpoint) && JSON.stringify(sources) !== JSON.stringify(modelRange))
          yield { address: rule.address, says: `opens model hosts to ${sources.join(", ") || "everyone"}` };
      }
      const closing = rules.filter(
        (rule) =>
          text(rule, "action") === "deny" &&
          text(rule, "direction") === "EGRESS" &&
          texts(at(rule.after, "match.0.dest_ip_ranges")).includes("0.0.0.0/0") &&
          at(rule.after, "disabled") !== true,
      );
      const lastOpen = Math.max(
        ...rules.filter((rule) => text(rule, "action") === "allow").map((rule) => number(rule, "priority") ?? 0),
      );
      if (!closing.some((rule) => (number(rule, "priority") ?? 0) > lastOpen))
        yield { address: "firewall", says: "does not end by refusing what leaves" };
      if (ofType(plan, "google_compute_region_network_firewall_policy_association").length === 0)
        yield { address: "firewall", says: "is not attached to the network" };
    },
  },
  {
    name: "nat",
    says: "Only the model subnet is translated, to one address that a client can allow",
    check: each(["google_compute_router_nat"], (nat) => {
      if (
        text(nat, "source_subnetwork_ip_ranges_to_nat") !== "LIST_OF_SUBNETWORKS" ||
        list(at(nat.after, "subnetwork")).length !== 1
      )
        return "gives other subnets a way out";
      return text(nat, "nat_ip_allocate_option") === "MANUAL_ONLY" ? undefined : "changes its address";
    }),
  },
  {
    name: "model-host",
    says: "A function calls a registered host, in an allowed region, over HTTPS",
    check: each(["google_cloud_run_v2_service"], (run, plan, facts) => {
      const variables = environment(run);
      for (const [name, value] of variables) if (value?.startsWith("http://")) return `${name} is plain HTTP`;
      const host = variables.get("MODEL_HOST");
      if (host === undefined) return undefined;
      if (!allowedHosts(plan, facts).has(host)) return `calls ${host}, which is not in the register`;
      const region = variables.get("MODEL_REGION") ?? "";
      return ["eu", "europe-west1"].includes(region) ? undefined : `calls a model in ${region || "no region"}`;
    }),
  },
  {
    name: "environment",
    says: "A function's environment is that of its uses, with no secret in it and nothing of local mode",
    check: function* (plan, facts) {
      for (const run of ofType(plan, "google_cloud_run_v2_service")) {
        const uses = facts.functions[text(run, "name") ?? ""]?.uses ?? [];
        const meant = new Set(["", ...uses].flatMap((use) => ENVIRONMENT_OF_USE[use] ?? []));
        const variables = environment(run);
        for (const [name, value] of variables) {
          if (value === undefined)
            yield {
              address: run.address,
              says: `${name} holds a secret or a value unknown before applying: secrets are mounted as files`,
            };
          else if (SECRET_VALUE.test(value) || (SECRET_NAME.test(name) && !name.endsWith("_FILE")))
            yield { address: run.address, says: `${name} is a secret in the environment` };
          else if (LOCAL_ONLY.test(name)) yield { address: run.address, says: `${name} is for local mode` };
          else if (!meant.has(name)) yield { address: run.address, says: `${name} is not of its uses` };
        }
        for (const name of meant) if (!variables.has(name)) yield { address: run.address, says: `lacks ${name}` };
        if (variables.get("BELFRY_MODE") !== "production" || variables.get("NODE_ENV") !== "production")
          yield { address: run.address, says: "is not in production mode" };
      }
    },
  },
];
