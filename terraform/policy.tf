module "guardrails" {
  source = "./modules/guardrails"
  count  = var.guardrails == null ? 0 : 1

  parent       = "projects/${var.project_id}"
  customer_ids = var.guardrails.customer_ids
}
