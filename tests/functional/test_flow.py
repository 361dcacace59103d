"""Windows, slow peers, timers, and what becomes of requests in flight when a side goes away."""

import json
import select
import time
import unittest

import smpp_wire as wire
from processes import ProxyProcess, SimProcess, listener, run_load, start_load, upstream
from relay_case import RelayCase, submit_fields
from smpp_peers import ESME_ANSWERS, FakeEsme, bound_esme, silence
from waiting import seconds, wait_until

TEMPORARY = (wire.RSYSERR, wire.RX_T_APPN)


class Windows(RelayCase):
    listener_keys = {"window": 4}
    upstream_keys = {"window": 4}

    def test_window_of_the_esme(self):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        sent = [wire.build(wire.SUBMIT_SM, 100 + i, **submit_fields()) for i in range(10)]
        esme.send(b"".join(sent))
        arrived = [link.expect(wire.SUBMIT_SM) for _ in range(4)]
        link.fence()
        self.assertEqual(link.count(wire.SUBMIT_SM), 4)
        for count, pdu in enumerate(arrived):
            link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence, message_id="1"))
            arrived.append(link.expect(wire.SUBMIT_SM))  # one answer lets one message in
            if count == 5:
                break
        for pdu in arrived[6:]:
            link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence, message_id="1"))
        for i in range(10):
            self.assert_status(esme.expect(wire.SUBMIT_SM | wire.RESP, sequence=100 + i), wire.OK)
        self.proxy.wait_metric("smsfw_window_full_total", 1, side="esme")

    def test_window_of_the_smsc(self):
        esme, link = self.pair()
        esme.answers[wire.DELIVER_SM] = silence
        sent = [link.request(wire.DELIVER_SM, **submit_fields()) for _ in range(10)]
        arrived = [esme.expect(wire.DELIVER_SM) for _ in range(4)]
        esme.fence()
        self.assertEqual(esme.count(wire.DELIVER_SM), 4)
        esme.answers[wire.DELIVER_SM] = ESME_ANSWERS[wire.DELIVER_SM]
        for pdu in arrived:
            esme.send(wire.build(wire.DELIVER_SM | wire.RESP, pdu.sequence))
        for pdu in sent:
            self.assert_status(link.response_to(pdu), wire.OK)

    def test_two_full_windows_do_not_lock_each_other(self):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        esme.answers[wire.DELIVER_SM] = silence
        up = [esme.request(wire.SUBMIT_SM, **submit_fields()) for _ in range(8)]
        down = [link.request(wire.DELIVER_SM, **submit_fields()) for _ in range(8)]
        at_smsc = [link.expect(wire.SUBMIT_SM) for _ in range(4)]
        at_esme = [esme.expect(wire.DELIVER_SM) for _ in range(4)]
        # Both windows are full, and four more wait on each side. What comes next is answered.
        self.smsc.answers[wire.SUBMIT_SM] = self.usual_answers[wire.SUBMIT_SM]
        esme.answers[wire.DELIVER_SM] = ESME_ANSWERS[wire.DELIVER_SM]
        for pdu in at_smsc:
            link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence, message_id="1"))
        for pdu in at_esme:
            esme.send(wire.build(wire.DELIVER_SM | wire.RESP, pdu.sequence))
        for pdu in up:
            self.assert_status(esme.response_to(pdu), wire.OK)
        for pdu in down:
            self.assert_status(link.response_to(pdu), wire.OK)


def send_until_stuck(link, octets, most):
    """Sends copies until the peer takes no more for a second. Octets sent; at least `most` where
    nothing ever stopped it."""
    link.sock.setblocking(True)
    sent = 0
    pending = memoryview(octets)
    while sent < most:
        _, writable, _ = select.select([], [link.sock], [], seconds(1))
        if not writable:
            break
        count = link.sock.send(pending[:65536])
        sent += count
        pending = pending[count:]
        if not pending:
            pending = memoryview(octets)
    return sent, bytes(pending)


class SlowReaders(RelayCase):
    smsc_receive_buffer = 65_536
    listener_keys = {"max_output": 262_144}
    upstream_keys = {"max_output": 262_144}
    BIG = [(wire.TLV_MESSAGE_PAYLOAD, b"x" * 60_000)]

    def test_slow_smsc(self):
        esme, link = self.pair()
        before = self.proxy.resident_kib()
        link.pause_reading()
        octets = wire.build(wire.SUBMIT_SM, 9, tlvs=self.BIG, **submit_fields(short_message=""))
        sent, rest = send_until_stuck(esme, octets, 128 << 20)
        self.assertLess(sent, 64 << 20, "the ESME was never held back")
        self.assertLess(self.proxy.resident_kib() - before, 40_000)
        self.proxy.wait_metric("smsfw_back_pressure_total", 1)
        link.resume_reading()
        esme.send(rest)
        total = (sent + len(rest)) // len(octets)
        esme.expect_count(wire.SUBMIT_SM | wire.RESP, total, timeout=30)
        self.assertEqual(link.count(wire.SUBMIT_SM), total)

    def test_slow_esme(self):
        name = "slow-esme"
        esme = FakeEsme(self.proxy.address, receive_buffer=65_536)
        self.addCleanup(esme.close)
        self.assert_status(esme.bind(system_id=name), wire.OK)
        link = self.smsc_end(name)
        before = self.proxy.resident_kib()
        esme.pause_reading()
        octets = wire.build(wire.DELIVER_SM, 9, tlvs=self.BIG, **submit_fields(short_message=""))
        sent, rest = send_until_stuck(link, octets, 128 << 20)
        self.assertLess(sent, 64 << 20, "the SMSC was never held back")
        self.assertLess(self.proxy.resident_kib() - before, 40_000)
        esme.resume_reading()
        link.send(rest)
        total = (sent + len(rest)) // len(octets)
        link.expect_count(wire.DELIVER_SM | wire.RESP, total, timeout=30)

    def test_a_slow_reader_does_not_slow_others(self):
        slow, slow_link = self.pair()
        slow_link.pause_reading()
        octets = wire.build(wire.SUBMIT_SM, 9, tlvs=self.BIG, **submit_fields(short_message=""))
        send_until_stuck(slow, octets, 128 << 20)
        other, _ = self.pair()
        started = time.monotonic()
        for _ in range(20):
            self.assert_status(other.submit(), wire.OK)
        self.assertLess(time.monotonic() - started, seconds(2))
        slow_link.resume_reading()


class ResponseTimer(RelayCase):
    listener_keys = {"timers": {"response": "400ms"}}
    upstream_keys = {"timers": {"response": "400ms"}}

    def test_silent_smsc(self):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        sent = esme.request(wire.SUBMIT_SM, **submit_fields())
        at_smsc = link.expect(wire.SUBMIT_SM)
        self.assert_status(esme.response_to(sent), wire.RSYSERR)
        link.send(wire.build(wire.SUBMIT_SM | wire.RESP, at_smsc.sequence, message_id="late"))
        link.fence()
        esme.fence()
        self.assertEqual(esme.count(wire.SUBMIT_SM | wire.RESP), 1)
        self.proxy.wait_metric("smsfw_response_timeouts_total", 1, side="smsc")
        self.proxy.wait_metric("smsfw_late_responses_total", 1, side="smsc")
        self.proxy.wait_event("outcome", outcome="timed_out")

    def test_the_number_is_free_again_after_the_late_answer(self):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        first = esme.request(wire.SUBMIT_SM, sequence=5, **submit_fields())
        at_smsc = link.expect(wire.SUBMIT_SM)
        self.assert_status(esme.response_to(first), wire.RSYSERR)
        second = esme.request(wire.SUBMIT_SM, sequence=5, **submit_fields())
        again = link.expect(wire.SUBMIT_SM)
        # The late answer to the first must not be taken for the second's.
        link.send(wire.build(wire.SUBMIT_SM | wire.RESP, at_smsc.sequence, message_id="late"))
        link.send(wire.build(wire.SUBMIT_SM | wire.RESP, again.sequence, message_id="right"))
        if again.sequence != at_smsc.sequence:
            self.assertEqual(esme.response_to(second).text("message_id"), "right")
        else:
            self.fail("the number of a request without an answer was used again")

    def test_silent_query(self):
        esme, _ = self.pair()
        self.smsc.answers[wire.QUERY_SM] = silence
        self.assert_status(esme.call(wire.QUERY_SM, message_id="1"), wire.RSYSERR)

    def test_silent_esme(self):
        esme, link = self.pair()
        esme.answers[wire.DELIVER_SM] = silence
        sent = link.request(wire.DELIVER_SM, **submit_fields())
        at_esme = esme.expect(wire.DELIVER_SM)
        self.assertIn(link.response_to(sent).status, TEMPORARY)
        esme.send(wire.build(wire.DELIVER_SM | wire.RESP, at_esme.sequence))
        esme.fence()
        link.fence()
        self.assertEqual(link.count(wire.DELIVER_SM | wire.RESP), 1)

    def test_silent_smsc_at_bind(self):
        self.smsc.answers[wire.BIND_TRANSCEIVER] = silence
        esme = FakeEsme(self.proxy.address)
        self.addCleanup(esme.close)
        self.assertNotEqual(esme.bind().status, wire.OK)


class UpstreamGone(RelayCase):
    def in_flight(self, count=5):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        sent = [esme.request(wire.SUBMIT_SM, **submit_fields()) for _ in range(count)]
        link.expect_count(wire.SUBMIT_SM, count)
        return esme, link, sent

    def assert_answered_once(self, esme, sent):
        esme.wait_closed()
        responses = [pdu for pdu in esme.history if pdu.command == wire.SUBMIT_SM | wire.RESP]
        self.assertEqual(sorted(pdu.sequence for pdu in responses),
                         sorted(pdu.sequence for pdu in sent))
        self.assertEqual({pdu.status for pdu in responses}, {wire.RSYSERR})

    def test_closed(self):
        esme, link, sent = self.in_flight()
        link.close()
        self.assert_answered_once(esme, sent)
        self.proxy.wait_metric("smsfw_sessions_closed_total", 1, reason="other_leg_closed")

    def test_reset(self):
        esme, link, sent = self.in_flight()
        link.reset()
        self.assert_answered_once(esme, sent)

    def test_unbind_with_requests_in_flight(self):
        esme, link, sent = self.in_flight()
        link.request(wire.UNBIND)
        self.assert_answered_once(esme, sent)

    def test_a_partial_pdu_then_closed(self):
        esme, link, sent = self.in_flight(2)
        link.send(wire.build(wire.SUBMIT_SM | wire.RESP, 1, message_id="77")[:18])
        link.close()
        self.assert_answered_once(esme, sent)

    def test_esme_gone_with_deliveries_in_flight(self):
        esme, link = self.pair()
        esme.answers[wire.DELIVER_SM] = silence
        link.request(wire.DELIVER_SM, **submit_fields())
        esme.expect(wire.DELIVER_SM)
        esme.close()
        link.wait_closed()
        self.assertLessEqual(link.count(wire.DELIVER_SM | wire.RESP), 1)

    def test_rebind_after_upstream_came_back(self):
        esme, link, sent = self.in_flight(1)
        link.close()
        self.assert_answered_once(esme, sent)
        self.smsc.answers[wire.SUBMIT_SM] = self.usual_answers[wire.SUBMIT_SM]
        again, _ = self.pair()
        self.assert_status(again.submit(), wire.OK)


class Shutdown(unittest.TestCase):
    def test_nothing_in_flight_is_left_without_an_answer(self):
        sim = SimProcess("--response-delay", "100-300")
        self.addCleanup(sim.stop)
        proxy = ProxyProcess([upstream(sim.address)])
        self.addCleanup(proxy.kill)
        esme = bound_esme(proxy.address)
        self.addCleanup(esme.close)
        sent = [esme.request(wire.SUBMIT_SM, **submit_fields()) for _ in range(50)]
        sim.wait_received("submit_sm", 50)
        proxy.stop()
        esme.wait_closed()
        answered = [pdu.sequence for pdu in esme.history
                    if pdu.command == wire.SUBMIT_SM | wire.RESP]
        self.assertEqual(sorted(answered), sorted(pdu.sequence for pdu in sent))

    def test_under_load(self):
        sim = SimProcess()
        self.addCleanup(sim.stop)
        proxy = ProxyProcess([upstream(sim.address)])
        self.addCleanup(proxy.kill)
        load = start_load(proxy.address, "--seconds", "30", "--window", "16", "--timeout", "2")
        self.addCleanup(load.wait)
        self.addCleanup(load.terminate)
        sim.wait_received("submit_sm", 1000)
        proxy.stop()
        out, _ = load.communicate(timeout=seconds(30))
        report = json.loads(out)
        # What the SMSC took has been acknowledged; what it did not get has not.
        self.assertEqual(report["statuses"]["0x00000000"], sim.received("submit_sm"), report)


class ManyMessages(unittest.TestCase):
    def test_every_message_is_answered_once(self):
        sim = SimProcess("--receipt-delay", "1-20")
        self.addCleanup(sim.stop)
        proxy = ProxyProcess([upstream(sim.address)], [listener()], workers=2)
        self.addCleanup(proxy.stop)
        report = run_load(proxy.address, messages=20_000, binds=8, window=32,
                          receipt_share=0.3, wait_receipts=20)
        self.assertEqual(report["statuses"], {"0x00000000": 20_000})
        self.assertEqual(report["receipts"], report["receipts_expected"])
        self.assertEqual(sim.received("submit_sm"), 20_000)
        wait_until(lambda: proxy.metric("smsfw_requests_in_flight") == 0, "no request in flight")


if __name__ == "__main__":
    unittest.main()
