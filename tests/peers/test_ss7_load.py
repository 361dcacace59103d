"""ss7-load in a network with Osmocom's STP, over IPA and over M3UA; and against peers of the test.

The generator has point code 10, the far end 30.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import unittest

from peer_case import free_ports, need
from processes import executable
from ss7_messages import (ALERT, ALL, CENTRE, IMSI, MO, MSISDN, MT, READY, REPORT, ROUTING, of,
                          tshark)
from ss7_peers import LOCAL, Answerer, Stp, drive
from waiting import seconds, wait_until

PATIENT = 40


class NetworkCases:
    """Over both transports; a class says how the two ends reach the STP."""

    peer = "osmo-stp"

    def setUp(self):
        self.ways = self.network()

    def stp(self, transport, nodes):
        port = free_ports(1)[0]
        stp = Stp(need("osmo-stp", "osmo-stp"), transport, port, nodes)
        self.addCleanup(stp.stop)
        return port

    def answer(self, *options):
        answerer = Answerer("--point-code", "30", "--peer-point-code", "0-1-2", *self.ways[1],
                            "--print", *options)
        self.addCleanup(answerer.end)
        answerer.wait_reachable(PATIENT)
        return answerer

    def drive(self, lines, *options, **keys):
        return drive(lines, "--point-code", "10", "--peer-point-code", "0-3-6", *self.ways[0],
                     "--connect-timeout", str(seconds(PATIENT)), *options, **keys)

    def test_operations(self):
        far = self.answer("--imsi", "001010900000009", "--msc", "84900000077")
        answers, report = self.drive(ALL, "--window", "1")
        self.assertEqual(of(answers, "operation", "version", "kind"),
                         [(line["operation"], line["version"], "result") for line in ALL])
        self.assertEqual((report["sent"], report["answered"], report["strays"]),
                         (len(ALL), len(ALL), 0))
        # A version 1 dialogue has no dialogue portion; the others' first answer is an AARE.
        self.assertEqual([row.get("accepted") for row in answers],
                         [None if row["version"] == 1 else True for row in answers])
        for row in answers:
            if row["operation"] == "sendRoutingInfoForSM":
                self.assertEqual((row["imsi"], row["network_node"]),
                                 ("001010900000009", "84900000077"))
        seen = far.wait_rows(len(ALL))
        self.assertEqual(of(seen, "operation", "version", "answer"),
                         [(line["operation"], line["version"], "result") for line in ALL])
        ssns = {"mt-forwardSM": (8, 8), "mo-forwardSM": (8, 8), "sendRoutingInfoForSM": (8, 6),
                "reportSM-DeliveryStatus": (8, 6), "alertServiceCentre": (6, 8),
                "readyForSM": (7, 6)}
        for row, line in zip(seen, ALL):
            with self.subTest(operation=row["operation"], version=row["version"]):
                self.assertEqual((row["sccp"], row["opc"], row["dpc"], row["ni"]),
                                 ("UDT", 10, 30, 2))
                self.assertEqual((row["calling"], row["called"]), ("84900000010", "84900000030"))
                self.assertEqual((row["calling_ssn"], row["called_ssn"]), ssns[row["operation"]])
                if row["operation"] != "readyForSM":
                    self.assertEqual(row["service_centre"], CENTRE)
                if row["operation"] not in ("readyForSM", "mt-forwardSM"):
                    self.assertEqual(row["msisdn"], MSISDN)
                if row["operation"] in ("readyForSM", "mt-forwardSM"):
                    self.assertEqual(row["imsi"], IMSI)
                if row["operation"] == "mo-forwardSM":
                    self.assertEqual(row.get("imsi"), IMSI if row["version"] == 3 else None)
                    self.assertEqual((row["tpdu"]["type"], row["tpdu"]["to"]),
                                     ("submit", "0900000003"))
                if row["operation"] == "mt-forwardSM":
                    self.assertEqual((row["tpdu"]["type"], row["tpdu"]["from"]),
                                     ("deliver", "84900000002"))
                if "tpdu" in row:
                    self.assertEqual(row["tpdu"]["text"], "xin chao")
                if row["operation"] == "reportSM-DeliveryStatus":
                    self.assertEqual(row.get("outcome"), None if row["version"] == 1 else 2)
        counted = far.counters()
        self.assertEqual(counted["results"], len(ALL))
        self.assertEqual(counted["operations"]["sendRoutingInfoForSM v2"], 1)

    def test_without_result(self):
        """alertServiceCentreWithoutResult of version 1 is one way."""
        far = self.answer()
        answers, report = self.drive([{**ALERT, "version": 1}, MT])
        self.assertEqual(len(answers), 1)
        self.assertEqual((report["one_way"], report["sent"]), (1, 1))
        self.assertEqual(of(far.wait_rows(2), "operation", "answer"),
                         [("alertServiceCentreWithoutResult", "none"), ("mt-forwardSM", "result")])

    def test_errors(self):
        far = self.answer("--error", "sm-DeliveryFailure", "--error-cause", "0", "--tp-fcs", "211")
        answers, report = self.drive(ALL, "--window", "1", expect=0)
        for row in answers:
            if not row["operation"].endswith("forwardSM"):
                self.assertEqual(row["kind"], "result")  # has no such error
                continue
            self.assertEqual((row["kind"], row["error"], row["cause"]),
                             ("error", "sm-DeliveryFailure", 0))
        seen = far.wait_rows(len(ALL))
        for row, heard in zip(answers, seen):
            if heard["operation"] == "mt-forwardSM":
                self.assertEqual(row.get("diagnostic_info"),
                                 None if row["version"] == 1 else "00d300")
        self.assertEqual(report["errors"], {"sm-DeliveryFailure": 6})
        self.drive([MT, MO], "--expect", "sm-DeliveryFailure")
        self.drive([MT, MO], "--expect", "result", expect=1)
        self.drive(ALL, "--expect", "result", "--expect", "sm-DeliveryFailure")

    def test_empty_begin(self):
        far = self.answer()
        lines = [{**line, "empty_begin": True} for line in ALL]
        answers, report = self.drive(lines, "--window", "1", "--expect", "result")
        self.assertEqual(of(answers, "kind", "tcap"), [("result", "end")] * len(ALL))
        seen = far.wait_rows(2 * len(ALL))
        self.assertEqual(of(seen[::2], "tcap", "operation", "answer"),
                         [("begin", None, "continue")] * len(ALL))
        self.assertEqual(of(seen[1::2], "tcap", "version", "answer"),
                         [("continue", line["version"], "result") for line in ALL])
        for opened, message in zip(seen[::2], seen[1::2]):
            self.assertEqual(opened["otid"], message["otid"])
        self.assertEqual((report["unsent"], report["strays"], far.counters()["open"]), (0, 0, 0))

    def test_more(self):
        """Further messages of a dialogue, which name no address."""
        far = self.answer()
        more = [{"text": "second"}, {"text": "third", "from": "84900000005"}]
        for version in (2, 3):
            for empty in (False, True):
                line = {**MT, "version": version, "empty_begin": empty, "more": more}
                answers, report = self.drive([line], "--expect", "result")
                self.assertEqual(of(answers, "tcap"), [("continue",), ("continue",), ("end",)])
                self.assertEqual(report["sent"], 3)
        seen = [row for row in far.wait_rows(14) if row["operation"]]
        for i in range(0, 12, 3):
            self.assertEqual([(row["tpdu"]["text"], row["more"], row["tpdu"]["more"],
                               row.get("imsi"), row["tpdu"]["from"]) for row in seen[i:i + 3]],
                             [("xin chao", True, True, IMSI, "84900000002"),
                              ("second", True, True, None, "84900000002"),
                              ("third", False, False, None, "84900000005")])
        self.assertEqual(far.counters()["open"], 0)

    def test_segments(self):
        far = self.answer()
        lines = [{**MT, "segments": count, "text": "long " * 30} for count in (1, 2, 3, 4)]
        lines += [{**MT, "segments": 2, "empty_begin": True, "more": [{"text": "second"}]}]
        answers, _ = self.drive(lines, "--window", "1", "--expect", "result")
        self.assertEqual(len(answers), 6)
        seen = far.wait_rows(7)
        self.assertEqual(of(seen, "sccp", "segments"),
                         [("XUDT", 1), ("XUDT", 2), ("XUDT", 3), ("XUDT", 4), ("XUDT", 2),
                          ("XUDT", 2), ("XUDT", 2)])
        self.assertEqual({row["tpdu"]["text"] for row in seen[:4]}, {"long " * 30})
        # Many at a time are told apart by their references.
        answers, _ = self.drive(lines[2:3], "--count", "500", "--expect", "result")
        self.assertEqual(len(answers), 500)
        self.assertEqual(far.counters()["incomplete"], 0)

    def test_invokes(self):
        far = self.answer()
        line = {**MT, "invokes": [{"text": "second", "imsi": "001010900000002"}, {"text": "third"}]}
        answers, report = self.drive([line], "--expect", "result")
        self.assertEqual((len(answers), report["dialogues"], report["sent"]), (3, 1, 3))
        self.assertEqual([(row["invoke_id"], row["tpdu"]["text"], row["imsi"])
                          for row in far.wait_rows(3)],
                         [(1, "xin chao", IMSI), (2, "second", "001010900000002"),
                          (3, "third", IMSI)])

    def test_hex(self):
        """What was seen once can be sent again, as it was or with ids of our own."""
        far = self.answer()
        self.drive([MT, {**MT, "segments": 2}], "--window", "1")
        first, second = far.wait_rows(2)
        lines = ["# whole", first["octets"], "# in two segments", *second["octets"]]
        answers, _ = self.drive(lines, "--window", "1", "--expect", "result")
        self.assertEqual([row["place"].rsplit(":", 1)[1] for row in answers], ["2", "4"])
        again = far.wait_rows(4)[2:]
        self.assertEqual([row["octets"] for row in again], [first["octets"], second["octets"]])
        answers, report = self.drive(lines, "--renumber", "--count", "400", "--expect", "result")
        self.assertEqual((len(answers), report["strays"]), (400, 0))
        self.assertEqual(len({row["otid"] for row in far.wait_rows(404)[4:]}), 400)


class Ipa(NetworkCases, unittest.TestCase):
    def network(self):
        port = self.stp("ipa", [("gen", 10, 30, None), ("far", 30, 10, None)])
        return [["--transport", "ipa", "--connect", f"{LOCAL}:{port}", "--as", name]
                for name in ("gen", "far")]

    def test_texts(self):
        cases = [({"text": "[euro] €"}, {"dcs": 0, "text": "[euro] €"}),
                 ({"text": "Chào buổi sáng"}, {"dcs": 8, "text": "Chào buổi sáng"}),
                 ({"text": "abc", "dcs": 8}, {"dcs": 8, "text": "abc"}),
                 ({"text": "flash", "dcs": 16, "pid": 64}, {"dcs": 16, "pid": 64, "text": "flash"}),
                 ({"data": "00ff10"}, {"dcs": 4, "data": "00ff10"}),
                 ({"text": "part", "udh": "0003070201"}, {"udh": "050003070201", "text": "part"}),
                 ({"text": "", "from": "MyBankVD"}, {"from": "MyBankVD", "ton": 5, "text": ""}),
                 ({"from": "8088"}, {"from": "8088", "ton": 3})]
        far = self.answer()
        lines = []
        for fields, _ in cases:
            line = {**MT, **fields}
            if "data" in fields:
                del line["text"]
            lines.append(line)
        self.drive(lines, "--window", "1", "--expect", "result")
        for row, (_, wanted) in zip(far.wait_rows(len(cases)), cases):
            self.assertEqual({key: row["tpdu"].get(key) for key in wanted}, wanted)

    def test_subscribers(self):
        """The table of the far end, by MSISDN and by IMSI."""
        with tempfile.NamedTemporaryFile("w", encoding="ascii") as file:
            file.write('{"msisdn":"84900000001","imsi":"001010900000001","msc":"84900000071"}\n'
                       '{"msisdn":"84900000002","imsi":"001010900000002",'
                       '"error":"absentSubscriberSM"}\n')
            file.flush()
            self.answer("--subscribers", file.name)
            answers, _ = self.drive(
                [ROUTING, {**ROUTING, "msisdn": "84900000002"}, {**ROUTING, "msisdn": "84900000003"},
                 {**MT, "imsi": "001010900000002"}, MT], "--window", "1")
        self.assertEqual(of(answers, "kind", "error", "imsi", "network_node"),
                         [("result", None, "001010900000001", "84900000071"),
                          ("error", "absentSubscriberSM", None, None),
                          ("result", None, "001010000000001", "84900000077"),
                          ("error", "absentSubscriberSM", None, None),
                          ("result", None, None, None)])

    def test_hostile(self):
        """An unknown operation, TCAP that is none, an id of one octet, SCCP that is none."""
        self.answer()
        head = "0980030e190b12080011044809000010010b1206001104480900002002"

        def udt(tcap):
            return head + f"{len(tcap) // 2:02x}" + tcap

        unknown = "62134804000000016c0ba109020101020163040101"
        lines = [udt(unknown), udt("620c4804000000036c04a1020201"), udt("6208480400000004ff00"),
                 udt("620348010a"), "ffff"]
        answers, report = self.drive(lines, "--window", "1", "--timeout", "5", expect=0)
        self.assertEqual(of(answers, "kind", "cause"),
                         [("reject", 1), ("p_abort", 2), ("p_abort", 2), ("continued", None)])
        self.assertEqual(report["one_way"], 1)
        answers, _ = self.drive([lines[3], lines[0]], "--renumber", "--count", "40")
        self.assertEqual(sorted(row["kind"] for row in answers),
                         ["continued"] * 20 + ["reject"] * 20)

    def test_silent(self):
        far = self.answer("--silent")
        answers, report = self.drive([MT, {**MT, "empty_begin": True}], "--timeout", "0.5",
                                     expect=1)
        self.assertEqual([row["kind"] for row in answers], ["timeout"] * 2)
        self.assertEqual((report["answered"], report["outcomes"]), (0, {"timeout": 2}))
        self.assertEqual(of(far.wait_rows(2), "answer"), [("silent",)] * 2)
        self.drive([MT], "--timeout", "0.5", "--expect", "timeout")

    def test_pace(self):
        self.answer()
        _, report = self.drive([MT, ROUTING], "--rate", "200", "--count", "200")
        self.assertEqual(report["answered"], 200)
        # The last of 200 is due after 0.995 s; how much later it is answered is the machine's.
        self.assertGreaterEqual(report["seconds"], 0.99)
        _, report = self.drive([MT], "--seconds", "0.5", "--rate", "100")
        self.assertEqual(report["dialogues"], 50)

    @unittest.skipUnless(shutil.which("tshark") and shutil.which("text2pcap"), "needs tshark")
    def test_tshark(self):
        """Nothing that either end sends is malformed, and fields are where tshark looks."""
        far = self.answer()
        more = [{"text": "second"}]
        lines = [*ALL, {**MT, "version": 2, "more": more}, {**MT, "text": "Chào"},
                 {**MT, "empty_begin": True}, {**MT, "udh": "0003070201"}]
        answers, _ = self.drive(lines, "--window", "1", "--expect", "result")
        seen = far.wait_rows(len(lines) + 2)
        fields = ("gsm_old.localValue", "sccp.calling.digits", "sccp.called.ssn", "e212.imsi",
                  "e164.msisdn", "gsm_sms.sms_text")
        rows, wrong = tshark([row["octets"] for row in seen], *fields)
        for row, shown, trouble in zip(seen, rows, wrong, strict=True):
            with self.subTest(operation=row["operation"], version=row["version"]):
                self.assertEqual(trouble[0], "")
                # tshark has no report of version 1: it misses an outcome there.
                if (row["operation"], row["version"]) != ("reportSM-DeliveryStatus", 1):
                    self.assertNotIn("BER Error", trouble[1])
                self.assertEqual(shown[1:3], [row["calling"], str(row["called_ssn"])])
                if row["operation"] is None:
                    continue
                if "imsi" in row and row["operation"] != "mo-forwardSM":
                    self.assertIn(row["imsi"], shown[3].split(","))
                if "service_centre" in row:
                    self.assertIn(row["service_centre"], shown[4].split(","))
                if "tpdu" in row:
                    self.assertEqual(shown[5], row["tpdu"]["text"])
        rows, wrong = tshark([row["octets"] for row in answers], "tcap.dtid",
                             "sccp.called.digits", "tcap.result")
        for row, shown, trouble in zip(answers, rows, wrong, strict=True):
            with self.subTest(answer=row["operation"], version=row["version"]):
                self.assertEqual((trouble[0], "BER Error" in trouble[1]), ("", False))
                self.assertEqual(len(shown[0]), 8)
                self.assertEqual(shown[1], "84900000010")
                self.assertEqual(shown[2], "0" if row.get("accepted") else "")
        self.answer_errors_by_tshark()

    def answer_errors_by_tshark(self):
        """Errors of each version, by a second far end in the first one's place."""
        self.doCleanups()
        self.ways = self.network()
        self.answer("--error", "sm-DeliveryFailure", "--tp-fcs", "196")
        answers, _ = self.drive([line for line in ALL if "text" in line], "--window", "1",
                                "--expect", "sm-DeliveryFailure")
        rows, wrong = tshark([row["octets"] for row in answers], "gsm_old.localValue")
        self.assertEqual([(row[0], trouble[0], "BER Error" in trouble[1])
                          for row, trouble in zip(rows, wrong)], [("32", "", False)] * 6)


class M3ua(NetworkCases, unittest.TestCase):
    needs_sctp = True

    def network(self):
        ports = free_ports(2)
        port = self.stp("m3ua", [("gen", 10, ports[:1], "override"),
                                 ("far", 30, ports[1:], "override")])
        return [["--connect", f"{LOCAL}:{port}", "--local-port", str(own), "--as", name,
                 "--routing-context", str(code)]
                for name, own, code in (("gen", ports[0], 10), ("far", ports[1], 30))]


class Direct(unittest.TestCase):
    """Without an STP: the far end listens, or is a socket of the test."""

    OPTIONS = ("--transport", "ipa", "--point-code", "10", "--peer-point-code", "30")

    def test_listen(self):
        port = free_ports(1)[0]
        far = Answerer("--transport", "ipa", "--listen", f"{LOCAL}:{port}", "--point-code", "30",
                       "--peer-point-code", "10")
        self.addCleanup(far.end)
        answers, report = drive([MT], "--connect", f"{LOCAL}:{port}", "--count", "5000",
                                "--expect", "result", *self.OPTIONS)
        self.assertEqual((len(answers), report["strays"]), (5000, 0))
        self.assertGreater(report["latency_us"]["p99"], report["latency_us"]["p50"])
        far.end()  # by SIGTERM, with its counters last
        self.assertIn('"results":5000', far.lines[-1])

    def test_a_stranger_is_not_served(self):
        port = free_ports(1)[0]
        far = Answerer("--listen", f"{LOCAL}:{port}", "--accept-from", "127.0.0.2",
                       *self.OPTIONS)
        self.addCleanup(far.end)

        def greeted(address):
            """Whether who comes from there is asked for his name."""
            try:
                with socket.create_connection((LOCAL, port), seconds(PATIENT),
                                              (address, 0)) as caller:
                    return len(caller.recv(1)) == 1
            except ConnectionError:
                return False
        wait_until(lambda: greeted("127.0.0.2"), "the peer is greeted")
        self.assertFalse(greeted(LOCAL))

    def peer(self, answer_of):
        """The report of one message to a socket that answers with SCCP octets: `answer_of` makes
        them of what came."""
        listener = socket.create_server((LOCAL, 0))
        self.addCleanup(listener.close)
        listener.settimeout(seconds(PATIENT))
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
            file.write('{"operation":"mt-forwardSM","imsi":"' + IMSI + '","service_centre":"'
                       + CENTRE + '","from":"0900000001","text":"a"}')
            file.flush()
            running = subprocess.Popen(
                [executable("ss7-load"), "drive", "--connect",
                 f"{LOCAL}:{listener.getsockname()[1]}", "--timeout", "2", *self.OPTIONS,
                 file.name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            connection, _ = listener.accept()
            connection.settimeout(seconds(PATIENT))
            with connection, connection.makefile("rb") as stream:
                def frame():
                    length = int.from_bytes(stream.read(2), "big")
                    return stream.read(1), stream.read(length)
                connection.sendall(bytes.fromhex("0003fe040101"))
                frame()
                connection.sendall(bytes.fromhex("0001fe06"))
                frame()
                kind, octets = frame()
                self.assertEqual(kind, b"\xfd")
                answer = answer_of(octets)
                connection.sendall(len(answer).to_bytes(2, "big") + b"\xfd" + answer)
                out, error = running.communicate(timeout=seconds(30))
        return running.returncode, out, error

    @staticmethod
    def back(octets, tcap):
        """A UDT back with this TCAP message."""
        return bytes.fromhex("0900030507024208024208") + bytes((len(tcap),)) + tcap

    def test_returned(self):
        def returned(octets):
            return b"\x0a\x01" + octets[2:]
        code, out, _ = self.peer(returned)
        self.assertEqual(code, 0)
        self.assertRegex(out, r"returned +1\n")

    def test_abort_and_end(self):
        def id_of(octets):
            at = octets.index(b"\x48\x04")
            return octets[at + 2:at + 6]

        for begin, name in (("6706", "abort"), ("6709", "p_abort"), ("6406", "closed")):
            with self.subTest(name):
                def answer(octets, begin=begin, name=name):
                    tcap = bytes.fromhex(begin) + b"\x49\x04" + id_of(octets)
                    return self.back(octets, tcap + (b"\x4a\x01\x00" if name == "p_abort" else b""))
                code, out, _ = self.peer(answer)
                self.assertEqual(code, 0)
                self.assertRegex(out, rf"{name} +1\n")

    def test_stray(self):
        """An answer to a dialogue that nobody opened is counted, and nothing comes of it."""
        stray = bytes.fromhex("640d4904ffffffff6c05a203020101")
        code, out, _ = self.peer(lambda octets: self.back(octets, stray))
        self.assertEqual(code, 1)
        self.assertRegex(out, r"strays +1\n")
        self.assertRegex(out, r"timeout +1\n")

    def test_wrong_use(self):
        def wrong(words, *argv):
            done = subprocess.run([executable("ss7-load"), *argv], capture_output=True, text=True,
                                  check=False, stdin=subprocess.DEVNULL, timeout=seconds(20))
            self.assertEqual(done.returncode, 2, (argv, done.stderr))
            self.assertIn(words, done.stderr)

        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "messages")
            to_stp = ("--connect", f"{LOCAL}:1")
            for line, words in (("zz", "not hexadecimal"), ("090", "half an octet"),
                                ("{", "not a JSON object"), ('{"operation":"x"}', "none of"),
                                ('{"operation":"mt-forwardSM","imsi":"001"}', "from is missing"),
                                ('{"operation":"readyForSM","version":1}', "no version 1"),
                                ('{"operation":"readyForSM","imsi":"001010","x":1}', "unknown key x"),
                                ('{"operation":"mo-forwardSM","more":[{}]}', "more:"),
                                ("# nothing", "no message in it")):
                with open(path, "w", encoding="ascii") as file:
                    file.write(line + "\n")
                place = path if line.startswith("#") else f"{path}:1: "
                wrong(place, "drive", *to_stp, *self.OPTIONS, path)
                wrong(words, "drive", *to_stp, *self.OPTIONS, path)
            wrong("--connect", "drive", *self.OPTIONS, path)
            wrong("--peer-point-code", "drive", *to_stp, "--point-code", "1", path)
            wrong("out of range", "answer", *to_stp, "--point-code", "16384")
            wrong("no such MAP error", "answer", *to_stp, *self.OPTIONS, "--error", "broken")
            wrong("--expect", "drive", *to_stp, *self.OPTIONS, "--expect", "joy", path)
            wrong("m3ua", "answer", *to_stp, *self.OPTIONS, "--routing-context", "1")
            wrong("m3ua", "answer", *to_stp, *self.OPTIONS, "--register")
            own = ("--register", "--point-code", "1")
            wrong("--connect", "answer", "--listen", f"{LOCAL}:1", *own)
            wrong("--routing-context", "answer", *to_stp, *own, "--routing-context", "1")
            with open(path, "w", encoding="ascii") as file:
                file.write('{"msisdn":"84900000001","error":"broken"}\n')
            wrong(path + ":1: no MAP error", "answer", *to_stp, *self.OPTIONS, "--subscribers", path)
            with open(path, "w", encoding="ascii") as file:
                file.write('{"msisdn":"84900000001","eror":"absentSubscriberSM"}\n')
            wrong("unknown key eror", "answer", *to_stp, *self.OPTIONS, "--subscribers", path)
            for address in ("nowhere", f"{LOCAL}:70000", f"{LOCAL}:0", "10.0.0.300:1"):
                wrong("write HOST:PORT", "answer", "--connect", address, *self.OPTIONS)

    def test_no_peer(self):
        port = free_ports(1)[0]
        drive([MT], "--connect", f"{LOCAL}:{port}", "--connect-timeout", "0.5", *self.OPTIONS,
              expect=1)


if __name__ == "__main__":
    unittest.main()
