# Sensitive Data Protection by its regional endpoint, off unless `second_opinions` says so. The addresses of Google's services that the
# other names lead to (network.tf) do not serve regional endpoints: this one is reached by a private endpoint in the functions' subnet,
# so that not even the way there leaves Belgium. docs/deploy.md has the one command that makes it: Terraform reserves its address, gives
# it its name and opens the firewall to it.

locals {
  inspects        = contains(var.second_opinions, "sensitive-data-protection")
  inspection_host = "dlp.${var.region}.rep.googleapis.com"
  # The last two addresses of a subnet are Google's own.
  inspection_address = cidrhost(var.subnet_ranges.model, -3)
  inspection_rules = local.inspects ? {
    inspection = {
      priority = 1200, direction = "EGRESS", action = "allow"
      source   = [var.subnet_ranges.model], hosts = null, ranges = ["${local.inspection_address}/32"], protocol = "tcp", ports = ["443"], log = true
    }
  } : {}
}

resource "google_compute_address" "inspection" {
  count = local.inspects ? 1 : 0

  name         = "inspection"
  region       = var.region
  address_type = "INTERNAL"
  purpose      = "GCE_ENDPOINT"
  address      = local.inspection_address
  subnetwork   = google_compute_subnetwork.functions["model"].id
}

resource "google_dns_managed_zone" "inspection" {
  count = local.inspects ? 1 : 0

  name        = "private-inspection"
  dns_name    = "${local.inspection_host}."
  description = "Sensitive Data Protection in Belgium, at its private endpoint"
  visibility  = "private"

  private_visibility_config {
    networks {
      network_url = google_compute_network.main.id
    }
  }
}

resource "google_dns_record_set" "inspection" {
  count = local.inspects ? 1 : 0

  managed_zone = google_dns_managed_zone.inspection[0].name
  name         = "${local.inspection_host}."
  type         = "A"
  ttl          = 300
  rrdatas      = [local.inspection_address]
}
