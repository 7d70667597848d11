import { at, flag, isSet, list, text } from "./plan.ts";
import { each, ofType, type Policy } from "./policy.ts";

export const operationsPolicies: readonly Policy[] = [
  {
    name: "playbook",
    says: "An alert reaches someone and says what to do",
    check: each(["google_monitoring_alert_policy"], (alert) => {
      if (!isSet(alert, "notification_channels")) return "reaches nobody";
      return (text(alert, "documentation.0.content") ?? "").includes("## Mend") ? undefined : "has no playbook";
    }),
  },
  {
    name: "what-is-watched",
    says: "There are alerts for redaction, keys, people in the data, refused egress, denied requests, seal lag, and budgets that burn",
    check: function* (plan) {
      const alerts = new Set(
        ofType(plan, "google_monitoring_alert_policy").map((alert) => text(alert, "display_name")),
      );
      const wanted = [
        "redaction-failures",
        "kms-errors",
        "key-destruction",
        "human-data-access",
        "foreign-key-access",
        "blocked-egress",
        "denied-requests",
        "seal-lag",
        "uptime",
        "availability-burn-fast",
        "availability-burn-slow",
        "latency-burn-fast",
        "latency-burn-slow",
      ];
      for (const name of wanted) if (!alerts.has(name)) yield { address: `alert ${name}`, says: "does not exist" };
    },
  },
  {
    name: "build-pool",
    says: "Builds run in Belgium, in a pool of our own, as the deployer; nothing is applied without a person's approval",
    check: function* (plan) {
      const triggers = ofType(plan, "google_cloudbuild_trigger");
      for (const trigger of triggers) {
        if (text(trigger, "service_account")?.endsWith(String(plan.variables.deployer_email)) !== true)
          yield { address: trigger.address, says: "builds as a default account" };
      }
      for (const apply of triggers.filter((trigger) => trigger.key === "apply")) {
        if (!flag(apply, "approval_config.0.approval_required"))
          yield { address: apply.address, says: "applies without approval" };
        if (isSet(apply, "repository_event_config")) yield { address: apply.address, says: "applies at a push" };
      }
      if (triggers.length > 0 && ofType(plan, "google_cloudbuild_worker_pool").length === 0)
        yield { address: "google_cloudbuild_worker_pool", says: "builds run in the global pool" };
    },
  },
  {
    name: "guardrails",
    says: "Where the guard-rails are asked for, they hold: resources in Belgium, our keys only, no account keys, no default grants",
    check: function* (plan) {
      const policies = ofType(plan, "google_org_policy_policy");
      if (policies.length === 0) return;
      const rule = (constraint: string) =>
        at(
          policies.find((policy) => text(policy, "name")?.endsWith(`/policies/${constraint}`))?.after,
          "spec.0.rules.0",
        );
      const allowed = list(at(rule("gcp.resourceLocations"), "values.0.allowed_values"));
      if (JSON.stringify(allowed) !== JSON.stringify(["in:europe-west1-locations"]))
        yield { address: "gcp.resourceLocations", says: `allows ${JSON.stringify(allowed)}` };
      for (const constraint of ["gcp.restrictNonCmekServices", "gcp.restrictTLSVersion"]) {
        if (list(at(rule(constraint), "values.0.denied_values")).length === 0)
          yield { address: constraint, says: "denies nothing" };
      }
      for (const constraint of [
        "iam.disableServiceAccountKeyCreation",
        "iam.automaticIamGrantsForDefaultServiceAccounts",
        "storage.publicAccessPrevention",
        "storage.uniformBucketLevelAccess",
      ]) {
        if (at(rule(constraint), "enforce") !== "TRUE") yield { address: constraint, says: "is not enforced" };
      }
      if (list(at(rule("iam.allowedPolicyMemberDomains"), "values.0.allowed_values")).length === 0)
        yield { address: "iam.allowedPolicyMemberDomains", says: "restricts no domain" };
    },
  },
];
