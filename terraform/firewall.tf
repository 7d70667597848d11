# Everything leaving is refused, but for two things: Google's services, and registered model hosts over HTTPS from the functions
# that use a model; and the private endpoint of inspection.tf where there is one. A region's firewall policy, so that the rules stay where the traffic is.

locals {
  firewall_rules = merge(local.inspection_rules, {
    model-hosts = {
      priority = 1000, direction = "EGRESS", action = "allow"
      source   = [var.subnet_ranges.model], hosts = local.model_hosts, ranges = null, protocol = "tcp", ports = ["443"], log = true
    }
    google-services = {
      priority = 1100, direction = "EGRESS", action = "allow"
      source   = values(local.function_ranges), hosts = null, ranges = [local.google_services_range], protocol = "tcp", ports = ["443"], log = false
    }
    no-other-way-out = {
      priority = 65000, direction = "EGRESS", action = "deny"
      source   = null, hosts = null, ranges = ["0.0.0.0/0"], protocol = "all", ports = null, log = true
    }
    no-way-in = {
      priority = 65001, direction = "INGRESS", action = "deny"
      source   = ["0.0.0.0/0"], hosts = null, ranges = null, protocol = "all", ports = null, log = true
    }
  })
}

resource "google_compute_region_network_firewall_policy" "main" {
  name        = "belfry"
  region      = var.region
  description = "Registered model hosts and Google's services, nothing else"
}

resource "google_compute_region_network_firewall_policy_rule" "this" {
  for_each = local.firewall_rules

  firewall_policy = google_compute_region_network_firewall_policy.main.name
  region          = var.region
  rule_name       = each.key
  priority        = each.value.priority
  direction       = each.value.direction
  action          = each.value.action
  enable_logging  = each.value.log

  match {
    src_ip_ranges  = each.value.source
    dest_ip_ranges = each.value.ranges
    dest_fqdns     = each.value.hosts

    layer4_configs {
      ip_protocol = each.value.protocol
      ports       = each.value.ports
    }
  }
}

resource "google_compute_region_network_firewall_policy_association" "main" {
  name              = "belfry"
  region            = var.region
  firewall_policy   = google_compute_region_network_firewall_policy.main.name
  attachment_target = google_compute_network.main.id
}
