# Every variable's refusals: each run differs from a plan that works in one value.

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
  }
}

run "works" {
  command = plan
}

run "project_id" {
  command = plan
  variables {
    project_id = "Belfry"
  }
  expect_failures = [var.project_id]
}

run "project_number" {
  command = plan
  variables {
    project_number = "belfry"
  }
  expect_failures = [var.project_number]
}

run "region" {
  command = plan
  variables {
    region = "europe-west4"
  }
  expect_failures = [var.region]
}

run "source_root" {
  command = plan
  variables {
    source_root = "../nowhere"
  }
  expect_failures = [var.source_root]
}

run "directories" {
  command = plan
  variables {
    directories = { atelier = {} }
  }
  expect_failures = [var.directories]
}

run "directories_2" {
  command = plan
  variables {
    directories = { org-atelier-0a1b2 = { oidc = { d = { issuer = "http://login.example", client_id = "x" } } } }
  }
  expect_failures = [var.directories]
}

run "directories_3" {
  command = plan
  variables {
    directories = { org-atelier-0a1b2 = { saml = { d = { entity_id = "x", sso_url = "https://login.example", certificates_pem = [] } } } }
  }
  expect_failures = [var.directories]
}

run "deployer_email" {
  command = plan
  variables {
    deployer_email = "someone@belfry.example"
  }
  expect_failures = [var.deployer_email]
}

run "function_instances_max" {
  command = plan
  variables {
    function_instances_max = 0
  }
  expect_failures = [var.function_instances_max]
}

run "function_instances_min" {
  command = plan
  variables {
    function_instances_min = 11
  }
  expect_failures = [var.function_instances_min]
}

run "models" {
  command = plan
  variables {
    models = { openai-eu = { provider = "openai", host = "https://eu.api.openai.com", region = "eu", name = "m" } }
  }
  expect_failures = [var.models]
}

run "models_2" {
  command = plan
  variables {
    models = { openai-eu = { provider = "openai", host = "10.0.0.1", region = "eu", name = "m" } }
  }
  expect_failures = [var.models]
}

run "models_3" {
  command = plan
  variables {
    models = { openai-eu = { provider = "openai", host = "eu.api.openai.com", region = "us", name = "m" } }
  }
  expect_failures = [var.models]
}

run "models_4" {
  command = plan
  variables {
    models = { openai-eu = { provider = "gemini", host = "eu.api.openai.com", region = "eu", name = "m" } }
  }
  expect_failures = [var.models]
}

run "models_5" {
  command = plan
  variables {
    models = { openai-eu = { provider = "openai", host = "api.openai.com", region = "eu", name = "m" } }
  }
  expect_failures = [var.models]
}

run "default_model" {
  command = plan
  variables {
    default_model = "other"
  }
  expect_failures = [var.default_model]
}

run "domain" {
  command = plan
  variables {
    domain = "https://app.belfry.example"
  }
  expect_failures = [var.domain]
}

run "tls_version_min" {
  command = plan
  variables {
    tls_version_min = "TLS_1_1"
  }
  expect_failures = [var.tls_version_min]
}

run "edge" {
  command = plan
  variables {
    edge = { requests_per_minute_max = 5 }
  }
  expect_failures = [var.edge]
}

run "edge_2" {
  command = plan
  variables {
    edge = { body_bytes_max = 100 }
  }
  expect_failures = [var.edge]
}

run "edge_3" {
  command = plan
  variables {
    edge = { owasp_sensitivity = 5 }
  }
  expect_failures = [var.edge]
}

run "subnet_ranges" {
  command = plan
  variables {
    subnet_ranges = { model = "10.40.0.0/28" }
  }
  expect_failures = [var.subnet_ranges]
}

run "retention_days" {
  command = plan
  variables {
    retention_days = { audit_logs = 4000 }
  }
  expect_failures = [var.retention_days]
}

run "retention_days_2" {
  command = plan
  variables {
    retention_days = { firestore_backup = 99 }
  }
  expect_failures = [var.retention_days]
}

run "retention_days_3" {
  command = plan
  variables {
    retention_days = { exports = 31 }
  }
  expect_failures = [var.retention_days]
}

run "checkpoint_key_protection_level" {
  command = plan
  variables {
    checkpoint_key_protection_level = "EXTERNAL"
  }
  expect_failures = [var.checkpoint_key_protection_level]
}

run "notification_emails" {
  command = plan
  variables {
    notification_emails = {}
  }
  expect_failures = [var.notification_emails]
}

run "budget" {
  command = plan
  variables {
    budget = { billing_account = "mine", amount_eur = 10 }
  }
  expect_failures = [var.budget]
}

run "budget_2" {
  command = plan
  variables {
    budget = { billing_account = "012345-6789AB-CDEF01", amount_eur = 0 }
  }
  expect_failures = [var.budget]
}

run "slo" {
  command = plan
  variables {
    slo = { availability_goal = 1 }
  }
  expect_failures = [var.slo]
}

run "slo_2" {
  command = plan
  variables {
    slo = { rolling_window_day = 31 }
  }
  expect_failures = [var.slo]
}

run "build" {
  command = plan
  variables {
    build = { repository = "projects/p/locations/global/connections/c/repositories/r", state_bucket = "s" }
  }
  expect_failures = [var.build]
}

run "guardrails" {
  command = plan
  variables {
    guardrails = { customer_ids = [] }
  }
  expect_failures = [var.guardrails]
}
