variable "retention_days" {
  description = <<-EOT
    How long logs and copies are kept. `checkpoints` belongs to a locked bucket: it can never be shortened, nor the bucket deleted
    before it has passed, so decide it before the first apply. It holds hashes and signatures only.
  EOT
  type = object({
    application_logs = optional(number, 30)
    audit_logs       = optional(number, 400)
    checkpoints      = optional(number, 1095)
    firestore_backup = optional(number, 14)
    exports          = optional(number, 7)
    object_versions  = optional(number, 30)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for days in [var.retention_days.application_logs, var.retention_days.audit_logs, var.retention_days.checkpoints] : days >= 1 && days <= 3650])
    error_message = "A log bucket keeps its entries from 1 to 3650 days."
  }
  validation {
    condition     = var.retention_days.firestore_backup >= 7 && var.retention_days.firestore_backup <= 98
    error_message = "A Firestore backup is kept from 7 to 98 days (14 weeks, the service's limit). Erased data lives in it that long."
  }
  validation {
    condition     = var.retention_days.exports >= 1 && var.retention_days.exports <= 30 && var.retention_days.object_versions >= 1 && var.retention_days.object_versions <= 90
    error_message = "exports is from 1 to 30 days, object_versions from 1 to 90."
  }
}

variable "checkpoints_locked" {
  description = "Lock the checkpoint log bucket's retention. Irreversible, and what makes the trail's checkpoints evidence: off only for a rehearsal."
  type        = bool
  default     = true
  nullable    = false
}

variable "checkpoint_key_protection_level" {
  description = "Protection of the Ed25519 key that signs checkpoints. SOFTWARE only where Cloud HSM does not offer Ed25519."
  type        = string
  default     = "HSM"
  nullable    = false

  validation {
    condition     = contains(["HSM", "SOFTWARE"], var.checkpoint_key_protection_level)
    error_message = "checkpoint_key_protection_level is HSM or SOFTWARE."
  }
}

variable "notification_emails" {
  description = "Who is told of alerts, by a name of its own. Shared mailboxes, not persons: this value is stored in a global service."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.notification_emails) > 0 && alltrue([for address in values(var.notification_emails) : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "notification_emails names at least one mailbox: an alert that nobody receives is none."
  }
}

variable "budget" {
  description = "Monthly budget and the billing account it belongs to; null where someone else watches the bill."
  type = object({
    billing_account = string
    amount_eur      = number
  })
  default = null

  validation {
    condition     = var.budget == null ? true : can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.budget.billing_account))
    error_message = "budget.billing_account looks like 012345-6789AB-CDEF01."
  }
  validation {
    condition     = var.budget == null ? true : var.budget.amount_eur >= 1
    error_message = "budget.amount_eur is at least 1."
  }
}

variable "slo" {
  description = "What the service promises over 28 days: share of requests answered without a server error, and share answered within the latency."
  type = object({
    availability_goal  = optional(number, 0.995)
    latency_goal       = optional(number, 0.95)
    latency_ms_max     = optional(number, 1000)
    seal_lag_s_max     = optional(number, 900)
    rolling_window_day = optional(number, 28)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for goal in [var.slo.availability_goal, var.slo.latency_goal] : goal > 0.5 && goal < 0.9999])
    error_message = "A goal is above 0.5 and below 0.9999: a goal of 1 leaves no error budget, and its alert could never be quiet."
  }
  validation {
    condition     = var.slo.rolling_window_day >= 1 && var.slo.rolling_window_day <= 30
    error_message = "slo.rolling_window_day is from 1 to 30."
  }
}

variable "build" {
  description = "Where the code comes from (a Cloud Build v2 repository in this region) and the branch that is deployed; null builds nothing."
  type = object({
    repository   = string
    branch       = optional(string, "main")
    state_bucket = string
    machine_type = optional(string, "e2-standard-4")
  })
  default = null

  validation {
    condition     = var.build == null ? true : can(regex("^projects/[^/]+/locations/europe-west1/connections/[^/]+/repositories/[^/]+$", var.build.repository))
    error_message = "build.repository is projects/…/locations/europe-west1/connections/…/repositories/…: a connection elsewhere would take the source out of Belgium."
  }
}

variable "guardrails" {
  description = "Organisation policies for this project; null where they are set above it. `customer_ids` are the Workspace customers (C0…) whose members may be granted anything."
  type = object({
    customer_ids = list(string)
  })
  default = null

  validation {
    condition     = var.guardrails == null ? true : length(var.guardrails.customer_ids) > 0 && alltrue([for id in var.guardrails.customer_ids : can(regex("^C[0-9a-z]+$", id))])
    error_message = "guardrails.customer_ids holds at least one Workspace customer id (C0…): `gcloud organizations list`."
  }
}
