# The deployer makes things and lets others use them. It reads no document, no secret and no object of a client; it can neither
# decrypt nor sign, whatever it grants itself: a deny policy outranks every grant, and it can't edit deny policies.
# What it can do, and any deployer can, is deploy code that reads: that is why applying needs a person's approval.

locals {
  deployer_email = "deployer@${var.project_id}.iam.gserviceaccount.com"
  deployer       = "serviceAccount:${local.deployer_email}"

  deployer_roles = toset([
    "roles/artifactregistry.admin",
    "roles/certificatemanager.editor",
    "roles/cloudbuild.builds.editor",
    "roles/cloudbuild.workerPoolOwner",
    "roles/cloudbuild.workerPoolUser",
    "roles/cloudkms.admin",
    "roles/cloudscheduler.admin",
    "roles/cloudtasks.admin",
    "roles/compute.networkAdmin",
    "roles/compute.securityAdmin",
    "roles/datastore.backupSchedulesAdmin",
    "roles/datastore.indexAdmin",
    "roles/dns.admin",
    "roles/firebaserules.admin",
    "roles/iam.serviceAccountAdmin",
    "roles/logging.configWriter",
    "roles/logging.logWriter",
    "roles/monitoring.editor",
    "roles/run.admin",
    "roles/serviceusage.serviceUsageAdmin",
  ])

  # Where the ready-made admin role would also read contents, one without.
  deployer_custom_roles = {
    belfryDatabaseDeployer = ["datastore.databases.create", "datastore.databases.get", "datastore.databases.getMetadata", "datastore.databases.list", "datastore.databases.update", "datastore.operations.get", "datastore.operations.list"]
    belfryBucketDeployer   = ["storage.buckets.create", "storage.buckets.get", "storage.buckets.getIamPolicy", "storage.buckets.list", "storage.buckets.setIamPolicy", "storage.buckets.update"]
    belfrySecretDeployer   = ["secretmanager.secrets.create", "secretmanager.secrets.get", "secretmanager.secrets.getIamPolicy", "secretmanager.secrets.list", "secretmanager.secrets.setIamPolicy", "secretmanager.secrets.update"]
    belfrySignInDeployer   = ["firebaseauth.configs.create", "firebaseauth.configs.get", "firebaseauth.configs.update", "identitytoolkit.tenants.get", "identitytoolkit.tenants.list", "identitytoolkit.tenants.update"]
  }

  # Project roles that it may hand out: those of terraform/uses.tf and of the image builder.
  grantable_roles = [
    "projects/${var.project_id}/roles/belfryIdentityReader",
    "roles/cloudbuild.workerPoolUser",
    "roles/datastore.user",
    "roles/datastore.viewer",
    "roles/logging.logWriter",
  ]

  denied_permissions = [
    "cloudkms.googleapis.com/cryptoKeyVersions.destroy",
    "cloudkms.googleapis.com/cryptoKeyVersions.useToDecrypt",
    "cloudkms.googleapis.com/cryptoKeyVersions.useToSign",
    "iam.googleapis.com/serviceAccountKeys.create",
    "iam.googleapis.com/serviceAccounts.getAccessToken",
    "iam.googleapis.com/serviceAccounts.signBlob",
    "iam.googleapis.com/serviceAccounts.signJwt",
    "secretmanager.googleapis.com/versions.access",
  ]
}

# Functions with `identity` look a user up, to see that the sign-in still stands. Here, because a deployer that could edit roles
# could widen one.
resource "google_project_iam_custom_role" "identity_reader" {
  role_id     = "belfryIdentityReader"
  title       = "Belfry identity reader"
  description = "Look a user up. Nothing of roles/firebaseauth.admin"
  permissions = ["firebaseauth.users.get"]
}

resource "google_service_account" "deployer" {
  account_id   = "deployer"
  display_name = "Deployer"
  description  = "Plans and applies. Reads no client's data, decrypts nothing, signs nothing"
}

resource "google_project_iam_custom_role" "deployer" {
  for_each = local.deployer_custom_roles

  role_id     = each.key
  title       = each.key
  description = "What the deployer needs of this service, without reading its contents"
  permissions = each.value
}

resource "google_project_iam_member" "deployer" {
  for_each = setunion(local.deployer_roles, [for role in keys(local.deployer_custom_roles) : "projects/${var.project_id}/roles/${role}"])

  project = var.project_id
  role    = each.key
  member  = local.deployer

  depends_on = [google_service_account.deployer, google_project_iam_custom_role.deployer]
}

resource "google_project_iam_member" "deployer_grants" {
  project = var.project_id
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = local.deployer

  condition {
    title      = "only-these-roles"
    expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(${jsonencode(local.grantable_roles)})"
  }

  depends_on = [google_service_account.deployer]
}

# The triggers that it makes run as itself.
resource "google_service_account_iam_member" "deployer" {
  service_account_id = "projects/${var.project_id}/serviceAccounts/${local.deployer_email}"
  role               = "roles/iam.serviceAccountUser"
  member             = local.deployer

  depends_on = [google_service_account.deployer]
}

resource "google_storage_bucket_iam_member" "state" {
  bucket = google_storage_bucket.state.name
  role   = "roles/storage.objectUser"
  member = local.deployer

  depends_on = [google_service_account.deployer]
}

# Archives of code, in the bucket that the main stack makes, and in no other.
resource "google_project_iam_member" "sources" {
  project = var.project_id
  role    = "roles/storage.objectUser"
  member  = local.deployer

  condition {
    title      = "only-sources"
    expression = "resource.name.startsWith(\"projects/_/buckets/${var.project_id}-sources/\")"
  }

  depends_on = [google_service_account.deployer]
}

resource "google_iam_deny_policy" "deployer" {
  name         = "deployer"
  parent       = urlencode("cloudresourcemanager.googleapis.com/projects/${var.project_id}")
  display_name = "The deployer neither decrypts nor signs, and borrows no account"

  rules {
    description = "Outranks every grant, including those that the deployer could make"
    deny_rule {
      denied_principals  = ["principal://iam.googleapis.com/projects/-/serviceAccounts/${local.deployer_email}"]
      denied_permissions = local.denied_permissions
    }
  }

  depends_on = [google_service_account.deployer]
}
