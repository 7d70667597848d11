# One word of the manifest's `uses` → exactly what it opens: environment, roles, keys, secrets, buckets. The policy test states
# the same table independently (tools/ops/policy/uses.ts), so that widening a role here is noticed there.

locals {
  default_model     = var.models[var.default_model]
  model_secret_file = "/secrets/model/api-key"
  model_facts = {
    MODEL_PROVIDER = local.default_model.provider
    MODEL_HOST     = local.default_model.host
    MODEL_REGION   = local.default_model.region
    MODEL_NAME     = local.default_model.name
  }

  # Not other databases of the project, should there ever be one.
  database_condition = {
    title      = "only-this-database"
    expression = "resource.name == \"projects/${var.project_id}/databases/${local.database_id}\" || resource.name.startsWith(\"projects/${var.project_id}/databases/${local.database_id}/\")"
  }

  # Written out, not read from resources: what is unknown while planning can't be checked before applying.
  uses = {
    firestore = {
      environment   = { FIRESTORE_DATABASE = local.database_id }
      project_roles = { database = { role = "roles/datastore.user", condition = local.database_condition } }
    }
    identity = {
      # Whoever serves members serves their pages.
      environment   = { IDENTITY_PROJECT = var.project_id, BELFRY_ORIGINS = join(",", sort(var.allowed_origins)) }
      project_roles = { users = { role = local.identity_reader_role, condition = null } }
    }
    vault = {
      environment = { KMS_KEY_RING = local.key_ring_ids["tenants"] }
      ring_roles  = { tenants = "roles/cloudkms.cryptoKeyEncrypterDecrypter" }
    }
    # What consent is pinned to, for the function that shows and accepts it: it reaches no model and gets no key.
    facts = {
      environment = local.model_facts
    }
    model = {
      environment = merge(local.model_facts, { OPENAI_API_KEY_FILE = local.model_secret_file })
      secrets     = { model-api-key = local.model_secret_file }
    }
    # A second look at redacted text, where `second_opinions` allows one: nothing is opened for it otherwise.
    opinion = {
      environment   = { SECOND_OPINIONS = length(var.second_opinions) == 0 ? "none" : join(",", sort(var.second_opinions)) }
      project_roles = local.inspects ? { inspection = { role = local.inspector_role, condition = null } } : {}
    }
    seal = {
      environment = { CHECKPOINT_KEY = "${local.key_ring_ids["audit"]}/cryptoKeys/checkpoint", CHECKPOINT_LOG = local.checkpoint_log }
      ring_roles  = { audit = "roles/cloudkms.signerVerifier" }
      # The checkpoint goes to a locked log bucket: writing entries is all that this role can do.
      project_roles = { checkpoint-log = { role = "roles/logging.logWriter", condition = null } }
    }
    insight = {
      environment   = { FIRESTORE_DATABASE = local.database_id }
      project_roles = { database = { role = "roles/datastore.viewer", condition = local.database_condition } }
    }
    exports = {
      environment  = { EXPORTS_BUCKET = "${var.project_id}-exports" }
      bucket_roles = { exports = "roles/storage.objectUser" }
    }
    attachments = {
      environment  = { ATTACHMENTS_BUCKET = "${var.project_id}-attachments" }
      bucket_roles = { attachments = "roles/storage.objectUser" }
    }
  }

  grants = flatten([
    for name, function in local.functions : [for use in function.uses : { function = name, use = use, opens = local.uses[use] } if can(local.uses[use])]
  ])

  project_grants = merge([for grant in local.grants : {
    for label, granted in try(grant.opens.project_roles, {}) : "${grant.function}/${grant.use}-${label}" => merge(granted, { function = grant.function })
  }]...)
  ring_grants = merge([for grant in local.grants : {
    for ring, role in try(grant.opens.ring_roles, {}) : "${grant.function}/${grant.use}-${ring}" => { function = grant.function, ring = ring, role = role }
  }]...)
  secret_grants = merge([for grant in local.grants : {
    for secret, file in try(grant.opens.secrets, {}) : "${grant.function}/${secret}" => { function = grant.function, secret = secret, file = file }
  }]...)
  bucket_grants = merge([for grant in local.grants : {
    for bucket, role in try(grant.opens.bucket_roles, {}) : "${grant.function}/${bucket}" => { function = grant.function, bucket = bucket, role = role }
  }]...)

  environments = {
    for name, function in local.functions : name => merge(
      {
        NODE_ENV             = "production"
        BELFRY_MODE          = "production"
        BELFRY_REGION        = var.region
        GOOGLE_CLOUD_PROJECT = var.project_id
      },
      [for use in function.uses : try(local.uses[use].environment, {})]...
    )
  }

  function_emails  = { for name in keys(local.functions) : name => "fn-${name}@${var.project_id}.iam.gserviceaccount.com" }
  function_members = { for name, email in local.function_emails : name => "serviceAccount:${email}" }
  # Made by the bootstrap stack: a deployer that could edit roles could widen this one.
  identity_reader_role = "projects/${var.project_id}/roles/belfryIdentityReader"
  inspector_role       = "projects/${var.project_id}/roles/belfryInspector"
}

resource "google_service_account" "function" {
  for_each = local.functions

  account_id   = "fn-${each.key}"
  display_name = "Function ${each.key}"
  description  = each.value.purpose
}

resource "google_project_iam_member" "function" {
  for_each = local.project_grants

  project = var.project_id
  role    = each.value.role
  member  = local.function_members[each.value.function]

  dynamic "condition" {
    for_each = each.value.condition[*]
    content {
      title      = condition.value.title
      expression = condition.value.expression
    }
  }

  depends_on = [google_service_account.function, google_firestore_database.main]
}

resource "google_kms_key_ring_iam_member" "function" {
  for_each = local.ring_grants

  key_ring_id = local.key_ring_ids[each.value.ring]
  role        = each.value.role
  member      = local.function_members[each.value.function]

  depends_on = [google_service_account.function, google_kms_key_ring.this]
}

resource "google_secret_manager_secret_iam_member" "function" {
  for_each = local.secret_grants

  secret_id = "projects/${var.project_id}/secrets/${each.value.secret}"
  role      = "roles/secretmanager.secretAccessor"
  member    = local.function_members[each.value.function]

  depends_on = [google_service_account.function, google_secret_manager_secret.this]
}

resource "google_storage_bucket_iam_member" "function" {
  for_each = local.bucket_grants

  bucket = google_storage_bucket.this[each.value.bucket].name
  role   = each.value.role
  member = local.function_members[each.value.function]

  depends_on = [google_service_account.function]
}
