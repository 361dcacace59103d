"""tshark judges what leaves the proxy: it must find nothing malformed behind it."""

import os
import shutil
import signal
import subprocess
import tempfile
import unittest

import smpp_wire as wire
from processes import (BLOCKED_TEXT, REJECTED_DESTINATION, ProxyProcess, SimProcess, run_load,
                       upstream)
from smpp_peers import bound_esme
from waiting import wait_until

# Longer than one TCP segment on a real network, shorter than the loopback's.
LONG_TEXT = "Xin chao " * 200


class Capture:
    """tcpdump on one loopback port."""

    def __init__(self, port):
        self.port = port
        self.directory = tempfile.mkdtemp(prefix="smsfw-capture-")
        self.file = os.path.join(self.directory, "capture.pcap")
        self.process = subprocess.Popen(
            ["tcpdump", "-i", "lo", "-U", "-s", "0", "-B", "16384", "-Z", "root", "-w", self.file,
             f"tcp port {port}"], stderr=subprocess.PIPE)
        for line in self.process.stderr:  # it listens once it says so
            if b"listening on" in line:
                break

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.stderr.read()
        self.process.wait(20)

    def remove(self):
        shutil.rmtree(self.directory, ignore_errors=True)

    def tshark(self, display_filter, *fields):
        command = ["tshark", "-r", self.file, "-d", f"tcp.port=={self.port},smpp",
                   "-o", "tcp.desegment_tcp_streams:TRUE", "-Y", display_filter, "-T", "fields"]
        for field in fields or ("frame.number",):
            command += ["-e", field]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        return [line for line in done.stdout.split("\n") if line]


@unittest.skipUnless(shutil.which("tshark") and shutil.which("tcpdump") and os.geteuid() == 0,
                     "needs tshark, tcpdump and root")
class NothingMalformed(unittest.TestCase):
    def test_behind_the_proxy(self):
        sim = SimProcess("--mo-rate", "50")
        self.addCleanup(sim.stop)
        proxy = ProxyProcess([upstream(sim.address)])
        self.addCleanup(proxy.stop)
        port = sim.port
        capture = Capture(port)
        self.addCleanup(capture.remove)
        report = run_load(proxy.address, "--messages", "2000", "--binds", "2", "--window", "16",
                          "--receipt-share", "0.3", "--wait-receipts", "10")
        self.assertEqual(report["lost"], 0)
        esme = bound_esme(proxy.address)
        self.addCleanup(esme.close)
        good = [(1, 1, "84912345678"), (1, 1, "84912345679")]
        esme.call(wire.SUBMIT_MULTI, source_addr="SENDER", short_message="Xin chao",
                  dest_addresses=[good[0], (1, 1, REJECTED_DESTINATION), good[1]])
        esme.call(wire.SUBMIT_SM, source_addr="SENDER", destination_addr="84912345678",
                  tlvs=[(wire.TLV_MESSAGE_PAYLOAD, LONG_TEXT.encode()), (0x1401, b"vendor")])
        esme.call(wire.SUBMIT_SM, source_addr="SENDER", destination_addr="84912345678",
                  short_message=BLOCKED_TEXT)
        esme.call(wire.DATA_SM, source_addr="SENDER", destination_addr="84912345678",
                  tlvs=[(wire.TLV_MESSAGE_PAYLOAD, b"Xin chao")])
        esme.call(wire.UNBIND)
        wait_until(lambda: capture.tshark("smpp.command_id == 0x00000006"), "unbind in the capture")
        capture.stop()

        # First that tshark read the traffic as SMPP at all.
        self.assertGreater(len(capture.tshark("smpp.command_id == 0x00000004")), 50)
        self.assertTrue(capture.tshark("smpp.command_id == 0x00000021"), "no submit_multi seen")
        self.assertTrue(capture.tshark("smpp.command_id == 0x00000103"), "no data_sm seen")
        self.assertTrue(capture.tshark("smpp.command_id == 0x80000005"), "no deliver_sm_resp seen")
        self.assertEqual(capture.tshark("_ws.malformed", "frame.number", "_ws.expert.message"), [])
        self.assertEqual(
            capture.tshark(f"smpp && _ws.expert.severity == 8388608 && tcp.dstport == {port}",
                           "frame.number", "_ws.expert.message"), [])
