# Cloud Run mounts `projects/*/secrets/*` only, and a regional secret is `projects/*/locations/*/secrets/*`: it can't be mounted.
# So: an ordinary secret, whose payload has one replica, in Belgium, under our key. Its name stays global metadata (residency page).
# The payload is never in Terraform, whose state would keep it: docs/deploy.md says who adds it, and how.

locals {
  secrets = toset(["model-api-key"])
}

resource "google_secret_manager_secret" "this" {
  for_each = local.secrets

  secret_id           = each.key
  deletion_protection = var.deletion_protection
  version_destroy_ttl = "604800s"

  replication {
    user_managed {
      replicas {
        location = var.region
        customer_managed_encryption {
          kms_key_name = local.platform_key_ids["secrets"]
        }
      }
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.agent]
}
