# The only door: a regional load balancer (TLS ends in Belgium, which a global one would not promise), on 443 alone.

resource "google_compute_address" "ingress" {
  name         = "ingress"
  region       = var.region
  address_type = "EXTERNAL"
  network_tier = "STANDARD"
}

resource "google_certificate_manager_dns_authorization" "main" {
  name     = "belfry"
  location = var.region
  domain   = var.domain
  type     = "PER_PROJECT_RECORD"
}

resource "google_certificate_manager_certificate" "main" {
  name     = "belfry"
  location = var.region

  managed {
    domains            = [var.domain]
    dns_authorizations = [google_certificate_manager_dns_authorization.main.id]
  }
}

resource "google_compute_region_ssl_policy" "main" {
  name            = "belfry"
  region          = var.region
  profile         = "RESTRICTED"
  min_tls_version = var.tls_version_min
}

resource "google_compute_region_network_endpoint_group" "function" {
  for_each = local.public_functions

  name                  = each.key
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = google_cloud_run_v2_service.function[each.key].name
  }
}

resource "google_compute_region_backend_service" "function" {
  for_each = local.public_functions

  name                  = each.key
  region                = var.region
  protocol              = "HTTPS"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  security_policy       = google_compute_region_security_policy.edge.self_link

  backend {
    group           = google_compute_region_network_endpoint_group.function[each.key].id
    balancing_mode  = "UTILIZATION"
    capacity_scaler = 1
  }

  # Which function, which answer, how long. No optional field: they would add headers.
  log_config {
    enable        = true
    sample_rate   = 1
    optional_mode = "EXCLUDE_ALL_OPTIONAL"
  }
}

resource "google_compute_region_url_map" "main" {
  name            = "belfry"
  region          = var.region
  default_service = google_compute_region_backend_service.function[local.plainest_function].id

  host_rule {
    hosts        = [var.domain]
    path_matcher = "functions"
  }

  path_matcher {
    name            = "functions"
    default_service = google_compute_region_backend_service.function[local.plainest_function].id

    dynamic "path_rule" {
      for_each = local.public_functions
      content {
        paths   = path_rule.value.path == "/" ? ["/*"] : [path_rule.value.path, "${path_rule.value.path}/*"]
        service = google_compute_region_backend_service.function[path_rule.key].id
      }
    }
  }
}

resource "google_compute_region_target_https_proxy" "main" {
  name                             = "belfry"
  region                           = var.region
  url_map                          = google_compute_region_url_map.main.id
  ssl_policy                       = google_compute_region_ssl_policy.main.id
  certificate_manager_certificates = [google_certificate_manager_certificate.main.id]
}

resource "google_compute_forwarding_rule" "https" {
  name                  = "https"
  region                = var.region
  load_balancing_scheme = "EXTERNAL_MANAGED"
  network_tier          = "STANDARD"
  network               = google_compute_network.main.id
  ip_address            = google_compute_address.ingress.id
  ip_protocol           = "TCP"
  port_range            = "443"
  target                = google_compute_region_target_https_proxy.main.id

  depends_on = [google_compute_subnetwork.proxy]
}
