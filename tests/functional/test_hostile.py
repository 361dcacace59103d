"""Bad input: the standard's answer, a counter, an event, and nobody else notices."""

import random
import socket
import struct
import unittest

import smpp_wire as wire
from processes import ProxyProcess, listener, upstream
from relay_case import RelayCase, submit_fields
from smpp_peers import FakeEsme, FakeSmsc, RawConnection
from waiting import wait_until

SUBMIT_BODY = wire.body_of(wire.SUBMIT_SM, submit_fields())


class HostileCase(RelayCase):
    listener_keys = {"max_protocol_errors": 100_000}

    def setUp(self):
        super().setUp()
        self.witness, self.witness_link = self.pair()

    def tearDown(self):
        self.smsc.answers.update(self.usual_answers)
        self.assert_status(self.witness.submit(), wire.OK)
        self.assertFalse(self.witness.closed or self.witness_link.closed)
        self.assertTrue(self.proxy.running())


class Framing(HostileCase):
    def assert_stream_refused(self, octets, bound=True):
        """generic_nack 0x02, then the connection ends; counted and told."""
        before = len(self.proxy.events("malformed", recoverable=False))
        if bound:
            esme, link = self.pair()
            esme.send(octets)
            nack = esme.expect(wire.GENERIC_NACK)
            esme.wait_closed()
            link.wait_closed()
        else:
            raw = RawConnection(self.proxy.address)
            self.addCleanup(raw.close)
            raw.send(octets)
            nack = wire.Pdu(raw.read_to_end())
        self.assertEqual((nack.command, nack.status), (wire.GENERIC_NACK, wire.RINVCMDLEN))
        self.proxy.wait_event("malformed", before + 1, recoverable=False)
        self.proxy.wait_metric("smsfw_decode_errors_total", 1)

    def test_length_below_the_header(self):
        for length in (0, 1, 15):
            with self.subTest(length=length):
                self.assert_stream_refused(
                    wire.raw(wire.SUBMIT_SM, 0, 1, SUBMIT_BODY, length=length))
        self.proxy.wait_metric("smsfw_decode_errors_total", 3, code="bad_length", side="esme")

    def test_oversize(self):
        for length in (70_001, 0x7FFFFFFF, 0xFFFFFFFF):
            with self.subTest(length=length):
                self.assert_stream_refused(wire.raw(wire.SUBMIT_SM, 0, 1, b"", length=length))
        self.proxy.wait_metric("smsfw_decode_errors_total", 3, code="oversize", side="esme")

    def test_garbage_instead_of_a_bind(self):
        for octets in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00" + b"\x01" * 60,
                       b"\xff" * 64, b"\0" * 64, b"SSH-2.0-OpenSSH_9.2\r\n"):
            with self.subTest(octets=octets[:8]):
                self.assert_stream_refused(octets, bound=False)

    def test_from_the_smsc(self):
        esme, link = self.pair()
        link.send(wire.raw(wire.DELIVER_SM, 0, 1, b"", length=5))
        link.wait_closed()
        esme.wait_closed()
        self.proxy.wait_metric("smsfw_decode_errors_total", 1, side="smsc")

    def test_payload_of_70_000_octets(self):
        esme, link = self.pair()
        octets = wire.build(wire.SUBMIT_SM, 5,
                            tlvs=[(wire.TLV_MESSAGE_PAYLOAD, b"x" * 60_000)],
                            **submit_fields(short_message=""))
        filler = 70_000 - len(octets) - 4
        body = octets[16:] + wire.tlv(0x1401, b"y" * filler)
        exact = wire.raw(wire.SUBMIT_SM, 0, 5, body)
        self.assertEqual(len(exact), 70_000)
        esme.send(exact)
        self.assert_status(esme.expect(wire.SUBMIT_SM | wire.RESP), wire.OK)
        self.assertEqual(link.expect(wire.SUBMIT_SM).octets, exact)
        self.assert_stream_refused(wire.raw(wire.SUBMIT_SM, 0, 6, body + b"z"))


class Bodies(HostileCase):
    def refused(self, esme, link, command, body, sequence=77):
        """The answer to a body that cannot be read; nothing goes on, the session stays."""
        before = link.count(command)
        esme.send(wire.raw(command, 0, sequence, body))
        response = esme.expect(lambda pdu: pdu.sequence == sequence)
        self.assertEqual(response.command, command | wire.RESP)
        self.assertNotEqual(response.status, wire.OK)
        esme.fence()
        self.assertEqual(link.count(command), before)
        return response.status

    def test_truncation_at_every_octet(self):
        esme, link = self.pair()
        bodies = {
            wire.SUBMIT_SM: SUBMIT_BODY,
            wire.SUBMIT_MULTI: wire.body_of(wire.SUBMIT_MULTI, {
                "source_addr": "S", "short_message": "Xin chao",
                "dest_addresses": [(1, 1, "84912345678"), "list"]}),
            wire.DATA_SM: wire.body_of(wire.DATA_SM, {"source_addr": "S",
                                                     "destination_addr": "84912345678"}),
            wire.REPLACE_SM: wire.body_of(wire.REPLACE_SM, {"message_id": "1",
                                                           "short_message": "Xin chao"}),
            wire.QUERY_SM: wire.body_of(wire.QUERY_SM, {"message_id": "1"}),
            wire.CANCEL_SM: wire.body_of(wire.CANCEL_SM, {"message_id": "1"}),
            wire.BROADCAST_SM: wire.body_of(wire.BROADCAST_SM, {"source_addr": "S"}),
        }
        count = 0
        for command, body in bodies.items():
            for size in range(len(body)):
                with self.subTest(command=hex(command), size=size):
                    self.refused(esme, link, command, body[:size], sequence=1000 + count)
                count += 1
        self.assert_status(esme.submit(), wire.OK)
        errors = wait_until(
            lambda: (lambda seen: seen if seen >= count else None)(
                sum(self.proxy.metric("smsfw_decode_errors_total", code=code, side="esme")
                    for code in ("truncated", "unterminated", "bad_length"))),
            f"{count} counted errors")
        self.assertGreaterEqual(errors, count)

    def test_deliver_sm_truncated_at_every_octet(self):
        esme, link = self.pair()
        for size in range(len(SUBMIT_BODY)):
            link.send(wire.raw(wire.DELIVER_SM, 0, 3000 + size, SUBMIT_BODY[:size]))
            response = link.expect(lambda pdu, size=size: pdu.sequence == 3000 + size)
            self.assertNotEqual(response.status, wire.OK)
        self.assertEqual(esme.count(wire.DELIVER_SM), 0)

    def test_unterminated_strings(self):
        esme, link = self.pair()
        self.assertEqual(self.refused(esme, link, wire.SUBMIT_SM, b"A" * 5), wire.RINVCMDLEN)
        self.refused(esme, link, wire.SUBMIT_SM, b"A" * 500)
        self.refused(esme, link, wire.QUERY_SM, b"1" * 64)

    def test_strings_beyond_their_bound(self):
        esme, link = self.pair()
        body = wire.body_of(wire.SUBMIT_SM, submit_fields(source_addr="8" * 21))
        self.assertEqual(self.refused(esme, link, wire.SUBMIT_SM, body), wire.RINVSRCADR)
        body = wire.body_of(wire.SUBMIT_SM, submit_fields(destination_addr="8" * 21))
        self.assertEqual(self.refused(esme, link, wire.SUBMIT_SM, body), 0x0B)

    def test_sm_length_beyond_the_pdu(self):
        esme, link = self.pair()
        body = wire.body_of(wire.SUBMIT_SM, submit_fields(short_message=""))[:-1]
        self.assertEqual(self.refused(esme, link, wire.SUBMIT_SM, body + b"\xffabc"),
                         wire.RINVMSGLEN)

    def test_tlv_beyond_the_pdu(self):
        esme, link = self.pair()
        for rest in (struct.pack(">HH", 0x0424, 100) + b"abc",
                     struct.pack(">HH", 0x0424, 0xFFFF), b"\x04\x24\x00", b"\x04"):
            with self.subTest(rest=rest.hex()):
                self.assertEqual(self.refused(esme, link, wire.SUBMIT_SM, SUBMIT_BODY + rest),
                                 0xC0)

    def test_thousands_of_tlvs(self):
        esme, link = self.pair()
        self.refused(esme, link, wire.SUBMIT_SM, SUBMIT_BODY + wire.tlv(0x1401, b"") * 5000)

    def test_bad_destination_flag(self):
        esme, link = self.pair()
        body = wire.body_of(wire.SUBMIT_MULTI, {"dest_addresses": [(1, 1, "84912345678")]})
        self.assertEqual(self.refused(esme, link, wire.SUBMIT_MULTI,
                                      body.replace(b"\x01\x01\x01", b"\x03\x01\x01", 1)), 0x40)

    def test_unknown_ids(self):
        esme, link = self.pair()
        for command in (0, 0x0A, 0x20, 0x7FFFFFFF, 0x10200):
            with self.subTest(command=hex(command)):
                esme.send(wire.raw(command, 0, 88, b"anything"))
                nack = esme.expect(wire.GENERIC_NACK)
                self.assertEqual((nack.status, nack.sequence), (wire.RINVCMDID, 88))
        esme.fence()
        self.assertEqual(sum(pdu.command not in wire.BODY for pdu in link.history), 0)
        self.proxy.wait_metric("smsfw_decode_errors_total", 5, code="unknown_id")
        self.proxy.wait_event("malformed", 5, error="unknown_id")

    def test_broken_responses(self):
        """A broken answer is an answer: the request does not hang."""
        esme, link = self.pair()
        self.smsc.answers[wire.SUBMIT_SM] = lambda _, pdu: wire.raw(
            pdu.command | wire.RESP, 0, pdu.sequence, b"no end")
        response = esme.submit()
        self.assertEqual(response.command, wire.SUBMIT_SM | wire.RESP)
        self.assertNotEqual(response.status, wire.OK)

    def test_random_bodies(self):
        esme, link = self.pair()
        random.seed(7)
        commands = [command for command in wire.BODY
                    if not command & wire.RESP and command not in wire.BINDS
                    and command not in (wire.UNBIND, wire.OUTBIND)]
        for _ in range(2000):
            body = bytearray(SUBMIT_BODY if random.random() < 0.5 else
                             random.randbytes(random.randrange(80)))
            for _ in range(random.randrange(4)):
                if body:
                    body[random.randrange(len(body))] = random.randrange(256)
            esme.send(wire.raw(random.choice(commands), 0, random.randrange(1 << 32), bytes(body)))
        esme.fence(timeout=30)


class TooManyErrors(RelayCase):
    listener_keys = {"max_protocol_errors": 5}

    def test_the_session_is_closed(self):
        esme, link = self.pair()
        for i in range(5):
            esme.send(wire.raw(0x0BAD, 0, i + 100))
        esme.wait_closed()
        link.wait_closed()
        self.proxy.wait_metric("smsfw_sessions_closed_total", 1, reason="protocol_errors")


class Connections(HostileCase):
    listener_keys = {"max_unbound": 50, "max_protocol_errors": 100_000,
                     "timers": {"session_init": "2s"}}

    def test_half_open_sockets(self):
        """Connections that say nothing end; too many of them are refused, binds go on."""
        sockets = []
        for _ in range(200):
            try:
                sockets.append(socket.create_connection(self.proxy.address, 5))
            except OSError:
                break
        self.addCleanup(lambda: [one.close() for one in sockets])
        for one in sockets:
            one.settimeout(20)
            try:
                self.assertEqual(one.recv(1), b"")
            except ConnectionResetError:
                pass
        self.proxy.wait_metric("smsfw_sessions_closed_total", 1, reason="init_timeout")
        esme, _ = self.pair()
        self.assert_status(esme.submit(), wire.OK)

    def test_half_a_pdu(self):
        raw = RawConnection(self.proxy.address)
        self.addCleanup(raw.close)
        raw.send(wire.build(wire.BIND_TRANSCEIVER, 1, system_id="half")[:20])
        raw.read_to_end()

    def test_half_closed(self):
        """A peer that shuts its sending side is gone."""
        esme, link = self.pair()
        esme.sock.shutdown(socket.SHUT_WR)
        esme.wait_closed()
        link.wait_closed()

    def test_1000_binds_opened_and_dropped(self):
        before = self.proxy.resident_kib()
        files = self.open_files()
        for i in range(1000):
            sock = socket.create_connection(self.proxy.address, 10)
            sock.sendall(wire.build(wire.BIND_TRANSCEIVER, 1, system_id=f"drop{i}"))
            if i % 3 == 0:
                sock.recv(1)
            if i % 2 == 0:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            sock.close()
        wait_until(lambda: self.open_files() <= files + 4, "the descriptors to be given back", 30)
        self.assertLess(self.proxy.resident_kib() - before, 60_000)
        wait_until(lambda: self.proxy.metric("smsfw_sessions") == 1, "the witness alone")

    def open_files(self):
        import os
        return len(os.listdir(f"/proc/{self.proxy.pid}/fd"))

    def test_unbind_and_silence_of_the_smsc(self):
        esme, link = self.pair()
        self.smsc.answers[wire.UNBIND] = lambda *_: None
        esme.request(wire.UNBIND)
        esme.wait_closed(30)

    def test_requests_that_only_an_smsc_sends(self):
        esme, link = self.pair()
        sent = esme.request(wire.DELIVER_SM, **submit_fields())
        self.assert_status(esme.response_to(sent), wire.RINVBNDSTS)
        esme.request(wire.OUTBIND, system_id="x", password="y")
        esme.fence()
        self.assertEqual(link.count(wire.DELIVER_SM) + link.count(wire.OUTBIND), 0)


class SessionLimit(unittest.TestCase):
    def test_max_sessions(self):
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        proxy = ProxyProcess([upstream(smsc.address)], [listener(max_sessions=3)])
        self.addCleanup(proxy.stop)
        esmes = []
        for i in range(3):
            esme = FakeEsme(proxy.address)
            self.addCleanup(esme.close)
            self.assertEqual(esme.bind(system_id=f"s{i}").status, wire.OK)
            esmes.append(esme)
        fourth = FakeEsme(proxy.address)
        self.addCleanup(fourth.close)
        try:
            self.assertNotEqual(fourth.bind().status, wire.OK)
        except (AssertionError, OSError):
            self.assertTrue(fourth.closed)
        proxy.wait_metric("smsfw_binds_refused_total", 1, reason="sessions")
        self.assertEqual(esmes[0].submit().status, wire.OK)


if __name__ == "__main__":
    unittest.main()
