# What is refused because the repository disagrees with itself, with a sentence that says what to do.

mock_provider "google" {}

variables {
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

run "the_repository_itself_works" {
  command = plan
}

run "a_clients_own_model_needs_no_register" {
  command = plan
  variables {
    models = {
      openai-eu = { provider = "openai", host = "eu.api.openai.com", region = "eu", name = "gpt-5-mini" }
      atelier   = { provider = "openai-compatible", host = "models.atelier.example", region = "eu", name = "llama", customer_owned = true }
    }
  }
  assert {
    condition     = contains(output.model_hosts, "models.atelier.example")
    error_message = "A client's own model is let through the firewall."
  }
}

run "an_unregistered_host_is_refused" {
  command = plan
  variables {
    models = {
      openai-eu = { provider = "openai", host = "eu.api.openai.com", region = "eu", name = "gpt-5-mini" }
      other     = { provider = "openai-compatible", host = "models.other.example", region = "eu", name = "llama" }
    }
  }
  expect_failures = [terraform_data.preconditions]
}

run "a_clients_own_model_is_nobody_elses_default" {
  command = plan
  variables {
    default_model = "atelier"
    models = {
      atelier = { provider = "openai-compatible", host = "models.atelier.example", region = "eu", name = "llama", customer_owned = true }
    }
  }
  expect_failures = [var.default_model]
}

run "a_missing_build_is_refused" {
  command = plan
  variables {
    source_root = "tests/fixtures/unbuilt"
  }
  expect_failures = [terraform_data.preconditions]
}

run "an_unknown_use_is_refused" {
  command = plan
  variables {
    source_root = "tests/fixtures/unknown-use"
  }
  expect_failures = [terraform_data.preconditions]
}
