# What must exist before the main stack can: services, Google's own agents, the state's bucket and key, and the deployer.

locals {
  services = toset([
    "artifactregistry.googleapis.com", "cloudbuild.googleapis.com", "cloudkms.googleapis.com", "cloudresourcemanager.googleapis.com",
    "firestore.googleapis.com", "iam.googleapis.com", "logging.googleapis.com", "run.googleapis.com", "secretmanager.googleapis.com",
    "serviceusage.googleapis.com", "storage.googleapis.com",
  ])

  # Agents that don't exist until asked for. Keys are granted to them by name, so they come first.
  agents = toset(["artifactregistry.googleapis.com", "firestore.googleapis.com", "run.googleapis.com", "secretmanager.googleapis.com"])

  key_ring_id   = "projects/${var.project_id}/locations/${var.region}/keyRings/bootstrap"
  state_key_id  = "${local.key_ring_id}/cryptoKeys/state"
  storage_agent = "service-${var.project_number}@gs-project-accounts.iam.gserviceaccount.com"
}

resource "google_project_service" "this" {
  for_each = local.services

  project            = var.project_id
  service            = each.key
  disable_on_destroy = false
}

resource "google_project_service_identity" "this" {
  for_each = local.agents
  provider = google-beta

  project = var.project_id
  service = each.key

  depends_on = [google_project_service.this]
}

# Reading these makes Google create the agent.
data "google_storage_project_service_account" "this" {
  project = var.project_id
}

data "google_logging_project_cmek_settings" "this" {
  project = var.project_id
}

resource "google_kms_key_ring" "bootstrap" {
  name     = "bootstrap"
  location = var.region

  depends_on = [google_project_service.this]
}

resource "google_kms_crypto_key" "state" {
  name                       = "state"
  key_ring                   = local.key_ring_id
  purpose                    = "ENCRYPT_DECRYPT"
  rotation_period            = "7776000s"
  destroy_scheduled_duration = "2592000s"

  version_template {
    algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
    protection_level = "HSM"
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_kms_key_ring.bootstrap]
}

resource "google_kms_crypto_key_iam_member" "storage" {
  crypto_key_id = local.state_key_id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${local.storage_agent}"

  depends_on = [google_kms_crypto_key.state, data.google_storage_project_service_account.this]
}

resource "google_storage_bucket" "state" {
  name                        = "${var.project_id}-state"
  location                    = upper(var.region)
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  encryption {
    default_kms_key_name = local.state_key_id
  }

  versioning {
    enabled = true
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      num_newer_versions = 30
      with_state         = "ARCHIVED"
    }
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_kms_crypto_key_iam_member.storage]
}
