variable "parent" {
  description = "What the policies are set on: projects/…, folders/… or organizations/…."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(projects|folders|organizations)/[^/]+$", var.parent))
    error_message = "parent is projects/ID, folders/NUMBER or organizations/NUMBER."
  }
}

variable "customer_ids" {
  description = "Workspace customers (C0…) whose members may be granted anything."
  type        = list(string)
  nullable    = false
}
