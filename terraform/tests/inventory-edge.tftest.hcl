# The expected inventory of what faces outwards, is stored, is logged, is watched and is built.

mock_provider "google" {}

variables {
  source_root         = "tests/fixtures/every-use"
  project_id          = "belfry-test"
  project_number      = "123456789012"
  domain              = "app.belfry.example"
  deployer_email      = "deployer@belfry-test.iam.gserviceaccount.com"
  default_model       = "openai-eu"
  notification_emails = { operations = "operations@belfry.example" }
  models = {
    openai-eu = { provider = "openai", host = "eu.api.openai.com", region = "eu", name = "gpt-5-mini" }
    atelier   = { provider = "openai-compatible", host = "models.atelier.example", region = "eu", name = "llama", customer_owned = true }
  }
  build = {
    repository   = "projects/belfry-test/locations/europe-west1/connections/source/repositories/belfry"
    state_bucket = "belfry-test-state"
  }
  guardrails = { customer_ids = ["C01abc234"] }
}

run "network" {
  command = plan

  assert {
    condition     = google_compute_region_network_firewall_policy_rule.this["model-hosts"].match[0].dest_fqdns == tolist(["eu.api.openai.com", "models.atelier.example"])
    error_message = "The firewall opens to the registered hosts and the client's own."
  }
  assert {
    condition     = { for name, rule in google_compute_region_network_firewall_policy_rule.this : name => "${rule.direction} ${rule.action}" } == { model-hosts = "EGRESS allow", google-services = "EGRESS allow", no-other-way-out = "EGRESS deny", no-way-in = "INGRESS deny" }
    error_message = "Two things leave, nothing comes in."
  }
  assert {
    condition     = google_compute_network.main.delete_default_routes_on_create && alltrue([for subnet in google_compute_subnetwork.functions : subnet.private_ip_google_access])
    error_message = "No route but ours, and Google's services at private addresses."
  }
}

run "no_second_opinion" {
  command = plan

  assert {
    condition     = length(google_compute_address.inspection) + length(google_dns_managed_zone.inspection) + length(google_dns_record_set.inspection) == 0 && !contains(keys(google_project_service.this), "dlp.googleapis.com") && !contains(keys(google_project_iam_member.function), "assistant/opinion-inspection")
    error_message = "Nothing is opened for a second opinion that nobody allowed."
  }
}

run "a_second_opinion" {
  command = plan
  variables {
    second_opinions = ["sensitive-data-protection"]
  }

  assert {
    condition     = google_compute_region_network_firewall_policy_rule.this["inspection"].match[0].dest_ip_ranges == tolist(["${google_compute_address.inspection[0].address}/32"]) && google_compute_region_network_firewall_policy_rule.this["inspection"].match[0].src_ip_ranges == tolist([var.subnet_ranges.model])
    error_message = "One address is opened, to the functions that use a model."
  }
  assert {
    condition     = google_dns_managed_zone.inspection[0].dns_name == "dlp.europe-west1.rep.googleapis.com." && google_dns_record_set.inspection[0].rrdatas == tolist([google_compute_address.inspection[0].address])
    error_message = "The regional endpoint's name leads to that address."
  }
  assert {
    condition     = [for name, grant in google_project_iam_member.function : name if endswith(grant.role, "/roles/belfryInspector")] == ["assistant/opinion-inspection"]
    error_message = "The assistant's account alone may inspect."
  }
}

run "load_balancer" {
  command = plan

  assert {
    condition     = { for rule in google_compute_region_url_map.main.path_matcher[0].path_rule : one([for path in rule.paths : path if endswith(path, "/*")]) => length(rule.paths) } == { "/*" = 1, "/v1/assistant/*" = 2, "/v1/workspace/*" = 2 }
    error_message = "Public functions are routed at their paths, and no other."
  }
  assert {
    condition     = google_compute_region_ssl_policy.main.profile == "RESTRICTED" && google_compute_region_ssl_policy.main.min_tls_version == "TLS_1_2"
    error_message = "TLS 1.2 with restricted ciphers."
  }
  assert {
    condition     = google_compute_forwarding_rule.https.port_range == "443" && google_compute_forwarding_rule.https.load_balancing_scheme == "EXTERNAL_MANAGED"
    error_message = "One door, on 443, of a regional load balancer."
  }
  assert {
    condition     = google_compute_region_security_policy_rule.rate.rate_limit_options[0].rate_limit_threshold[0].count == 300
    error_message = "300 requests per minute and address."
  }
}

run "tls_1_3_by_variable" {
  command = plan
  variables {
    tls_version_min = "TLS_1_3"
  }
  assert {
    condition     = google_compute_region_ssl_policy.main.min_tls_version == "TLS_1_3" && google_compute_region_ssl_policy.main.profile == "RESTRICTED"
    error_message = "TLS 1.3 can be demanded, and demands the restricted profile."
  }
}

run "storage_and_logging" {
  command = plan

  assert {
    condition     = { for name, bucket in google_storage_bucket.this : name => bucket.location } == { attachments = "EUROPE-WEST1", exports = "EUROPE-WEST1", sources = "EUROPE-WEST1" }
    error_message = "Three buckets in Belgium."
  }
  assert {
    condition     = { for name, bucket in google_logging_project_bucket_config.this : name => "${bucket.retention_days} ${bucket.locked}" } == { application = "30 false", audit = "400 false", checkpoints = "1095 true" }
    error_message = "Log buckets keep what they promise; only the checkpoints' is locked."
  }
  assert {
    condition     = keys(google_logging_project_sink.this) == ["_Default", "audit", "checkpoints"]
    error_message = "The default sink is ours."
  }
}

run "secrets" {
  command = plan

  assert {
    condition     = alltrue([for secret in google_secret_manager_secret.this : [for replica in secret.replication[0].user_managed[0].replicas : replica.location] == ["europe-west1"]])
    error_message = "A secret has one replica, in Belgium."
  }
}

run "monitoring" {
  command = plan

  assert {
    condition     = length(output.alerts) == length(google_monitoring_alert_policy.metric) + length(google_monitoring_alert_policy.burn) + 2
    error_message = "Every alert is in the output, uptime and budget included."
  }
  assert {
    condition     = { for name, slo in google_monitoring_slo.this : name => slo.goal } == { availability = 0.995, latency = 0.95 }
    error_message = "Two objectives."
  }
  assert {
    condition     = length(jsondecode(google_monitoring_dashboard.main.dashboard_json).mosaicLayout.tiles) == 12
    error_message = "One dashboard of twelve charts."
  }
}

run "build_and_policy" {
  command = plan

  assert {
    condition     = { for name, trigger in google_cloudbuild_trigger.this : name => "${trigger.location} ${trigger.approval_config[0].approval_required}" } == { plan = "europe-west1 false", apply = "europe-west1 true" }
    error_message = "Plans build by themselves, applying needs a person; both in Belgium."
  }
  assert {
    condition     = contains(module.guardrails[0].policies, "gcp.resourceLocations") && length(module.guardrails[0].policies) == 13
    error_message = "Thirteen guard-rails, the first of which is the region."
  }
}
