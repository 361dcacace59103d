"""The daemon as a process: configuration, reload under load, the control port."""

import os
import re
import signal
import subprocess
import tempfile
import unittest

import smpp_wire as wire
from processes import (BLOCKED_TEXT, REJECTED, ProxyProcess, SimProcess, executable, listener,
                       start_load,
                       upstream)
from relay_case import RelayCase, submit_fields
from smpp_peers import FakeSmsc, bound_esme
from waiting import wait_until


class Reload(RelayCase):
    def tearDown(self):
        self.proxy.config["access_lists"] = self.lists

    def setUp(self):
        super().setUp()
        self.lists = list(self.proxy.config["access_lists"])

    def test_a_new_list_takes_effect(self):
        esme, _ = self.pair()
        self.assert_status(esme.submit(source_addr="NEWLYBAD"), wire.OK)
        self.proxy.config["access_lists"] = self.lists + [
            {"name": "new", "action": "deny", "of": "source", "match": "exact",
             "entries": ["NEWLYBAD"]}]
        self.proxy.write_config()
        self.proxy.reload()
        self.assert_status(esme.submit(source_addr="NEWLYBAD"), wire.RSUBMITFAIL)
        self.proxy.wait_event("ruleset", what="loaded")
        judged = self.proxy.wait_event("message", 2, **{"from": "NEWLYBAD"})
        self.assertEqual([event["action"] for event in judged], ["allow", "reject"])
        self.assertNotEqual(judged[0]["ruleset"], judged[1]["ruleset"])
        self.proxy.config["access_lists"] = self.lists
        self.proxy.write_config()
        self.proxy.reload()
        self.assert_status(esme.submit(source_addr="NEWLYBAD"), wire.OK)

    def assert_refused(self, esme, words):
        before = len(self.proxy.events("ruleset", what="refused"))
        self.proxy.reload(expect="failed")
        self.assert_status(esme.submit(source_addr=REJECTED), wire.RSUBMITFAIL)
        self.assert_status(esme.submit(), wire.OK)
        self.assertEqual(self.proxy.metric("smsfw_last_reload_ok"), 0)
        event = self.proxy.wait_event("ruleset", before + 1, what="refused")[-1]
        for word in words:
            self.assertIn(word, event["error"])

    def test_bad_files_keep_the_old(self):
        esme, _ = self.pair()
        with open(self.proxy.config_path, encoding="utf-8") as file:
            good = file.read()
        for bad, words in (("{ not yaml: [", []),
                           (good.replace('"access_lists"', '"acess_lists"'), ["acess_lists"]),
                           (good.replace('"exact"', '"exakt"', 1), ["exakt"]),
                           (good.replace('"packs": [', '"packs": ["/nonexistent.yaml",'),
                            ["nonexistent"]),
                           (good.replace('"workers": 1', '"workers": 2'), ["workers"])):
            with self.subTest(words=words):
                with open(self.proxy.config_path, "w", encoding="utf-8") as file:
                    file.write(bad)
                self.assert_refused(esme, words)
        with open(self.proxy.config_path, "w", encoding="utf-8") as file:
            file.write(good)
        self.proxy.reload()
        self.assertEqual(self.proxy.metric("smsfw_last_reload_ok"), 1)

    def test_a_bad_signature_keeps_the_old(self):
        esme, _ = self.pair()
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as pack:
            pack.write("signatures:\n  - { sid: 1, regex: '(' }\n")
            pack.flush()
            packs = self.proxy.config["packs"]
            self.proxy.config["packs"] = packs + [pack.name]
            self.proxy.write_config()
            self.assert_refused(esme, [os.path.basename(pack.name)])
            self.proxy.config["packs"] = packs
            self.proxy.write_config()
            self.proxy.reload()


class ReloadUnderLoad(unittest.TestCase):
    def test_nothing_is_lost(self):
        sim = SimProcess()
        self.addCleanup(sim.stop)
        proxy = ProxyProcess([upstream(sim.address)], [listener()], workers=2)
        self.addCleanup(proxy.stop)
        load = start_load(proxy.address, "--messages", "30000", "--rate", "5000", "--window", "64")
        self.addCleanup(load.kill)
        sim.wait_received("submit_sm", 1000)
        for i in range(5):
            proxy.config["access_lists"].append(
                {"name": f"more{i}", "action": "deny", "of": "source", "match": "exact",
                 "entries": [f"NOBODY{i}"]})
            proxy.write_config()
            proxy.reload()
        report = load.report()
        self.assertEqual(report["statuses"], {"0x00000000": 30_000})
        self.assertEqual((report["lost"], report["disconnects"]), (0, 0))
        generations = proxy.metric("smsfw_ruleset_generation", worker="0")
        self.assertGreaterEqual(generations, 6)
        self.assertEqual(proxy.metric("smsfw_ruleset_generation", worker="1"), generations)


class ControlPort(RelayCase):
    def test_reads_are_free_on_loopback(self):
        for path in ("/healthz", "/readyz", "/metrics"):
            with self.subTest(path=path):
                self.assertEqual(self.proxy.http("GET", path)[0], 200)

    def test_metrics_page_is_well_formed(self):
        _, body = self.proxy.http("GET", "/metrics")
        names = set()
        for line in body.splitlines():
            if line.startswith("# TYPE "):
                names.add(line.split()[2])
            elif line and not line.startswith("#"):
                match = re.match(r'^([a-z_:][a-z0-9_:]*)(\{[^}]*\})? [-+0-9.eEinfNa]+$', line)
                self.assertTrue(match, line)
                base = re.sub(r"_(bucket|sum|count)$", "", match.group(1))
                self.assertTrue({match.group(1), base} & names, line)

    def test_foreign_hosts_and_origins_are_refused(self):
        self.assertIn(self.proxy.http("GET", "/metrics", Host="evil.example")[0], (403, 421))
        status, _ = self.proxy.http("GET", "/metrics", Origin="http://evil.example")
        self.assertEqual(status, 403)

    def test_changes_need_the_token(self):
        path = "/api/v1/reload"
        self.assertEqual(self.proxy.http("POST", path)[0], 401)
        self.assertEqual(self.proxy.http("POST", path, Authorization="Bearer wrong")[0], 401)
        status, body = self.proxy.http("POST", path,
                                       Authorization=f"Bearer {self.proxy.token()}")
        self.assertIn(status, (200, 202), body)
        wait_until(lambda: self.proxy.events("audit"), "an audit event")

    def test_the_token_is_nobody_elses(self):
        mode = os.stat(self.proxy.config["control"]["token_file"]).st_mode & 0o777
        self.assertEqual(oct(mode), oct(0o640))
        self.assertGreaterEqual(len(self.proxy.token()), 32)

    def test_unknown_paths(self):
        self.assertEqual(self.proxy.http("GET", "/nothing-here")[0], 404)

    def test_a_session_is_counted(self):
        esme, _ = self.pair()
        self.assertGreaterEqual(self.proxy.metric("smsfw_sessions", listener="esme"), 1)
        esme.unbind()

    def test_garbage_on_the_control_port(self):
        import socket
        for octets in (b"\0" * 4096, b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 50_000,
                       b"POST /api/v1/reload HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"):
            with socket.create_connection(self.proxy.control, 10) as raw:
                raw.settimeout(10)
                try:
                    raw.sendall(octets)
                    raw.shutdown(socket.SHUT_WR)
                    while raw.recv(65536):
                        pass
                except OSError:
                    pass
        self.assertEqual(self.proxy.http("GET", "/healthz")[0], 200)


class Bypass(RelayCase):
    def smsfw(self, *options):
        return subprocess.run(
            [executable("smsfw"), *options, "--control", "%s:%d" % self.proxy.control,
             "--token-file", self.proxy.config["control"]["token_file"]],
            capture_output=True, text=True, timeout=60, check=False)

    def test_messages_pass_unjudged_until_it_is_off(self):
        esme, _ = self.pair()
        blocked = {"source_addr": "SENDER", "destination_addr": "84912345678",
                   "short_message": BLOCKED_TEXT}
        self.assert_status(esme.call(wire.SUBMIT_SM, **blocked), wire.RSUBMITFAIL)
        done = self.smsfw("bypass", "on")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.proxy.wait_metric("smsfw_bypass", 1)
        self.assert_status(esme.call(wire.SUBMIT_SM, **blocked), wire.OK)
        self.assertIn("bypassed", self.proxy.http("GET", "/readyz")[1])
        self.proxy.reload()  # a reload leaves it on
        self.assert_status(esme.call(wire.SUBMIT_SM, **blocked), wire.OK)
        self.assertEqual(self.smsfw("bypass", "off").returncode, 0)
        wait_until(lambda: self.proxy.metric("smsfw_bypass") == 0, "the end of the bypass")
        self.assert_status(esme.call(wire.SUBMIT_SM, **blocked), wire.RSUBMITFAIL)
        self.proxy.wait_event("audit", 2)
        passed = [event for event in self.proxy.events("message")
                  if any(hit["reason"] == "bypass" for hit in event.get("hits", []))]
        self.assertEqual(len(passed), 2)

    def test_wrong_use(self):
        self.assertEqual(self.smsfw("bypass", "maybe").returncode, 2)

    def test_the_address_stands_before_the_command_or_behind_it(self):
        here = "%s:%d" % self.proxy.control
        secret = ("--token-file", self.proxy.config["control"]["token_file"])

        def smsfw(*words):
            return subprocess.run([executable("smsfw"), *words], capture_output=True, text=True,
                                  timeout=60, check=False)

        for command in (("status",), ("status", "--config"), ("monitor", *secret, "off"),
                        ("bypass", *secret, "off"), ("reload", *secret)):
            for words in (("--control", here, *command), (*command, "--control", here)):
                with self.subTest(words=words):
                    # A reload may be under way when it is answered; what comes then is refused.
                    wait_until(lambda: smsfw(*words).returncode == 0, "its answer")
        self.assertEqual(smsfw("--control", "127.0.0.1:1", "status").returncode, 1)
        # Both: the one that stands with the command.
        self.assertEqual(
            smsfw("--control", "127.0.0.1:1", "status", "--control", here).returncode, 0)
        # Of a command that asks no daemon it is wrong use.
        self.assertEqual(smsfw("--control", here, "docs", "config").returncode, 2)


class CommandLine(unittest.TestCase):
    def run_proxy(self, *options):
        return subprocess.run([executable("smsc-proxy"), *options], capture_output=True, text=True,
                              timeout=60, check=False)

    def config(self, **changes):
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        proxy = ProxyProcess([upstream(smsc.address)], **changes)
        self.addCleanup(proxy.stop)
        return proxy.config_path

    def test_check_config(self):
        path = self.config()
        done = self.run_proxy("--config", path, "--check-config")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_check_config_names_file_and_line(self):
        path = self.config()
        with open(path, encoding="utf-8") as file:
            text = file.read().replace('"listeners"', '"lisseners"')
        bad = path + ".bad"
        with open(bad, "w", encoding="utf-8") as file:
            file.write(text)
        line = next(number for number, row in enumerate(text.splitlines(), 1)
                    if "lisseners" in row)
        done = self.run_proxy("--config", bad, "--check-config")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(f"{bad}:{line}", done.stderr + done.stdout)
        self.assertIn("lisseners", done.stderr + done.stdout)

    def test_missing_file(self):
        done = self.run_proxy("--config", "/nonexistent/config.yaml")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("/nonexistent/config.yaml", done.stderr)

    def test_port_in_use(self):
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        address = f"{smsc.address[0]}:{smsc.address[1]}"
        proxy = ProxyProcess([upstream(smsc.address)], [{**listener(), "address": address}],
                             wait=False)
        self.addCleanup(lambda: __import__("shutil").rmtree(proxy.directory, ignore_errors=True))
        proxy.finish(expect=1)
        self.assertIn(address, proxy.stderr())


class Memory(unittest.TestCase):
    def test_tables_take_what_the_configuration_says(self):
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        asked = {"limits": 512 * 1024, "titles": 128 * 1024}
        proxy = ProxyProcess([upstream(smsc.address)],
                             limit_state={"memory": asked["limits"],
                                          "origin_memory": asked["titles"]})
        self.addCleanup(proxy.stop)
        for table, octets in asked.items():
            taken = proxy.metric("smsfw_table_bytes", table=table)
            self.assertLessEqual(taken, octets)
            self.assertGreater(taken, octets * 0.9)


class Signals(unittest.TestCase):
    def test_the_log_survives_a_rotation(self):
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        proxy = ProxyProcess([upstream(smsc.address)])
        self.addCleanup(proxy.stop)
        esme = bound_esme(proxy.address)
        self.addCleanup(esme.close)
        esme.submit()
        proxy.wait_event("message")
        path = proxy.config["events"]["file"]
        os.rename(path, path + ".1")
        proxy.signal(signal.SIGHUP)
        esme.call(wire.SUBMIT_SM, **submit_fields(source_addr=REJECTED))
        proxy.wait_event("message", action="reject")


if __name__ == "__main__":
    unittest.main()
