# Identity Platform has no location and no customer-managed key: the largest exception on the residency page. It knows opaque
# uids and sign-in addresses, nothing of a brief.

resource "google_identity_platform_config" "main" {
  project                    = var.project_id
  authorized_domains         = [var.domain]
  autodelete_anonymous_users = true

  multi_tenant {
    allow_tenants = true
  }

  # A second factor from an app, not from a phone number: one more datum and one more country avoided. Offered to all here,
  # demanded by the functions of whoever does something sensitive, and by a client's own directory of its own people.
  mfa {
    state = "ENABLED"
    provider_configs {
      state = "ENABLED"
      totp_provider_config {
        adjacent_intervals = 1
      }
    }
  }

  # Nobody signs up by themselves: an administrator invites, or the client's own directory vouches.
  client {
    permissions {
      disabled_user_signup   = true
      disabled_user_deletion = true
    }
  }

  sign_in {
    allow_duplicate_emails = false
    anonymous {
      enabled = false
    }
    email {
      enabled           = true
      password_required = true
    }
    phone_number {
      enabled = false
    }
  }

  monitoring {
    request_logging {
      enabled = true
    }
  }
}

# A client's own sign-in tenant is no resource of this plan: `npm run tenant -- create` makes it, with its key and its first
# administrator, so that a new client is no apply, and no plan can take one away. Here is only how its own directory is reached.
locals {
  directory_oidc = merge([for id, directory in var.directories : { for name, provider in directory.oidc : "${id}/${name}" => merge(provider, { tenant = id, name = name }) }]...)
  directory_saml = merge([for id, directory in var.directories : { for name, provider in directory.saml : "${id}/${name}" => merge(provider, { tenant = id, name = name }) }]...)
}

resource "google_identity_platform_tenant_oauth_idp_config" "this" {
  for_each = local.directory_oidc

  project      = var.project_id
  tenant       = each.value.tenant
  name         = "oidc.${each.value.name}"
  display_name = each.value.name
  issuer       = each.value.issuer
  client_id    = each.value.client_id
  enabled      = true

  depends_on = [google_identity_platform_config.main]
}

resource "google_identity_platform_tenant_inbound_saml_config" "this" {
  for_each = local.directory_saml

  project      = var.project_id
  tenant       = each.value.tenant
  name         = "saml.${each.value.name}"
  display_name = each.value.name
  enabled      = true

  idp_config {
    idp_entity_id = each.value.entity_id
    sso_url       = each.value.sso_url
    sign_request  = true

    dynamic "idp_certificates" {
      for_each = each.value.certificates_pem
      content {
        x509_certificate = idp_certificates.value
      }
    }
  }

  sp_config {
    sp_entity_id = "https://${var.domain}"
    callback_uri = "https://${var.domain}/__/auth/handler"
  }

  depends_on = [google_identity_platform_config.main]
}
