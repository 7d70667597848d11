# Cloud Run functions, deployed as the Cloud Run services that they are: only there can the default URL be switched off and a
# revision be rolled back (docs/decisions/2026-11-21-functions-are-run-services.md).

locals {
  base_image = "${var.region}-docker.pkg.dev/serverless-runtimes/google-24/runtimes/nodejs24"
  # The tag names the code: an unchanged function keeps its image and is not deployed again.
  images = {
    for name in keys(local.functions) : name =>
    "${var.region}-docker.pkg.dev/${var.project_id}/${google_artifact_registry_repository.functions.repository_id}/${name}:${substr(try(local.artefacts[name].sha256, "unbuilt"), 0, 16)}"
  }
  mounted_secrets = {
    for name in keys(local.functions) : name => {
      for grant in values(local.secret_grants) : grant.secret => grant.file if grant.function == name
    }
  }
}

resource "google_storage_bucket_object" "function" {
  for_each = { for name in keys(local.functions) : name => local.artefacts[name] if !contains(local.unbuilt_functions, name) }

  name         = "${each.key}/${each.value.sha256}.zip"
  bucket       = google_storage_bucket.this["sources"].name
  source       = local.artefact_files[each.key]
  content_type = "application/zip"
}

resource "google_cloud_run_v2_service" "function" {
  for_each = local.functions

  name                = each.key
  description         = each.value.purpose
  location            = var.region
  deletion_protection = var.deletion_protection

  # The public arrives through the load balancer, which speaks no IAM: the function checks the token itself. Everyone else is
  # internal and needs run.invoker. Scheduler and Tasks count as internal only at the default URL, so those keep theirs.
  ingress              = each.value.invoker == "public" ? "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" : "INGRESS_TRAFFIC_INTERNAL_ONLY"
  default_uri_disabled = each.value.invoker == "public"
  invoker_iam_disabled = each.value.invoker == "public"

  build_config {
    source_location          = "gs://${google_storage_bucket.this["sources"].name}/${each.key}/${try(local.artefacts[each.key].sha256, "unbuilt")}.zip"
    function_target          = "handler"
    image_uri                = local.images[each.key]
    base_image               = local.base_image
    enable_automatic_updates = true
    service_account          = "projects/${var.project_id}/serviceAccounts/${local.builder_email}"
    worker_pool              = one(google_cloudbuild_worker_pool.private[*].id)
  }

  template {
    service_account = local.function_emails[each.key]
    encryption_key  = local.platform_key_ids["functions"]
    # The second generation starts at 512 MiB.
    execution_environment            = each.value.memory_mib < 512 ? "EXECUTION_ENVIRONMENT_GEN1" : "EXECUTION_ENVIRONMENT_GEN2"
    timeout                          = "${each.value.timeout_seconds}s"
    max_instance_request_concurrency = each.value.concurrency

    scaling {
      min_instance_count = each.value.invoker == "public" ? var.function_instances_min : 0
      max_instance_count = var.function_instances_max
    }

    vpc_access {
      egress = "ALL_TRAFFIC"
      network_interfaces {
        network    = google_compute_network.main.name
        subnetwork = google_compute_subnetwork.functions[contains(each.value.uses, "model") ? "model" : "private"].name
      }
    }

    containers {
      image          = local.images[each.key]
      base_image_uri = local.base_image

      resources {
        limits            = { cpu = "1", memory = "${each.value.memory_mib}Mi" }
        cpu_idle          = true
        startup_cpu_boost = true
      }

      dynamic "env" {
        for_each = local.environments[each.key]
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "volume_mounts" {
        for_each = local.mounted_secrets[each.key]
        content {
          name       = volume_mounts.key
          mount_path = dirname(volume_mounts.value)
        }
      }
    }

    dynamic "volumes" {
      for_each = local.mounted_secrets[each.key]
      content {
        name = volumes.key
        secret {
          secret       = google_secret_manager_secret.this[volumes.key].secret_id
          default_mode = 256 # 0400: the function's own user reads it, nobody writes it
          items {
            path    = basename(volumes.value)
            version = "latest"
          }
        }
      }
    }
  }

  traffic {
    type    = "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"
    percent = 100
  }

  # The first start reads keys, secrets and the database: they and the grants come first.
  depends_on = [
    terraform_data.preconditions,
    google_service_account.function,
    google_storage_bucket_object.function,
    google_project_iam_member.function,
    google_kms_key_ring_iam_member.function,
    google_secret_manager_secret_iam_member.function,
    google_kms_crypto_key_iam_member.agent,
    google_storage_bucket_iam_member.builder,
    google_artifact_registry_repository_iam_member.builder,
  ]
}
