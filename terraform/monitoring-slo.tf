# Measured where the client stands: at the load balancer.

locals {
  edge_requests  = "metric.type=\"loadbalancing.googleapis.com/https/external/regional/request_count\" resource.type=\"http_external_regional_lb_rule\""
  edge_latencies = "metric.type=\"loadbalancing.googleapis.com/https/external/regional/total_latencies\" resource.type=\"http_external_regional_lb_rule\""

  # Fast: 2 % of the month's budget in an hour, wake someone. Slow: 5 % in six hours, a ticket (Google SRE workbook, chapter 5).
  burn_rates = {
    fast = { lookback_s = 3600, rate = 14.4, severity = "CRITICAL" }
    slow = { lookback_s = 21600, rate = 6, severity = "WARNING" }
  }
  burn_alerts = merge([for objective in ["availability", "latency"] : {
    for speed, burn in local.burn_rates : "${objective}-burn-${speed}" => merge(burn, { objective = objective })
  }]...)
}

resource "google_monitoring_custom_service" "edge" {
  service_id   = "belfry-edge"
  display_name = "Belfry at the load balancer"
}

resource "google_monitoring_slo" "this" {
  for_each = {
    availability = { goal = var.slo.availability_goal, text = "answered without a server error" }
    latency      = { goal = var.slo.latency_goal, text = "answered within ${var.slo.latency_ms_max} ms" }
  }

  service             = google_monitoring_custom_service.edge.service_id
  slo_id              = each.key
  display_name        = "${each.value.goal * 100} % ${each.value.text}, over ${var.slo.rolling_window_day} days"
  goal                = each.value.goal
  rolling_period_days = var.slo.rolling_window_day

  request_based_sli {
    dynamic "good_total_ratio" {
      for_each = each.key == "availability" ? [1] : []
      content {
        total_service_filter = local.edge_requests
        bad_service_filter   = "${local.edge_requests} metric.label.response_code_class=\"500\""
      }
    }

    dynamic "distribution_cut" {
      for_each = each.key == "latency" ? [1] : []
      content {
        distribution_filter = local.edge_latencies
        range {
          min = 0
          max = var.slo.latency_ms_max
        }
      }
    }
  }
}

resource "google_monitoring_alert_policy" "burn" {
  for_each = local.burn_alerts

  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.notification_channels

  conditions {
    display_name = "error budget burns ${each.value.rate} times too fast over ${each.value.lookback_s / 3600} h"
    condition_threshold {
      filter          = "select_slo_burn_rate(\"${google_monitoring_slo.this[each.value.objective].name}\", \"${each.value.lookback_s}s\")"
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.rate
      duration        = "0s"
    }
  }

  documentation {
    mime_type = "text/markdown"
    subject   = "Belfry: ${each.key}"
    content   = local.playbook_text[each.key]
  }

  lifecycle {
    precondition {
      condition     = fileexists(local.playbooks[each.key])
      error_message = "The alert ${each.key} has no playbook: write docs/playbooks/${each.key}.md."
    }
  }
}
