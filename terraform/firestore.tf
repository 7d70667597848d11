locals {
  database_id = "belfry"

  # The file that the emulator reads is the one deployed: an index can't exist in one and be missing in the other.
  # Read tolerantly: a missing file is answered by the precondition's sentence.
  indexes_file      = "${local.source_root}/firestore.indexes.json"
  rules_file        = "${local.source_root}/firestore.rules"
  firestore_indexes = jsondecode(fileexists(local.indexes_file) ? file(local.indexes_file) : "{\"indexes\":[],\"fieldOverrides\":[]}")

  composite_indexes = {
    for index in local.firestore_indexes.indexes :
    join("-", concat([index.collectionGroup], [for field in index.fields : "${replace(field.fieldPath, ".", "_")}_${lower(try(field.order, field.arrayConfig))}"])) => index
  }
  expiring_fields = {
    for override in local.firestore_indexes.fieldOverrides : "${override.collectionGroup}-${override.fieldPath}" => override if try(override.ttl, false)
  }
}

resource "google_firestore_database" "main" {
  name                              = local.database_id
  location_id                       = var.region
  type                              = "FIRESTORE_NATIVE"
  concurrency_mode                  = "PESSIMISTIC"
  app_engine_integration_mode       = "DISABLED"
  delete_protection_state           = var.deletion_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"

  cmek_config {
    kms_key_name = local.platform_key_ids["firestore"]
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

resource "google_firestore_backup_schedule" "daily" {
  database  = google_firestore_database.main.name
  retention = "${var.retention_days.firestore_backup * 86400}s"

  daily_recurrence {}
}

resource "google_firestore_index" "composite" {
  for_each = local.composite_indexes

  database    = google_firestore_database.main.name
  collection  = each.value.collectionGroup
  query_scope = each.value.queryScope

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path   = fields.value.fieldPath
      order        = try(fields.value.order, null)
      array_config = try(fields.value.arrayConfig, null)
    }
  }
}

# Expiry by the service lags by a day and skips subcollections: the code filters and sweeps too, this is the net below.
resource "google_firestore_field" "expiry" {
  for_each = local.expiring_fields

  database   = google_firestore_database.main.name
  collection = each.value.collectionGroup
  field      = each.value.fieldPath

  ttl_config {}

  # Absent leaves the automatic indexes, an empty list removes them: as in the file.
  dynamic "index_config" {
    for_each = can(each.value.indexes) ? [each.value.indexes] : []
    content {
      dynamic "indexes" {
        for_each = index_config.value
        content {
          order       = indexes.value.order
          query_scope = indexes.value.queryScope
        }
      }
    }
  }
}

resource "google_firebaserules_ruleset" "firestore" {
  source {
    files {
      name    = "firestore.rules"
      content = fileexists(local.rules_file) ? file(local.rules_file) : ""
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_firebaserules_release" "firestore" {
  name         = "cloud.firestore/${google_firestore_database.main.name}"
  ruleset_name = google_firebaserules_ruleset.firestore.name
}
