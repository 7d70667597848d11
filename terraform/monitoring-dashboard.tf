locals {
  user_metric = "metric.type=\"logging.googleapis.com/user/belfry"

  # title → what is drawn: filter, how series are aligned and joined, by which label.
  charts = [
    { title = "Traffic by function", filter = "${local.user_metric}/requests\"", aligner = "ALIGN_RATE", reducer = "REDUCE_SUM", by = "metric.label.function" },
    { title = "Answers by status", filter = "${local.user_metric}/requests\"", aligner = "ALIGN_RATE", reducer = "REDUCE_SUM", by = "metric.label.status" },
    { title = "Latency, 95th percentile (ms)", filter = "${local.user_metric}/request_latency_ms\"", aligner = "ALIGN_PERCENTILE_95", reducer = "REDUCE_MAX", by = "metric.label.function" },
    { title = "Latency at the load balancer (ms)", filter = local.edge_latencies, aligner = "ALIGN_PERCENTILE_95", reducer = "REDUCE_MAX", by = null },
    { title = "Model tokens per call, 95th percentile", filter = "${local.user_metric}/model_tokens\"", aligner = "ALIGN_PERCENTILE_95", reducer = "REDUCE_MAX", by = null },
    { title = "Model failures", filter = "${local.user_metric}/model_failures\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = null },
    { title = "Seal lag, 95th percentile (ms)", filter = "${local.user_metric}/seal_lag_ms\"", aligner = "ALIGN_PERCENTILE_95", reducer = "REDUCE_MAX", by = null },
    { title = "Redaction failures", filter = "${local.user_metric}/redaction_failures\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = null },
    { title = "Denied requests", filter = "${local.user_metric}/denied_requests\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = "metric.label.code" },
    { title = "KMS errors", filter = "${local.user_metric}/kms_errors\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = "metric.label.method" },
    { title = "Errors by function", filter = "${local.user_metric}/function_errors\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = "metric.label.function" },
    { title = "Refused connections outwards", filter = "${local.user_metric}/blocked_egress\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = null },
  ]
}

resource "google_monitoring_dashboard" "main" {
  dashboard_json = jsonencode({
    displayName = "Belfry"
    mosaicLayout = {
      columns = 12
      tiles = [for position, chart in local.charts : {
        xPos   = position % 3 * 4
        yPos   = floor(position / 3) * 4
        width  = 4
        height = 4
        widget = {
          title = chart.title
          xyChart = {
            dataSets = [{
              plotType = "LINE"
              timeSeriesQuery = {
                timeSeriesFilter = {
                  filter = chart.filter
                  aggregation = {
                    alignmentPeriod    = "300s"
                    perSeriesAligner   = chart.aligner
                    crossSeriesReducer = chart.reducer
                    groupByFields      = chart.by[*]
                  }
                }
              }
            }]
          }
        }
      }]
    }
  })

  depends_on = [google_logging_metric.counter, google_logging_metric.distribution]
}
