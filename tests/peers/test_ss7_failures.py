"""What goes on when parts of an SS7 network, or of smsc-proxy, do not: over IPA unless a class says
otherwise."""

import signal
import socket
import struct
import threading
import unittest

from peer_case import free_ports, need
from processes import ProxyProcess
from ss7_messages import MT, of
from ss7_peers import LOCAL, Answerer, RawM3ua, Stp, data, parameter
from stopped_thread import StoppedThread
from test_ss7_relay import PATIENT, Network
from waiting import wait_until

OTHER = "84911000030"


class Ipa(Network, unittest.TestCase):
    transport = "ipa"

    def network(self):
        return self.ipa()

    def second_network(self, ss7):
        """Another far end, behind an STP of its own, for titles that begin with 84911."""
        port = free_ports(1)[0]
        stp = Stp(need("osmo-stp", "osmo-stp"), "ipa", port,
                  [("fw-other", 22, 40, None), ("far2", 40, 22, None)])
        self.addCleanup(stp.stop)
        ss7["application_servers"].append(
            {"name": "fw-other", "transport": "ipa",
             "asps": [{"name": "fw-other-asp", "remote": [LOCAL], "remote_port": port}]})
        ss7["peers"].append({"name": "other", "side": "network", "trust": "partner",
                             "point_codes": ["40"], "application_servers": ["fw-other"]})
        ss7["routes"].append({"from": "smsc", "called": ["84911"],
                              "hops": [{"peer": "other", "point_code": "40"}]})
        far = Answerer("--point-code", "40", "--peer-point-code", "22", "--transport", "ipa",
                       "--connect", f"{LOCAL}:{port}", "--as", "far2", "--print")
        self.addCleanup(far.end)
        far.wait_reachable(PATIENT)
        return stp, far

    def test_one_network_dies_the_other_goes_on(self):
        ss7 = self.around()
        stp, far = self.second_network(ss7)
        proxy = self.start(ss7)
        self.addCleanup(proxy.stop)
        proxy.wait_metric("smsfw_ss7_peer_reachable", 1, PATIENT, peer="other")
        self.drive([MT, {**MT, "called": OTHER}] * 5, "--expect", "result")
        self.assertEqual((len(self.far.wait_rows(5)), len(far.wait_rows(5))), (5, 5))
        stp.kill()
        proxy.wait_event("link", what="peer", name="other", state="down")
        self.drive([MT] * 50, "--expect", "result")
        self.drive([{**MT, "called": OTHER}], "--timeout", "1", expect=None)
        self.assertEqual(proxy.metric("smsfw_ss7_unsent_total", reason="unreachable"), 1)
        self.assertEqual(proxy.http("GET", "/readyz")[0], 200)
        stp.start()
        proxy.wait_metric("smsfw_ss7_peer_reachable", 1, PATIENT, peer="other")
        far.wait_reachable(PATIENT)
        wait_until(lambda: of(self.drive([{**MT, "called": OTHER}], "--timeout", "2",
                                         expect=None)[0], "kind") == [("result",)],
                   "the other network has messages again", PATIENT)

    def test_flapping(self):
        """An STP that comes and goes leaves nothing behind that hinders."""
        self.firewall()
        for times in range(1, 5):
            self.stp_process.kill()
            self.proxy.wait_event("link", times, what="peer", name="radio", state="down")
            self.stp_process.start()
            self.proxy.wait_event("link", times + 1, PATIENT, what="peer", name="radio", state="up")
            self.wait_reachable()
        wait_until(lambda: of(self.drive([MT], "--timeout", "2", expect=None)[0], "kind")
                   == [("result",)], "messages pass again", PATIENT)

    def test_nothing_is_lost_in_a_reload(self):
        self.firewall()
        reloads = threading.Thread(target=lambda: [self.proxy.reload() for _ in range(5)])
        reloads.start()
        answers, report = self.drive([MT], "--count", "30000", "--window", "32", "--expect",
                                     "result")
        reloads.join()
        self.assertEqual((len(answers), report["strays"]), (30000, 0))
        self.assertEqual(self.proxy.metric("smsfw_reloads_total", result="ok"), 5)

    def test_small_queue(self):
        """With room for 16 units the link waits for the judge, and nothing is lost."""
        self.firewall(link={"queue_messages": 16})
        answers, _ = self.drive([MT], "--count", "5000", "--window", "500", "--expect", "result")
        self.assertEqual(len(answers), 5000)
        self.assertEqual(self.proxy.metric("smsfw_ss7_unsent_total"), 0)

    def test_few_dialogues(self):
        """A table that is full forgets the oldest; messages pass all the same."""
        self.firewall("--silent", link={"max_dialogues": 1000})
        self.drive([MT], "--count", "1500", "--window", "1500", "--timeout", "2", expect=None)
        self.assertEqual(len(self.far.wait_rows(1500)), 1500)
        wait_until(lambda: self.proxy.metric("smsfw_table_evictions_total", table="dialogues")
                   == 500, "500 evictions")
        self.assertEqual(self.proxy.metric("smsfw_outcomes_total", outcome="timed_out"), 500)
        # At the end the others are told of too, each once.
        self.proxy.signal(signal.SIGTERM)
        self.proxy.process.wait(30)
        told = [row["message"] for row in self.proxy.events("outcome", outcome="timed_out")]
        self.assertEqual((len(told), len(set(told))), (1500, 1500))

    def test_bypass(self):
        self.firewall()
        bad = {**MT, "text": "Xin chao qzblockedtextqz"}
        self.assertEqual(of(self.drive([bad])[0], "kind"), [("error",)])
        token = open(self.proxy.config["control"]["token_file"], encoding="ascii").read().strip()
        status, _ = self.proxy.http("POST", "/api/v1/bypass", '{"on":true}',
                                    Authorization=f"Bearer {token}",
                                    Content_Type="application/json")
        self.assertEqual(status, 200)
        self.assertEqual(of(self.drive([bad])[0], "kind"), [("result",)])


class M3ua(Network, unittest.TestCase):
    needs_sctp = True
    transport = "m3ua"

    def network(self):
        return self.m3ua()

    def test_a_stuck_judge_looks_stuck(self):
        """Its thread is stopped from outside: ASP Inactive, so that the STP sends elsewhere."""
        self.firewall(workers=1)
        with StoppedThread(self.proxy.pid, "worker-1"):
            self.proxy.wait_event("link", what="application_server", name="fw", state="down")
            status, body = self.proxy.http("GET", "/readyz")
            self.assertEqual((status, "stuck" in body), (503, True))
        self.proxy.wait_metric("smsfw_ss7_asp_state", 3, PATIENT, asp="fw-asp")
        self.wait_reachable()
        self.drive([MT], "--expect", "result")

    def test_an_unavailable_point_code(self):
        """The STP, here the test itself, says that 30 is gone: its units go to 31 by the same peer,
        and come back with UDTS when that is gone too."""
        gateway = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)
        self.addCleanup(gateway.close)
        gateway.bind((LOCAL, 0))
        gateway.listen()
        gateway.settimeout(PATIENT)
        asp = {"name": "fw-asp", "remote": [LOCAL], "remote_port": gateway.getsockname()[1]}
        peers = [{"name": name, "side": side, "trust": "own", "point_codes": codes,
                  "application_servers": ["fw"]}
                 for name, side, codes in (("smsc", "smsc", ["10"]), ("radio", "network",
                                                                      ["30", "31"]))]
        hops = [{"peer": "radio", "point_code": code} for code in ("30", "31")]
        proxy = ProxyProcess([], [], ss7={
            "point_code": "20", "peers": peers,
            "application_servers": [{"name": "fw", "routing_context": 20, "asps": [asp]}],
            "routes": [{"from": "smsc", "hops": hops},
                       {"from": "network", "hops": [{"peer": "smsc", "point_code": "10"}]}]})
        self.addCleanup(proxy.stop)
        raw = RawM3ua.of(gateway.accept()[0], PATIENT)
        self.addCleanup(raw.close)
        raw.expect(3, 1)
        raw.message(3, 4)
        raw.expect(4, 1)
        raw.message(4, 3, parameter(0x0006, struct.pack(">I", 20)))
        proxy.wait_metric("smsfw_ss7_peer_reachable", 1, PATIENT, peer="radio")
        # A Begin of nothing, with the wish to have it back (handling 8).
        begin = bytes.fromhex("0980" "03070b" "04430a0008" "04430b0008" "08" "62064804aabbccdd")

        def unavailable(code, kind=1):
            raw.message(2, kind, parameter(0x0012, struct.pack(">I", code)))

        def send():
            raw.message(1, 1, data(20, 10, 20, begin), stream=1)
            came = raw.expect(1, 1)
            return struct.unpack(">I", came[16:20])[0], came[24:][0]
        self.assertEqual(send(), (30, 0x09))
        unavailable(30)
        wait_until(lambda: send() == (31, 0x09), "the next hop takes over")
        unavailable(31)
        wait_until(lambda: send() == (10, 0x0A), "it comes back with UDTS")
        unavailable(30, 2)
        wait_until(lambda: send() == (30, 0x09), "the first hop is there again")


if __name__ == "__main__":
    unittest.main()
