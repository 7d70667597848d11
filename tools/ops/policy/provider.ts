import { at, isSet, type Json, list, number, type Resource, text } from "./plan.ts";
import { ofType, type Policy } from "./policy.ts";
import { EXACTLY_ONE, IDENTITY, PATTERNS, RANGES } from "./provider-tables.ts";

const SOFT_DELETE_S = { least: 604_800, most: 7_776_000 };

function matches(resource: Resource, type: string): boolean {
  return type.endsWith("*") ? resource.type.startsWith(type.slice(0, -1)) : resource.type === type;
}

function blocks(resource: Resource, path: string): readonly Resource[] {
  if (path === "") return [resource];
  const found = at(resource.after, path);
  return list(found).map((after, index) => ({
    ...resource,
    after,
    afterUnknown: at(resource.afterUnknown, `${path}.${index}`) ?? {},
    expressions: blockExpressions(resource.expressions, path),
  }));
}

/** A dynamic block's expressions can't be matched by position: then only what is known counts. */
function blockExpressions(expressions: Json, path: string): Json {
  return at(expressions, path) ?? {};
}

function* shapes(resource: Resource): Generator<string> {
  switch (resource.type) {
    case "google_compute_region_security_policy_rule":
      if (
        ["throttle", "rate_based_ban"].includes(text(resource, "action") ?? "") !==
        isSet(resource, "rate_limit_options")
      )
        yield "rate_limit_options goes with throttle, and only with it";
      return;
    case "google_compute_region_network_firewall_policy_rule": {
      const egress = text(resource, "direction") === "EGRESS";
      if (egress && isSet(resource, "match.0.src_fqdns")) yield "src_fqdns is for what comes in";
      if (!egress && isSet(resource, "match.0.dest_fqdns")) yield "dest_fqdns is for what goes out";
      if (list(at(resource.after, "match.0.dest_fqdns")).length > 100) yield "a rule names at most 100 hosts";
      return;
    }
    case "google_firestore_index":
      if (list(at(resource.after, "fields")).length < 2)
        yield "a composite index has two fields or more: one-field indexes are automatic";
      return;
    case "google_storage_bucket": {
      const kept = number(resource, "soft_delete_policy.0.retention_duration_seconds") ?? 0;
      if (kept !== 0 && (kept < SOFT_DELETE_S.least || kept > SOFT_DELETE_S.most))
        yield `soft delete keeps 0 or ${SOFT_DELETE_S.least} to ${SOFT_DELETE_S.most} seconds`;
      return;
    }
    case "google_compute_subnetwork":
      if (
        text(resource, "purpose") === "REGIONAL_MANAGED_PROXY" &&
        (at(resource.after, "private_ip_google_access") === true || isSet(resource, "log_config"))
      )
        yield "a proxy-only subnet has neither private Google access nor a flow log";
      return;
    case "google_logging_metric": {
      const distribution = text(resource, "metric_descriptor.0.value_type") === "DISTRIBUTION";
      if (distribution !== isSet(resource, "value_extractor"))
        yield "a distribution, and only a distribution, extracts a value";
      const declared = list(at(resource.after, "metric_descriptor.0.labels"))
        .map((label) => at(label, "key"))
        .sort();
      const extracted = Object.keys((at(resource.after, "label_extractors") ?? {}) as object).sort();
      if (JSON.stringify(declared) !== JSON.stringify(extracted)) yield "labels declared and labels extracted differ";
      return;
    }
    case "google_monitoring_uptime_check_config":
      if (list(at(resource.after, "selected_regions")).length < 3) yield "a check runs from three regions at least";
      return;
    case "google_monitoring_slo": {
      const ratio = at(resource.after, "request_based_sli.0.good_total_ratio.0");
      if (
        ratio !== undefined &&
        ["good_service_filter", "bad_service_filter", "total_service_filter"].filter(
          (name) => typeof at(ratio, name) === "string",
        ).length !== 2
      )
        yield "a ratio names exactly two of good, bad and total";
      return;
    }
    case "google_cloud_run_v2_service": {
      const percent = list(at(resource.after, "traffic")).reduce<number>(
        (sum, target) => sum + Number(at(target, "percent") ?? 0),
        0,
      );
      if (percent !== 100) yield `traffic adds up to ${percent} %`;
      const memoryMiB = Number.parseInt(text(resource, "template.0.containers.0.resources.0.limits.memory") ?? "0", 10);
      if (memoryMiB < 512 && text(resource, "template.0.execution_environment") !== "EXECUTION_ENVIRONMENT_GEN1")
        yield "the second generation starts at 512 MiB";
      return;
    }
    default:
      return;
  }
}

export const providerPolicies: readonly Policy[] = [
  {
    name: "provider-accepts",
    says: "Nothing in the plan is what the real provider or its API would refuse",
    check: function* (plan) {
      for (const resource of plan.resources) {
        for (const [type, path, attributes] of EXACTLY_ONE) {
          if (!matches(resource, type)) continue;
          for (const block of blocks(resource, path)) {
            const set = attributes.filter((attribute) => isSet(block, attribute));
            if (set.length !== 1)
              yield {
                address: resource.address,
                says: `sets ${set.join(" and ") || "none"} of ${attributes.join(", ")}: exactly one is wanted`,
              };
          }
        }
        for (const [type, path, pattern] of PATTERNS) {
          const value = matches(resource, type) ? text(resource, path) : undefined;
          if (value !== undefined && !pattern.test(value))
            yield { address: resource.address, says: `${path} = ${value} is not ${pattern.source}` };
        }
        for (const [type, path, least, most] of RANGES) {
          const value = matches(resource, type) ? at(resource.after, path) : undefined;
          if (value === undefined || value === null) continue;
          const amount = Number.parseFloat(String(value));
          if (!(amount >= least && amount <= most))
            yield { address: resource.address, says: `${path} = ${String(value)} is not from ${least} to ${most}` };
        }
        for (const says of shapes(resource)) yield { address: resource.address, says };
      }
      for (const [type, attributes] of Object.entries(IDENTITY)) {
        const seen = new Map<string, string>();
        for (const resource of ofType(plan, type)) {
          const identity = JSON.stringify(attributes.map((attribute) => at(resource.after, attribute)));
          const first = seen.get(identity);
          if (first !== undefined)
            yield { address: resource.address, says: `has the same ${attributes.join(" and ")} as ${first}` };
          seen.set(identity, resource.address);
        }
      }
    },
  },
];
