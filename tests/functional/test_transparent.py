"""Transparent mode: what passes, passes octet for octet."""

import socket
import threading
import unittest

import smpp_wire as wire
from processes import ProxyProcess, listener, upstream
from relay_case import RelayCase, submit_fields
from smpp_peers import ESME_ANSWERS, FakeEsme, FakeSmsc, Link, ok, refuse, silence

# A TLV of every table's corner, unknown ones, a repeated one, an empty one; in no tidy order.
ODD_TLVS = [(0x1401, b"\x00\x01vendor"), (wire.TLV_USER_MESSAGE_REFERENCE, b"\x12\x34"),
            (0x3FFF, b""), (0x0005, b"\x01"), (0x1401, b"again"), (0x0010, b"\x07")]


class ByteIdentity(RelayCase):
    def assert_forwarded(self, esme, link, command, **fields):
        sent = esme.request(command, **fields)
        arrived = link.expect(command)
        self.assertEqual(arrived.octets, sent.octets)
        response = esme.response_to(sent)
        self.assert_status(response, wire.OK)
        return arrived

    def test_submit_sm(self):
        esme, link = self.pair()
        for fields in (
                submit_fields(),
                submit_fields(tlvs=ODD_TLVS),
                submit_fields(short_message=b"", tlvs=[(wire.TLV_MESSAGE_PAYLOAD, b"x" * 3000)]),
                submit_fields(short_message=bytes(range(254))),
                submit_fields(data_coding=8, short_message="Chào bạn".encode("utf-16-be")),
                submit_fields(service_type="CMT", esm_class=0x03, protocol_id=0x7F,
                              priority_flag=3, schedule_delivery_time="250101000000000R",
                              validity_period="000001000000000R", registered_delivery=1,
                              replace_if_present_flag=1, sm_default_msg_id=9),
                submit_fields(esm_class=0x40, short_message=b"\x05\x00\x03\x07\x01\x01hello"),
                submit_fields(source_addr="", source_addr_ton=0)):
            with self.subTest(**{key: str(value)[:40] for key, value in fields.items()}):
                self.assert_forwarded(esme, link, wire.SUBMIT_SM, **fields)

    def test_other_requests(self):
        esme, link = self.pair()
        address = {"source_addr": "SENDER", "source_addr_ton": 5}
        payload = [(wire.TLV_MESSAGE_PAYLOAD, b"Xin chao")]
        self.assert_forwarded(esme, link, wire.DATA_SM, destination_addr="84912345678",
                              tlvs=payload + ODD_TLVS, **address)
        self.assert_forwarded(esme, link, wire.SUBMIT_MULTI, short_message="Xin chao",
                              dest_addresses=[(1, 1, "84912345678"), "friends",
                                              (1, 1, "84912345679")], tlvs=ODD_TLVS, **address)
        self.assert_forwarded(esme, link, wire.QUERY_SM, message_id="77", **address)
        self.assert_forwarded(esme, link, wire.REPLACE_SM, message_id="77",
                              short_message="Xin chao lai", **address)
        self.assert_forwarded(esme, link, wire.CANCEL_SM, message_id="77",
                              destination_addr="84912345678", **address)
        self.assert_forwarded(
            esme, link, wire.BROADCAST_SM, message_id="", data_coding=0,
            tlvs=payload + [(wire.TLV_BROADCAST_AREA_IDENTIFIER, b"\x00area"),
                            (wire.TLV_BROADCAST_CONTENT_TYPE, b"\x00\x00\x01"),
                            (wire.TLV_BROADCAST_REP_NUM, b"\x00\x01"),
                            (wire.TLV_BROADCAST_FREQUENCY_INTERVAL, b"\x08\x00\x01")], **address)

    def test_broadcast_query_and_cancel(self):
        esme, link = self.pair()
        self.smsc.answers[wire.QUERY_BROADCAST_SM] = ok(message_id="77")
        self.smsc.answers[wire.CANCEL_BROADCAST_SM] = ok()
        self.assert_forwarded(esme, link, wire.QUERY_BROADCAST_SM, message_id="77")
        self.assert_forwarded(esme, link, wire.CANCEL_BROADCAST_SM, message_id="77")

    def test_deliver_and_data_sm_to_the_esme(self):
        esme, link = self.pair()
        for command, fields in (
                (wire.DELIVER_SM, submit_fields(source_addr="84900000001",
                                                destination_addr="1234", tlvs=ODD_TLVS)),
                (wire.DELIVER_SM, submit_fields(
                    esm_class=4, source_addr="84900000001",
                    short_message="id:77 sub:001 dlvrd:001 submit date:2511230000 "
                                  "done date:2511230001 stat:DELIVRD err:000 text:Xin chao",
                    tlvs=[(wire.TLV_RECEIPTED_MESSAGE_ID, b"77\0"),
                          (wire.TLV_MESSAGE_STATE, b"\x02")])),
                (wire.DATA_SM, {"source_addr": "84900000001", "destination_addr": "1234",
                                "tlvs": [(wire.TLV_MESSAGE_PAYLOAD, b"Xin chao")]})):
            with self.subTest(command=hex(command)):
                sent = link.request(command, **fields)
                self.assertEqual(esme.expect(command).octets, sent.octets)
                self.assert_status(link.response_to(sent), wire.OK)

    def test_alert_notification(self):
        esme, link = self.pair()
        sent = link.request(wire.ALERT_NOTIFICATION, source_addr="84900000001",
                            esme_addr="1234", tlvs=[(0x0422, b"\x00")])
        self.assertEqual(esme.expect(wire.ALERT_NOTIFICATION).octets, sent.octets)

    def test_response_octets(self):
        esme, link = self.pair()
        tlvs = [(0x1402, b"vendor"), (wire.TLV_ADDITIONAL_STATUS_INFO_TEXT, b"why\0")]
        for status in (0, 0x0B, 0x58, 0x400, 0x7FFFFFFF):
            with self.subTest(status=hex(status)):
                octets = []

                def answer(_, pdu, status=status, octets=octets):
                    octets.append(wire.build(pdu.command | wire.RESP, pdu.sequence, status,
                                             message_id="ABC-77", tlvs=tlvs))
                    return octets[-1]
                self.smsc.answers[wire.SUBMIT_SM] = answer
                self.assertEqual(esme.submit().octets, octets[0])

    def test_error_response_without_body(self):
        esme, _ = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = refuse(0x0B)
        response = esme.submit()
        self.assert_status(response, 0x0B)
        self.assertEqual(response.body, b"")
        self.assert_status(esme.call(wire.ENQUIRE_LINK), wire.OK)

    def test_ok_response_without_body(self):
        esme, _ = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = refuse(wire.OK)
        response = esme.submit()
        self.assert_status(response, wire.OK)
        self.assertEqual(response.body, b"")

    def test_generic_nack_of_the_smsc(self):
        esme, _ = self.pair()
        self.smsc.answers[wire.QUERY_SM] = lambda link, pdu: wire.raw(
            wire.GENERIC_NACK, wire.RINVCMDID, pdu.sequence)
        response = esme.call(wire.QUERY_SM, message_id="1")
        self.assertEqual((response.command, response.status),
                         (wire.GENERIC_NACK, wire.RINVCMDID))

    def test_many_pdus_in_one_segment_and_one_pdu_in_many(self):
        esme, link = self.pair()
        count = 200
        octets = b"".join(wire.build(wire.SUBMIT_SM, 1000 + i, **submit_fields())
                          for i in range(count))
        esme.send(octets)
        esme.expect_count(wire.SUBMIT_SM | wire.RESP, count)
        for octet in wire.build(wire.SUBMIT_SM, 5000, **submit_fields()):
            esme.send(bytes([octet]))
        self.assert_status(esme.expect(wire.SUBMIT_SM | wire.RESP, sequence=5000), wire.OK)
        self.assertEqual(link.count(wire.SUBMIT_SM), count + 1)

    def test_payload_of_64_kib(self):
        esme, link = self.pair()
        arrived = self.assert_forwarded(
            esme, link, wire.SUBMIT_SM,
            **submit_fields(short_message=b"",
                            tlvs=[(wire.TLV_MESSAGE_PAYLOAD, b"a" * 65_535)]))
        self.assertGreater(arrived.length, 65_535)


class Binds(RelayCase):
    def test_all_kinds(self):
        for kind in wire.BINDS:
            with self.subTest(kind=wire.BINDS[kind]):
                esme = FakeEsme(self.proxy.address)
                self.addCleanup(esme.close)
                name = "kind" + wire.BINDS[kind]
                bind = esme.request(kind, system_id=name, password="pw", system_type="T",
                                    addr_ton=1, addr_npi=1, address_range="849*")
                response = esme.response_to(bind)
                self.assert_status(response, wire.OK)
                self.assertEqual(response.text("system_id"), "fakesmsc")
                link = self.smsc_end(name)
                self.assertEqual(link.history[0].without_sequence(), bind.without_sequence())

    def test_refused_upstream(self):
        for status in (wire.RINVPASWD, wire.RBINDFAIL, 0x400):
            with self.subTest(status=hex(status)):
                self.smsc.answers[wire.BIND_TRANSCEIVER] = refuse(status)
                esme = FakeEsme(self.proxy.address)
                self.addCleanup(esme.close)
                self.assert_status(esme.bind(), status)
        self.proxy.wait_metric("smsfw_binds_refused_total", 3, reason="upstream_refused")
        self.proxy.wait_event("session", 3, what="bind_refused")

    def test_bind_response_with_tlv_and_error_body(self):
        self.smsc.answers[wire.BIND_TRANSCEIVER] = lambda link, pdu: wire.build(
            pdu.command | wire.RESP, pdu.sequence, wire.RBINDFAIL, system_id="fakesmsc",
            tlvs=[(wire.TLV_SC_INTERFACE_VERSION, b"\x34")])
        esme = FakeEsme(self.proxy.address)
        self.addCleanup(esme.close)
        response = esme.bind()
        self.assert_status(response, wire.RBINDFAIL)
        self.assertEqual(response.text("system_id"), "fakesmsc")
        self.assertEqual(response.tlv(wire.TLV_SC_INTERFACE_VERSION), b"\x34")

    def test_second_bind(self):
        esme, link = self.pair()
        self.assert_status(esme.bind(), wire.RALYBND)
        self.assertEqual(sum(pdu.command in wire.BINDS for pdu in link.history), 1)

    def test_requests_before_the_bind(self):
        esme = FakeEsme(self.proxy.address)
        self.addCleanup(esme.close)
        self.assert_status(esme.submit(), wire.RINVBNDSTS)
        self.assert_status(esme.call(wire.QUERY_SM, message_id="1"), wire.RINVBNDSTS)

    def test_requests_of_the_wrong_bind(self):
        receiver, link = self.pair(wire.BIND_RECEIVER)
        self.assert_status(receiver.submit(), wire.RINVBNDSTS)
        transmitter, link = self.pair(wire.BIND_TRANSMITTER)
        response = link.call(wire.DELIVER_SM, **submit_fields())
        self.assert_status(response, wire.RINVBNDSTS)
        self.assertEqual(transmitter.count(wire.DELIVER_SM), 0)

    def test_unbind_by_the_esme(self):
        esme, link = self.pair()
        self.assert_status(esme.unbind(), wire.OK)
        link.wait_closed()
        self.proxy.wait_event("session", what="closed")

    def test_unbind_by_the_smsc(self):
        esme, link = self.pair()
        self.assert_status(link.call(wire.UNBIND), wire.OK)
        esme.wait_closed()
        self.assertEqual(esme.count(wire.UNBIND), 1)

    def test_esme_goes_without_a_word(self):
        esme, link = self.pair()
        esme.close()
        link.wait_closed()

    def test_esme_is_reset(self):
        esme, link = self.pair()
        esme.reset()
        link.wait_closed()

    def test_upstream_down_at_bind(self):
        smsc = FakeSmsc()
        proxy = ProxyProcess([upstream(smsc.address)])
        self.addCleanup(proxy.stop)
        smsc.close()
        esme = FakeEsme(proxy.address)
        self.addCleanup(esme.close)
        self.assertIn(esme.bind().status, (wire.RBINDFAIL, wire.RSYSERR))
        esme.wait_closed()
        proxy.wait_metric("smsfw_binds_refused_total", 1, reason="upstream_down")


class EnquireLink(RelayCase):
    listener_keys = {"timers": {"enquire_link": "300ms", "response": "500ms"}}
    upstream_keys = {"timers": {"enquire_link": "300ms", "response": "500ms"}}

    def test_both_sides_are_answered_at_once(self):
        esme, link = self.pair()
        self.smsc.answers[wire.ENQUIRE_LINK] = silence
        self.assert_status(esme.call(wire.ENQUIRE_LINK), wire.OK)
        esme.answers[wire.ENQUIRE_LINK] = silence
        self.assert_status(link.call(wire.ENQUIRE_LINK), wire.OK)

    def test_silent_peers_are_asked(self):
        esme, link = self.pair()
        esme.expect(wire.ENQUIRE_LINK)
        link.expect(wire.ENQUIRE_LINK)
        self.assertFalse(esme.closed or link.closed)

    def test_a_dead_esme_is_noticed(self):
        esme, link = self.pair()
        esme.answers[wire.ENQUIRE_LINK] = silence
        esme.wait_closed()
        link.wait_closed()
        self.proxy.wait_metric("smsfw_sessions_closed_total", 1, reason="enquire_timeout")

    def test_a_dead_smsc_is_noticed(self):
        esme, link = self.pair()
        self.smsc.answers[wire.ENQUIRE_LINK] = silence
        link.wait_closed()
        esme.wait_closed()


class SessionTimers(RelayCase):
    listener_keys = {"timers": {"session_init": "300ms", "inactivity": "600ms",
                                "enquire_link": "200ms"}}

    def test_connection_that_never_binds(self):
        esme = FakeEsme(self.proxy.address)
        self.addCleanup(esme.close)
        esme.wait_closed()
        self.proxy.wait_metric("smsfw_sessions_closed_total", 1, reason="init_timeout")

    def test_bind_without_messages(self):
        esme, _ = self.pair()
        esme.wait_closed()  # enquire_link is no message traffic
        self.proxy.wait_metric("smsfw_sessions_closed_total", 1, reason="inactivity")


class Outbind(unittest.TestCase):
    def test_outbind_is_passed_on(self):
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        target = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(target.close)
        proxy = ProxyProcess(
            [upstream(smsc.address)],
            [listener(outbind_address="127.0.0.1:0",
                      outbind_target=f"127.0.0.1:{target.getsockname()[1]}")])
        self.addCleanup(proxy.stop)
        port = next(address for name, address in proxy.ports.items() if "outbind" in name)
        link = Link(socket.create_connection(port), smsc.answers, "smsc")
        self.addCleanup(link.close)
        sent = link.request(wire.OUTBIND, system_id="them", password="pw")
        target.settimeout(10)
        esme = Link(target.accept()[0], ESME_ANSWERS, "esme")
        self.addCleanup(esme.close)
        self.assertEqual(esme.expect(wire.OUTBIND).without_sequence(), sent.without_sequence())
        bind = esme.request(wire.BIND_RECEIVER, system_id="them", password="pw")
        self.assertEqual(esme.response_to(bind).status, wire.OK)
        self.assertEqual(link.expect(wire.BIND_RECEIVER).without_sequence(),
                         bind.without_sequence())
        delivered = link.request(wire.DELIVER_SM, **submit_fields())
        self.assertEqual(esme.expect(wire.DELIVER_SM).octets, delivered.octets)
        self.assertEqual(link.response_to(delivered).status, wire.OK)


class VendorCommands(RelayCase):
    VENDOR = 0x00010201
    listener_keys = {"vendor_commands": [VENDOR]}

    def test_listed_ids_are_carried(self):
        esme, link = self.pair()
        esme.send(wire.raw(self.VENDOR, 0, 90, b"\x00\x01anything"))
        arrived = link.expect(self.VENDOR)
        self.assertEqual(arrived.body, b"\x00\x01anything")
        link.send(wire.raw(self.VENDOR | wire.RESP, 0x401, arrived.sequence, b"answer"))
        response = esme.expect(self.VENDOR | wire.RESP)
        self.assertEqual((response.status, response.sequence, response.body),
                         (0x401, 90, b"answer"))
        self.proxy.wait_metric("smsfw_smpp_pdus_total", 1, command="vendor", side="esme",
                               flow="in")

    def test_others_are_refused(self):
        esme, link = self.pair()
        esme.send(wire.raw(0x00010202, 0, 91, b"x"))
        nack = esme.expect(wire.GENERIC_NACK)
        self.assertEqual((nack.status, nack.sequence), (wire.RINVCMDID, 91))
        esme.fence()
        self.assertEqual(link.count(0x00010202), 0)


class SequenceNumbers(RelayCase):
    def test_the_same_number_in_both_directions(self):
        """ESME and SMSC count independently: each answer finds its own request."""
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        esme.answers[wire.DELIVER_SM] = silence
        up = esme.request(wire.SUBMIT_SM, sequence=42, **submit_fields())
        at_smsc = link.expect(wire.SUBMIT_SM)
        down = link.request(wire.DELIVER_SM, sequence=at_smsc.sequence, **submit_fields())
        at_esme = esme.expect(wire.DELIVER_SM)
        link.send(wire.build(wire.SUBMIT_SM | wire.RESP, at_smsc.sequence, message_id="up"))
        esme.send(wire.build(wire.DELIVER_SM | wire.RESP, at_esme.sequence, message_id=""))
        self.assertEqual(esme.response_to(up).text("message_id"), "up")
        self.assert_status(link.response_to(down), wire.OK)

    def test_duplicates_in_flight(self):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        for i in range(3):
            esme.request(wire.SUBMIT_SM, sequence=7, **submit_fields(short_message=f"n{i}"))
        arrived = [link.expect(wire.SUBMIT_SM) for _ in range(3)]
        self.assertEqual(len({pdu.sequence for pdu in arrived}), 3)
        for pdu in reversed(arrived):
            link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence,
                                 message_id=pdu.text("short_message")))
        ids = {esme.expect(wire.SUBMIT_SM | wire.RESP, sequence=7).text("message_id")
               for _ in range(3)}
        self.assertEqual(ids, {"n0", "n1", "n2"})

    def test_extreme_numbers(self):
        esme, link = self.pair()
        for number in (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
            with self.subTest(number=hex(number)):
                sent = esme.request(wire.SUBMIT_SM, sequence=number, **submit_fields())
                self.assert_status(esme.response_to(sent), wire.OK)

    def test_numbers_of_our_own_requests_do_not_meet_the_peers(self):
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        proxy = ProxyProcess([upstream(smsc.address, timers={"enquire_link": "50ms"})])
        self.addCleanup(proxy.stop)
        esme = FakeEsme(proxy.address)
        self.addCleanup(esme.close)
        self.assertEqual(esme.bind().status, wire.OK)
        link = smsc.bound_link()
        link.expect_count(wire.ENQUIRE_LINK, 2)
        self.assertEqual(esme.count(wire.ENQUIRE_LINK | wire.RESP), 0)
        for number in range(1, 50):
            sent = esme.request(wire.SUBMIT_SM, sequence=number, **submit_fields())
            self.assertEqual(esme.response_to(sent).command, wire.SUBMIT_SM | wire.RESP)

    def test_responses_out_of_order(self):
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        sent = [esme.request(wire.SUBMIT_SM, **submit_fields(short_message=f"n{i}"))
                for i in range(20)]
        arrived = [link.expect(wire.SUBMIT_SM) for _ in sent]
        for pdu in reversed(arrived):
            link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence,
                                 message_id=pdu.text("short_message")))
        for i, pdu in enumerate(sent):
            self.assertEqual(esme.response_to(pdu).text("message_id"), f"n{i}")

    def test_response_to_nothing_is_swallowed(self):
        esme, link = self.pair()
        link.send(wire.build(wire.SUBMIT_SM | wire.RESP, 4711, message_id="x"))
        esme.send(wire.build(wire.DELIVER_SM | wire.RESP, 4711, message_id=""))
        self.assert_status(esme.submit(), wire.OK)
        self.assertEqual(esme.count(wire.SUBMIT_SM | wire.RESP), 1)
        self.assertEqual(link.count(wire.DELIVER_SM | wire.RESP), 0)

    def test_parallel_sessions_do_not_mix(self):
        pairs = [self.pair() for _ in range(8)]
        failures = []

        def traffic(esme, mark):
            for i in range(100):
                response = esme.submit(short_message=f"{mark}-{i}")
                if response.text("message_id") != f"{mark}-{i}":
                    failures.append(response)
        self.smsc.answers[wire.SUBMIT_SM] = lambda link, pdu: wire.build(
            pdu.command | wire.RESP, pdu.sequence, message_id=pdu["short_message"])
        threads = [threading.Thread(target=traffic, args=(esme, f"s{i}"))
                   for i, (esme, _) in enumerate(pairs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


if __name__ == "__main__":
    unittest.main()
