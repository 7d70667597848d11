variable "domain" {
  description = "Host name that clients use. Its certificate is issued once the DNS record in output `dns_records` exists."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain is a bare DNS name such as app.example.org."
  }
}

variable "allowed_origins" {
  description = "Origins of web pages that may use the API beside its own, such as https://console.example.org. None: pages of its own domain alone."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for origin in var.allowed_origins : can(regex("^https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}(:[0-9]{1,5})?$", origin))])
    error_message = "allowed_origins are exact origins over TLS, such as https://app.example.org: no path, no pattern."
  }
}

variable "tls_version_min" {
  description = "Lowest TLS version of the load balancer. 1.3 cuts off clients that can't speak it."
  type        = string
  default     = "TLS_1_2"
  nullable    = false

  validation {
    condition     = contains(["TLS_1_2", "TLS_1_3"], var.tls_version_min)
    error_message = "tls_version_min is TLS_1_2 or TLS_1_3: clients were promised that nothing older is spoken."
  }
}

variable "edge" {
  description = "What Cloud Armor lets through: requests per minute and address, bytes per request, and whether the OWASP rules only watch."
  type = object({
    requests_per_minute_max = optional(number, 300)
    body_bytes_max          = optional(number, 1048576)
    owasp_sensitivity       = optional(number, 1)
    owasp_watch_only        = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.edge.requests_per_minute_max >= 10 && var.edge.requests_per_minute_max <= 10000
    error_message = "edge.requests_per_minute_max is from 10 to 10000."
  }
  validation {
    condition     = var.edge.body_bytes_max >= 1024 && var.edge.body_bytes_max <= 33554432
    error_message = "edge.body_bytes_max is from 1024 (1 KiB) to 33554432 (32 MiB, the platform's own limit)."
  }
  validation {
    condition     = contains([1, 2, 3, 4], var.edge.owasp_sensitivity)
    error_message = "edge.owasp_sensitivity is 1 (few false alarms) to 4."
  }
}

variable "subnet_ranges" {
  description = "Address ranges: functions that talk to a model, functions that don't, and the load balancer's proxies."
  type = object({
    model   = optional(string, "10.40.0.0/23")
    private = optional(string, "10.40.2.0/23")
    proxy   = optional(string, "10.40.4.0/24")
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for range in values(var.subnet_ranges) : can(cidrnetmask(range)) && tonumber(split("/", range)[1]) <= 26])
    error_message = "Each subnet range is an IPv4 CIDR of /26 or larger: direct VPC egress and the proxies need the addresses."
  }
}
