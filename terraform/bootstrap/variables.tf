variable "project_id" {
  description = "Empty Google Cloud project that Belfry will live in."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id is 6 to 30 lowercase letters, digits or hyphens, starting with a letter and not ending with a hyphen."
  }
}

variable "project_number" {
  description = "Number of that project."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{6,}$", var.project_number))
    error_message = "project_number is the project's number, digits only: `gcloud projects describe PROJECT --format='value(projectNumber)'`."
  }
}

variable "region" {
  description = "Exists only to be checked: Belfry runs in Belgium, its state too."
  type        = string
  default     = "europe-west1"
  nullable    = false

  validation {
    condition     = var.region == "europe-west1"
    error_message = "Belfry promises its clients that their data stays in Belgium: the region is europe-west1 and nothing else."
  }
}
