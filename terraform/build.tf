locals {
  builder_email = "function-builder@${var.project_id}.iam.gserviceaccount.com"
}

resource "google_artifact_registry_repository" "functions" {
  repository_id = "functions"
  location      = var.region
  format        = "DOCKER"
  description   = "Images of the functions, one tag per content of the code"
  kms_key_name  = local.platform_key_ids["artifacts"]

  vulnerability_scanning_config {
    enablement_config = "INHERITED"
  }

  cleanup_policies {
    id     = "keep-for-rollback"
    action = "KEEP"
    most_recent_versions {
      keep_count = 10
    }
  }

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      tag_state  = "ANY"
      older_than = "7776000s"
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}

# Turns a source archive into an image. It reads sources, writes images and logs: no key, no data, no secret.
resource "google_service_account" "builder" {
  account_id   = "function-builder"
  display_name = "Function builder"
  description  = "Builds function images from source archives"
}

resource "google_storage_bucket_iam_member" "builder" {
  bucket = google_storage_bucket.this["sources"].name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${local.builder_email}"

  depends_on = [google_service_account.builder]
}

resource "google_artifact_registry_repository_iam_member" "builder" {
  location   = var.region
  repository = google_artifact_registry_repository.functions.name
  role       = "roles/artifactregistry.writer"
  member     = "serviceAccount:${local.builder_email}"

  depends_on = [google_service_account.builder]
}

resource "google_project_iam_member" "builder" {
  for_each = toset(concat(["roles/logging.logWriter"], var.build == null ? [] : ["roles/cloudbuild.workerPoolUser"]))

  project = var.project_id
  role    = each.key
  member  = "serviceAccount:${local.builder_email}"

  depends_on = [google_service_account.builder]
}

# The deployer runs nothing as itself but must be able to hand a function its account.
resource "google_service_account_iam_member" "deployer" {
  for_each = merge(
    { for name, email in local.function_emails : "fn-${name}" => email },
    { for name, email in local.invoker_emails : "call-${name}" => email },
    { builder = local.builder_email },
  )

  service_account_id = "projects/${var.project_id}/serviceAccounts/${each.value}"
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:${var.deployer_email}"

  depends_on = [google_service_account.function, google_service_account.invoker, google_service_account.builder]
}

# Without a pool of its own a build may run anywhere in the world.
resource "google_cloudbuild_worker_pool" "private" {
  count = var.build == null ? 0 : 1

  name     = "belfry"
  location = var.region

  worker_config {
    machine_type   = var.build.machine_type
    disk_size_gb   = 100
    no_external_ip = false # `npm ci` needs a registry
  }
}

resource "google_cloudbuild_trigger" "this" {
  for_each = var.build == null ? {} : {
    plan  = { file = "cloudbuild.yaml", approval = false, branch = "^${var.build.branch}$" }
    apply = { file = "cloudbuild.apply.yaml", approval = true, branch = null }
  }

  name            = "belfry-${each.key}"
  location        = var.region
  filename        = each.value.branch == null ? null : each.value.file
  service_account = "projects/${var.project_id}/serviceAccounts/${var.deployer_email}"

  approval_config {
    approval_required = each.value.approval
  }

  substitutions = {
    _STATE_BUCKET = var.build.state_bucket
    _DOMAIN       = var.domain
    _WORKER_POOL  = google_cloudbuild_worker_pool.private[0].id
  }

  dynamic "repository_event_config" {
    for_each = each.value.branch[*]
    content {
      repository = var.build.repository
      push {
        branch = repository_event_config.value
      }
    }
  }

  # The apply trigger has no event: the plan's last step runs it, and a person approves.
  dynamic "source_to_build" {
    for_each = each.value.branch == null ? [1] : []
    content {
      repository = var.build.repository
      ref        = "refs/heads/${var.build.branch}"
      repo_type  = "UNKNOWN"
    }
  }

  dynamic "git_file_source" {
    for_each = each.value.branch == null ? [1] : []
    content {
      repository = var.build.repository
      path       = each.value.file
      revision   = "refs/heads/${var.build.branch}"
      repo_type  = "UNKNOWN"
    }
  }
}
