"""Concatenated messages on the wire: each part in its own submit_sm."""

import unittest

import smpp_wire as wire
from processes import BLOCKED_TEXT
from relay_case import RelayCase, submit_fields
from smpp_peers import refuse
from waiting import wait_until

HALF = len(BLOCKED_TEXT) // 2
FIRST, SECOND = BLOCKED_TEXT[:HALF], BLOCKED_TEXT[HALF:]


def header(reference, total, number):
    return bytes([5, 0, 3, reference, total, number])


def part(text, reference, total, number, **fields):
    return submit_fields(esm_class=0x40, short_message=header(reference, total, number)
                         + text.encode(), **fields)


def sar(reference, total, number):
    return [(wire.TLV_SAR_MSG_REF_NUM, reference.to_bytes(2, "big")),
            (wire.TLV_SAR_TOTAL_SEGMENTS, bytes([total])),
            (wire.TLV_SAR_SEGMENT_SEQNUM, bytes([number]))]


class Stream(RelayCase):
    """By default each part passes as it comes; the one that completes a bad text does not."""

    proxy_keys = {"workers": 2}

    def ask(self, esme, fields):
        return esme.response_to(esme.request(wire.SUBMIT_SM, **fields))

    def test_over_two_binds(self):
        """Whichever bind and worker a part comes by."""
        one, link = self.pair()
        others = [self.pair()[0] for _ in range(4)]
        for i, other in enumerate(others):
            with self.subTest(bind=i):
                self.assert_status(self.ask(one, part(FIRST, 10 + i, 3, 1)), wire.OK)
                self.assert_status(self.ask(other, part(SECOND, 10 + i, 3, 2)), wire.RSUBMITFAIL)
                self.assert_status(self.ask(one, part("cam on", 10 + i, 3, 3)), wire.RSUBMITFAIL)
        self.assertEqual(link.count(wire.SUBMIT_SM), len(others))
        whole = self.proxy.wait_event("message", part=3, action="reject")[0]["whole"]
        told = sorted(self.proxy.wait_event("message", 3, whole=whole), key=lambda row: row["part"])
        self.assertEqual([row["part"] for row in told], [1, 2, 3])
        self.assertEqual([bool(row.get("hits", [{}])[0].get("sid")) for row in told],
                         [False, True, False])
        self.proxy.wait_metric("smsfw_parts_total", 4, what="stopped")

    def test_sar_parameters(self):
        esme, _ = self.pair()
        fields = submit_fields(source_addr="SAR")
        first = {**fields, "short_message": FIRST, "tlvs": sar(513, 2, 1)}
        self.assert_status(self.ask(esme, first), wire.OK)
        self.assert_status(self.ask(esme, {**fields, "short_message": SECOND,
                                           "tlvs": sar(513, 2, 2)}), wire.RSUBMITFAIL)

    def test_a_part_that_the_smsc_refuses_is_judged_anew(self):
        """It never reached the handset: the next one completes nothing."""
        esme, _ = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = refuse(wire.RMSGQFUL)
        self.assert_status(self.ask(esme, part(FIRST, 60, 2, 1)), wire.RMSGQFUL)
        self.smsc.answers.update(self.usual_answers)
        self.assert_status(self.ask(esme, part(SECOND, 60, 2, 2)), wire.OK)
        self.assert_status(self.ask(esme, part(FIRST, 60, 2, 1)), wire.RSUBMITFAIL)

    def test_good_parts(self):
        esme, link = self.pair()
        before = link.count(wire.SUBMIT_SM)
        for number in (2, 3, 1):
            self.assert_status(self.ask(esme, part("Xin chao", 70, 3, number)), wire.OK)
        self.assertEqual(link.count(wire.SUBMIT_SM), before + 3)
        self.proxy.wait_event("message", part=1, complete=True, action="allow")


class Hold(RelayCase):
    """With hold_parts nothing leaves before each part has come."""

    listener_keys = {"hold_parts": "2s"}
    proxy_keys = {"workers": 2}

    def test_all_parts_are_refused(self):
        one, link = self.pair()
        two, _ = self.pair()
        sent = one.request(wire.SUBMIT_SM, **part(FIRST, 1, 3, 1))
        third = two.request(wire.SUBMIT_SM, **part("cam on", 1, 3, 3))
        # Neither has its answer: what is asked behind them has.
        one.fence()
        two.fence()
        self.proxy.wait_metric("smsfw_held_parts", 2)
        last = one.request(wire.SUBMIT_SM, **part(SECOND, 1, 3, 2))
        for asker, request in ((one, sent), (one, last), (two, third)):
            self.assert_status(asker.response_to(request), wire.RSUBMITFAIL)
        self.assertEqual(link.count(wire.SUBMIT_SM), 0)
        self.assertEqual(self.proxy.metric("smsfw_held_parts"), 0)

    def test_parts_of_a_session_that_goes(self):
        esme, _ = self.pair()
        esme.request(wire.SUBMIT_SM, **part("Xin chao", 5, 2, 1))
        esme.fence()
        self.proxy.wait_metric("smsfw_held_parts", 1)
        esme.close()
        wait_until(lambda: self.proxy.metric("smsfw_held_parts") == 0, "no part waits")

    def test_good_parts_leave_in_order(self):
        esme, link = self.pair()
        sent = [esme.request(wire.SUBMIT_SM, **part(f"phan {n}", 2, 3, n)) for n in (1, 2, 3)]
        for request in sent:
            self.assert_status(esme.response_to(request), wire.OK)
        texts = [pdu["short_message"][6:] for _, pdu in self.smsc.received
                 if pdu.command == wire.SUBMIT_SM and pdu["short_message"][3] == 2]
        self.assertEqual(texts, [b"phan 1", b"phan 2", b"phan 3"])

    def test_a_part_that_does_not_come(self):
        """The others are judged as they are when the time is over."""
        esme, _ = self.pair()
        self.assert_status(esme.response_to(esme.request(
            wire.SUBMIT_SM, **part("Xin chao", 3, 2, 1)), 10), wire.OK)

    def test_single_messages_do_not_wait(self):
        esme, _ = self.pair()
        esme.request(wire.SUBMIT_SM, **part("Xin chao", 4, 2, 1))
        self.assert_status(esme.submit(), wire.OK)


class HoldFull(RelayCase):
    """What finds no room (16 MiB a worker) does not wait, and is counted."""

    listener_keys = {"hold_parts": "1m"}
    proxy_keys = {"workers": 1}

    def test_no_room(self):
        payload = [(wire.TLV_MESSAGE_PAYLOAD, b"a" * 1_000)]
        esmes = [self.pair()[0] for _ in range(16)]
        for esme in esmes:
            for number in range(900):
                esme.request(wire.SUBMIT_SM, **submit_fields(
                    short_message=b"", tlvs=payload + sar(number // 200, 255, 1 + number % 200)))
            esme.fence()
        unheld = int(self.proxy.metric("smsfw_unheld_parts_total"))
        self.assertGreater(unheld, 0)
        self.assertEqual(self.proxy.metric("smsfw_held_parts"), 16 * 900 - unheld)
        for esme in esmes:
            esme.close()
        wait_until(lambda: self.proxy.metric("smsfw_held_parts") == 0, "no part waits")


if __name__ == "__main__":
    unittest.main()
