variable "project_id" {
  description = "Google Cloud project that holds everything. One project, one environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id is 6 to 30 lowercase letters, digits or hyphens, starting with a letter and not ending with a hyphen."
  }
}

variable "project_number" {
  description = "Number of that project. Google's service agents are named after it, and a data source would make every plan depend on a read."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{6,}$", var.project_number))
    error_message = "project_number is the project's number, digits only: `gcloud projects describe PROJECT --format='value(projectNumber)'`."
  }
}

variable "region" {
  description = "Exists only to be checked: Belfry runs in Belgium."
  type        = string
  default     = "europe-west1"
  nullable    = false

  validation {
    condition     = var.region == "europe-west1"
    error_message = "Belfry promises its clients that their data stays in Belgium: the region is europe-west1 and nothing else."
  }
}

variable "source_root" {
  description = "Folder that holds functions/, dist/, firestore.rules and firestore.indexes.json, relative to this one. Tests point it at a fixture."
  type        = string
  default     = ".."
  nullable    = false

  validation {
    condition     = fileexists("${path.module}/${var.source_root}/functions/functions.json")
    error_message = "source_root has no functions/functions.json: it is the repository's root, seen from this folder."
  }
}

variable "directories" {
  description = <<-EOT
    How people of a client sign in by the client's own directory, by the client's tenant id (`npm run tenant -- list`). After the
    apply, `npm run tenant -- sign-in --by directory` closes passwords there. A client without an entry signs in by password.
  EOT
  type = map(object({
    oidc = optional(map(object({
      issuer    = string
      client_id = string
    })), {})
    saml = optional(map(object({
      entity_id        = string
      sso_url          = string
      certificates_pem = list(string)
    })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for id in keys(var.directories) : can(regex("^[A-Za-z][A-Za-z0-9-]{3,19}-[a-z0-9]{5}$", id))])
    error_message = "A key of directories is a tenant's id as Identity Platform gave it: `npm run tenant -- list` shows them."
  }
  validation {
    condition     = alltrue(flatten([for d in values(var.directories) : [for p in values(d.oidc) : startswith(p.issuer, "https://")]]))
    error_message = "An OIDC issuer is an https URL."
  }
  validation {
    condition     = alltrue(flatten([for d in values(var.directories) : [for p in values(d.saml) : startswith(p.sso_url, "https://") && length(p.certificates_pem) > 0]]))
    error_message = "A SAML provider needs an https sso_url and at least one certificate."
  }
}

variable "deployer_email" {
  description = "Service account that plans and applies, made by the bootstrap stack (output `deployer_email`)."
  type        = string
  nullable    = false

  validation {
    condition     = endswith(var.deployer_email, ".iam.gserviceaccount.com") && !endswith(var.deployer_email, "-compute@developer.gserviceaccount.com")
    error_message = "deployer_email is the bootstrap stack's own service account, never a person nor a default service account."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete databases, functions and secrets. Off only in a project that holds no client's data."
  type        = bool
  default     = true
  nullable    = false
}

variable "function_instances_max" {
  description = "Upper bound of instances per function: a bill's ceiling, and what the subnets must have addresses for."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.function_instances_max >= 1 && var.function_instances_max <= 100 && floor(var.function_instances_max) == var.function_instances_max
    error_message = "function_instances_max is a whole number from 1 to 100."
  }
}

variable "function_instances_min" {
  description = "Instances kept warm per function that the public reaches. 0 costs nothing and starts cold."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.function_instances_min >= 0 && var.function_instances_min <= 10 && floor(var.function_instances_min) == var.function_instances_min
    error_message = "function_instances_min is a whole number from 0 to 10."
  }
}
