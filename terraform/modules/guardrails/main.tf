# Organisation policies that make the promises hard to break by hand. Set them before anything else exists: most bind new
# resources only. On a project, a folder or an organisation.

terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.17, < 8"
    }
  }
}

locals {
  allowed = {
    # `in:` covers the region's zones too. Not every service obeys it, and global ones do not: the residency page lists them.
    "gcp.resourceLocations"                        = ["in:europe-west1-locations"]
    "run.allowedIngress"                           = ["is:internal", "is:internal-and-cloud-load-balancing"]
    "run.allowedVPCEgress"                         = ["is:all-traffic"]
    "compute.restrictLoadBalancerCreationForTypes" = ["EXTERNAL_MANAGED_HTTP_HTTPS"] # the regional external one
    "iam.allowedPolicyMemberDomains"               = var.customer_ids
  }

  denied = {
    # Encryption with our keys only, for the services that know how.
    "gcp.restrictNonCmekServices" = [
      "artifactregistry.googleapis.com", "firestore.googleapis.com", "logging.googleapis.com",
      "run.googleapis.com", "secretmanager.googleapis.com", "storage.googleapis.com",
    ]
    "gcp.restrictTLSVersion" = ["TLS_VERSION_1", "TLS_VERSION_1_1"]
  }

  enforced = toset([
    "compute.skipDefaultNetworkCreation",
    "iam.automaticIamGrantsForDefaultServiceAccounts",
    "iam.disableServiceAccountKeyCreation",
    "iam.disableServiceAccountKeyUpload",
    "storage.publicAccessPrevention",
    "storage.uniformBucketLevelAccess",
  ])
}

resource "google_org_policy_policy" "allowed" {
  for_each = local.allowed

  name   = "${var.parent}/policies/${each.key}"
  parent = var.parent

  spec {
    rules {
      values {
        allowed_values = each.value
      }
    }
  }
}

resource "google_org_policy_policy" "denied" {
  for_each = local.denied

  name   = "${var.parent}/policies/${each.key}"
  parent = var.parent

  spec {
    rules {
      values {
        denied_values = each.value
      }
    }
  }
}

resource "google_org_policy_policy" "enforced" {
  for_each = local.enforced

  name   = "${var.parent}/policies/${each.key}"
  parent = var.parent

  spec {
    rules {
      enforce = "TRUE"
    }
  }
}
