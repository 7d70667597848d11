output "backend" {
  description = "Content of terraform/backend.hcl: where the main stack keeps its state."
  value       = "bucket = \"${google_storage_bucket.state.name}\"\nprefix = \"belfry\"\n"
}

output "deployer_email" {
  description = "Service account that plans and applies: the main stack's `deployer_email`."
  value       = local.deployer_email
}

output "state_bucket" {
  description = "The main stack's `build.state_bucket`."
  value       = google_storage_bucket.state.name
}

output "logging_agent" {
  description = "Cloud Logging's agent. The main stack grants it a key as cmek-p<project number>@gcp-sa-logging.iam.gserviceaccount.com: if this says otherwise, stop."
  value       = data.google_logging_project_cmek_settings.this.service_account_id
}
