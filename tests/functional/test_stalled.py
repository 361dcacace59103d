"""A peer that keeps its connection open and does not read: what it holds, whom it hurts, its end."""

import itertools
import struct
import threading
import time
import unittest

import smpp_wire as wire
from relay_case import RelayCase, submit_fields
from smpp_peers import FakeEsme, bound_esme
from test_terminated import TerminatedCase, account
from waiting import seconds, wait_until

STALL = 2
KEYS = {"max_output": 262_144, "timers": {"stall": f"{STALL}s"}}
# What one stalled session may hold: its output and the requests kept back, each with a PDU more,
# and what a growing buffer leaves behind.
MOST_KIB = 8 * 1024
FIRST = 1000  # sequence number of the first PDU of a flood


class Flood:
    """Sends a large PDU again and again, with rising sequence numbers, until the connection ends."""

    def __init__(self, link, command, count=None):
        self._link = link
        self._pdu = bytearray(wire.build(command, 0, **submit_fields(short_message=""),
                                         tlvs=[(wire.TLV_MESSAGE_PAYLOAD, b"x" * 60_000)]))
        self._count = count
        self.sent = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        for sequence in itertools.islice(itertools.count(FIRST), self._count):
            struct.pack_into(">I", self._pdu, 12, sequence)
            try:
                self._link.send(self._pdu)
            except OSError:
                return
            self.sent.append(sequence)

    def join(self):
        self._thread.join(seconds())
        assert not self._thread.is_alive(), "the sender still waits"


def answers(link, command):
    """{sequence: status} of the responses that came to a flood; one a request."""
    found = [(pdu.sequence, pdu.status) for pdu in link.history
             if pdu.command == command | wire.RESP and pdu.sequence >= FIRST]
    assert len(found) == len(dict(found)), "a request was answered twice"
    return dict(found)


def statuses(answered):
    return set(answered.values())


def received(link, command):
    return {pdu.sequence for pdu in link.history if pdu.command == command}


class StallWatch:
    """What the tests of both modes ask."""

    def stalled_ends(self, side):
        return self.proxy.events("session", what="closed", reason="output_overflow", side=side)

    def others_notice_nothing(self, other, side):
        """Sends another session's messages until the stalled one is closed. Each is answered at
        once, and the process does not grow."""
        before = self.proxy.resident_kib()
        ends = len(self.stalled_ends(side))
        began = time.monotonic()
        slowest = grown = 0
        while len(self.stalled_ends(side)) == ends:
            sent = time.monotonic()
            self.assertEqual(other.submit().status, wire.OK)
            slowest = max(slowest, time.monotonic() - sent)
            grown = max(grown, self.proxy.resident_kib() - before)
            self.assertLess(time.monotonic() - began, seconds(STALL + 10), "it is never closed")
        self.assertGreater(time.monotonic() - began, STALL)
        self.assertLess(slowest, seconds(0.5))
        self.assertLess(grown, MOST_KIB)

    def slow_esme(self, **fields):
        """An ESME with little room in its kernel."""
        esme = FakeEsme(self.proxy.address, receive_buffer=65_536)
        self.addCleanup(esme.close)
        self.assertEqual(esme.bind(**fields).status, wire.OK)
        return esme


class StalledReaders(StallWatch, RelayCase):
    smsc_receive_buffer = 65_536
    listener_keys = KEYS
    upstream_keys = KEYS

    def test_smsc(self):
        esme, link = self.pair()
        other, _ = self.pair()
        link.pause_reading()
        flood = Flood(esme, wire.SUBMIT_SM)
        self.others_notice_nothing(other, "smsc")
        acknowledged = received(link, wire.SUBMIT_SM)
        esme.wait_closed()
        flood.join()
        answered = answers(esme, wire.SUBMIT_SM)
        good = {sequence for sequence, status in answered.items() if status == wire.OK}
        self.assertLessEqual(good, acknowledged)
        self.assertEqual({answered[sequence] for sequence in answered.keys() - good},
                         {wire.RSYSERR})
        # What had been forwarded without an answer got one, and is in the events.
        self.proxy.wait_event("outcome", len(answered) - len(good), outcome="timed_out")
        self.proxy.wait_metric("smsfw_upstream_sessions_closed_total", 1, upstream="smsc",
                               reason="output_overflow")

    def test_esme(self):
        esme = self.slow_esme(system_id="stalled")
        link = self.smsc_end("stalled")
        other, _ = self.pair()
        esme.pause_reading()
        delivered = self.proxy.metric("smsfw_outcomes_total", outcome="delivered",
                                      direction="submit")
        for _ in range(5):
            esme.request(wire.SUBMIT_SM, **submit_fields())
        link.expect_count(wire.SUBMIT_SM, 5)
        flood = Flood(link, wire.DELIVER_SM)
        self.others_notice_nothing(other, "esme")
        acknowledged = received(esme, wire.DELIVER_SM)
        link.wait_closed()
        flood.join()
        answered = answers(link, wire.DELIVER_SM)
        good = {sequence for sequence, status in answered.items() if status == wire.OK}
        self.assertLessEqual(good, acknowledged)
        # The others are the SMSC's to try again.
        self.assertEqual({answered[sequence] for sequence in answered.keys() - good},
                         {wire.RX_T_APPN})
        # The SMSC took five messages whose answers nobody read: they are accounted for.
        self.proxy.wait_metric("smsfw_outcomes_total", delivered + 5, outcome="delivered",
                               direction="submit")
        self.proxy.wait_metric("smsfw_sessions_closed_total", 1, reason="output_overflow")

    def test_esme_that_only_asks(self):
        """enquire_link has an answer each, so it must wait, too, when answers are not read."""
        esme = self.slow_esme(system_id="asking")
        other, _ = self.pair()
        esme.pause_reading()
        asks = b"".join(wire.build(wire.ENQUIRE_LINK, 1 + i) for i in range(4096))

        def ask():
            try:
                while True:
                    esme.send(asks)
            except OSError:
                pass
        sender = threading.Thread(target=ask, daemon=True)
        sender.start()
        self.others_notice_nothing(other, "esme")
        sender.join(seconds())
        self.assertFalse(sender.is_alive())

    def test_a_reader_that_is_only_slow(self):
        """Over the limit for longer than a stall, but it goes on reading."""
        esme, link = self.pair()
        link.pause_reading()
        flood = Flood(esme, wire.SUBMIT_SM)
        self.proxy.wait_metric("smsfw_back_pressure_total", 1)
        ends = len(self.stalled_ends("smsc"))
        until = time.monotonic() + 3 * STALL
        while time.monotonic() < until:
            count = link.count(wire.SUBMIT_SM)
            link.resume_reading()
            link.expect_count(wire.SUBMIT_SM, count + 1)
            link.pause_reading()
            time.sleep(STALL / 10)  # the reader's pace
        self.assertEqual(len(self.stalled_ends("smsc")), ends)
        self.assertFalse(esme.closed)
        esme.close()
        flood.join()
        link.resume_reading()


class TerminatedStalledReaders(StallWatch, TerminatedCase):
    accounts = (account("stalled", numbers=["84912345678"]), account("other"))
    listener_keys = KEYS
    upstream_keys = KEYS

    def test_esme(self):
        esme = self.slow_esme(system_id="stalled")
        link = self.smsc_link()
        other = self.esme("other")
        esme.pause_reading()
        # More than the limit and the kernel's buffers hold.
        flood = Flood(link, wire.DELIVER_SM, 300)
        self.others_notice_nothing(other, "esme")
        flood.join()
        link.expect_count(wire.DELIVER_SM | wire.RESP, 300)
        answered = answers(link, wire.DELIVER_SM)
        self.assertEqual(sorted(answered), flood.sent)
        self.assertLessEqual(statuses(answered), {wire.OK, wire.RX_T_APPN})
        good = {sequence for sequence, status in answered.items() if status == wire.OK}
        self.assertLessEqual(len(good), len(received(esme, wire.DELIVER_SM)))
        self.assertFalse(link.closed)
        self.assert_takes_messages()

    def test_smsc(self):
        esme = self.esme("other")
        link = self.smsc_link()
        link.pause_reading()
        flood = Flood(esme, wire.SUBMIT_SM, 300)
        wait_until(lambda: self.stalled_ends("smsc"), "the stalled bind to be closed",
                   STALL + 10)
        self.proxy.wait_metric("smsfw_upstream_sessions_closed_total", 1,
                               reason="output_overflow")
        flood.join()
        link.resume_reading()
        # The pool binds again; what waited goes through, or has its one temporary error.
        esme.expect_count(wire.SUBMIT_SM | wire.RESP, 300, 30)
        answered = answers(esme, wire.SUBMIT_SM)
        self.assertEqual(sorted(answered), flood.sent)
        self.assertLessEqual(statuses(answered), {wire.OK, wire.RSYSERR, wire.RTHROTTLED})
        self.assertIn(wire.RSYSERR, statuses(answered))
        self.proxy.wait_metric("smsfw_upstream_sessions", 1)
        self.assert_takes_messages()

    def assert_takes_messages(self):
        later = bound_esme(self.proxy.address, system_id="other")
        self.addCleanup(later.close)
        self.assertEqual(later.submit().status, wire.OK)


if __name__ == "__main__":
    unittest.main()
