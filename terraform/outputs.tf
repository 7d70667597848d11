output "dns_records" {
  description = "Records to create at the domain's DNS: the address, and the proof that lets the certificate be issued."
  value = {
    address     = { name = var.domain, type = "A", data = google_compute_address.ingress.address }
    certificate = google_certificate_manager_dns_authorization.main.dns_resource_record
  }
}

output "egress_address" {
  description = "The one address that calls models come from. A client's own model allows it and no other."
  value       = google_compute_address.egress.address
}

output "functions" {
  description = "Every function: path, who calls it, its service account, what it uses."
  value = {
    for name, function in local.functions : name => {
      path            = function.path
      invoker         = function.invoker
      uses            = sort(function.uses)
      service_account = local.function_emails[name]
    }
  }
}

output "key_rings" {
  description = "Full names of the key rings, by purpose."
  value       = { for name, ring in google_kms_key_ring.this : name => ring.id }
}

output "database" {
  description = "Id of the Firestore database."
  value       = google_firestore_database.main.name
}

output "secrets_to_fill" {
  description = "Secrets whose payload a person adds (docs/deploy.md): Terraform never holds it."
  value       = sort(local.secrets)
}

output "alerts" {
  description = "Every alert by name; docs/playbooks/<name>.md says what to do."
  value       = sort(local.alert_names)
}

output "model_hosts" {
  description = "Hosts that the firewall lets functions with a model reach."
  value       = local.model_hosts
}
