/*
 * What the real provider or the service's API refuses and a plan made offline does not see: attributes that exclude each other,
 * patterns and ranges. Each line names the rule's source by its form: the provider's own ExactlyOneOf, ConflictsWith and
 * validators, or the API's documented bounds.
 */

/** `[type, path of the repeated block or "" for the resource, attributes of which exactly one is set]` */
export const EXACTLY_ONE: readonly (readonly [type: string, block: string, attributes: readonly string[]])[] = [
  ["google_cloud_run_v2_service", "template.0.volumes", ["secret", "empty_dir", "gcs", "nfs", "cloud_sql_instance"]],
  ["google_cloud_run_v2_service", "template.0.containers.0.env", ["value", "value_source"]],
  ["google_cloud_run_v2_service", "template.0.vpc_access", ["connector", "network_interfaces"]],
  ["google_cloud_scheduler_job", "", ["http_target", "pubsub_target", "app_engine_http_target"]],
  ["google_cloud_scheduler_job", "http_target", ["oidc_token", "oauth_token"]],
  ["google_cloud_tasks_queue", "http_target", ["oidc_token", "oauth_token"]],
  [
    "google_cloudbuild_trigger",
    "",
    ["repository_event_config", "github", "pubsub_config", "webhook_config", "trigger_template", "source_to_build"],
  ],
  ["google_cloudbuild_trigger", "", ["filename", "git_file_source", "build"]],
  ["google_certificate_manager_certificate", "", ["managed", "self_managed"]],
  ["google_compute_region_security_policy_rule", "match", ["versioned_expr", "expr"]],
  ["google_firestore_backup_schedule", "", ["daily_recurrence", "weekly_recurrence"]],
  ["google_firestore_index", "fields", ["order", "array_config", "vector_config"]],
  [
    "google_monitoring_alert_policy",
    "conditions",
    [
      "condition_threshold",
      "condition_absent",
      "condition_matched_log",
      "condition_monitoring_query_language",
      "condition_prometheus_query_language",
      "condition_sql",
    ],
  ],
  ["google_monitoring_slo", "", ["request_based_sli", "windows_based_sli", "basic_sli"]],
  ["google_monitoring_slo", "", ["rolling_period_days", "calendar_period"]],
  ["google_monitoring_slo", "request_based_sli", ["good_total_ratio", "distribution_cut"]],
  ["google_monitoring_uptime_check_config", "", ["monitored_resource", "resource_group", "synthetic_monitor"]],
  ["google_monitoring_uptime_check_config", "", ["http_check", "tcp_check"]],
  ["google_org_policy_policy", "spec.0.rules", ["values", "enforce", "allow_all", "deny_all"]],
  ["google_secret_manager_secret", "replication", ["auto", "user_managed"]],
  ["google_artifact_registry_repository", "cleanup_policies", ["condition", "most_recent_versions"]],
];

const DURATION = /^\d+(\.\d{1,9})?s$/;

/** `[type or prefix*, path, pattern]`; an attribute that is not set passes. */
export const PATTERNS: readonly (readonly [type: string, path: string, pattern: RegExp])[] = [
  ["google_compute_*", "name", /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/],
  ["google_service_account", "account_id", /^[a-z]([-a-z0-9]{4,28}[a-z0-9])$/],
  ["google_project_iam_custom_role", "role_id", /^[a-zA-Z0-9_.]{3,64}$/],
  ["google_kms_crypto_key", "name", /^[a-zA-Z0-9_-]{1,63}$/],
  ["google_kms_crypto_key", "rotation_period", DURATION],
  ["google_kms_crypto_key", "destroy_scheduled_duration", DURATION],
  ["google_firestore_database", "name", /^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/],
  ["google_firestore_backup_schedule", "retention", DURATION],
  ["google_cloud_run_v2_service", "name", /^[a-z]([-a-z0-9]{0,47}[a-z0-9])?$/],
  ["google_cloud_run_v2_service", "template.0.timeout", DURATION],
  ["google_cloud_scheduler_job", "attempt_deadline", DURATION],
  ["google_cloud_scheduler_job", "schedule", /^([\w*,/-]+ ){4}[\w*,/-]+$/],
  [
    "google_compute_region_security_policy_rule",
    "action",
    /^(allow|throttle|rate_based_ban|redirect|deny\((403|404|429|502)\))$/,
  ],
  ["google_compute_region_security_policy_rule", "rate_limit_options.0.exceed_action", /^deny\((403|404|429|502)\)$/],
  [
    "google_compute_region_network_firewall_policy_rule",
    "action",
    /^(allow|deny|goto_next|apply_security_profile_group)$/,
  ],
  ["google_compute_region_network_firewall_policy_rule", "direction", /^(INGRESS|EGRESS)$/],
  ["google_storage_bucket", "name", /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/],
  ["google_secret_manager_secret", "secret_id", /^[a-zA-Z0-9_-]{1,255}$/],
  ["google_identity_platform_tenant_oauth_idp_config", "name", /^oidc\.[a-z0-9-]+$/],
  ["google_identity_platform_tenant_inbound_saml_config", "name", /^saml\.[a-z0-9-]+$/],
  ["google_logging_metric", "name", /^[\w.,+!*'()%-][\w.,+!*'()%/-]{0,99}$/],
  ["google_monitoring_custom_service", "service_id", /^[a-z0-9-]+$/],
  ["google_artifact_registry_repository", "repository_id", /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/],
];

/** `[type, path, least, most]`; for text the number before a unit. */
export const RANGES: readonly (readonly [type: string, path: string, least: number, most: number])[] = [
  ["google_kms_crypto_key", "rotation_period", 86_400, Number.POSITIVE_INFINITY],
  ["google_kms_crypto_key", "destroy_scheduled_duration", 86_400, 10_368_000],
  ["google_firestore_backup_schedule", "retention", 86_400, 8_467_200],
  ["google_cloud_run_v2_service", "template.0.timeout", 1, 3600],
  ["google_cloud_run_v2_service", "template.0.max_instance_request_concurrency", 1, 1000],
  ["google_cloud_run_v2_service", "template.0.containers.0.resources.0.limits.memory", 128, 4096],
  ["google_cloud_scheduler_job", "attempt_deadline", 15, 1800],
  ["google_compute_region_security_policy_rule", "priority", 0, 2_147_483_646],
  ["google_compute_region_network_firewall_policy_rule", "priority", 0, 2_147_483_547],
  ["google_logging_project_bucket_config", "retention_days", 1, 3650],
  ["google_monitoring_slo", "goal", 0.000_001, 0.9999],
  ["google_monitoring_slo", "rolling_period_days", 1, 30],
  ["google_monitoring_uptime_check_config", "timeout", 1, 60],
  ["google_secret_manager_secret", "version_destroy_ttl", 86_400, 86_400_000],
];

/** Attributes by which the service tells two of a type apart within the project. */
export const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  google_compute_region_security_policy_rule: ["priority"],
  google_compute_region_network_firewall_policy_rule: ["priority"],
  google_kms_crypto_key: ["key_ring", "name"],
  google_cloud_run_v2_service: ["name"],
  google_service_account: ["account_id"],
  google_storage_bucket: ["name"],
};
