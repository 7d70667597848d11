# The expected inventory, by subject: what matters, not everything. Over a manifest with every use and every caller.

mock_provider "google" {}

variables {
  source_root         = "tests/fixtures/every-use"
  project_id          = "belfry-test"
  project_number      = "123456789012"
  domain              = "app.belfry.example"
  deployer_email      = "deployer@belfry-test.iam.gserviceaccount.com"
  default_model       = "openai-eu"
  notification_emails = { operations = "operations@belfry.example" }
  models = {
    openai-eu = { provider = "openai", host = "eu.api.openai.com", region = "eu", name = "gpt-5-mini" }
  }
  directories = {
    org-atelier-0a1b2 = { oidc = { directory = { issuer = "https://login.atelier.example", client_id = "belfry" } } }
    org-fabriek-3c4d5 = { saml = { directory = { entity_id = "fabriek", sso_url = "https://login.fabriek.example", certificates_pem = ["x"] } } }
  }
}

run "functions" {
  command = plan

  assert {
    condition     = toset(keys(google_cloud_run_v2_service.function)) == toset(["console", "workspace", "assistant", "seal", "insight", "export"])
    error_message = "One service per function of the manifest."
  }
  assert {
    condition     = { for name, function in google_cloud_run_v2_service.function : name => function.ingress } == { console = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", workspace = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", assistant = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", seal = "INGRESS_TRAFFIC_INTERNAL_ONLY", insight = "INGRESS_TRAFFIC_INTERNAL_ONLY", export = "INGRESS_TRAFFIC_INTERNAL_ONLY" }
    error_message = "Ingress follows the manifest's invoker."
  }
  assert {
    condition     = [for volume in google_cloud_run_v2_service.function["assistant"].template[0].volumes : volume.secret[0].secret] == ["model-api-key"]
    error_message = "The function that uses a model mounts the model's key."
  }
  assert {
    condition     = alltrue([for name, function in google_cloud_run_v2_service.function : length(function.template[0].volumes) == 0 if name != "assistant"])
    error_message = "No other function mounts a secret."
  }
  assert {
    condition     = google_cloud_run_v2_service.function["console"].template[0].execution_environment == "EXECUTION_ENVIRONMENT_GEN1"
    error_message = "256 MiB fit the first generation only."
  }
}

run "identity" {
  command = plan

  assert {
    condition     = keys(google_identity_platform_tenant_oauth_idp_config.this) == ["org-atelier-0a1b2/directory"] && keys(google_identity_platform_tenant_inbound_saml_config.this) == ["org-fabriek-3c4d5/directory"]
    error_message = "Each tenant has the provider it asked for."
  }
  assert {
    condition     = google_identity_platform_tenant_oauth_idp_config.this["org-atelier-0a1b2/directory"].tenant == "org-atelier-0a1b2"
    error_message = "A provider belongs to the tenant whose id it is under."
  }
}

run "firestore" {
  command = plan

  assert {
    condition     = google_firestore_database.main.location_id == "europe-west1" && google_firestore_database.main.delete_protection_state == "DELETE_PROTECTION_ENABLED"
    error_message = "The database is in Belgium and protected."
  }
  assert {
    condition     = google_firestore_backup_schedule.daily.retention == "1209600s"
    error_message = "Backups are kept for fourteen days."
  }
  assert {
    condition     = alltrue([for field in google_firestore_field.expiry : field.field == "expireAt" && length(field.ttl_config) == 1])
    error_message = "Every expiring collection expires by expireAt."
  }
}

run "kms" {
  command = plan

  assert {
    condition     = toset(keys(google_kms_key_ring.this)) == toset(["audit", "platform", "tenants"])
    error_message = "Three key rings."
  }
  assert {
    condition     = alltrue([for key in google_kms_crypto_key.platform : key.rotation_period == "7776000s" && key.destroy_scheduled_duration == "2592000s" && key.version_template[0].protection_level == "HSM"])
    error_message = "Keys rotate every 90 days, in an HSM, and can be restored for 30 days."
  }
  assert {
    condition     = google_kms_crypto_key.checkpoint.version_template[0].algorithm == "EC_SIGN_ED25519" && google_kms_crypto_key.checkpoint.purpose == "ASYMMETRIC_SIGN"
    error_message = "Checkpoints are signed with Ed25519."
  }
}

run "access" {
  command = plan

  assert {
    condition = { for key, grant in google_kms_key_ring_iam_member.function : key => "${grant.role} ${basename(grant.key_ring_id)}" } == {
      "assistant/vault-tenants" = "roles/cloudkms.cryptoKeyEncrypterDecrypter tenants"
      "export/vault-tenants"    = "roles/cloudkms.cryptoKeyEncrypterDecrypter tenants"
      "workspace/vault-tenants" = "roles/cloudkms.cryptoKeyEncrypterDecrypter tenants"
      "seal/seal-audit"         = "roles/cloudkms.signerVerifier audit"
    }
    error_message = "Who decrypts does not sign, and who signs does not decrypt."
  }
  assert {
    condition     = keys(google_secret_manager_secret_iam_member.function) == ["assistant/model-api-key"]
    error_message = "Only the function that uses a model reads its key."
  }
  assert {
    condition     = { for key, grant in google_storage_bucket_iam_member.function : key => grant.bucket } == { "export/exports" = "belfry-test-exports", "workspace/attachments" = "belfry-test-attachments" }
    error_message = "Buckets are opened to who uses them."
  }
}

run "scheduler" {
  command = plan

  assert {
    condition     = { for name, job in google_cloud_scheduler_job.this : name => job.schedule } == { seal = "*/5 * * * *", insight = "0 3 * * *" }
    error_message = "A job per scheduled function, at the manifest's schedule."
  }
  assert {
    condition     = keys(google_cloud_tasks_queue.this) == ["export"] && google_cloud_tasks_queue.this["export"].http_target[0].uri_override[0].uri_override_enforce_mode == "ALWAYS"
    error_message = "A queue per queued function, which decides where its tasks go."
  }
  assert {
    condition     = toset(keys(google_cloud_run_v2_service_iam_member.invoker)) == toset(["seal", "insight", "export"])
    error_message = "Only called functions have a caller."
  }
}
