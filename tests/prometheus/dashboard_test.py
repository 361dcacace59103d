#!/usr/bin/python3
"""Runs every query of the dashboards against a Prometheus that scrapes a node with traffic.

    dashboard_test.py PROMETHEUS_URL [DASHBOARD.json ...]

Fails on a query that Prometheus refuses, that returns nothing, or that returns only NaN.
"""
import json
import math
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

DASHBOARDS = pathlib.Path(__file__).resolve().parents[2] / "deploy/grafana/dashboards"

# What Grafana puts in place of its variables. The rate interval is short, so that a young
# Prometheus has enough of it.
VARIABLES = {
    "$__rate_interval": "1m",
    "$__interval": "10s",
    "$__range": "5m",
}


def queries(dashboard):
    """Yields (where, expression) of each panel, nested ones too."""
    panels = list(dashboard.get("panels", []))
    while panels:
        panel = panels.pop(0)
        panels.extend(panel.get("panels", []))
        for target in panel.get("targets", []):
            yield f"panel '{panel.get('title')}' {target.get('refId')}", target["expr"]


def substituted(expression, dashboard):
    for name, value in VARIABLES.items():
        expression = expression.replace(name, value)
    for variable in dashboard.get("templating", {}).get("list", []):
        value = variable.get("allValue") or ".*"
        expression = expression.replace("${%s}" % variable["name"], value)
        expression = expression.replace("$" + variable["name"], value)
    if "$" in expression:
        raise ValueError(f"unknown variable in: {expression}")
    return expression


def run(base, expression):
    """The values of a query now; raises ValueError with Prometheus' reason."""
    url = base.rstrip("/") + "/api/v1/query?" + urllib.parse.urlencode({"query": expression})
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            body = json.load(answer)
    except urllib.error.HTTPError as error:
        body = json.load(error)
    except urllib.error.URLError as error:
        sys.exit(f"dashboard_test: no Prometheus at {base}: {error.reason}")
    if body.get("status") != "success":
        raise ValueError(body.get("error", "no reason given"))
    result = body["data"]["result"]
    if body["data"]["resultType"] == "scalar":
        return [float(result[1])]
    return [float(sample["value"][1]) for sample in result]


def main(argv):
    if len(argv) < 2 or argv[1].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    files = [pathlib.Path(name) for name in argv[2:]] or sorted(DASHBOARDS.glob("*.json"))
    failed = passed = 0
    for file in files:
        dashboard = json.loads(file.read_text(encoding="utf-8"))
        for where, raw in queries(dashboard):
            why = ""
            try:
                values = run(argv[1], substituted(raw, dashboard))
                if not values:
                    why = "empty"
                elif all(math.isnan(value) for value in values):
                    why = "nothing but NaN"
            except ValueError as error:
                why = str(error)
            if why:
                failed += 1
                print(f"FAILED {file.name} {where}: {why}\n       {raw}")
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
