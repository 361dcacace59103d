"""smsfw replay: hexadecimal lines of each kind and captures, through the real chain."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest

import smpp_wire as wire
from processes import BLOCKED_TEXT, ROOT, TEST_PACK, executable

# Dialogues that ss7-load made: its messages and its own far end's answers.
QUERY = (
    "0980030e190b12060011044809000030000b12080011044809000010004962474804000000406b1e281c"
    "060700118605010101a011600f80020780a1090607040000010014036c1fa11d02010102012d30158007"
    "914809000000f18101ff8207914809000090f9")
QUERY_ANSWER = (
    "0900030e190b12080011044809000010000b12060011044809000030005764554904000000406b2a2828"
    "060700118605010101a01d611b80020780a109060704000001001403a203020100a305a1030201006c21"
    "a21f020101301a02012d3015040800010100000000f1a0098107914809000070f7")
TERMINATED = (
    "0980030e190b12080011044809000030000b12080011044809000010007762754804000000416b1e281c"
    "060700118605010101a011600f80020780a1090607040000010019036c4da14b02010102012c30438008"
    "00010109000000f18407914809000090f9042e040ed0cdbc30ec5e5b890000621010000000001dcd3008"
    "1f1e83e8e8fa1834ae8741e2b01bc40e8362b219ad6603")
TERMINATED_ANSWER = (
    "0900030e190b12080011044809000010000b12080011044809000030003b64394904000000416b2a2828"
    "060700118605010101a01d611b80020780a109060704000001001903a203020100a305a1030201006c05"
    "a203020101")
ORIGINATED = (
    "0980030e190b12080011044809000030000b120800110448090000100061625f4804000000426b1e281c"
    "060700118605010101a011600f80020780a1090607040000010015026c37a13502010102012e302d8407"
    "914809000090f98207914809000000f1041901000aa1900000003000000ee536a81d4e83ce6138c88d2e"
    "03")
ORIGINATED_ANSWER = (
    "0900030e190b12080011044809000010000b12080011044809000030003b64394904000000426b2a2828"
    "060700118605010101a01d611b80020780a109060704000001001502a203020100a305a1030201006c05"
    "a203020101")
SEGMENT_1 = (
    "11810f040f1a6b0b12080011044809000030000b12080011044809000010005162819f4804000000436b"
    "1e281c060700118605010101a011600f80020780a1090607040000010019036c77a17502010102012c30"
    "6d800800010109000000f18407914809000090f90458040ed0cdbc30ec10048101000000")
SEGMENT_2 = (
    "11010f040f1a6b0b12080011044809000030000b1208001104480900001000515e5b8900006210100000"
    "00004dc2b01b440e83e8f2bafb0ca2a3eb6ff7195483c1407479ba5c6781dc6138088e4e83e8e134084d"
    "a7c375af175d5e779f5b7474fded3ebbcaf8701bce2ebff020f7399c0710040001000000")
SEGMENTS_ANSWER = (
    "0900030e190b12080011044809000010000b12080011044809000030003b64394904000000436b2a2828"
    "060700118605010101a01d611b80020780a109060704000001001903a203020100a305a1030201006c05"
    "a203020101")
DELIVER = "040ed0cdbc30ec5e5b890000621010000000001dcd30081f1e83e8e8fa1834ae8741e2b01bc40e8362b219ad6603"
SMSC, MSC = 6149, 6150


def submit(sequence, text, **fields):
    return wire.build(wire.SUBMIT_SM, sequence, source_addr="SENDER",
                      destination_addr="84912345678", short_message=text, **fields)


def m3ua(opc, dpc, user_part):
    """A DATA message, RFC 4666 3.3.1."""
    data = (opc.to_bytes(4, "big") + dpc.to_bytes(4, "big") + bytes([3, 2, 0, 0]) +
            bytes.fromhex(user_part))
    parameter = b"\x02\x10" + (len(data) + 4).to_bytes(2, "big") + data
    parameter += bytes(-len(parameter) % 4)
    return b"\x01\x00\x01\x01" + (len(parameter) + 8).to_bytes(4, "big") + parameter


class Replay(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="smsfw-test-")
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def write(self, *lines):
        path = os.path.join(self.directory, "lines.hex")
        with open(path, "w", encoding="ascii") as file:
            file.write("".join(line + "\n" for line in lines))
        return path

    def capture(self, packets, *options):
        """What text2pcap makes of (direction, octets) pairs."""
        dump = os.path.join(self.directory, "dump.txt")
        made = os.path.join(self.directory, "made.pcap")
        with open(dump, "w", encoding="ascii") as file:
            for direction, octets in packets:
                file.write(direction + "\n")
                for at in range(0, len(octets), 16):
                    file.write(f"{at:06x} {octets[at:at + 16].hex(' ')}\n")
        subprocess.run(["text2pcap", "-q", "-D", *options, dump, made], check=True,
                       capture_output=True, timeout=60)
        return made

    def run_replay(self, *options, status=0):
        run = subprocess.run([executable("smsfw"), "replay", "--packs", TEST_PACK, *options],
                             cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        self.errors = run.stderr
        return [json.loads(line) for line in run.stdout.splitlines()]

    def test_lines_of_smpp(self):
        pdus = [wire.build(wire.BIND_TRANSMITTER, 1, system_id="shop"),
                submit(2, "Xin chao"), submit(3, BLOCKED_TEXT),
                wire.build(wire.SUBMIT_SM | wire.RESP, 2, message_id="7"),
                wire.build(wire.DELIVER_SM, 4, source_addr="84912345678",
                           destination_addr="SENDER", short_message="ok"),
                submit(5, "cut")[:-1]]
        path = self.write("# of one bind", *[pdu.hex() + "  # a PDU" for pdu in pdus], "")
        events = self.run_replay("--kind", "smpp", path)
        self.assertEqual([event["event"] for event in events], ["message"] * 3 + ["malformed"])
        self.assertEqual([event["action"] for event in events[:3]], ["allow", "reject", "allow"])
        self.assertEqual([event["ingress"] for event in events[:3]],
                         ["smpp-submit", "smpp-submit", "smpp-deliver"])
        self.assertEqual({event["system_id"] for event in events[:3]}, {"shop"})
        self.assertEqual(events[1]["status"], wire.RSUBMITFAIL)
        self.assertEqual([event["ts"][:19] for event in events],
                         [f"2026-01-01T00:00:0{second}" for second in (1, 2, 4, 5)])
        self.assertEqual((events[3]["layer"], events[3]["side"], events[3]["command"],
                          events[3]["sequence"]), ("smpp", "esme", wire.SUBMIT_SM, 5))

    def test_each_destination_is_a_message(self):
        multi = wire.build(wire.SUBMIT_MULTI, 1, source_addr="SENDER", short_message="hi",
                           dest_addresses=[(1, 1, "84912345678"), (1, 1, "84912345679")])
        events = self.run_replay("--kind", "smpp", self.write(multi.hex()))
        self.assertEqual([event["to"][-2:] for event in events], ["78", "79"])

    def test_lines_of_tpdus(self):
        events = self.run_replay("--kind", "tpdu", "--flow", "mt", self.write(DELIVER, "0403"))
        self.assertEqual(events[0]["ingress"], "map-mt")
        self.assertEqual(events[0]["from"], "MyBankVD")
        self.assertNotIn("calling", events[0])
        self.assertEqual((events[1]["event"], events[1]["layer"], events[1]["error"]),
                         ("malformed", "tpdu", "truncated"))

    def test_lines_of_sccp(self):
        events = self.run_replay("--kind", "sccp", self.write(
            QUERY, QUERY_ANSWER, TERMINATED, TERMINATED_ANSWER, ORIGINATED, ORIGINATED_ANSWER,
            SEGMENT_1, SEGMENT_2, SEGMENTS_ANSWER, "0900", QUERY[:-2]))
        # Answers are no refusals: the two ends of a dialogue are told apart without point codes.
        self.assertEqual([event["event"] for event in events],
                         ["message"] * 4 + ["malformed"] * 2)
        self.assertEqual([event["operation"] for event in events[:4]],
                         ["sendRoutingInfoForSM", "mt-forwardSM", "mo-forwardSM", "mt-forwardSM"])
        self.assertEqual({event["listener"] for event in events}, {"network"})
        self.assertEqual({event["layer"] for event in events[4:]}, {"sccp"})

    def test_an_error_of_the_far_end_is_an_outcome(self):
        # sm-DeliveryFailure in place of a result: a returnError with the same ids.
        answer = TERMINATED_ANSWER.replace("6c05a203020101", "6c0aa3080201010201203000")
        answer = answer.replace("003b6439", "0040643e")
        events = self.run_replay("--kind", "sccp", self.write(TERMINATED, answer))
        self.assertEqual([event["event"] for event in events], ["message", "outcome"])
        self.assertEqual(events[1]["message"], events[0]["id"])
        self.assertEqual(events[1]["outcome"], "refused_upstream")

    @unittest.skipUnless(shutil.which("text2pcap"), "needs text2pcap")
    def test_captures_of_m3ua(self):
        packets = [("I", m3ua(SMSC, MSC, TERMINATED)), ("O", m3ua(MSC, SMSC, TERMINATED_ANSWER)),
                   ("I", m3ua(SMSC, MSC, SEGMENT_1)), ("I", m3ua(SMSC, MSC, SEGMENT_2)),
                   ("O", m3ua(MSC, SMSC, ORIGINATED))]
        for form in ("pcap", "nsecpcap", "pcapng"):
            for address in ("-410.0.0.1,10.0.0.2", "-62001:db8::1,2001:db8::2"):
                with self.subTest(form=form, address=address):
                    path = self.capture(packets, "-F", form, address, "-S", "2905,2905,3")
                    events = self.run_replay("--smsc-point-code", "3-0-5", path)
                    self.assertIn("5 packets, 5 SCCP, 0 SMPP", self.errors)
                    self.assertEqual([event["listener"] for event in events],
                                     ["smsc", "smsc", "network"])
                    self.assertEqual([event["size"] for event in events], [26, 68, 13])
                    # Behind an option stand files; what stayed open in one ends in the next.
                    twice = self.run_replay("--smsc-point-code", "3-0-5", path, path)
                    self.assertEqual([event["size"] for event in twice if "size" in event],
                                     [26, 68, 13] * 2)
                    self.assertEqual([event["outcome"] for event in twice if "outcome" in event],
                                     ["timed_out"] * 2)

    @unittest.skipUnless(shutil.which("text2pcap"), "needs text2pcap")
    def test_captures_of_smpp(self):
        stream = submit(1, BLOCKED_TEXT) + submit(2, "Xin chao")
        packets = [("I", stream[:50]), ("I", stream[50:]),
                   ("O", wire.build(wire.DELIVER_SM, 9, source_addr="84912345678",
                                    destination_addr="SENDER", short_message="ok"))]
        path = self.capture(packets, "-F", "pcap", "-T", "40000,2776")
        self.run_replay(path, status=1)
        self.assertIn("nothing recognised", self.errors)
        events = self.run_replay("--port", "2776", path)
        self.assertEqual([(event["ingress"], event["action"]) for event in events],
                         [("smpp-submit", "reject"), ("smpp-submit", "allow"),
                          ("smpp-deliver", "allow")])
        self.assertEqual(len({event["session"] for event in events}), 1)

    @unittest.skipUnless(shutil.which("text2pcap"), "needs text2pcap")
    def test_who_sends_is_said_by_configuration_and_options(self):
        config = os.path.join(self.directory, "config.yaml")
        with open(config, "w", encoding="ascii") as file:
            json.dump({
                "packs": [TEST_PACK],
                "numbering_plans": [{"name": "vn", "country_code": "84", "national_lengths": [9]}],
                "listeners": [{"name": name, "address": f"127.0.0.1:{port}", "upstream": "smsc"}
                              for name, port in (("first", 1), ("second", 2))],
                "upstreams": [{"name": "smsc", "address": "127.0.0.1:1"}],
                "ss7": {
                    "point_code": "20",
                    "application_servers": [{
                        "name": "stp", "routing_context": 20,
                        "asps": [{"name": "stp-1", "remote": ["127.0.0.1"],
                                  "remote_port": 2905}]}],
                    "peers": [{"name": "centre", "side": "smsc", "trust": "own",
                               "point_codes": [str(SMSC)], "application_servers": ["stp"]},
                              {"name": "radio", "side": "network", "trust": "own",
                               "point_codes": ["30"], "application_servers": ["stp"]}],
                    "routes": [{"from": "smsc", "hops": [{"peer": "radio", "point_code": "30"}]},
                               {"from": "network",
                                "hops": [{"peer": "centre", "point_code": str(SMSC)}]}]}}, file)

        def listeners(*options):
            return [event["listener"] for event in self.run_replay("--config", config, *options)]
        path = self.capture([("I", m3ua(SMSC, MSC, TERMINATED)),
                             ("I", m3ua(41, MSC, ORIGINATED))], "-F", "pcap", "-4",
                            "10.0.0.1,10.0.0.2", "-S", "2905,2905,3")
        self.assertEqual(listeners(path), ["centre", "network"])
        self.assertEqual(listeners("--side", "smsc", path), ["centre", "smsc"])
        # The option is asked before the configuration.
        self.assertEqual(listeners("--smsc-point-code", str(SMSC), path), ["smsc", "network"])
        with open(path, "r+b") as file:
            file.truncate(os.path.getsize(path) - 1)
        self.assertEqual(len(self.run_replay("--config", config, path, status=1)), 1)
        self.assertIn("ends inside a packet", self.errors)
        path = self.write(submit(1, "Xin chao").hex())
        self.assertEqual(listeners("--kind", "smpp", path), ["first"])
        self.assertEqual(listeners("--kind", "smpp", "--listener", "second", path), ["second"])

    def test_what_cannot_be_read_is_named_with_its_place(self):
        self.run_replay(os.path.join(self.directory, "none"), status=1)
        self.assertIn("No such file", self.errors)
        path = self.write(DELIVER)
        self.run_replay(path, status=1)
        self.assertIn(path + ": offset 0: no pcap", self.errors)
        path = self.write(QUERY, "0900zz")
        self.assertEqual(len(self.run_replay("--kind", "sccp", path, status=1)), 1)
        self.assertIn(f"{path}: offset {len(QUERY) + 5}: not hexadecimal", self.errors)
        self.run_replay("--kind", "sccp", self.write("# nothing"), status=1)
        self.run_replay("--kind", "tpdu", path, status=2)
        self.run_replay("--kind", "sccp", "--flow", "mt", path, status=2)
        self.run_replay("--smsc-point-code", "8-0-0", path, status=2)
        self.run_replay("--kind", "smpp", "--listener", "none", path, status=2)
        self.assertIn("--listener none", self.errors)

    def test_output_that_nobody_reads_ends_it(self):
        path = self.write(*[submit(number, "Xin chao").hex() for number in range(1, 30000)])
        command = [executable("smsfw"), "replay", "--packs", TEST_PACK, "--kind", "smpp", path]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as run:
            run.stdout.readline()
            run.stdout.close()
            errors = run.stderr.read()
            self.assertEqual(run.wait(60), 1, errors)
        self.assertIn("the output cannot be written", errors)
