"""Host lists: made from texts by `smsfw list`, read by the daemon, replaced while it runs."""

import json
import os
import subprocess
import tempfile

import smpp_wire as wire
from processes import executable
from relay_case import RelayCase

FRAUD = "Xac minh tai https://www.fraud.example/dang-nhap"
OTHER = "Xac minh tai https://other.example/dang-nhap"


def smsfw(*arguments, text=None):
    return subprocess.run([executable("smsfw"), *arguments], input=text, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False)


class HostLists(RelayCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="smsfw-test-")
        cls.addClassCleanup(directory.cleanup)
        cls.list = os.path.join(directory.name, "fraud.hosts")
        cls.import_list("fraud.example\n")
        cls.proxy_keys = {"host_lists": [{"name": "known_fraud", "kind": "block",
                                          "file": cls.list}]}
        super().setUpClass()

    @classmethod
    def import_list(cls, text, *options):
        done = smsfw("list", "import", "--source", "a test", *options, "-", cls.list, text=text)
        assert done.returncode == 0, done.stderr
        return done

    def tearDown(self):
        self.import_list("fraud.example\n")
        self.proxy.reload()

    def assert_verdicts(self, esme, fraud, other, **fields):
        self.assert_status(esme.submit(short_message=FRAUD, **fields), fraud)
        self.assert_status(esme.submit(short_message=OTHER, **fields), other)

    def test_a_changed_list_takes_effect_with_a_reload(self):
        esme, _ = self.pair()
        self.assert_verdicts(esme, wire.RSUBMITFAIL, wire.OK, source_addr="CHANGING")
        # The daemon keeps the old file until it is told.
        self.import_list("other.example\n")
        self.assert_verdicts(esme, wire.RSUBMITFAIL, wire.OK, source_addr="CHANGING")
        self.proxy.reload()
        self.assert_verdicts(esme, wire.OK, wire.RSUBMITFAIL, source_addr="CHANGING")
        judged = self.proxy.wait_event("message", 6, **{"from": "CHANGING"})
        self.assertEqual([event["ruleset"] == judged[0]["ruleset"] for event in judged],
                         [True, True, True, True, False, False])
        # Nothing of the replaced file stays in memory.
        with open(f"/proc/{self.proxy.pid}/maps", encoding="utf-8") as maps:
            mapped = [line for line in maps if self.list in line]
        self.assertEqual(len(mapped), 1, mapped)
        self.assertNotIn("(deleted)", mapped[0])

    def test_metrics_of_a_list(self):
        esme, _ = self.pair()
        self.import_list("fraud.example\nold.example 2020-01-01\n",
                         "--imported-at", "2026-01-01T00:00:00Z")
        self.proxy.reload()

        def figure(name, **labels):
            return self.proxy.metric("smsfw_host_list_" + name, list="known_fraud", **labels)

        self.assertEqual(figure("entries"), 2)
        self.assertEqual(figure("expired_entries"), 1)
        self.assertEqual(figure("bytes"), os.path.getsize(self.list))
        self.assertEqual(figure("imported_timestamp_seconds"), 1767225600)
        before = figure("hits_total", enforced="true")
        self.assert_verdicts(esme, wire.RSUBMITFAIL, wire.OK)
        self.assertEqual(figure("hits_total", enforced="true"), before + 1)
        # A reload does not count from 0 again.
        self.proxy.reload()
        self.assertEqual(figure("hits_total", enforced="true"), before + 1)
        self.assertEqual(figure("hits_total", enforced="false"), 0)

    def test_a_damaged_list_keeps_the_old(self):
        esme, _ = self.pair()
        with open(self.list, "rb") as file:
            octets = bytearray(file.read())
        octets[-1] ^= 1
        with open(self.list + ".new", "wb") as file:
            file.write(octets)
        os.replace(self.list + ".new", self.list)
        before = len(self.proxy.events("ruleset", what="refused"))
        self.proxy.reload(expect="failed")
        self.assert_verdicts(esme, wire.RSUBMITFAIL, wire.OK)
        error = self.proxy.wait_event("ruleset", before + 1, what="refused")[-1]["error"]
        self.assertIn(self.list, error)
        self.assertIn("checksum", error)

    def test_import_export_show(self):
        text = "host,expires,reason\nB\u00fccher.example,2030-01-01,\"one, two\"\nz.example\n"
        done = self.import_list(text, "--format", "csv", "--licence", "CC0", "--json",
                                "--imported-at", "2026-01-02")
        made = json.loads(done.stdout)
        self.assertEqual((made["entries"], made["bad"], made["lines"]), (2, 0, 3))
        with open(self.list, "rb") as file:
            octets = file.read()
        shown = json.loads(smsfw("list", "show", "--json", self.list).stdout)
        self.assertEqual(shown, {"source": "a test", "licence": "CC0",
                                 "imported": "2026-01-02T00:00:00Z", "entries": 2, "exact": 0,
                                 "domain": 2, "tld": 0, "expired": 0})
        one = smsfw("list", "show", "--json", self.list, "www.B\u00dcCHER.example")
        self.assertEqual(one.returncode, 0)
        self.assertEqual(json.loads(one.stdout),
                         {"host": "www.xn--bcher-kva.example", "listed": True,
                          "entry": {"host": "xn--bcher-kva.example", "match": "domain",
                                    "expires": "2030-01-01T00:00:00Z", "reason": "one, two"}})
        self.assertEqual(smsfw("list", "show", self.list, "a.example").returncode, 1)
        self.assertEqual(smsfw("list", "show", self.list, "a b").returncode, 2)
        # What is exported and imported again is the same file.
        for form in ("csv", "jsonl"):
            with self.subTest(form=form):
                exported = smsfw("list", "export", "--format", form, self.list)
                self.assertEqual(exported.returncode, 0)
                self.import_list(exported.stdout, "--format", form, "--licence", "CC0",
                                 "--imported-at", "2026-01-02")
                with open(self.list, "rb") as file:
                    self.assertEqual(file.read(), octets)

    def test_bad_input_writes_nothing(self):
        with open(self.list, "rb") as file:
            octets = file.read()
        run = smsfw("list", "import", "-", self.list, text="a.example\nhttp://b.example/\n")
        self.assertEqual(run.returncode, 1)
        self.assertIn("(standard input):2: ", run.stderr)
        with open(self.list, "rb") as file:
            self.assertEqual(file.read(), octets)
        self.assertEqual(smsfw("list", "import", "/nonexistent", self.list).returncode, 1)
        self.assertEqual(smsfw("list", "import", "--expires", "soon", "-", self.list,
                               text="").returncode, 2)
        self.assertEqual(smsfw("list", "import", "--match", "all", "-", self.list,
                               text="").returncode, 2)
        run = smsfw("list", "import", "--skip-bad", "-", self.list,
                    text="a.example\nhttp://b.example/\n")
        self.assertEqual(run.returncode, 0)
        self.assertIn("1 entries of 2 lines", run.stdout)
