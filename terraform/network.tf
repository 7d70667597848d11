# Two subnets: functions that talk to a model have a way out, through one address and to registered hosts only. The others
# have none: no external address, no NAT, and Google's own services through their private addresses.

locals {
  # private.googleapis.com: Google's services that are not the internet at large.
  google_services_range = "199.36.153.8/30"
  google_domains        = { googleapis = "googleapis.com.", run = "run.app.", registry = "pkg.dev." }
  model_hosts           = sort(distinct([for model in values(var.models) : model.host]))
  function_ranges       = { model = var.subnet_ranges.model, private = var.subnet_ranges.private }
}

resource "google_compute_network" "main" {
  name                            = "belfry"
  auto_create_subnetworks         = false
  routing_mode                    = "REGIONAL"
  delete_default_routes_on_create = true
}

resource "google_compute_subnetwork" "functions" {
  for_each = local.function_ranges

  name                     = "functions-${each.key}"
  region                   = var.region
  network                  = google_compute_network.main.id
  ip_cidr_range            = each.value
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_5_MIN"
    flow_sampling        = 0.5
    metadata             = "EXCLUDE_ALL_METADATA"
  }
}

resource "google_compute_subnetwork" "proxy" {
  name          = "load-balancer-proxies"
  region        = var.region
  network       = google_compute_network.main.id
  ip_cidr_range = var.subnet_ranges.proxy
  purpose       = "REGIONAL_MANAGED_PROXY"
  role          = "ACTIVE"
}

resource "google_compute_route" "this" {
  for_each = { google-services = local.google_services_range, internet = "0.0.0.0/0" }

  name             = "to-${each.key}"
  network          = google_compute_network.main.id
  dest_range       = each.value
  next_hop_gateway = "default-internet-gateway"
}

# The one address from which Belfry calls a model: a client's own model allows it and nothing else.
resource "google_compute_address" "egress" {
  name         = "egress"
  region       = var.region
  address_type = "EXTERNAL"
}

resource "google_compute_router" "egress" {
  name    = "egress"
  region  = var.region
  network = google_compute_network.main.id
}

resource "google_compute_router_nat" "egress" {
  name                               = "egress"
  router                             = google_compute_router.egress.name
  region                             = var.region
  nat_ip_allocate_option             = "MANUAL_ONLY"
  nat_ips                            = [google_compute_address.egress.self_link]
  source_subnetwork_ip_ranges_to_nat = "LIST_OF_SUBNETWORKS"

  subnetwork {
    name                    = google_compute_subnetwork.functions["model"].id
    source_ip_ranges_to_nat = ["ALL_IP_RANGES"]
  }

  log_config {
    enable = true
    filter = "ALL"
  }
}

resource "google_dns_managed_zone" "google" {
  for_each = local.google_domains

  name        = "private-${each.key}"
  dns_name    = each.value
  description = "Google's services at their private addresses"
  visibility  = "private"

  private_visibility_config {
    networks {
      network_url = google_compute_network.main.id
    }
  }
}

resource "google_dns_record_set" "google_apex" {
  for_each = local.google_domains

  managed_zone = google_dns_managed_zone.google[each.key].name
  name         = each.value
  type         = "A"
  ttl          = 300
  rrdatas      = [for offset in range(4) : cidrhost(local.google_services_range, offset)]
}

resource "google_dns_record_set" "google_names" {
  for_each = local.google_domains

  managed_zone = google_dns_managed_zone.google[each.key].name
  name         = "*.${each.value}"
  type         = "CNAME"
  ttl          = 300
  rrdatas      = [each.value]
}

resource "google_dns_policy" "logged" {
  name           = "belfry"
  enable_logging = true

  networks {
    network_url = google_compute_network.main.id
  }
}
