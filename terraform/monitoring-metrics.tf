# Metrics read from the log. They see what functions/platform/log.ts lets out: codes, statuses, durations, counts; no text.
# `model tokens` (count) and `seal lag` (durationMs) are the two lines that only exist to be measured.

locals {
  is_function    = "resource.type=\"cloud_run_revision\""
  is_people      = "NOT protoPayload.authenticationInfo.principalEmail=~\"gserviceaccount\\.com$\""
  model_accounts = join(" OR ", [for name, function in local.functions : "\"${local.function_emails[name]}\"" if contains(function.uses, "model")])

  counters = {
    requests           = { filter = "${local.is_function} AND jsonPayload.message=(\"request\" OR \"request refused\")", labels = { function = "EXTRACT(resource.labels.service_name)", status = "EXTRACT(jsonPayload.status)" } }
    denied_requests    = { filter = "${local.is_function} AND jsonPayload.code=(\"unauthenticated\" OR \"forbidden\")", labels = { function = "EXTRACT(resource.labels.service_name)", code = "EXTRACT(jsonPayload.code)" } }
    redaction_failures = { filter = "${local.is_function} AND jsonPayload.code=\"redaction-failed\"", labels = {} }
    model_failures     = { filter = "${local.is_function} AND jsonPayload.code=\"model-unavailable\"", labels = {} }
    damaged_data       = { filter = "${local.is_function} AND jsonPayload.message=\"damaged data\"", labels = {} }
    vault_failures     = { filter = "${local.is_function} AND jsonPayload.code=\"vault-unavailable\"", labels = {} }
    function_errors    = { filter = "${local.is_function} AND severity>=ERROR", labels = { function = "EXTRACT(resource.labels.service_name)" } }
    kms_errors         = { filter = "protoPayload.serviceName=\"cloudkms.googleapis.com\" AND severity>=ERROR", labels = { method = "EXTRACT(protoPayload.methodName)" } }
    key_destructions   = { filter = "protoPayload.serviceName=\"cloudkms.googleapis.com\" AND protoPayload.methodName=~\"(DestroyCryptoKeyVersion|UpdateCryptoKeyVersion)$\"", labels = {} }
    human_data_access  = { filter = "log_id(\"cloudaudit.googleapis.com/data_access\") AND protoPayload.serviceName=\"firestore.googleapis.com\" AND ${local.is_people}", labels = {} }
    foreign_key_access = { filter = "protoPayload.methodName=~\"AccessSecretVersion$\" AND NOT protoPayload.authenticationInfo.principalEmail=(${local.model_accounts})", labels = {} }
    blocked_egress     = { filter = "resource.type=\"gce_subnetwork\" AND jsonPayload.disposition=\"DENIED\" AND jsonPayload.rule_details.direction=\"EGRESS\"", labels = {} }
    policy_changes     = { filter = "log_id(\"cloudaudit.googleapis.com/activity\") AND protoPayload.methodName=~\"SetIamPolicy$\" AND NOT protoPayload.authenticationInfo.principalEmail=\"${var.deployer_email}\"", labels = {} }
  }

  distributions = {
    request_latency_ms = { filter = "${local.is_function} AND jsonPayload.message=\"request\"", value = "EXTRACT(jsonPayload.durationMs)", unit = "ms", labels = { function = "EXTRACT(resource.labels.service_name)" } }
    model_tokens       = { filter = "${local.is_function} AND jsonPayload.message=\"model tokens\"", value = "EXTRACT(jsonPayload.count)", unit = "1", labels = {} }
    seal_lag_ms        = { filter = "${local.is_function} AND jsonPayload.message=\"seal lag\"", value = "EXTRACT(jsonPayload.durationMs)", unit = "ms", labels = {} }
  }
}

resource "google_logging_metric" "counter" {
  for_each = local.counters

  name             = "belfry/${each.key}"
  filter           = each.value.filter
  label_extractors = each.value.labels

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"

    dynamic "labels" {
      for_each = each.value.labels
      content {
        key        = labels.key
        value_type = "STRING"
      }
    }
  }
}

resource "google_logging_metric" "distribution" {
  for_each = local.distributions

  name             = "belfry/${each.key}"
  filter           = each.value.filter
  value_extractor  = each.value.value
  label_extractors = each.value.labels

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = each.value.unit

    dynamic "labels" {
      for_each = each.value.labels
      content {
        key        = labels.key
        value_type = "STRING"
      }
    }
  }

  # From 1 to about 4 million: a millisecond to an hour, a token to a library.
  bucket_options {
    exponential_buckets {
      num_finite_buckets = 44
      growth_factor      = 1.4142135623730951
      scale              = 1
    }
  }
}
