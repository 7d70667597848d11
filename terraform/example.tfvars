# Complete: `npm run build`, then `terraform -chdir=terraform plan -var-file=example.tfvars` needs nothing else.
# Copy it to a name of your own, and keep that one out of public repositories.

project_id     = "belfry-example"
project_number = "123456789012"
domain         = "app.belfry.example"
deployer_email = "deployer@belfry-example.iam.gserviceaccount.com"

# Only for clients that sign in by a directory of their own; the id is the one that `npm run tenant -- create` printed.
directories = {
  org-105f1fe7f7-h49n0 = {
    oidc = {
      directory = {
        issuer    = "https://login.atelier.example/realms/staff"
        client_id = "belfry"
      }
    }
  }
}

# Every host that may be reached. The name is the model that your EU project of the provider has been granted.
models = {
  openai-eu = {
    provider = "openai"
    host     = "eu.api.openai.com"
    region   = "eu"
    name     = "gpt-5-mini"
  }
}
default_model = "openai-eu"

notification_emails = {
  operations = "operations@belfry.example"
  security   = "security@belfry.example"
}

budget = {
  billing_account = "012345-6789AB-CDEF01"
  amount_eur      = 1500
}

build = {
  repository   = "projects/belfry-example/locations/europe-west1/connections/source/repositories/belfry"
  state_bucket = "belfry-example-state"
}

guardrails = {
  customer_ids = ["C01abc234"]
}
