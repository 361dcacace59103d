"""Rows of docs/ops/failure-contract.md that no other file shows: death, overload, descriptors."""

import json
import resource
import signal
import socket
import time
import unittest

import smpp_wire as wire
from processes import ProxyProcess, SimProcess, start_load, upstream
from relay_case import RelayCase, submit_fields
from smpp_peers import FakeEsme, bound_esme, silence
from test_terminated import TerminatedCase, account
from waiting import wait_until

CONTROL_NUMBER = "156"


class Killed(unittest.TestCase):
    def test_peers_see_closed_links_within_a_second(self):
        sim = SimProcess()
        self.addCleanup(sim.stop)
        proxy = ProxyProcess([upstream(sim.address)])
        self.addCleanup(proxy.kill)
        esme = bound_esme(proxy.address)
        self.addCleanup(esme.close)
        esme.submit()
        began = time.monotonic()
        proxy.signal(signal.SIGKILL)
        esme.wait_closed()
        self.assertLess(time.monotonic() - began, 1)

    def test_what_was_acknowledged_is_at_the_smsc(self):
        sim = SimProcess()
        self.addCleanup(sim.stop)
        proxy = ProxyProcess([upstream(sim.address)])
        self.addCleanup(proxy.kill)
        load = start_load(proxy.address, "--seconds", "30", "--window", "16", "--timeout", "1")
        self.addCleanup(load.wait)
        self.addCleanup(load.terminate)
        sim.wait_received("submit_sm", 1000)
        proxy.signal(signal.SIGKILL)
        out, _ = load.communicate(timeout=30)
        acknowledged = json.loads(out)["statuses"]["0x00000000"]
        self.assertLessEqual(acknowledged, sim.received("submit_sm"))
        self.assertGreaterEqual(acknowledged, 900)


class Overload(RelayCase):
    # Each turn of a burst takes longer than this.
    proxy_keys = {"overload": {"budget": "100us", "throttle_after": "10s"},
                  "control_numbers": [CONTROL_NUMBER]}
    listener_keys = {"window": 5000}
    upstream_keys = {"window": 5000}
    burst = 2000

    def send_burst(self, **fields):
        esme, _ = self.pair()
        pdus = [wire.build(wire.SUBMIT_SM, 1 + i, **submit_fields(**fields))
                for i in range(self.burst)]
        esme.send(b"".join(pdus))
        return [esme.expect(wire.SUBMIT_SM | wire.RESP, sequence=1 + i).status
                for i in range(self.burst)]

    def test_depth_is_shed_first(self):
        statuses = self.send_burst()
        self.assertEqual(set(statuses), {wire.OK})
        shed = wait_until(lambda: [event for event in self.proxy.events("message")
                                   if event.get("shed")], "an event of a shed message")
        self.assertEqual(shed[0]["action"], "allow")
        self.proxy.wait_event("overload", what="raised", level=1)


class OverloadThrottles(Overload):
    proxy_keys = {"overload": {"budget": "100us", "throttle_after": "200us"},
                  "control_numbers": [CONTROL_NUMBER]}

    def test_depth_is_shed_first(self):
        statuses = self.send_burst()
        self.assertEqual(set(statuses), {wire.OK, wire.RTHROTTLED})
        self.proxy.wait_metric("smsfw_throttled_total", 1, cause="overload")
        self.proxy.wait_event("overload", what="raised", level=2)

    def test_control_traffic_passes(self):
        # Far below its own limit; the burst of others is what overloads.
        esme, _ = self.pair()
        burst = [wire.build(wire.SUBMIT_SM, 1 + i, **submit_fields()) for i in range(self.burst)]
        control = [wire.build(wire.SUBMIT_SM, 10_000 + i,
                              **submit_fields(source_addr=f"8491234{i:04}",
                                              destination_addr=CONTROL_NUMBER))
                   for i in range(20)]
        esme.send(b"".join(burst + control))
        for i in range(20):
            self.assert_status(esme.expect(wire.SUBMIT_SM | wire.RESP, sequence=10_000 + i),
                               wire.OK)


class Descriptors(unittest.TestCase):
    def test_accepting_pauses_and_sessions_go_on(self):
        sim = SimProcess()
        self.addCleanup(sim.stop)
        proxy = ProxyProcess([upstream(sim.address)])
        self.addCleanup(proxy.stop)
        esme = bound_esme(proxy.address)
        self.addCleanup(esme.close)
        _, hard = resource.prlimit(proxy.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(proxy.pid, resource.RLIMIT_NOFILE, (60, hard))
        idle = [socket.create_connection(proxy.address) for _ in range(100)]
        self.addCleanup(lambda: [one.close() for one in idle])
        for _ in range(20):
            self.assertEqual(esme.submit().status, wire.OK)
        for one in idle:
            one.close()
        # Descriptors are free again: who waited is served.
        later = wait_until(lambda: self.bound_or_none(proxy), "a bind after the shortage", 15)
        self.addCleanup(later.close)
        self.assertEqual(later.submit().status, wire.OK)

    @staticmethod
    def bound_or_none(proxy):
        esme = FakeEsme(proxy.address)
        try:
            if esme.bind(system_id="late").status == wire.OK:
                return esme
        except (AssertionError, OSError):
            pass
        esme.close()
        return None


class TerminatedSilentEsme(TerminatedCase):
    accounts = (account("esme1", numbers=["84912345678"]),)
    listener_keys = {"timers": {"response": "300ms"}}

    def test_temporary_error_to_the_smsc(self):
        esme = self.esme("esme1")
        esme.answers[wire.DELIVER_SM] = silence
        link = self.smsc_link()
        sent = link.request(wire.DELIVER_SM, **submit_fields())
        esme.expect(wire.DELIVER_SM)
        self.assertIn(link.response_to(sent).status, (wire.RSYSERR, wire.RX_T_APPN))


class TerminatedReload(TerminatedCase):
    accounts = (account("load"),)

    def test_nothing_is_lost(self):
        load = start_load(self.proxy.address, "--messages", "10000", "--rate", "4000", "--window",
                          "64", "--binds", "2")
        self.addCleanup(load.kill)
        self.proxy.wait_metric("smsfw_verdicts_total", 500)
        for i in range(3):
            self.proxy.config["access_lists"].append(
                {"name": f"more{i}", "action": "deny", "of": "source", "match": "exact",
                 "entries": [f"NOBODY{i}"]})
            self.proxy.write_config()
            self.proxy.reload()
        report = load.report()
        self.assertEqual(report["statuses"], {"0x00000000": 10_000})
        self.assertEqual((report["lost"], report["disconnects"]), (0, 0))


class TerminatedEnd(TerminatedCase):
    def test_what_is_under_way_is_answered(self):
        proxy = self.start_proxy()
        self.addCleanup(proxy.kill)
        esme = bound_esme(proxy.address, system_id="esme1")
        self.addCleanup(esme.close)
        held = []
        self.smsc.answers[wire.SUBMIT_SM] = lambda link, pdu: held.append((link, pdu))
        sent = esme.request(wire.SUBMIT_SM, **submit_fields())
        link, pdu = wait_until(lambda: held[0] if held else None, "the message at the SMSC")
        proxy.signal(signal.SIGTERM)
        wait_until(lambda: not self.accepts(proxy.address), "the listener to close")
        link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence, message_id="77"))
        self.assertEqual(esme.response_to(sent).status, wire.OK)
        esme.wait_closed()
        proxy.finish()

    @staticmethod
    def accepts(address):
        try:
            socket.create_connection(address, timeout=1).close()
            return True
        except OSError:
            return False


if __name__ == "__main__":
    unittest.main()
