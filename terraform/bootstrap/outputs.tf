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
