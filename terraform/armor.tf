locals {
  # The OWASP core rule set, by attack class. Order is by cost: what refuses most for least comes first. Not `methodenforcement`:
  # it refuses PUT, PATCH and DELETE, which the contract has; the functions answer other methods 405 themselves.
  owasp_rules = ["scannerdetection", "protocolattack", "sessionfixation", "lfi", "rfi", "rce", "nodejs", "xss", "sqli"]

  edge_rules = merge(
    {
      body-size = {
        priority   = 100
        action     = "deny(403)"
        expression = "has(request.headers['content-length']) && int(request.headers['content-length']) > ${var.edge.body_bytes_max}"
        preview    = false
      }
    },
    {
      for position, rule in local.owasp_rules : "owasp-${rule}" => {
        priority   = 1000 + position * 10
        action     = "deny(403)"
        expression = "evaluatePreconfiguredWaf('${rule}-v33-stable', {'sensitivity': ${var.edge.owasp_sensitivity}})"
        preview    = var.edge.owasp_watch_only
      }
    },
  )
}

resource "google_compute_region_security_policy" "edge" {
  name        = "edge"
  region      = var.region
  type        = "CLOUD_ARMOR"
  description = "Rate per address, OWASP rules, body size"

  # Bodies are read as JSON, so that a rule sees a value and not the punctuation around it. VERBOSE would log what it matched.
  advanced_options_config {
    json_parsing = "STANDARD"
    log_level    = "NORMAL"
  }
}

resource "google_compute_region_security_policy_rule" "edge" {
  for_each = local.edge_rules

  region          = var.region
  security_policy = google_compute_region_security_policy.edge.name
  description     = each.key
  priority        = each.value.priority
  action          = each.value.action
  preview         = each.value.preview

  match {
    expr {
      expression = each.value.expression
    }
  }
}

# After the refusals, so that an attacker's refused requests don't use up the share of those behind the same address.
resource "google_compute_region_security_policy_rule" "rate" {
  region          = var.region
  security_policy = google_compute_region_security_policy.edge.name
  description     = "rate-per-address"
  priority        = 2000
  action          = "throttle"

  match {
    versioned_expr = "SRC_IPS_V1"
    config {
      src_ip_ranges = ["*"]
    }
  }

  rate_limit_options {
    conform_action = "allow"
    exceed_action  = "deny(429)"
    enforce_on_key = "IP"

    rate_limit_threshold {
      count        = var.edge.requests_per_minute_max
      interval_sec = 60
    }
  }
}
