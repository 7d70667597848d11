locals {
  # `platform` encrypts what Google stores for us, `tenants` wraps each client's data keys, `audit` only signs. Three rings, because
  # a role is granted on a ring: nobody who may use one is thereby let into another.
  key_rings = toset(["platform", "tenants", "audit"])

  key_ring_ids = { for name in local.key_rings : name => "projects/${var.project_id}/locations/${var.region}/keyRings/${name}" }

  platform_key_ids = { for name in keys(local.service_agents) : name => "${local.key_ring_ids["platform"]}/cryptoKeys/${name}" }

  service_agents = {
    artifacts = "service-${var.project_number}@gcp-sa-artifactregistry.iam.gserviceaccount.com"
    firestore = "service-${var.project_number}@gcp-sa-firestore.iam.gserviceaccount.com"
    functions = "service-${var.project_number}@serverless-robot-prod.iam.gserviceaccount.com"
    logging   = "cmek-p${var.project_number}@gcp-sa-logging.iam.gserviceaccount.com"
    secrets   = "service-${var.project_number}@gcp-sa-secretmanager.iam.gserviceaccount.com"
    storage   = "service-${var.project_number}@gs-project-accounts.iam.gserviceaccount.com"
  }

  rotation_period      = "${90 * 24 * 3600}s"
  destroy_delay        = "${30 * 24 * 3600}s"
  symmetric_encryption = "GOOGLE_SYMMETRIC_ENCRYPTION"
}

resource "google_kms_key_ring" "this" {
  for_each = local.key_rings

  name     = each.key
  location = var.region
}

# One key per storing service, each usable by that service's agent alone.
resource "google_kms_crypto_key" "platform" {
  for_each = local.service_agents

  name                       = each.key
  key_ring                   = local.key_ring_ids["platform"]
  purpose                    = "ENCRYPT_DECRYPT"
  rotation_period            = local.rotation_period
  destroy_scheduled_duration = local.destroy_delay

  version_template {
    algorithm        = local.symmetric_encryption
    protection_level = "HSM"
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_kms_key_ring.this]
}

resource "google_kms_crypto_key_iam_member" "agent" {
  for_each = local.service_agents

  crypto_key_id = local.platform_key_ids[each.key]
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${each.value}"

  depends_on = [google_kms_crypto_key.platform]
}

# The ring of tenants is empty here: each client's key is made with the client (`npm run tenant -- create`), an HSM key that rotates
# like these. A key that is in no plan can be destroyed by no plan: only the erasure procedure does it, and it certifies it.

# Signs the trail's checkpoints. No rotation_period: KMS rotates symmetric keys only, and verifiers pin the public key.
resource "google_kms_crypto_key" "checkpoint" {
  name                       = "checkpoint"
  key_ring                   = local.key_ring_ids["audit"]
  purpose                    = "ASYMMETRIC_SIGN"
  destroy_scheduled_duration = local.destroy_delay

  version_template {
    algorithm        = "EC_SIGN_ED25519"
    protection_level = var.checkpoint_key_protection_level
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_kms_key_ring.this]
}
