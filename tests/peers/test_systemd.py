"""deploy/systemd/smsc-proxy.service under a real systemd.

The runner puts this class on a machine of its own (tests/support/with-systemd), so it may install
the unit as an operator would. The unit is taken as it is, with its whole sandbox; DROP_IN adds an
eye and changes nothing.
"""

import json
import os
import signal
import subprocess
import unittest

import smpp_wire as wire
from processes import executable, listener, upstream
from smpp_peers import FakeEsme, FakeSmsc, bound_esme
from stopped_thread import StoppedThread
from waiting import wait_until

UNIT = "smsc-proxy.service"
CONFIG = "/etc/smsfw/smsfw.yaml"
ADDRESS = ("127.0.0.1", 2775)
ENDED = "/run/smsc-proxy.ended"
# systemd forgets a unit that has stopped, and of one that it started again tells only the last run.
DROP_IN = f"""[Service]
ExecStopPost=+/bin/sh -c 'echo $SERVICE_RESULT $EXIT_CODE $EXIT_STATUS >{ENDED}'
"""


def systemctl(*arguments):
    done = subprocess.run(["systemctl", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"systemctl {' '.join(arguments)}: {done.stderr}\n{journal()}"
    return done.stdout.strip()


def show(name):
    return systemctl("show", "--value", "--property", name, UNIT)


def journal():
    return subprocess.run(["journalctl", "--unit", UNIT, "--output", "cat", "--no-pager"],
                          capture_output=True, text=True, check=False).stdout


class Systemd(unittest.TestCase):
    peer = "systemd"
    needs_systemd = True

    @classmethod
    def setUpClass(cls):
        if os.environ.get("SMSFW_GUEST") != "systemd":
            raise AssertionError("this installs a service: run it under tests/support/with-systemd")
        # By the install rules, so that the unit finds what they put where.
        build = os.path.dirname(os.path.dirname(executable("smsc-proxy")))
        subprocess.run(["cmake", "--install", build, "--prefix", "/usr"], check=True,
                       capture_output=True)
        subprocess.run(["systemd-sysusers", "-"], input="u smsfw -", text=True, check=True,
                       capture_output=True)
        os.mkdir(f"/etc/systemd/system/{UNIT}.d")
        with open(f"/etc/systemd/system/{UNIT}.d/ended.conf", "w", encoding="ascii") as file:
            file.write(DROP_IN)
        os.mkdir(os.path.dirname(CONFIG))
        systemctl("daemon-reload")

    def setUp(self):
        self.smsc = FakeSmsc()
        self.addCleanup(self.smsc.close)
        self.write_config()
        systemctl("start", UNIT)
        # A failed unit would count the starts of this test towards the limit of the next one's.
        self.addCleanup(subprocess.run, ["systemctl", "reset-failed", UNIT], check=False,
                        stderr=subprocess.DEVNULL)
        self.addCleanup(systemctl, "stop", UNIT)
        self.pid = int(show("MainPID"))
        # No waiting: a unit of Type=notify is started when it serves.
        self.esme = bound_esme(ADDRESS)
        self.addCleanup(self.esme.close)
        self.assertEqual(self.esme.submit().status, wire.OK)

    def write_config(self, **keys):
        with open(CONFIG, "w", encoding="utf-8") as file:
            json.dump({"listeners": [listener(address="%s:%d" % ADDRESS)],
                       "upstreams": [upstream(self.smsc.address)], **keys}, file)

    def assert_ended(self, how):
        """`how`: result, code and status, as systemd.exec(5) names them."""
        with open(ENDED, encoding="ascii") as file:
            self.assertEqual(file.read().strip(), how)

    def assert_started_again(self, after):
        """By systemd, once, and without our doing: a new process takes binds and messages."""
        def bound():
            esme = None
            try:
                esme = FakeEsme(ADDRESS)
                return esme if esme.bind().status == wire.OK else None
            except (AssertionError, OSError):
                if esme:
                    esme.close()
                return None
        esme = wait_until(bound, "a bind after the restart", 20)
        self.addCleanup(esme.close)
        self.assertEqual(esme.submit().status, wire.OK)
        self.assert_ended(after)
        self.assertEqual(show("NRestarts"), "1")
        self.assertNotIn(show("MainPID"), ("0", str(self.pid)))

    def test_a_killed_process(self):
        os.kill(self.pid, signal.SIGKILL)
        self.esme.wait_closed()
        self.assert_started_again(after="signal killed KILL")

    def test_a_stuck_worker(self):
        """The process ends itself, with its last words, before systemd has to."""
        with StoppedThread(self.pid, "worker-0") as stopped:
            wait_until(stopped.ended, "the process to end")
        self.assert_started_again(after="signal killed ABRT")
        self.assertIn("worker.abort", journal())

    def test_a_stuck_process(self):
        """Nothing in it runs, so nobody feeds systemd's watchdog."""
        os.kill(self.pid, signal.SIGSTOP)
        self.esme.wait_closed()
        self.assert_started_again(after="watchdog killed ABRT")

    def test_reload(self):
        sender = "UNWANTED"
        self.assertEqual(self.esme.submit(source_addr=sender).status, wire.OK)
        self.write_config(access_lists=[{"name": "unwanted", "action": "deny", "of": "source",
                                         "match": "exact", "entries": [sender]}])
        systemctl("reload", UNIT)
        wait_until(lambda: self.esme.submit(source_addr=sender).status == wire.RSUBMITFAIL,
                   "the new list to hold")
        self.assertEqual(self.esme.submit().status, wire.OK)
        self.assertEqual(show("MainPID"), str(self.pid))

    def test_stop(self):
        link = self.smsc.bound_link()
        systemctl("stop", UNIT)
        self.esme.expect(wire.UNBIND)
        link.expect(wire.UNBIND)
        self.assert_ended("success exited 0")
        self.assertEqual(show("ActiveState"), "inactive")

    def test_a_bad_configuration(self):
        self.write_config(no_such_key=1)
        restarted = subprocess.run(["systemctl", "restart", UNIT], check=False,
                                   capture_output=True)
        self.assertNotEqual(restarted.returncode, 0)
        self.assertIn(f"{CONFIG}:1", journal())
        # Tried again, but not for ever.
        wait_until(lambda: show("ActiveState") == "failed", "systemd to give up", 20)
