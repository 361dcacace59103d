#!/usr/bin/env bash
# Checks the Prometheus rules that are shipped, and tests each alert: silent first, then firing.
# Also that each alert has its runbook and a test.
set -euo pipefail
cd "$(dirname "$0")"
rules=../../deploy/prometheus
command -v promtool >/dev/null || { echo "promtool is missing: deploy/install-deps --test" >&2; exit 1; }
(cd "$rules" && promtool check config prometheus.yml)
promtool check rules "$rules/recording.yml" "$rules/alerts.yml"
promtool test rules ./*_test.yml
status=0
for alert in $(sed -n 's/^ *- alert: //p' "$rules/alerts.yml"); do
  [[ -f ../../docs/ops/runbooks/$alert.md ]] || { echo "no docs/ops/runbooks/$alert.md" >&2; status=1; }
  grep -q "name: $alert\$" ./*_test.yml || { echo "no test of $alert" >&2; status=1; }
done
for page in ../../docs/ops/runbooks/*.md; do
  alert=$(basename "$page" .md)
  grep -q "alert: $alert\$" "$rules/alerts.yml" || { echo "$page: no such alert" >&2; status=1; }
done
exit $status
