variable "models" {
  description = <<-EOT
    Every model host that may be reached, by name. The firewall opens to these hosts and to no other; a host that is neither in
    the sub-processor register nor marked `customer_owned` (a client's own infrastructure) is refused.
  EOT
  type = map(object({
    provider       = string
    host           = string
    region         = string
    name           = string
    customer_owned = optional(bool, false)
  }))
  nullable = false

  validation {
    condition     = alltrue([for m in values(var.models) : can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", m.host))])
    error_message = "A model's host is a bare DNS name: no scheme, no port, no path, no wildcard and no address. The connection is always HTTPS on port 443."
  }
  validation {
    condition     = alltrue([for m in values(var.models) : contains(["eu", "europe-west1"], m.region)])
    error_message = "A model's region is `eu` or `europe-west1`: fallback never leaves it."
  }
  validation {
    condition     = alltrue([for m in values(var.models) : contains(["openai", "anthropic", "azure-openai", "openai-compatible"], m.provider)])
    error_message = "A model's provider is openai, anthropic, azure-openai or openai-compatible."
  }
  validation {
    condition     = alltrue([for m in values(var.models) : m.customer_owned || m.host != "api.openai.com"])
    error_message = "api.openai.com is not the EU endpoint: use eu.api.openai.com."
  }
}

variable "default_model" {
  description = "Key of `models` that a tenant without its own model uses."
  type        = string
  nullable    = false

  validation {
    condition     = contains(keys(var.models), var.default_model) && !try(var.models[var.default_model].customer_owned, false)
    error_message = "default_model names one of `models`, and never a client's own."
  }
}

variable "second_opinions" {
  description = <<-EOT
    What client organisations may choose to have redacted text looked at by before it goes to a model; nothing by default. Whoever
    chooses one accepts again. `sensitive-data-protection` is Google's, in Belgium: read docs/redaction.md and docs/deploy.md first.
  EOT
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.second_opinions : name == "sensitive-data-protection"])
    error_message = "second_opinions holds sensitive-data-protection or nothing."
  }
}
