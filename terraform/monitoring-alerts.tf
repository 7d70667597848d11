# One playbook per alert, by the alert's name. An alert whose playbook is missing does not plan.

locals {
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  # above: events within five minutes, or for a distribution its 95th percentile.
  alerts = {
    damaged-data       = { metric = "damaged_data", above = 0, severity = "CRITICAL" }
    redaction-failures = { metric = "redaction_failures", above = 0, severity = "CRITICAL" }
    key-destruction    = { metric = "key_destructions", above = 0, severity = "CRITICAL" }
    human-data-access  = { metric = "human_data_access", above = 0, severity = "CRITICAL" }
    foreign-key-access = { metric = "foreign_key_access", above = 0, severity = "CRITICAL" }
    blocked-egress     = { metric = "blocked_egress", above = 0, severity = "ERROR" }
    policy-changes     = { metric = "policy_changes", above = 0, severity = "ERROR" }
    kms-errors         = { metric = "kms_errors", above = 5, severity = "ERROR" }
    vault-failures     = { metric = "vault_failures", above = 5, severity = "ERROR" }
    model-failures     = { metric = "model_failures", above = 10, severity = "WARNING" }
    function-errors    = { metric = "function_errors", above = 5, severity = "ERROR" }
    denied-requests    = { metric = "denied_requests", above = 100, severity = "WARNING" }
    seal-lag           = { metric = "seal_lag_ms", above = var.slo.seal_lag_s_max * 1000, severity = "ERROR" }
  }

  alert_names   = concat(keys(local.alerts), keys(local.burn_alerts), ["uptime", "budget"])
  playbooks     = { for name in local.alert_names : name => "${path.module}/../docs/playbooks/${name}.md" }
  playbook_text = { for name, file in local.playbooks : name => fileexists(file) ? file(file) : "" }
}

resource "google_monitoring_notification_channel" "email" {
  for_each = var.notification_emails

  display_name = each.key
  type         = "email"
  labels       = { email_address = each.value }
}

resource "google_monitoring_alert_policy" "metric" {
  for_each = local.alerts

  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.notification_channels

  conditions {
    display_name = "${each.value.metric} above ${each.value.above}"
    condition_threshold {
      filter          = "metric.type=\"logging.googleapis.com/user/belfry/${each.value.metric}\" AND resource.type=${contains(keys(local.counters), each.value.metric) ? local.metric_resource[each.value.metric] : "\"cloud_run_revision\""}"
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.above
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = contains(keys(local.distributions), each.value.metric) ? "ALIGN_PERCENTILE_95" : "ALIGN_DELTA"
        cross_series_reducer = contains(keys(local.distributions), each.value.metric) ? "REDUCE_MAX" : "REDUCE_SUM"
      }
    }
  }

  alert_strategy {
    auto_close = "86400s"
  }

  documentation {
    mime_type = "text/markdown"
    subject   = "Belfry: ${each.key}"
    content   = local.playbook_text[each.key]
  }

  lifecycle {
    precondition {
      condition     = fileexists(local.playbooks[each.key])
      error_message = "The alert ${each.key} has no playbook: write docs/playbooks/${each.key}.md."
    }
  }

  depends_on = [google_logging_metric.counter, google_logging_metric.distribution]
}

# An alert's filter must name the resource its metric is written against.
locals {
  metric_resource = {
    for name in keys(local.counters) : name => lookup({
      kms_errors         = "one_of(\"cloudkms_cryptokey\",\"cloudkms_cryptokeyversion\",\"cloudkms_keyring\",\"audited_resource\")"
      key_destructions   = "one_of(\"cloudkms_cryptokeyversion\",\"cloudkms_cryptokey\")"
      human_data_access  = "one_of(\"datastore_database\",\"firestore.googleapis.com/Database\",\"audited_resource\")"
      foreign_key_access = "\"audited_resource\""
      blocked_egress     = "\"gce_subnetwork\""
      policy_changes     = "one_of(\"project\",\"service_account\",\"gcs_bucket\",\"cloud_run_revision\",\"cloudkms_keyring\",\"cloudkms_cryptokey\",\"audited_resource\")"
    }, name, "\"cloud_run_revision\"")
  }
}
