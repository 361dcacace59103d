"""bin/smsc-sim and bin/smpp-load by themselves: the instruments have to be right first."""

import json
import os
import tempfile
import unittest

import smpp_wire as wire
from processes import SimProcess, run_load
from smpp_peers import Closed, FakeEsme, RawConnection, bound_esme


class SmscSim(unittest.TestCase):
    def sim(self, *options):
        sim = SimProcess(*options)
        self.addCleanup(sim.stop)
        return sim

    def esme(self, sim, *args, **fields):
        esme = bound_esme(sim.address, *args, **fields)
        self.addCleanup(esme.close)
        return esme

    def test_all_bind_kinds(self):
        sim = self.sim()
        for kind in wire.BINDS:
            esme = FakeEsme(sim.address)
            self.addCleanup(esme.close)
            response = esme.bind(kind)
            self.assertEqual(response.status, wire.OK)
            self.assertEqual(response.text("system_id"), "smsc-sim")
            self.assertEqual(response.tlv(wire.TLV_SC_INTERFACE_VERSION), b"\x34")
            self.assertEqual(esme.bind(kind).status, wire.RALYBND)
            self.assertEqual(esme.unbind().status, wire.OK)

    def test_accounts(self):
        sim = self.sim("--account", "one:pw1", "--account", "two:pw2")
        self.assertEqual(FakeEsme(sim.address).bind(system_id="one", password="pw1").status,
                         wire.OK)
        self.assertEqual(FakeEsme(sim.address).bind(system_id="one", password="pw2").status,
                         wire.RINVPASWD)
        self.assertEqual(FakeEsme(sim.address).bind(system_id="three").status, wire.RINVSYSID)

    def test_wrong_state(self):
        sim = self.sim()
        esme = FakeEsme(sim.address)
        self.addCleanup(esme.close)
        self.assertEqual(esme.submit().status, wire.RINVBNDSTS)
        receiver = self.esme(sim, wire.BIND_RECEIVER)
        self.assertEqual(receiver.submit().status, wire.RINVBNDSTS)

    def test_ids_receipts_query_cancel(self):
        sim = self.sim("--id-form", "hex", "--receipt-id-form", "decimal", "--first-id", "254",
                       "--receipt-delay", "300")
        esme = self.esme(sim)
        ids = [esme.submit(registered_delivery=1, short_message="Xin chao").text("message_id")
               for _ in range(3)]
        self.assertEqual(ids, ["fe", "ff", "100"])
        query = esme.call(wire.QUERY_SM, message_id="ff", source_addr="SENDER")
        self.assertEqual((query.status, query["message_state"]), (wire.OK, 1))
        self.assertEqual(esme.call(wire.CANCEL_SM, message_id="100").status, wire.OK)
        self.assertEqual(esme.call(wire.CANCEL_SM, message_id="100").status, wire.RCANCELFAIL)
        self.assertEqual(esme.call(wire.QUERY_SM, message_id="7777").status, wire.RQUERYFAIL)
        receipts = {}
        for _ in range(3):
            pdu = esme.expect(wire.DELIVER_SM)
            self.assertEqual(pdu["esm_class"], 0x04)
            self.assertEqual(pdu.text("source_addr"), "84912345678")
            fields = wire.receipt_fields(pdu["short_message"])
            self.assertEqual(pdu.tlv(wire.TLV_RECEIPTED_MESSAGE_ID),
                             fields["id"].encode() + b"\0")
            receipts[fields["id"]] = fields["stat"]
        self.assertEqual(receipts, {"254": "DELIVRD", "255": "DELIVRD", "256": "DELETED"})
        self.assertEqual(esme.call(wire.QUERY_SM, message_id="ff")["message_state"], 2)

    def test_intermediate_receipt(self):
        sim = self.sim("--receipt-delay", "50")
        esme = self.esme(sim)
        esme.submit(registered_delivery=0x11)
        kinds = [esme.expect(wire.DELIVER_SM)["esm_class"] for _ in range(2)]
        self.assertEqual(kinds, [0x20, 0x04])

    def test_receipt_before_response(self):
        sim = self.sim("--receipt-before-response")
        esme = self.esme(sim)
        esme.submit(registered_delivery=1)
        order = [pdu.command for pdu in esme.history
                 if pdu.command in (wire.DELIVER_SM, wire.SUBMIT_SM | wire.RESP)]
        self.assertEqual(order, [wire.DELIVER_SM, wire.SUBMIT_SM | wire.RESP])

    def test_receipt_on_other_bind(self):
        sim = self.sim("--receipt-on-other-bind", "--receipt-delay", "1")
        first, second = self.esme(sim), self.esme(sim)
        first.submit(registered_delivery=1)
        second.expect(wire.DELIVER_SM)
        self.assertEqual(first.count(wire.DELIVER_SM), 0)

    def test_receipt_after_rebind(self):
        sim = self.sim("--receipt-after-rebind", "--receipt-delay", "1")
        first = self.esme(sim)
        first.submit(registered_delivery=1)
        first.fence()
        first.close()
        second = self.esme(sim)
        second.expect(wire.DELIVER_SM)
        self.assertEqual(first.count(wire.DELIVER_SM), 0)

    def test_receipt_as_data_sm(self):
        sim = self.sim("--receipt-as-data-sm", "--receipt-delay", "1")
        esme = self.esme(sim)
        esme.submit(registered_delivery=1)
        pdu = esme.expect(wire.DATA_SM)
        self.assertIn(b"stat:DELIVRD", pdu.tlv(wire.TLV_MESSAGE_PAYLOAD))

    def test_errors(self):
        sim = self.sim("--error-every", "3", "--error-status", "0x58", "--error-without-body")
        esme = self.esme(sim)
        responses = [esme.submit() for _ in range(6)]
        self.assertEqual([r.status for r in responses], [0, 0, 0x58] * 2)
        self.assertEqual(responses[2].body, b"")

    def test_error_with_body_and_silence(self):
        sim = self.sim("--error-every", "2", "--silent-every", "3")
        esme = self.esme(sim)
        sent = [esme.request(wire.SUBMIT_SM, source_addr="A", destination_addr="1")
                for _ in range(4)]
        esme.fence()
        answered = {pdu.sequence: pdu for pdu in esme.inbox()}
        self.assertNotIn(sent[2].sequence, answered)
        self.assertEqual(answered[sent[1].sequence].status, wire.RSUBMITFAIL)
        self.assertEqual(answered[sent[1].sequence].body, b"\0")

    def test_close_every(self):
        sim = self.sim("--close-every", "2")
        esme = self.esme(sim)
        esme.submit()
        with self.assertRaises(Closed):
            esme.submit()

    def test_rejected_destinations(self):
        sim = self.sim("--reject-prefix", "8400")
        esme = self.esme(sim)
        self.assertEqual(esme.submit(destination_addr="84001").status, 0x0B)
        response = esme.call(wire.SUBMIT_MULTI, source_addr="A", dest_addresses=[
            (1, 1, "84911"), (1, 1, "84002"), (1, 1, "84912")])
        self.assertEqual(response.status, wire.OK)
        self.assertEqual(response["unsuccess_smes"], [(1, 1, "84002", 0x0B)])

    def test_throttle(self):
        sim = self.sim("--throttle", "10")
        esme = self.esme(sim)
        statuses = [esme.submit().status for _ in range(20)]
        self.assertEqual(statuses[0], wire.OK)
        self.assertIn(wire.RTHROTTLED, statuses)

    def test_window(self):
        sim = self.sim("--window", "2", "--response-delay", "200")
        esme = self.esme(sim)
        sent = [esme.request(wire.SUBMIT_SM, source_addr="A", destination_addr="1")
                for _ in range(4)]
        statuses = sorted(esme.response_to(pdu).status for pdu in sent)
        self.assertEqual(statuses, [0, 0, wire.RMSGQFUL, wire.RMSGQFUL])

    def test_silent_query(self):
        sim = self.sim("--silent-query")
        esme = self.esme(sim)
        esme.request(wire.QUERY_SM, message_id="1")
        esme.fence()
        self.assertEqual(esme.count(wire.QUERY_SM | wire.RESP), 0)

    def test_commands(self):
        sim = self.sim()
        esme = self.esme(sim, system_id="abc")
        sim.command("mo abc 84900000009 1234 hello there")
        pdu = esme.expect(wire.DELIVER_SM)
        self.assertEqual(pdu["short_message"], b"hello there")
        sim.command("alert abc 84900000009")
        self.assertEqual(esme.expect(wire.ALERT_NOTIFICATION).text("source_addr"), "84900000009")
        sim.command("enquire abc")
        esme.expect(wire.ENQUIRE_LINK)
        sim.command("unbind abc")
        esme.expect(wire.UNBIND)
        esme.wait_closed()
        with self.assertRaises(AssertionError):
            sim.command("mo abc 1 2 3")

    def test_outbind(self):
        import socket
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        sim = self.sim()
        sim.command(f"outbind 127.0.0.1 {listener.getsockname()[1]} them pw")
        from smpp_peers import ESME_ANSWERS, Link
        esme = Link(listener.accept()[0], ESME_ANSWERS, "esme")
        self.addCleanup(esme.close)
        outbind = esme.expect(wire.OUTBIND)
        self.assertEqual((outbind.text("system_id"), outbind.text("password")), ("them", "pw"))
        self.assertEqual(esme.call(wire.BIND_RECEIVER, system_id="x").status, wire.OK)

    def test_mo_rate(self):
        sim = self.sim("--mo-rate", "200")
        esme = self.esme(sim)
        esme.expect_count(wire.DELIVER_SM, 50)

    def test_bad_input(self):
        sim = self.sim()
        raw = RawConnection(sim.address)
        raw.send(b"GET / HTTP/1.1\r\n\r\n")
        nack = wire.Pdu(raw.read_to_end())
        self.assertEqual((nack.command, nack.status), (wire.GENERIC_NACK, wire.RINVCMDLEN))
        raw.close()
        esme = self.esme(sim)
        esme.send(wire.raw(0x0BAD, 0, 77))
        nack = esme.expect(wire.GENERIC_NACK)
        self.assertEqual((nack.status, nack.sequence), (wire.RINVCMDID, 77))

    def test_record(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "record")
            sim = self.sim("--record", path)
            esme = self.esme(sim)
            sent = esme.request(wire.SUBMIT_SM, source_addr="A", destination_addr="1",
                                tlvs=[(0x1401, b"\x01\x02")])
            response = esme.response_to(sent)
            with open(path, encoding="ascii") as file:
                lines = [line.split() for line in file]
            self.assertIn(["1", "in", sent.octets.hex()], lines)
            self.assertIn(["1", "out", response.octets.hex()], lines)

    def test_summary_file(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "summary")
            sim = SimProcess("--summary", path)
            bound_esme(sim.address).submit()
            sim.stop()
            with open(path, encoding="ascii") as file:
                summary = json.load(file)
            self.assertEqual(summary["received"], {"bind_transceiver": 1, "submit_sm": 1})


class SmppLoad(unittest.TestCase):
    def sim(self, *options):
        sim = SimProcess(*options)
        self.addCleanup(sim.stop)
        return sim

    def test_closed_loop(self):
        sim = self.sim()
        report = run_load(sim.address, messages=5000, binds=3, window=16)
        self.assertEqual((report["sent"], report["answered"], report["lost"]), (5000, 5000, 0))
        self.assertEqual(report["statuses"], {"0x00000000": 5000})
        self.assertEqual(sim.received("submit_sm"), 5000)
        self.assertEqual(sim.received("bind_transceiver"), 3)
        self.assertEqual(sim.received("unbind"), 3)

    def test_paced_latency_counts_from_the_schedule(self):
        # One answer at a time and 20 ms each: 50 a second at best. At 100 a second the schedule
        # runs away, and the last message waits half the run: coordinated omission would hide it.
        sim = self.sim("--response-delay", "20")
        report = run_load(sim.address, messages=100, binds=1, window=1, rate=100)
        self.assertGreater(report["latency_us"]["max"], 700_000)
        self.assertGreater(report["latency_us"]["p50"], 300_000)

    def test_receipts(self):
        sim = self.sim("--receipt-delay", "1-50")
        report = run_load(sim.address, messages=1000, receipt_share=0.5, wait_receipts=10)
        self.assertGreater(report["receipts"], 400)
        self.assertEqual(report["receipts"], report["receipts_expected"])

    def test_lost_responses_are_told(self):
        sim = self.sim("--silent-every", "100")
        report = run_load(sim.address, "--timeout", "0.5", expect=1, messages=1000, window=32)
        self.assertEqual((report["lost"], report["answered"]), (10, 990))

    def test_reconnect(self):
        sim = self.sim("--close-every", "400")
        report = run_load(sim.address, "--reconnect", expect=1, messages=1000, binds=2, window=4)
        self.assertEqual(report["sent"], 1000)
        self.assertGreaterEqual(report["binds_made"], 4)

    def test_per_message_and_corpus(self):
        sim = self.sim("--error-every", "2")
        with tempfile.TemporaryDirectory() as directory:
            corpus = os.path.join(directory, "corpus.jsonl")
            with open(corpus, "w", encoding="utf-8") as file:
                for i, text in enumerate(["Chào bạn", "hello", "x" * 300]):
                    file.write(json.dumps({"id": f"m{i}", "label": "ham", "text": text,
                                           "from": "BRAND", "to": "+84912345678"}) + "\n")
            out = os.path.join(directory, "out.jsonl")
            run_load(sim.address, corpus=corpus, per_message=out, binds=1, window=1)
            with open(out, encoding="utf-8") as file:
                rows = [json.loads(line) for line in file]
        self.assertEqual([row["id"] for row in rows], ["m0", "m1", "m2"])
        self.assertEqual([row["status"] for row in rows],
                         ["0x00000000", "0x00000045", "0x00000000"])
        self.assertEqual(rows[0]["message_id"], "1")

    def test_refused_bind(self):
        sim = self.sim("--account", "a:b")
        report = run_load(sim.address, expect=1, messages=1)
        self.assertIn("bind refused", report["last_trouble"])


if __name__ == "__main__":
    unittest.main()
