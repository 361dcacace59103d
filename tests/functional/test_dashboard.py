"""The shipped dashboards against a real Prometheus that scraped a real run: no query is empty."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.request

import smpp_wire as wire
from processes import (BLOCKED_TEXT, ProxyProcess, SimProcess, listener, start_load, upstream)
from smpp_peers import bound_esme
from ss7_peers import Answerer
from waiting import wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Prometheus:
    """Debian's prometheus with the shipped rules, scraping one proxy each second."""

    def __init__(self, target):
        self.directory = tempfile.mkdtemp(prefix="smsfw-prometheus-")
        shipped = (ROOT / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8")
        config = shipped.replace("127.0.0.1:9480", f"{target[0]}:{target[1]}")
        assert config != shipped, "the shipped configuration names another target"
        config = re.sub(r"(scrape|evaluation)_interval: \d+s", r"\1_interval: 1s", config)
        for rules in ("recording.yml", "alerts.yml"):
            shutil.copy(ROOT / "deploy/prometheus" / rules, self.directory)
        path = os.path.join(self.directory, "prometheus.yml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(config)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = open(os.path.join(self.directory, "log"), "wb")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={path}", f"--web.listen-address=127.0.0.1:{port}",
             f"--storage.tsdb.path={self.directory}/data"], stdout=self.log, stderr=self.log)

    def query(self, expression):
        url = f"{self.url}/api/v1/query?query={urllib.request.quote(expression)}"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return json.load(answer)["data"]["result"]
        except OSError:
            return []

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


@unittest.skipUnless(shutil.which("prometheus"), "needs prometheus")
class Dashboard(unittest.TestCase):
    def far_end(self):
        """The section ss7 with ss7-load as the network; nobody is on the side of the SMSCs."""
        port = free_port()
        far = Answerer("--transport", "ipa", "--listen", f"127.0.0.1:{port}", "--point-code", "30",
                       "--peer-point-code", "20", "--as", "far")
        self.addCleanup(far.end)

        def way(name, to):
            return {"name": name, "transport": "ipa", "asps": [
                {"name": f"{name}-asp", "remote": ["127.0.0.1"], "remote_port": to}]}

        return {"point_code": "20", "application_servers": [way("far", port), way("none", 9)],
                "peers": [{"name": "far", "side": "network", "point_codes": ["30"],
                           "application_servers": ["far"]},
                          {"name": "none", "side": "smsc", "point_codes": ["10"],
                           "application_servers": ["none"]}],
                "routes": [{"from": "smsc", "hops": [{"peer": "far", "point_code": "30"}]},
                           {"from": "network", "hops": [{"peer": "none", "point_code": "10"}]}]}

    def test_no_query_is_empty(self):
        sim = SimProcess("--mo-rate", "20")
        self.addCleanup(sim.stop)
        proxy = ProxyProcess([upstream(sim.address)], [listener()], workers=2, limits=[
            {"name": "per_source", "key": "source", "throttle": {"count": 5, "per": "1m"}}],
            ss7=self.far_end())
        self.addCleanup(proxy.stop)
        prometheus = Prometheus(proxy.control)
        self.addCleanup(prometheus.stop)
        load = start_load(proxy.address, "--seconds", "12", "--rate", "200", "--binds", "2",
                          "--senders", "1000", "--receipt-share", "0.2")
        esme = bound_esme(proxy.address)
        self.addCleanup(esme.close)
        for _ in range(3):
            esme.call(wire.SUBMIT_SM, source_addr="SENDER", destination_addr="84912345678",
                      short_message=BLOCKED_TEXT)
        proxy.reload()
        # Enough samples for a rate.
        wait_until(lambda: any(float(one["value"][1]) >= 8 for one in prometheus.query(
            "count_over_time(smsfw_build_info[1m])")), "eight scrapes", 40, step=0.2)
        load.report()
        done = subprocess.run([sys.executable, str(ROOT / "tests/prometheus/dashboard_test.py"),
                               prometheus.url], capture_output=True, text=True, check=False,
                              timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout[-4000:] + done.stderr[-2000:])
        self.assertRegex(done.stdout, r"\b[1-9]\d* passed, 0 failed")
