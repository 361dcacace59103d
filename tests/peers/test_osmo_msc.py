"""OsmoMSC's SMPP port as a foreign SMSC.

It takes binds of its configured ESMEs, answers enquire_link and submit_sm, refuses unknown command
ids with generic_nack, and leaves query_sm, cancel_sm, replace_sm and submit_multi unanswered. It
needs kernel SCTP to start, so the runner puts this class under tests/support/with-sctp.
"""

import os
import tempfile
import unittest

import smpp_wire as wire
from peer_case import each_route, free_ports, need
from processes import BLOCKED_TEXT, Process
from smpp_peers import FakeEsme, bound_esme
from waiting import wait_until

VENDOR = 0x00010200


class OsmoMscCases:
    peer = "osmo-msc"
    needs_sctp = True

    def osmo_msc(self):
        binary = need("osmo-msc", "osmo-msc")
        port = free_ports(1)[0]
        directory = tempfile.TemporaryDirectory(prefix="smsfw-osmo-")
        self.addCleanup(directory.cleanup)
        config = os.path.join(directory.name, "osmo-msc.cfg")
        with open(config, "w", encoding="ascii") as file:
            file.write(f"""log stderr
 logging filter all 1
 logging level set-all error
network
 network country code 1
 mobile network code 1
 short name test
 long name test
 encryption a5 0
msc
 mgw remote-ip 127.0.0.1
smpp
 local-tcp-ip 127.0.0.1 {port}
 system-id osmo-msc
 policy closed
 no smpp-first
 esme esme1
  password secret
  default-route
 esme firewall
  password secret
""")
        msc = Process([binary, "-c", config], directory.name)
        self.addCleanup(msc.kill)

        def listening():
            try:
                FakeEsme(("127.0.0.1", port)).close()
                return True
            except OSError:
                if not msc.running():
                    raise AssertionError(f"osmo-msc ended: {msc.stderr()[-1000:]}") from None
                return False
        wait_until(listening, "osmo-msc's SMPP port", 30)
        return ("127.0.0.1", port)

    def esme(self, **listener_keys):
        address = self.through(self.osmo_msc(), "esme1", **listener_keys)
        esme = bound_esme(address, system_id="esme1")
        self.addCleanup(esme.close)
        return esme

    def test_bind_submit_unbind(self):
        esme = self.esme()
        esme.fence()
        response = esme.submit(source_addr="84900000001", source_addr_ton=1, source_addr_npi=1,
                               short_message="Xin chao")
        self.assertEqual(response.status, wire.OK)
        # Its one message id, passed back unchanged.
        self.assertEqual(response.text("message_id"), "msg_id_not_implemented")
        self.assertEqual(esme.call(wire.UNBIND).status, wire.OK)  # it leaves the closing to us

    def test_refused_bind(self):
        if self.route == "Terminated":
            address = self.through(self.osmo_msc(), "esme1")
        else:
            address = self.through(self.osmo_msc(), "nobody")
        esme = FakeEsme(address)
        self.addCleanup(esme.close)
        response = esme.bind(system_id="esme1", password="wrong")
        self.assertEqual(response.status, wire.RINVPASWD)

    def test_unanswered_query(self):
        """It never answers; through the firewall the response timer does."""
        esme = self.esme()
        accepted = esme.submit(source_addr="84900000001", source_addr_ton=1, source_addr_npi=1,
                               short_message="Xin chao")
        self.assertEqual(accepted.status, wire.OK)
        query = esme.request(wire.QUERY_SM, message_id="msg_id_not_implemented",
                             source_addr="84900000001")
        if self.judged():
            self.assertEqual(esme.response_to(query).status, wire.RSYSERR)
            self.proxy.wait_metric("smsfw_response_timeouts_total", 1, side="smsc")
        else:
            esme.fence()
            self.assertEqual(esme.count(wire.QUERY_SM | wire.RESP), 0)
        esme.fence()

    def test_generic_nack(self):
        """Its refusal of a command that it does not know comes back as it is. It answers under a
        number that it takes from the PDU's length, so this PDU's number is its length."""
        esme = self.esme(**({"vendor_commands": [VENDOR]} if self.judged() else {}))
        esme.send(wire.raw(VENDOR, 0, 20, b"\0\0\0\0"))
        nack = esme.expect(wire.GENERIC_NACK)
        self.assertEqual((nack.status, nack.sequence), (wire.RINVCMDID, 20))

    def test_judged_text(self):
        esme = self.esme()
        self.assertEqual(esme.submit(short_message=BLOCKED_TEXT).status, wire.RSUBMITFAIL)
        self.assertEqual(esme.submit(short_message="Xin chao").status, wire.OK)


each_route(OsmoMscCases, globals())

if __name__ == "__main__":
    unittest.main()
