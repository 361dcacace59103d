"""Kannel (bearerbox and smsbox) as a foreign ESME: sending, receipts, receiving."""

import http.server
import os
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from peer_case import each_route, free_ports, need
from processes import REJECTED, Process
from waiting import seconds, wait_until


class Callbacks(http.server.ThreadingHTTPServer):
    """Takes smsbox's calls: receipts and received messages."""

    def __init__(self):
        self.calls = []
        self.condition = threading.Condition()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(handler):
                parts = urllib.parse.urlsplit(handler.path)
                values = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
                with self.condition:
                    self.calls.append((parts.path, values))
                    self.condition.notify_all()
                handler.send_response(200)
                handler.end_headers()

            def log_message(handler, *_):
                pass
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def expect(self, path, count=1, timeout=20, **values):
        def fitting():
            return [given for where, given in self.calls if where == path
                    and all(given.get(key) == value for key, value in values.items())]
        deadline = time.monotonic() + seconds(timeout)
        with self.condition:
            while len(fitting()) < count:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{count} call(s) {path} {values} did not come; "
                                         f"seen {self.calls[-8:]}")
                self.condition.wait(left)
            return fitting()


class KannelCases:
    peer = "kannel"

    def kannel(self, address):
        bearerbox, smsbox = need("bearerbox", "kannel"), need("smsbox", "kannel")
        admin, boxes, self.sendsms = free_ports(3)
        self.callbacks = Callbacks()
        self.addCleanup(self.callbacks.server_close)
        self.addCleanup(self.callbacks.shutdown)
        directory = tempfile.TemporaryDirectory(prefix="smsfw-kannel-")
        self.addCleanup(directory.cleanup)
        config = os.path.join(directory.name, "kannel.conf")
        back = f"http://127.0.0.1:{self.callbacks.server_address[1]}"
        with open(config, "w", encoding="ascii") as file:
            file.write(f"""group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
dlr-storage = internal
sms-resend-freq = 1

group = smsc
smsc = smpp
smsc-id = fw
host = {address[0]}
port = {address[1]}
transceiver-mode = true
smsc-username = kannel
smsc-password = secret
system-type = ""
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-port = {self.sendsms}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = tester
password = tester
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{back}/mo?from=%p&to=%P&text=%b"
""")
        self.back = back
        box = Process([bearerbox, config])
        self.addCleanup(self.end, box)
        self.status_url = f"http://127.0.0.1:{admin}/status.txt?password=admin"
        wait_until(lambda: "fw" in self.status() and "online" in self.status(),
                   "Kannel's bind", 20)
        sms = Process([smsbox, config])
        self.addCleanup(self.end, sms)
        wait_until(lambda: "smsbox" in self.status().split("Box connections")[-1],
                   "Kannel's smsbox", 20)

    @staticmethod
    def end(process):
        if process.running():
            process.process.terminate()
        process.finish(None)

    def status(self):
        try:
            with urllib.request.urlopen(self.status_url, timeout=5) as answer:
                return answer.read().decode("latin-1")
        except (OSError, urllib.error.URLError):
            return ""

    def send(self, text, sender="SENDER", name="m", **values):
        query = {"username": "tester", "password": "tester", "from": sender, "to": "84912345678",
                 "text": text, "dlr-mask": "31",
                 "dlr-url": f"{self.back}/dlr?name={name}&status=%d&smsc=%A", **values}
        url = f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms?" + urllib.parse.urlencode(query)

        def sent():
            try:
                with urllib.request.urlopen(url, timeout=10) as answer:
                    return answer.status == 202
            except urllib.error.URLError as error:
                if isinstance(error.reason, ConnectionRefusedError):
                    return False  # its HTTP port opens a moment after it reports to bearerbox
                raise
        wait_until(sent, "smsbox to take the message")

    def test_send_with_receipts(self):
        sim = self.sim("--receipt-delay", "20-100")
        self.kannel(self.through(sim.address, "kannel"))
        for i in range(20):
            self.send(f"Xin chao {i}", name=f"m{i}")
        for i in range(20):
            self.callbacks.expect("/dlr", name=f"m{i}", status="8")  # the SMSC took it
            self.callbacks.expect("/dlr", name=f"m{i}", status="1")  # delivered
        self.assertEqual(sim.received("submit_sm"), 20)

    def test_long_and_unicode(self):
        sim = self.sim("--receipt-delay", "20")
        self.kannel(self.through(sim.address, "kannel"))
        self.send("a long text " * 30, name="long")  # 360 characters: 3 parts
        self.callbacks.expect("/dlr", name="long", status="1")
        self.assertEqual(sim.received("submit_sm"), 3)
        self.send("Chào bạn, hẹn gặp lại", name="unicode", coding="2", charset="UTF-8")
        self.callbacks.expect("/dlr", name="unicode", status="1")

    def test_receive(self):
        sim = self.sim()
        self.kannel(self.through(sim.address, "kannel", numbers=["1234"]))
        bind = "firewall" if self.route == "Terminated" else "kannel"
        for i in range(5):
            sim.command(f"mo {bind} 84900000001 1234 chao nha mang {i}")
        for i in range(5):
            call = self.callbacks.expect("/mo", text=f"chao nha mang {i}")[0]
            self.assertIn("84900000001", call["from"])
            self.assertEqual(call["to"], "1234")

    def test_refused(self):
        """The SMSC refuses here; through the firewall a sender on the list is refused, too."""
        sim = self.sim("--reject-prefix", "84666", "--receipt-delay", "20")
        self.kannel(self.through(sim.address, "kannel"))
        self.send("Xin chao", name="refused", to="84666000001")
        self.callbacks.expect("/dlr", name="refused", status="16")
        if self.judged():
            self.send("Xin chao", sender=REJECTED, name="listed")
            self.callbacks.expect("/dlr", name="listed", status="16")
            self.assertEqual(sim.received("submit_sm"), 1)

    def test_rebinds_after_a_loss(self):
        sim = self.sim("--receipt-delay", "20")
        self.kannel(self.through(sim.address, "kannel"))
        self.send("Xin chao", name="before")
        self.callbacks.expect("/dlr", name="before", status="1")
        sim.command("close *")
        self.send("Xin chao", name="after")  # Kannel keeps it until it is bound again
        self.callbacks.expect("/dlr", name="after", status="1", timeout=30)


each_route(KannelCases, globals())

if __name__ == "__main__":
    unittest.main()
