"""Perl's Net::SMPP as a foreign ESME and as a foreign SMSC."""

import os
import subprocess
import unittest

import smpp_wire as wire
from peer_case import each_route, need
from processes import REJECTED, Process
from smpp_peers import bound_esme
from waiting import seconds

HERE = os.path.dirname(os.path.abspath(__file__))


def need_net_smpp():
    perl = need("perl", "net-smpp")
    done = subprocess.run([perl, "-MNet::SMPP", "-e", "1"], capture_output=True, check=False)
    if done.returncode != 0:
        raise AssertionError("peer net-smpp is missing (Perl module Net::SMPP): run "
                             "deploy/install-deps --test, or leave it out with --without net-smpp")
    return perl


class NetSmppEsmeCases:
    peer = "net-smpp"

    def esme(self, address, count, sender="SENDER", password="secret"):
        done = subprocess.run(
            [need_net_smpp(), os.path.join(HERE, "net_smpp_esme.pl"), address[0], str(address[1]),
             "perl1", password, str(count), sender], capture_output=True, text=True,
            timeout=seconds(70), check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return [line.split() for line in done.stdout.splitlines()]

    def test_send_with_receipts(self):
        sim = self.sim("--receipt-delay", "10-50")
        lines = self.esme(self.through(sim.address, "perl1"), 20)
        self.assertEqual(lines[0][:2], ["bound", "0"])
        self.assertEqual(lines[1], ["enquired", "0"])
        answered = [line[2] for line in lines if line[0] == "answered" and line[1] == "0"]
        self.assertEqual(len(set(answered)), 20)
        receipts = {line[1]: line[2] for line in lines if line[0] == "receipt"}
        self.assertEqual(receipts, {message_id: "DELIVRD" for message_id in answered})
        self.assertIn(["queried", "0", "2"], lines)
        self.assertEqual(lines[-1], ["unbound", "0"])
        self.assertEqual(sim.received("submit_sm"), 20)

    def test_refused_bind(self):
        sim = self.sim("--account", "perl1:secret", "--account", "firewall:secret")
        lines = self.esme(self.through(sim.address, "perl1"), 1, password="wrong")
        self.assertEqual(lines, [["bound", str(wire.RINVPASWD)]])

    def test_judged_sender(self):
        sim = self.sim()
        lines = self.esme(self.through(sim.address, "perl1"), 3, sender=REJECTED)
        answers = [line[1] for line in lines if line[0] == "answered"]
        self.assertEqual(answers, [str(wire.RSUBMITFAIL)] * 3)
        self.assertEqual(sim.received("submit_sm"), 0)


class NetSmppSmscCases:
    peer = "net-smpp"

    def test_serves_an_esme(self):
        smsc = Process([need_net_smpp(), os.path.join(HERE, "net_smpp_smsc.pl")])
        self.addCleanup(smsc.kill)
        port = int(smsc.wait_line(r"listening on 127\.0\.0\.1:(\d+)").group(1))
        esme = bound_esme(self.through(("127.0.0.1", port), "esme1"), system_id="esme1")
        self.addCleanup(esme.close)
        smsc.wait_line("bind " + ("firewall" if self.route == "Terminated" else "esme1"))
        for i in range(5):
            response = esme.submit(short_message=f"Xin chao {i}", registered_delivery=1)
            self.assertEqual(response.text("message_id"), str(i + 1))
            smsc.wait_line(f"submit 84912345678 Xin chao {i}$")
            fields = wire.receipt_fields(esme.expect(wire.DELIVER_SM)["short_message"])
            self.assertEqual(fields["id"], str(i + 1))
        smsc.wait_line("receipt_answered 0")
        self.assertEqual(esme.call(wire.QUERY_SM, message_id="1")["message_state"], 2)
        esme.fence()
        esme.unbind()


each_route(NetSmppEsmeCases, globals())
each_route(NetSmppSmscCases, globals())

if __name__ == "__main__":
    unittest.main()
