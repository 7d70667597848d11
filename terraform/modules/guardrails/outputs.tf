output "policies" {
  description = "Constraints in force, by name."
  value       = sort(concat(keys(local.allowed), keys(local.denied), tolist(local.enforced)))
}
