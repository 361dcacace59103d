"""What each verdict becomes on the wire, for each PDU that carries a message."""

import unittest

import smpp_wire as wire
from processes import (ABSORBED, BLOCKED_TEXT, DROPPED, OWN_STATUS, REJECTED, REJECTED_DESTINATION,
                       ProxyProcess, listener, upstream)
from relay_case import RelayCase, submit_fields
from smpp_peers import FakeSmsc, bound_esme, silence


def payload(text):
    return [(wire.TLV_MESSAGE_PAYLOAD, text)]


class Judged(RelayCase):
    """Text and sender are judged wherever they stand."""

    def assert_refused(self, asker, other, command, status, **fields):
        """The asker gets the status, the other side nothing."""
        before = other.count(command)
        sent = asker.request(command, **fields)
        response = asker.response_to(sent)
        self.assertEqual((hex(response.command), hex(response.status)),
                         (hex(command | wire.RESP), hex(status)))
        asker.fence()
        other.fence()
        self.assertEqual(other.count(command), before)
        return response

    def test_sender(self):
        esme, link = self.pair()
        fields = submit_fields(source_addr=REJECTED)
        self.assert_refused(esme, link, wire.SUBMIT_SM, wire.RSUBMITFAIL, **fields)
        self.assert_status(esme.submit(), wire.OK)
        event = self.proxy.wait_event("message", action="reject", **{"from": REJECTED})[0]
        self.assertEqual(event["reasons"], ["rejected"])
        self.assertEqual(event["status"], wire.RSUBMITFAIL)
        self.assertTrue(event["enforced"])
        self.proxy.wait_metric("smsfw_verdicts_total", 1, action="reject", direction="submit",
                               enforced="true", listener="esme")
        self.proxy.wait_metric("smsfw_smpp_answers_total", 1, origin="own", status="refused")

    def test_own_status(self):
        esme, link = self.pair()
        self.assert_refused(esme, link, wire.SUBMIT_SM, 0x101,
                            **submit_fields(source_addr=OWN_STATUS))

    def test_short_message(self):
        esme, link = self.pair()
        self.assert_refused(esme, link, wire.SUBMIT_SM, wire.RSUBMITFAIL,
                            **submit_fields(short_message=f"an {BLOCKED_TEXT} da"))

    def test_other_codings(self):
        esme, link = self.pair()
        for coding, octets in ((8, BLOCKED_TEXT.encode("utf-16-be")), (3, BLOCKED_TEXT.encode()),
                               (1, BLOCKED_TEXT.encode())):
            with self.subTest(data_coding=coding):
                self.assert_refused(esme, link, wire.SUBMIT_SM, wire.RSUBMITFAIL,
                                    **submit_fields(data_coding=coding, short_message=octets))

    def test_behind_a_user_data_header(self):
        esme, link = self.pair()
        octets = b"\x05\x00\x03\x07\x01\x01" + BLOCKED_TEXT.encode()
        self.assert_refused(esme, link, wire.SUBMIT_SM, wire.RSUBMITFAIL,
                            **submit_fields(esm_class=0x40, short_message=octets))

    def test_message_payload(self):
        esme, link = self.pair()
        self.assert_refused(esme, link, wire.SUBMIT_SM, wire.RSUBMITFAIL,
                            **submit_fields(short_message="", tlvs=payload(BLOCKED_TEXT)))

    def test_both_carriers(self):
        esme, link = self.pair()
        for short, long in ((BLOCKED_TEXT, "Xin chao"), ("Xin chao", BLOCKED_TEXT)):
            with self.subTest(short_message=short):
                self.assert_refused(esme, link, wire.SUBMIT_SM, wire.RSUBMITFAIL,
                                    **submit_fields(short_message=short, tlvs=payload(long)))
        self.assert_status(esme.submit(short_message="Xin", tlvs=payload("chao")), wire.OK)
        self.proxy.wait_metric("smsfw_findings_total", 3, finding="both_payload_carriers")

    def test_a_repeated_payload(self):
        esme, link = self.pair()
        for first, second in ((BLOCKED_TEXT, "Xin chao"), ("Xin chao", BLOCKED_TEXT)):
            with self.subTest(first=first):
                sent = esme.request(wire.SUBMIT_SM, **submit_fields(
                    short_message="", tlvs=payload(first) + payload(second)))
                self.assertNotEqual(esme.response_to(sent).status, wire.OK)
        self.assertEqual(link.count(wire.SUBMIT_SM), 0)

    def test_data_sm(self):
        esme, link = self.pair()
        self.assert_refused(esme, link, wire.DATA_SM, wire.RSUBMITFAIL, source_addr="SENDER",
                            destination_addr="84912345678", tlvs=payload(BLOCKED_TEXT))

    def test_replace_sm(self):
        esme, link = self.pair()
        self.assert_refused(esme, link, wire.REPLACE_SM, wire.RSUBMITFAIL, message_id="1",
                            source_addr="SENDER", short_message=BLOCKED_TEXT)
        response = esme.call(wire.REPLACE_SM, message_id="1", source_addr="SENDER",
                             short_message="Xin chao")
        self.assert_status(response, wire.OK)

    def test_broadcast_sm(self):
        esme, link = self.pair()
        self.assert_refused(esme, link, wire.BROADCAST_SM, wire.RSUBMITFAIL, source_addr="SENDER",
                            tlvs=payload(BLOCKED_TEXT))

    def test_deliver_sm(self):
        esme, link = self.pair()
        self.assert_refused(link, esme, wire.DELIVER_SM, wire.RX_R_APPN,
                            **submit_fields(source_addr="84900000001",
                                            short_message=BLOCKED_TEXT))
        self.proxy.wait_metric("smsfw_verdicts_total", 1, action="reject", direction="deliver")

    def test_data_sm_from_the_smsc(self):
        esme, link = self.pair()
        self.assert_refused(link, esme, wire.DATA_SM, wire.RX_R_APPN, source_addr="84900000001",
                            destination_addr="1234", tlvs=payload(BLOCKED_TEXT))

    def test_destination(self):
        esme, link = self.pair()
        self.assert_refused(esme, link, wire.SUBMIT_SM, wire.RSUBMITFAIL,
                            **submit_fields(destination_addr=REJECTED_DESTINATION))

    def test_query_and_cancel_are_not_judged(self):
        esme, link = self.pair()
        self.assert_status(esme.call(wire.QUERY_SM, message_id="1", source_addr=REJECTED), wire.OK)
        self.assert_status(esme.call(wire.CANCEL_SM, message_id="1", source_addr=REJECTED),
                           wire.OK)

    def test_events_hold_no_text(self):
        esme, _ = self.pair()
        esme.submit(short_message=f"{BLOCKED_TEXT} mat khau 99887766")
        self.proxy.wait_event("message", action="reject")
        with open(self.proxy.config["events"]["file"], encoding="utf-8") as file:
            content = file.read()
        self.assertNotIn(BLOCKED_TEXT, content)
        self.assertNotIn("99887766", content)


class Receipts(RelayCase):
    TEXT = ("id:77 sub:001 dlvrd:001 submit date:2511230000 done date:2511230001 stat:DELIVRD "
            "err:000 text:")

    def test_text_filters_leave_receipts_alone(self):
        esme, link = self.pair()
        sent = link.request(wire.DELIVER_SM, **submit_fields(
            esm_class=4, source_addr="84900000001", short_message=self.TEXT + BLOCKED_TEXT))
        self.assertEqual(esme.expect(wire.DELIVER_SM).octets, sent.octets)
        self.assert_status(link.response_to(sent), wire.OK)

    def test_free_text_behind_a_receipt_is_judged(self):
        esme, link = self.pair()
        sent = link.request(wire.DELIVER_SM, **submit_fields(
            esm_class=4, source_addr="84900000001",
            short_message=self.TEXT + "a free word and then " + BLOCKED_TEXT))
        self.assert_status(link.response_to(sent), wire.RX_R_APPN)
        self.proxy.wait_metric("smsfw_findings_total", 1, finding="receipt_free_text")

    def test_in_ucs2(self):
        """Receipts of some SMSCs come in UCS-2: exempt and judged like others."""
        esme, link = self.pair()

        def receipt(words):
            return submit_fields(esm_class=4, data_coding=8, source_addr="84900000001",
                                 short_message=(self.TEXT + words).encode("utf-16-be"))

        sent = link.request(wire.DELIVER_SM, **receipt(BLOCKED_TEXT))
        self.assertEqual(esme.expect(wire.DELIVER_SM).octets, sent.octets)
        self.assert_status(link.response_to(sent), wire.OK)
        found = self.proxy.metric("smsfw_findings_total", finding="receipt_free_text")
        sent = link.request(wire.DELIVER_SM, **receipt("và một lời " + BLOCKED_TEXT))
        self.assert_status(link.response_to(sent), wire.RX_R_APPN)
        self.proxy.wait_metric("smsfw_findings_total", found + 1, finding="receipt_free_text")

    def test_the_receipt_flag_of_an_esme_is_no_receipt(self):
        esme, link = self.pair()
        sent = esme.request(wire.SUBMIT_SM, **submit_fields(
            esm_class=4, short_message=self.TEXT + BLOCKED_TEXT))
        self.assert_status(esme.response_to(sent), wire.RSUBMITFAIL)
        self.proxy.wait_metric("smsfw_findings_total", 1, finding="receipt_from_esme")


class SubmitMulti(RelayCase):
    GOOD = [(1, 1, "84912345678"), (1, 1, "84912345679"), (1, 1, "84912345670")]
    BAD = (1, 1, REJECTED_DESTINATION)
    TLVS = [(0x1401, b"vendor"), (wire.TLV_USER_MESSAGE_REFERENCE, b"\x00\x01")]

    def test_rejected_destinations_are_taken_out(self):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_MULTI] = lambda _, pdu: wire.build(
            pdu.command | wire.RESP, pdu.sequence, message_id="77",
            unsuccess_smes=[(1, 1, self.GOOD[1][2], wire.RX_P_APPN)])
        sent = esme.request(wire.SUBMIT_MULTI, source_addr="SENDER", short_message="Xin chao",
                            registered_delivery=1, tlvs=self.TLVS,
                            dest_addresses=[self.GOOD[0], self.BAD, *self.GOOD[1:]])
        arrived = link.expect(wire.SUBMIT_MULTI)
        self.assertEqual(arrived["dest_addresses"], self.GOOD)
        self.assertEqual(arrived.tlvs, self.TLVS)
        self.assertEqual(arrived["short_message"], b"Xin chao")
        self.assertEqual(arrived["registered_delivery"], 1)
        response = esme.response_to(sent)
        self.assert_status(response, wire.OK)
        self.assertEqual(response.text("message_id"), "77")
        self.assertEqual(sorted(response["unsuccess_smes"]),
                         sorted([(1, 1, self.GOOD[1][2], wire.RX_P_APPN),
                                 (*self.BAD, wire.RSUBMITFAIL)]))

    def test_only_ours_are_unsuccessful(self):
        esme, link = self.pair()
        response = esme.call(wire.SUBMIT_MULTI, source_addr="SENDER", short_message="Xin chao",
                             dest_addresses=[self.BAD, self.GOOD[0]])
        self.assert_status(response, wire.OK)
        self.assertEqual(response["unsuccess_smes"], [(*self.BAD, wire.RSUBMITFAIL)])

    def test_all_rejected(self):
        esme, link = self.pair()
        other = (1, 1, "84999000002")
        for fields in ({"dest_addresses": [self.BAD, other]},
                       {"dest_addresses": self.GOOD, "source_addr": REJECTED},
                       {"dest_addresses": self.GOOD, "short_message": BLOCKED_TEXT}):
            with self.subTest(**{key: str(value) for key, value in fields.items()}):
                fields = {"source_addr": "SENDER", "short_message": "Xin chao", **fields}
                response = esme.call(wire.SUBMIT_MULTI, **fields)
                # One status for all, or each destination by itself.
                if response.status == wire.OK:
                    self.assertEqual(response["unsuccess_smes"],
                                     [(*destination, wire.RSUBMITFAIL)
                                      for destination in fields["dest_addresses"]])
                else:
                    self.assert_status(response, wire.RSUBMITFAIL)
        link.fence()
        self.assertEqual(link.count(wire.SUBMIT_MULTI), 0)

    def test_a_repeated_payload(self):
        """Refused as in submit_sm: the SMSC may show another text than the one that was read."""
        esme, link = self.pair()
        both = payload("Xin chao") + payload("Xin chao")
        single = esme.call(wire.SUBMIT_SM, **submit_fields(short_message="", tlvs=both))
        multi = esme.call(wire.SUBMIT_MULTI, source_addr="SENDER", short_message="", tlvs=both,
                          dest_addresses=[*self.GOOD, "friends"])
        self.assert_status(single, wire.RTLVNOTALLWD)
        self.assert_status(multi, wire.RTLVNOTALLWD)
        link.fence()
        self.assertEqual(link.count(wire.SUBMIT_MULTI), 0)
        events = self.proxy.wait_event("message", 4, operation="submit_multi",
                                       status=wire.RTLVNOTALLWD)
        self.assertTrue(all("duplicate_tlv" in event["findings"] for event in events))

    def test_upstream_refuses_the_rest(self):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_MULTI] = lambda _, pdu: wire.raw(
            pdu.command | wire.RESP, wire.RMSGQFUL, pdu.sequence)
        response = esme.call(wire.SUBMIT_MULTI, source_addr="SENDER", short_message="Xin chao",
                             dest_addresses=[self.BAD, self.GOOD[0]])
        self.assert_status(response, wire.RMSGQFUL)

    def test_255_destinations(self):
        esme, link = self.pair()
        numbers = [(1, 1, f"8491200{i:04}") for i in range(254)]
        response = esme.call(wire.SUBMIT_MULTI, source_addr="SENDER", short_message="Xin chao",
                             dest_addresses=[*numbers[:100], self.BAD, *numbers[100:]])
        self.assert_status(response, wire.OK)
        self.assertEqual(link.expect(wire.SUBMIT_MULTI)["dest_addresses"], numbers)
        self.assertEqual(len(response["unsuccess_smes"]), 1)


class DistributionLists(RelayCase):
    listener_keys = {"reject_distribution_lists": True}

    def test_refused_by_policy(self):
        esme, link = self.pair()
        response = esme.call(wire.SUBMIT_MULTI, source_addr="SENDER", short_message="Xin chao",
                             dest_addresses=["friends"])
        self.assertNotEqual(response.status, wire.OK)
        response = esme.call(wire.SUBMIT_MULTI, source_addr="SENDER", short_message="Xin chao",
                             dest_addresses=["friends", (1, 1, "84912345678")])
        for pdu in link.history:
            if pdu.command == wire.SUBMIT_MULTI:
                self.assertEqual(pdu["dest_addresses"], [(1, 1, "84912345678")])
        self.proxy.wait_metric("smsfw_findings_total", 1, finding="distribution_list")


class Absorb(RelayCase):
    listener_keys = {"absorb": {"receipt_delay_min": "300ms", "receipt_delay_max": "600ms"}}

    def absorb(self, esme, **fields):
        response = esme.submit(**{**submit_fields(source_addr=ABSORBED), **fields})
        self.assert_status(response, wire.OK)
        self.assertTrue(response.text("message_id"))
        return response.text("message_id")

    def test_acknowledged_and_never_delivered(self):
        esme, link = self.pair()
        ids = {self.absorb(esme) for _ in range(20)}
        self.assertEqual(len(ids), 20)
        esme.submit()
        link.expect(wire.SUBMIT_SM)
        link.fence()
        self.assertEqual(link.count(wire.SUBMIT_SM), 1)
        self.proxy.wait_event("message", 20, action="absorb")
        self.proxy.wait_metric("smsfw_outcomes_total", 20, outcome="absorbed")

    def test_receipt(self):
        esme, _ = self.pair()
        message_id = self.absorb(esme, registered_delivery=1)
        receipt = esme.expect(wire.DELIVER_SM)
        self.assertEqual(receipt["esm_class"] & 0x3C, 0x04)
        self.assertEqual(receipt.text("source_addr"), "84912345678")
        self.assertEqual(receipt.text("destination_addr"), ABSORBED)
        fields = wire.receipt_fields(receipt["short_message"])
        self.assertEqual((fields["id"], fields["stat"]), (message_id, "DELIVRD"))
        tlv = receipt.tlv(wire.TLV_RECEIPTED_MESSAGE_ID)
        if tlv is not None:
            self.assertEqual(tlv.rstrip(b"\0").decode(), message_id)

    def test_no_receipt_where_none_is_asked_for(self):
        esme, _ = self.pair()
        self.absorb(esme)
        self.absorb(esme, registered_delivery=1)
        esme.expect(wire.DELIVER_SM)
        esme.fence()
        self.assertEqual(esme.count(wire.DELIVER_SM), 1)

    def test_receipt_goes_to_a_receiving_bind(self):
        name = "absorbtwobinds"
        transmitter = bound_esme(self.proxy.address, wire.BIND_TRANSMITTER, system_id=name)
        self.addCleanup(transmitter.close)
        receiver = bound_esme(self.proxy.address, wire.BIND_RECEIVER, system_id=name)
        self.addCleanup(receiver.close)
        message_id = self.absorb(transmitter, registered_delivery=1)
        fields = wire.receipt_fields(receiver.expect(wire.DELIVER_SM)["short_message"])
        self.assertEqual(fields["id"], message_id)
        self.assertEqual(transmitter.count(wire.DELIVER_SM), 0)

    def test_query_agrees_with_the_receipt(self):
        esme, link = self.pair()
        message_id = self.absorb(esme, registered_delivery=1)
        early = esme.call(wire.QUERY_SM, message_id=message_id, source_addr=ABSORBED)
        self.assert_status(early, wire.OK)
        self.assertEqual(early["message_id"], message_id.encode())
        self.assertIn(early["message_state"], (1, 6))
        esme.expect(wire.DELIVER_SM)
        late = esme.call(wire.QUERY_SM, message_id=message_id, source_addr=ABSORBED)
        self.assertEqual(late["message_state"], 2)
        self.assertEqual(link.count(wire.QUERY_SM), 0)

    def test_cancel_agrees_with_the_receipt(self):
        esme, link = self.pair()
        cancelled = self.absorb(esme, registered_delivery=1)
        self.assert_status(esme.call(wire.CANCEL_SM, message_id=cancelled, source_addr=ABSORBED,
                                     destination_addr="84912345678"), wire.OK)
        delivered = self.absorb(esme, registered_delivery=1)
        states = {}
        while delivered not in states:
            fields = wire.receipt_fields(esme.expect(wire.DELIVER_SM)["short_message"])
            states[fields["id"]] = fields["stat"]
        self.assertEqual(states[delivered], "DELIVRD")
        self.assertNotEqual(states.get(cancelled), "DELIVRD")
        self.assert_status(esme.call(wire.CANCEL_SM, message_id=delivered, source_addr=ABSORBED,
                                     destination_addr="84912345678"), wire.RCANCELFAIL)
        self.assertEqual(link.count(wire.CANCEL_SM), 0)

    def test_others_do_not_see_it(self):
        esme, _ = self.pair()
        other, link = self.pair()
        message_id = self.absorb(esme)
        other.call(wire.QUERY_SM, message_id=message_id, source_addr=ABSORBED)
        self.assertEqual(link.count(wire.QUERY_SM), 1)  # not ours for them: the SMSC decides

    def test_data_sm_and_submit_multi(self):
        esme, link = self.pair()
        response = esme.call(wire.DATA_SM, source_addr=ABSORBED, destination_addr="84912345678",
                             tlvs=payload("Xin chao"))
        self.assert_status(response, wire.OK)
        self.assertTrue(response.text("message_id"))
        response = esme.call(wire.SUBMIT_MULTI, source_addr=ABSORBED, short_message="Xin chao",
                             dest_addresses=[(1, 1, "84912345678")])
        self.assert_status(response, wire.OK)
        self.assertEqual(response["unsuccess_smes"], [])
        self.assertEqual(link.count(wire.DATA_SM) + link.count(wire.SUBMIT_MULTI), 0)

    def test_deliver_sm(self):
        esme, link = self.pair()
        response = link.call(wire.DELIVER_SM, **submit_fields(source_addr=ABSORBED))
        self.assert_status(response, wire.OK)
        self.assertEqual(esme.count(wire.DELIVER_SM), 0)


class Drop(RelayCase):
    listener_keys = {"window": 2}
    upstream_keys = {"window": 2}

    def test_no_answer_and_the_window_is_free(self):
        esme, link = self.pair()
        for _ in range(10):
            esme.request(wire.SUBMIT_SM, **submit_fields(source_addr=DROPPED))
        self.assert_status(esme.submit(), wire.OK)
        self.assertEqual(esme.count(wire.SUBMIT_SM | wire.RESP), 1)
        self.assertEqual(link.count(wire.SUBMIT_SM), 1)
        self.proxy.wait_event("message", 10, action="drop")

    def test_deliver_sm(self):
        esme, link = self.pair()
        for _ in range(10):
            link.request(wire.DELIVER_SM, **submit_fields(source_addr=DROPPED))
        response = link.call(wire.DELIVER_SM, **submit_fields(source_addr="84900000001"))
        self.assert_status(response, wire.OK)
        self.assertEqual(link.count(wire.DELIVER_SM | wire.RESP), 1)
        self.assertEqual(esme.count(wire.DELIVER_SM), 1)


class Throttle(RelayCase):
    proxy_keys = {"limits": [{"name": "per_source", "key": "source", "direction": "both",
                              "throttle": {"count": 2, "per": "1h"}}]}

    def test_submit(self):
        esme, link = self.pair()
        statuses = [esme.submit(source_addr="84900000777").status for _ in range(4)]
        self.assertEqual(statuses, [0, 0, wire.RTHROTTLED, wire.RTHROTTLED])
        self.assert_status(esme.submit(source_addr="84900000778"), wire.OK)
        self.proxy.wait_metric("smsfw_throttled_total", 2, cause="verdict")

    def test_deliver(self):
        esme, link = self.pair()
        statuses = [link.call(wire.DELIVER_SM,
                              **submit_fields(source_addr="84900000779")).status
                    for _ in range(3)]
        self.assertEqual(statuses, [0, 0, wire.RX_T_APPN])

    def test_a_refused_message_is_given_back(self):
        """What the SMSC refuses does not count against the sender."""
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = lambda _, pdu: wire.raw(
            pdu.command | wire.RESP, wire.RMSGQFUL, pdu.sequence)
        for _ in range(4):
            self.assert_status(esme.submit(source_addr="84900000780"), wire.RMSGQFUL)


class Monitor(unittest.TestCase):
    def test_everything_passes_and_is_told(self):
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        proxy = ProxyProcess([upstream(smsc.address)], [listener()], monitor=True)
        self.addCleanup(proxy.stop)
        esme = bound_esme(proxy.address)
        self.addCleanup(esme.close)
        link = smsc.bound_link()
        for sender in (REJECTED, ABSORBED, DROPPED):
            sent = esme.request(wire.SUBMIT_SM, **submit_fields(source_addr=sender))
            self.assertEqual(esme.response_to(sent).status, wire.OK)
            self.assertEqual(link.expect(wire.SUBMIT_SM).octets, sent.octets)
        for action in ("reject", "absorb", "drop"):
            event = proxy.wait_event("message", action=action)[0]
            self.assertFalse(event["enforced"])
        self.assertEqual(proxy.metric("smsfw_monitor_mode"), 1)


class ResponseStatusOfTheListener(RelayCase):
    listener_keys = {"submit_answers": {"reject": 0x101, "throttle": 0x14},
                     "deliver_answers": {"reject": 0x65, "throttle": 0x64}}

    def test_configured_answers(self):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        self.assert_status(esme.submit(source_addr=REJECTED), 0x101)
        response = link.call(wire.DELIVER_SM, **submit_fields(source_addr=REJECTED))
        self.assert_status(response, wire.RX_P_APPN)


if __name__ == "__main__":
    unittest.main()
