#include <string>

#include "smsc-proxy/control/metrics.hh"

namespace smsfw::control {

namespace {

using app::Label;
using app::label_row;

std::string_view type_name(app::MetricType type) {
  switch (type) {
    case app::MetricType::kCounter:
      return "counter";
    case app::MetricType::kGauge:
      return "gauge";
    case app::MetricType::kHistogram:
      return "histogram";
  }
  return "";
}

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

}  // namespace

std::string metrics_reference() {
  std::string out =
      "# Metrics\n\n"
      "`GET /metrics` on the control port, Prometheus' text format. This page is made from "
      "`smsc-proxy/app/metric_table.hh`. Workers count without locks; a page sums them, so figures "
      "of one page may be a message apart. Label values are closed sets or names of the "
      "configuration: nothing that a stranger sends becomes a series.\n\n"
      "| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n";
  for (const app::MetricRow& row : app::kMetricTable) {
    std::string labels;
    for (const Label label : row.labels) {
      if (label == Label::kNone) continue;
      labels += (labels.empty() ? "" : ", ") + code(label_row(label).name);
    }
    out += "| " + code(row.name) + " | " + std::string(type_name(row.type)) + " | " +
           std::string(row.unit) + " | " + labels + " | " + std::string(row.help) + " |\n";
  }
  out += "\n## Labels\n\n| label | of | values |\n|---|---|---|\n";
  for (const app::LabelRow& label : app::kLabelTable) {
    if (label.id == Label::kNone) continue;
    std::string metrics;
    for (const app::MetricRow& row : app::kMetricTable) {
      for (const Label used : row.labels) {
        if (used == label.id) metrics += (metrics.empty() ? "" : ", ") + code(row.name);
      }
    }
    std::string values(label.from);
    for (const auto value : label.values)
      values += (values.empty() ? "" : ", ") + code(value);
    out.append("| ").append(code(label.name)).append(" | ").append(metrics).append(" | ");
    out.append(values).append(" |\n");
  }
  out += "\n## Buckets of `smsfw_verdict_seconds`\n\n250 ns and 375 ns, each doubled up to ";
  out += "1.048576 s: " + std::to_string(app::kLatencyBounds) +
         " bounds, each at most 1.5 times the one before. They stay as they are from version to "
         "version.\n";
  return out;
}

}  // namespace smsfw::control
