# Each job and each queue calls one function, with an OIDC token of an account that may call that function and nothing else.

locals {
  invoked_functions = merge(local.scheduled_functions, local.queued_functions)
  invoker_emails    = { for name in keys(local.invoked_functions) : name => "call-${name}@${var.project_id}.iam.gserviceaccount.com" }
}

resource "google_service_account" "invoker" {
  for_each = local.invoked_functions

  account_id   = "call-${each.key}"
  display_name = "Caller of ${each.key}"
  description  = "May invoke the function ${each.key}, nothing else"
}

resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = local.invoked_functions

  name     = google_cloud_run_v2_service.function[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = "serviceAccount:${local.invoker_emails[each.key]}"

  depends_on = [google_service_account.invoker]
}

resource "google_cloud_scheduler_job" "this" {
  for_each = local.scheduled_functions

  name             = each.key
  description      = each.value.purpose
  region           = var.region
  schedule         = each.value.schedule
  time_zone        = "Etc/UTC"
  attempt_deadline = "${min(each.value.timeout_seconds, 1800)}s"

  retry_config {
    retry_count          = 3
    min_backoff_duration = "10s"
    max_backoff_duration = "120s"
  }

  http_target {
    http_method = "POST"
    uri         = "${google_cloud_run_v2_service.function[each.key].uri}${each.value.path}"

    oidc_token {
      service_account_email = local.invoker_emails[each.key]
      audience              = google_cloud_run_v2_service.function[each.key].uri
    }
  }

  depends_on = [google_service_account.invoker]
}

resource "google_cloud_tasks_queue" "this" {
  for_each = local.queued_functions

  name     = each.key
  location = var.region

  rate_limits {
    max_dispatches_per_second = 50
    max_concurrent_dispatches = each.value.concurrency
  }

  retry_config {
    max_attempts  = 10
    min_backoff   = "1s"
    max_backoff   = "300s"
    max_doublings = 5
  }

  stackdriver_logging_config {
    sampling_ratio = 1
  }

  # The queue decides where its tasks go and as whom: a task can't be pointed elsewhere by whoever made it.
  http_target {
    http_method = "POST"

    uri_override {
      scheme                    = "HTTPS"
      host                      = trimprefix(google_cloud_run_v2_service.function[each.key].uri, "https://")
      uri_override_enforce_mode = "ALWAYS"

      path_override {
        path = each.value.path
      }
    }

    oidc_token {
      service_account_email = local.invoker_emails[each.key]
      audience              = google_cloud_run_v2_service.function[each.key].uri
    }
  }

  depends_on = [google_service_account.invoker]
}
