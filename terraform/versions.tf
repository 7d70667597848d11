terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source = "hashicorp/google"
      # 7.17 brought TLS_1_3 to regional SSL policies, 7.8 regional Cloud Armor to GA.
      version = ">= 7.17, < 8"
    }
  }

  # Bucket and prefix come from the bootstrap stack: `terraform init -backend-config=backend.hcl`.
  backend "gcs" {}
}

provider "google" {
  project               = var.project_id
  region                = var.region
  billing_project       = var.project_id
  user_project_override = true

  default_labels = {
    application = "belfry"
    residency   = "europe-west1"
  }
}
