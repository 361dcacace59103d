"""A stuck judge must look stuck: one worker's thread is stopped from outside."""

import signal
import socket
import time
import unittest

import smpp_wire as wire
from processes import ProxyProcess, SimProcess, upstream
from smpp_peers import bound_esme
from stopped_thread import StoppedThread
from waiting import wait_until


def accepts(address):
    """True when a connection to HOST:PORT comes about."""
    host, port = address if isinstance(address, tuple) else address.rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
        return True
    except OSError:
        return False


class StuckWorker(unittest.TestCase):
    def setUp(self):
        self.sim = SimProcess()
        self.addCleanup(self.sim.stop)

    def start(self):
        return ProxyProcess([upstream(self.sim.address)], workers=2)

    def test_listeners_close_and_open_again(self):
        proxy = self.start()
        self.addCleanup(proxy.stop)
        self.assertTrue(accepts(proxy.address))
        self.assertEqual(proxy.http("GET", "/readyz")[0], 200)
        with StoppedThread(proxy.pid, "worker-1"):
            # Two seconds without a turn.
            wait_until(lambda: not accepts(proxy.address), "the listener to close", 4)
            status, body = proxy.http("GET", "/readyz")
            self.assertEqual(status, 503)
            self.assertIn("stuck", body)
            self.assertEqual(proxy.http("GET", "/healthz")[0], 200)
        wait_until(lambda: accepts(proxy.address), "the listener to open again", 5)
        wait_until(lambda: proxy.http("GET", "/readyz")[0] == 200, "ready again", 5)
        esme = bound_esme(proxy.address)
        self.addCleanup(esme.close)
        answer = esme.call(wire.SUBMIT_SM, source_addr="SENDER", destination_addr="84912345678",
                           short_message="Xin chao")
        self.assertEqual(answer.status, wire.OK)

    def test_the_process_ends_itself(self):
        proxy = self.start()
        began = time.monotonic()
        with StoppedThread(proxy.pid, "worker-0") as stopped:
            wait_until(stopped.ended, "the process to end", 10)
        self.assertGreater(time.monotonic() - began, 4)
        self.assertIn("worker.abort", proxy.stderr())
        proxy.finish(expect=-signal.SIGABRT)
