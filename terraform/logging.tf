locals {
  checkpoint_log = "belfry-checkpoints"

  log_buckets = {
    application = { retention_days = var.retention_days.application_logs, locked = false }
    audit       = { retention_days = var.retention_days.audit_logs, locked = false }
    checkpoints = { retention_days = var.retention_days.checkpoints, locked = var.checkpoints_locked }
  }

  is_audit_log      = "log_id(\"cloudaudit.googleapis.com/data_access\") OR log_id(\"cloudaudit.googleapis.com/activity\") OR log_id(\"cloudaudit.googleapis.com/policy\")"
  is_checkpoint_log = "logName=\"projects/${var.project_id}/logs/${local.checkpoint_log}\""

  sinks = {
    # The project's own default sink would fill a bucket outside Belgium: it is pointed at ours instead.
    "_Default"  = { bucket = "application", filter = "NOT (${local.is_audit_log}) AND NOT ${local.is_checkpoint_log}" }
    audit       = { bucket = "audit", filter = local.is_audit_log }
    checkpoints = { bucket = "checkpoints", filter = local.is_checkpoint_log }
  }

  # Who read or used what, where clients' data, keys and secrets are. `datastore.googleapis.com` is Firestore's name here.
  audited_services = toset(["cloudkms.googleapis.com", "datastore.googleapis.com", "secretmanager.googleapis.com"])
}

resource "google_logging_project_bucket_config" "this" {
  for_each = local.log_buckets

  project        = var.project_id
  location       = var.region
  bucket_id      = each.key
  retention_days = each.value.retention_days
  locked         = each.value.locked

  cmek_settings {
    kms_key_name = local.platform_key_ids["logging"]
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

resource "google_logging_project_sink" "this" {
  for_each = local.sinks

  name                   = each.key
  project                = var.project_id
  destination            = "logging.googleapis.com/projects/${var.project_id}/locations/${var.region}/buckets/${google_logging_project_bucket_config.this[each.value.bucket].bucket_id}"
  filter                 = each.value.filter
  unique_writer_identity = true
}

resource "google_project_iam_audit_config" "this" {
  for_each = local.audited_services

  project = var.project_id
  service = each.key

  dynamic "audit_log_config" {
    for_each = toset(["ADMIN_READ", "DATA_READ", "DATA_WRITE"])
    content {
      log_type = audit_log_config.value
    }
  }
}
