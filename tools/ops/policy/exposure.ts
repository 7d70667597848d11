import { at, flag, type Json, list, number, references, text, texts } from "./plan.ts";
import { each, ofType, type Policy } from "./policy.ts";

const OWASP = ["lfi", "protocolattack", "rce", "rfi", "scannerdetection", "sqli", "xss"] as const;

export const exposurePolicies: readonly Policy[] = [
  {
    name: "ingress",
    says: "The public reaches a function through the load balancer alone, everyone else from inside; no default URL on the internet",
    check: each(["google_cloud_run_v2_service"], (run, _plan, facts) => {
      const isPublic = facts.functions[text(run, "name") ?? ""]?.invoker === "public";
      const ingress = text(run, "ingress");
      if (ingress !== (isPublic ? "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" : "INGRESS_TRAFFIC_INTERNAL_ONLY"))
        return `takes ${ingress ?? "all traffic by default"}`;
      if (isPublic && !flag(run, "default_uri_disabled")) return "keeps its default URL";
      return undefined;
    }),
  },
  {
    name: "open-without-grant",
    says: "A function asks for no grant only where the manifest says public and ingress is closed",
    check: each(["google_cloud_run_v2_service"], (run, _plan, facts) => {
      if (!flag(run, "invoker_iam_disabled")) return undefined;
      if (facts.functions[text(run, "name") ?? ""]?.invoker !== "public")
        return "asks for no grant, and the manifest does not say public";
      return text(run, "ingress") === "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
        ? undefined
        : "asks for no grant, and its ingress is open";
    }),
  },
  {
    name: "one-service-per-function",
    says: "The plan deploys the manifest's functions, all of them and no other, as the manifest sizes them",
    check: function* (plan, facts) {
      const runs = ofType(plan, "google_cloud_run_v2_service");
      for (const [name, manifest] of Object.entries(facts.functions)) {
        const run = runs.find((candidate) => text(candidate, "name") === name);
        if (run === undefined) {
          yield { address: `function ${name}`, says: "is in the manifest and not in the plan" };
          continue;
        }
        const template = at(run.after, "template.0") ?? null;
        const sized = [
          at(template, "containers.0.resources.0.limits.memory"),
          at(template, "timeout"),
          at(template, "max_instance_request_concurrency"),
        ];
        const meant = [`${manifest.memoryMiB}Mi`, `${manifest.timeoutSeconds}s`, manifest.concurrency];
        if (JSON.stringify(sized) !== JSON.stringify(meant))
          yield {
            address: run.address,
            says: `has ${JSON.stringify(sized)}, the manifest says ${JSON.stringify(meant)}`,
          };
      }
      for (const run of runs)
        if (facts.functions[text(run, "name") ?? ""] === undefined)
          yield { address: run.address, says: "is deployed but not in the manifest" };
    },
  },
  {
    name: "load-balancer",
    says: "Only public functions stand behind the load balancer, each behind Cloud Armor, each at its path",
    check: function* (plan, facts) {
      for (const group of ofType(plan, "google_compute_region_network_endpoint_group")) {
        if (facts.functions[text(group, "name") ?? ""]?.invoker !== "public")
          yield { address: group.address, says: "puts a function behind the load balancer that is not public" };
      }
      for (const backend of ofType(plan, "google_compute_region_backend_service")) {
        if (
          !references(backend, "security_policy").some((name) =>
            name.startsWith("google_compute_region_security_policy."),
          )
        )
          yield { address: backend.address, says: "is not behind Cloud Armor" };
        if (text(backend, "load_balancing_scheme") !== "EXTERNAL_MANAGED")
          yield { address: backend.address, says: "is not of the regional load balancer" };
      }
      const routed = new Set(
        ofType(plan, "google_compute_region_url_map").flatMap((map) =>
          list(at(map.after, "path_matcher.0.path_rule")).flatMap((rule) => texts(at(rule, "paths"))),
        ),
      );
      for (const [name, { invoker, path }] of Object.entries(facts.functions)) {
        const wanted = path === "/" ? "/*" : path;
        if (invoker === "public" && !routed.has(wanted))
          yield { address: `function ${name}`, says: `is not routed at ${wanted}` };
        if (invoker !== "public" && routed.has(wanted))
          yield { address: `function ${name}`, says: `is routed at ${wanted} and not public` };
      }
    },
  },
  {
    name: "armor",
    says: "Cloud Armor limits each address, the request's size, and refuses the OWASP classes; it does not log what was written",
    check: function* (plan) {
      const rules = ofType(plan, "google_compute_region_security_policy_rule");
      const door = "google_compute_region_security_policy.edge";
      const enforced = rules.filter(
        (rule) =>
          !flag(rule, "preview") ||
          (plan.variables.edge !== undefined && at(plan.variables.edge as Json, "owasp_watch_only") === true),
      );
      const expressions = enforced.map((rule) => text(rule, "match.0.expr.0.expression") ?? "");
      for (const attack of OWASP)
        if (!expressions.some((expression) => expression.includes(`'${attack}-v33-stable'`)))
          yield { address: door, says: `does not refuse ${attack}` };
      if (expressions.some((expression) => expression.includes("methodenforcement")))
        yield { address: door, says: "refuses PUT, PATCH and DELETE, which the contract has" };
      if (!expressions.some((expression) => expression.includes("content-length")))
        yield { address: door, says: "does not limit a request's size" };
      const rate = rules.find((rule) => ["throttle", "rate_based_ban"].includes(text(rule, "action") ?? ""));
      if (rate === undefined) yield { address: door, says: "does not limit an address's rate" };
      else if (
        text(rate, "rate_limit_options.0.enforce_on_key") !== "IP" ||
        (number(rate, "rate_limit_options.0.rate_limit_threshold.0.count") ?? Infinity) > 10_000
      )
        yield { address: rate.address, says: "does not limit each address" };
      for (const rule of rules)
        if (text(rule, "action") === "allow")
          yield { address: rule.address, says: "lets requests past the rules after it" };
      for (const policy of ofType(plan, "google_compute_region_security_policy")) {
        if (text(policy, "advanced_options_config.0.log_level") === "VERBOSE")
          yield { address: policy.address, says: "writes what clients typed into the log" };
      }
    },
  },
  {
    name: "public-access",
    says: "No bucket can be made public, and none knows per-object permissions",
    check: each(["google_storage_bucket"], (bucket) => {
      if (text(bucket, "public_access_prevention") !== "enforced") return "could be made public";
      return flag(bucket, "uniform_bucket_level_access") ? undefined : "has permissions per object";
    }),
  },
];
