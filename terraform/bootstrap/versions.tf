terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.17, < 8"
    }
    # Only for google_project_service_identity, which the other provider lacks.
    google-beta = {
      source  = "hashicorp/google-beta"
      version = ">= 7.17, < 8"
    }
  }

  # State starts on the administrator's machine: the bucket for it is made here. It holds no secret.
}

provider "google" {
  project = var.project_id
  region  = var.region
}

provider "google-beta" {
  project = var.project_id
  region  = var.region
}
