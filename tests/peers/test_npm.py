"""The npm package `smpp` as a foreign ESME and as a foreign SMSC."""

import json
import os
import subprocess
import threading
import time
import unittest

import npm_modules
import smpp_wire as wire
from peer_case import each_route
from processes import BLOCKED_TEXT, REJECTED
from smpp_peers import bound_esme
from waiting import seconds


class Node:
    """A script with JSON lines both ways."""

    def __init__(self, case, script, *arguments):
        env = dict(os.environ, NODE_PATH=npm_modules.ready())
        self._process = subprocess.Popen(
            ["node", os.path.join(npm_modules.DIRECTORY, script), *arguments], env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.lines = []
        self._condition = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        case.addCleanup(self.end)

    def _read(self):
        for line in self._process.stdout:
            with self._condition:
                self.lines.append(json.loads(line) if line.startswith("{")
                                  else {"what": line.strip()})
                self._condition.notify_all()
        with self._condition:
            self.lines.append({"what": "ended"})
            self._condition.notify_all()

    def tell(self, command, **fields):
        self._process.stdin.write(json.dumps({"command": command, **fields}) + "\n")
        self._process.stdin.flush()

    def expect(self, what, timeout=15, **values):
        """Takes the first line of this kind."""
        deadline = time.monotonic() + seconds(timeout)
        with self._condition:
            while True:
                for line in self.lines:
                    if line["what"].startswith(what) and all(
                            line.get(key) == value for key, value in values.items()):
                        self.lines.remove(line)
                        return line
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"node: no {what} {values}; lines {self.lines[-8:]}")
                self._condition.wait(left)

    def end(self):
        self._process.kill()
        self._process.wait()
        self._thread.join()
        self._process.stdin.close()
        self._process.stdout.close()


class NpmEsmeCases:
    peer = "npm"

    def bound(self, *sim_options):
        self.smsc = self.sim("--receipt-delay", "20-60", *sim_options)
        host, port = self.through(self.smsc.address, "npm1", numbers=["1234"])
        esme = Node(self, "esme.js", f"{host}:{port}", "npm1", "secret")
        self.assertEqual(esme.expect("bound")["status"], 0)
        return esme

    def submit(self, esme, **fields):
        esme.tell("submit_sm", **{"source_addr": "SENDER", "source_addr_ton": 5,
                                  "destination_addr": "84912345678",
                                  "short_message": "Xin chao", **fields})
        return esme.expect("answered", command="submit_sm_resp")

    def test_send_with_receipts(self):
        esme = self.bound()
        for i in range(10):
            answer = self.submit(esme, registered_delivery=1, short_message=f"Xin chao {i}")
            self.assertEqual(answer["status"], 0)
            receipt = esme.expect("delivered", receipted_message_id=answer["message_id"])
            self.assertIn("stat:DELIVRD", receipt["text"])
        esme.tell("query_sm", message_id=answer["message_id"], source_addr="SENDER")
        self.assertEqual(esme.expect("answered", command="query_sm_resp")["message_state"], 2)
        esme.tell("enquire_link")
        esme.expect("answered", command="enquire_link_resp", status=0)
        esme.tell("unbind")
        esme.expect("closed")

    def test_other_requests(self):
        esme = self.bound()
        answer = self.submit(esme, short_message="Chào bạn")  # the package chooses UCS-2
        self.assertEqual(answer["status"], 0)
        esme.tell("data_sm", source_addr="SENDER", destination_addr="84912345678",
                  message_payload="Xin chao")
        self.assertEqual(esme.expect("answered", command="data_sm_resp")["status"], 0)
        esme.tell("submit_multi", source_addr="SENDER", short_message="Xin chao",
                  dest_address=[{"dest_addr_ton": 1, "dest_addr_npi": 1,
                                 "destination_addr": f"8491234567{i}"} for i in range(3)])
        self.assertEqual(esme.expect("answered", command="submit_multi_resp")["status"], 0)

    def test_receive(self):
        esme = self.bound()
        bind = "firewall" if self.route == "Terminated" else "npm1"
        self.smsc.command(f"mo {bind} 84900000001 1234 chao ban")
        delivered = esme.expect("delivered", text="chao ban")
        self.assertEqual(delivered["destination_addr"], "1234")

    def test_refusals(self):
        esme = self.bound("--error-every", "2", "--error-without-body")
        self.assertEqual(self.submit(esme)["status"], 0)
        self.assertEqual(self.submit(esme)["status"], wire.RSUBMITFAIL)
        if self.judged():
            self.assertEqual(self.submit(esme, source_addr=REJECTED)["status"], wire.RSUBMITFAIL)
            self.assertEqual(self.submit(esme, short_message=BLOCKED_TEXT)["status"],
                             wire.RSUBMITFAIL)
            self.assertEqual(self.smsc.received("submit_sm"), 2)


class NpmSmscCases:
    peer = "npm"

    def test_serves_an_esme(self):
        smsc = Node(self, "smsc.js")
        port = int(smsc.expect("listening")["what"].rsplit(":", 1)[1])
        esme = bound_esme(self.through(("127.0.0.1", port), "esme1"), system_id="esme1")
        self.addCleanup(esme.close)
        smsc.expect("bind_transceiver",
                    system_id="firewall" if self.route == "Terminated" else "esme1")
        for i in range(10):
            response = esme.submit(short_message=f"Xin chao {i}", registered_delivery=1)
            self.assertEqual(response.text("message_id"), str(i + 1))
            smsc.expect("submit_sm", text=f"Xin chao {i}")
            fields = wire.receipt_fields(esme.expect(wire.DELIVER_SM)["short_message"])
            self.assertEqual(fields["id"], str(i + 1))
            self.assertEqual(smsc.expect("receipt_answered")["status"], 0)
        query = esme.call(wire.QUERY_SM, message_id="1", source_addr="SENDER")
        self.assertEqual(query["message_state"], 2)
        esme.fence()
        esme.unbind()


each_route(NpmEsmeCases, globals())
each_route(NpmSmscCases, globals())

if __name__ == "__main__":
    unittest.main()
