"""replace_sm after a message was approved: the new text is judged like a first one, in both modes."""

import unittest

import smpp_wire as wire
from processes import BLOCKED_TEXT, REJECTED
from relay_case import RelayCase, submit_fields
from test_terminated import TerminatedCase

# replace_sm has no data_coding: its text keeps that of the message that it replaces.
BAD_TEXTS = {
    "default": f"Xin chao {BLOCKED_TEXT}".encode(),
    "ucs2": f"Xin chào quý khách {BLOCKED_TEXT}".encode("utf-16-be"),
    "utf8": f"Xin chào quý khách {BLOCKED_TEXT}".encode(),
    "behind a header": b"\x05\x00\x03\x07\x01\x01" + BLOCKED_TEXT.encode(),
}
GOOD_TEXTS = {"default": b"Xin chao lai", "ucs2": "Xin chào quý khách".encode("utf-16-be")}


class Replacing:
    """`peers()` gives an ESME and the SMSC's end of what it sends."""

    def approve(self, esme, message_id):
        self.smsc.answers[wire.SUBMIT_SM] = lambda link, pdu: wire.build(
            pdu.command | wire.RESP, pdu.sequence, message_id=message_id)
        response = esme.call(wire.SUBMIT_SM, **submit_fields())
        self.assertEqual((response.status, response.text("message_id")), (wire.OK, message_id))

    def replace(self, esme, message_id, text, **fields):
        return esme.call(wire.REPLACE_SM, **{"message_id": message_id, "source_addr": "SENDER",
                                             "short_message": text, **fields}).status

    def test_a_bad_text_never_replaces(self):
        esme, link = self.peers()
        self.approve(esme, "731")
        before = link.count(wire.REPLACE_SM)  # the class shares a bind in terminated mode
        for name, text in BAD_TEXTS.items():
            with self.subTest(text=name):
                self.assertEqual(self.replace(esme, "731", text), wire.RSUBMITFAIL)
        self.assertEqual(self.replace(esme, "731", b"Xin chao", source_addr=REJECTED),
                         wire.RSUBMITFAIL)
        link.fence()
        self.assertEqual(link.count(wire.REPLACE_SM), before)
        event = self.proxy.wait_event("message", operation="replace_sm", action="reject")[0]
        self.assertEqual(event["system_id"], self.account)
        self.assertEqual(event["reasons"][0], "FRAUD_PHISH")

        for name, text in GOOD_TEXTS.items():
            with self.subTest(text=name):
                self.assertEqual(self.replace(esme, "731", text), wire.OK)
        passed = [pdu["short_message"] for pdu in link.history if pdu.command == wire.REPLACE_SM]
        self.assertEqual(passed[before:], list(GOOD_TEXTS.values()))


class Transparent(Replacing, RelayCase):
    def peers(self):
        esme, link = self.pair()
        self.account = next(pdu.text("system_id") for other, pdu in self.smsc.received
                            if other is link and pdu.command in wire.BINDS)
        return esme, link


class Terminated(Replacing, TerminatedCase):
    account = "esme1"

    def peers(self):
        return self.esme(self.account), self.smsc_link()

    def test_who_did_not_send_it_cannot_replace_it(self):
        first, link = self.peers()
        self.approve(first, "732")
        stranger = self.esme("esme2")
        before = link.count(wire.REPLACE_SM)
        for text in (GOOD_TEXTS["default"], BAD_TEXTS["default"]):
            self.assertEqual(self.replace(stranger, "732", text), 0x0C)  # ESME_RINVMSGID
        link.fence()
        self.assertEqual(link.count(wire.REPLACE_SM), before)


if __name__ == "__main__":
    unittest.main()
