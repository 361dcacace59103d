"""Terminated mode: accounts here, a pool of our own binds upstream, receipts find their account."""

import base64
import hashlib
import os
import tempfile
import unittest

import smpp_wire as wire
from processes import (ABSORBED, BLOCKED_TEXT, REJECTED, ProxyProcess, SimProcess, listener,
                       run_load, upstream)
from relay_case import submit_fields
from smpp_peers import Closed, FakeEsme, FakeSmsc, bound_esme, refuse, silence
from waiting import wait_until


def password_hash(password):
    salt = os.urandom(16)
    made = hashlib.scrypt(password.encode(), salt=salt, n=4096, r=8, p=1, dklen=32)
    return "scrypt$4096$8$1$" + "$".join(base64.b64encode(part).decode()
                                         for part in (salt, made))


def account(system_id, **keys):
    return {"system_id": system_id, "password_hash": password_hash("secret"), **keys}


class TerminatedCase(unittest.TestCase):
    accounts = ()
    upstream_keys = {}
    listener_keys = {}
    proxy_keys = {}
    more_listeners = ()

    @classmethod
    def setUpClass(cls):
        cls.smsc = FakeSmsc()
        cls.usual_answers = dict(cls.smsc.answers)
        cls.addClassCleanup(cls.smsc.close)
        cls.proxy = cls.start_proxy()
        cls.addClassCleanup(lambda: cls.proxy.stop())
        cls.smsc.bound_link()

    @classmethod
    def start_proxy(cls, smsc=None, **keys):
        directory = tempfile.mkdtemp(prefix="smsfw-test-")
        cls.addClassCleanup(lambda: __import__("shutil").rmtree(directory, ignore_errors=True))
        password = os.path.join(directory, "password")
        with open(password, "w", encoding="ascii") as file:
            file.write("upstream\n")
        smsc = smsc or cls.smsc
        up = upstream(smsc.address, system_id="firewall", password_file=password,
                      **{"binds": 1, "reconnect": {"min": "100ms", "max": "300ms"},
                         **cls.upstream_keys})
        return ProxyProcess([up], [listener(mode="terminated", **cls.listener_keys),
                                   *cls.more_listeners],
                            accounts=list(cls.accounts) or [account("esme1"), account("esme2")],
                            **{**cls.proxy_keys, **keys})

    def setUp(self):
        self.smsc.answers.clear()
        self.smsc.answers.update(self.usual_answers)

    def esme(self, system_id="esme1", kind=wire.BIND_TRANSCEIVER):
        esme = bound_esme(self.proxy.address, kind, system_id=system_id)
        self.addCleanup(esme.close)
        return esme

    def smsc_link(self):
        """An open bind of the proxy."""
        return self.smsc.wait_for(
            lambda: next((link for link, pdu in reversed(self.smsc.received)
                          if pdu.command in wire.BINDS and not link.closed), None), "a bind")

    def bind_status(self, **fields):
        esme = FakeEsme(self.proxy.address)
        self.addCleanup(esme.close)
        return esme.bind(**fields).status


def receipt_fields(message_id, **fields):
    text = (f"id:{message_id} sub:001 dlvrd:001 submit date:2511230000 done date:2511230001 "
            "stat:DELIVRD err:000 text:")
    return {"source_addr": "84912345678", "destination_addr": "SENDER", "esm_class": 4,
            "short_message": text, **fields}


class Accounts(TerminatedCase):
    accounts = (account("esme1"), account("esme2"),
                account("two", max_binds=2), account("far", allow_from=["10.0.0.0/8"]),
                account("near", allow_from=["10.0.0.0/8", "127.0.0.0/8"]),
                account("named", senders=["GOOD*", "84912000001"]),
                account("slow", throughput=5),
                account("elsewhere", listeners=["other"]))
    listener_keys = {"max_failed_binds": 1000}
    more_listeners = (listener("other", mode="terminated"),)

    def test_password(self):
        self.assertEqual(self.bind_status(system_id="esme1", password="secret"), wire.OK)
        self.assertEqual(self.bind_status(system_id="esme1", password="wrong"), wire.RINVPASWD)
        self.assertEqual(self.bind_status(system_id="esme1", password=""), wire.RINVPASWD)
        self.proxy.wait_metric("smsfw_binds_refused_total", 2, reason="credentials")

    def test_unknown_accounts_look_like_wrong_passwords(self):
        self.assertIn(self.bind_status(system_id="nobody"), (wire.RINVPASWD, wire.RINVSYSID))
        self.assertIn(self.bind_status(system_id="elsewhere"), (wire.RINVPASWD, wire.RINVSYSID))

    def test_address(self):
        self.assertNotEqual(self.bind_status(system_id="far"), wire.OK)
        self.assertEqual(self.bind_status(system_id="near"), wire.OK)
        self.proxy.wait_metric("smsfw_binds_refused_total", 1, reason="address")

    def test_number_of_binds(self):
        first, second = self.esme("two"), self.esme("two")
        self.assertNotEqual(self.bind_status(system_id="two"), wire.OK)
        self.proxy.wait_metric("smsfw_binds_refused_total", 1, reason="account_binds")
        second.unbind()
        third = wait_until(
            lambda: (lambda esme: esme if esme.bind(system_id="two").status == wire.OK
                     else esme.close())(FakeEsme(self.proxy.address)), "the bind to be free again")
        self.addCleanup(third.close)
        self.assertEqual(first.submit().status, wire.OK)

    def test_senders(self):
        esme = self.esme("named")
        link = self.smsc_link()
        self.assertEqual(esme.submit(source_addr="GOODBRAND").status, wire.OK)
        self.assertEqual(esme.submit(source_addr="84912000001", source_addr_ton=1).status, wire.OK)
        before = link.count(wire.SUBMIT_SM)
        for sender in ("BADBRAND", "849120000011", "GOO"):
            self.assertNotEqual(esme.submit(source_addr=sender).status, wire.OK)
        self.assertEqual(link.count(wire.SUBMIT_SM), before)

    def test_throughput(self):
        esme = self.esme("slow")
        statuses = [esme.submit().status for _ in range(15)]
        self.assertEqual(statuses[:5], [wire.OK] * 5)
        self.assertIn(wire.RTHROTTLED, statuses)
        self.proxy.wait_metric("smsfw_throttled_total", 1, cause="throughput")
        wait_until(lambda: esme.submit().status == wire.OK, "the second to pass", step=0.2)

    def test_all_bind_kinds(self):
        for kind in wire.BINDS:
            with self.subTest(kind=wire.BINDS[kind]):
                esme = self.esme("esme2", kind)
                self.assertEqual(esme.unbind().status, wire.OK)

    def test_the_smsc_sees_our_credentials_alone(self):
        self.esme()
        for _, pdu in self.smsc.received:
            if pdu.command in wire.BINDS:
                self.assertEqual((pdu.text("system_id"), pdu.text("password")),
                                 ("firewall", "upstream"))

    def test_passwords_are_nowhere(self):
        self.bind_status(system_id="esme1", password="pw77wron")
        with open(self.proxy.config["events"]["file"], encoding="utf-8") as file:
            content = file.read() + self.proxy.stderr()
        self.assertNotIn("pw77wron", content)
        self.assertNotIn("upstream\n", self.proxy.stderr())


class FailedBinds(TerminatedCase):
    listener_keys = {"max_failed_binds": 3}

    def test_guessing_is_limited(self):
        for _ in range(3):
            self.assertEqual(self.bind_status(password="wrong"), wire.RINVPASWD)

        def refused():
            try:
                return self.bind_status() != wire.OK
            except (Closed, OSError):
                return True
        self.assertTrue(refused())
        self.proxy.wait_metric("smsfw_binds_refused_total", 1, reason="failed_binds")


class Messages(TerminatedCase):
    def test_ids_pass_unchanged(self):
        esme = self.esme()
        self.smsc.answers[wire.SUBMIT_SM] = lambda link, pdu: wire.build(
            pdu.command | wire.RESP, pdu.sequence, message_id="0000aBc-77")
        self.assertEqual(esme.submit().text("message_id"), "0000aBc-77")

    def test_octets_pass_unchanged(self):
        esme = self.esme()
        sent = esme.request(wire.SUBMIT_SM, tlvs=[(0x1401, b"vendor"), (0x3FFF, b"")],
                            **submit_fields())
        self.assertEqual(esme.response_to(sent).status, wire.OK)
        found = [pdu.without_sequence() for _, pdu in self.smsc.all(wire.SUBMIT_SM)]
        self.assertIn(sent.without_sequence(), found)

    def test_verdicts(self):
        esme = self.esme()
        self.assertEqual(esme.submit(source_addr=REJECTED).status, wire.RSUBMITFAIL)
        self.assertEqual(esme.submit(short_message=BLOCKED_TEXT).status, wire.RSUBMITFAIL)
        self.assertTrue(esme.submit(source_addr=ABSORBED).text("message_id"))

    def test_sequence_numbers_of_two_esmes(self):
        first, second = self.esme("esme1"), self.esme("esme2")
        self.smsc.answers[wire.SUBMIT_SM] = silence
        before = len(self.smsc.all(wire.SUBMIT_SM))
        one = first.request(wire.SUBMIT_SM, sequence=9, **submit_fields(short_message="one"))
        two = second.request(wire.SUBMIT_SM, sequence=9, **submit_fields(short_message="two"))
        self.smsc.expect(wire.SUBMIT_SM, before + 2)
        for link, pdu in self.smsc.all(wire.SUBMIT_SM)[before:]:
            link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence,
                                 message_id=pdu["short_message"]))
        self.assertEqual(first.response_to(one).text("message_id"), "one")
        self.assertEqual(second.response_to(two).text("message_id"), "two")

    def test_esme_gone_with_requests_in_flight(self):
        esme = self.esme()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        before = len(self.smsc.all(wire.SUBMIT_SM))
        esme.request(wire.SUBMIT_SM, **submit_fields())
        link, pdu = self.smsc.expect(wire.SUBMIT_SM, before + 1)
        esme.close()
        link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence, message_id="x"))
        link.fence()
        self.smsc.answers.update(self.usual_answers)
        self.assertEqual(self.esme().submit().status, wire.OK)


class Pool(TerminatedCase):
    upstream_keys = {"binds": 2}

    def links(self):
        return self.smsc.wait_for(
            lambda: (lambda found: found if len(found) == 2 else None)(
                [link for link in self.smsc.links
                 if not link.closed and link.count(wire.BIND_TRANSCEIVER)]), "two binds")

    def test_least_loaded(self):
        links = self.links()
        esme = self.esme()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        before = [link.count(wire.SUBMIT_SM) for link in links]
        total = len(self.smsc.all(wire.SUBMIT_SM))
        for _ in range(10):
            esme.request(wire.SUBMIT_SM, **submit_fields())
        self.smsc.expect(wire.SUBMIT_SM, total + 10)
        self.assertEqual([link.count(wire.SUBMIT_SM) - count
                          for link, count in zip(links, before)], [5, 5])
        for link, pdu in self.smsc.all(wire.SUBMIT_SM)[total:]:
            link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence, message_id="1"))
        esme.expect_count(wire.SUBMIT_SM | wire.RESP, 10)

    def test_one_bind_lost(self):
        links = self.links()
        esme = self.esme()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        total = len(self.smsc.all(wire.SUBMIT_SM))
        sent = [esme.request(wire.SUBMIT_SM, **submit_fields()) for _ in range(4)]
        self.smsc.expect(wire.SUBMIT_SM, total + 4)
        links[0].close()
        for link, pdu in self.smsc.all(wire.SUBMIT_SM)[total:]:
            if link is links[1]:
                link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence, message_id="1"))
        statuses = sorted(esme.response_to(pdu).status for pdu in sent)
        self.assertEqual(statuses, [wire.OK, wire.OK, wire.RSYSERR, wire.RSYSERR])
        self.smsc.answers.update(self.usual_answers)
        self.assertEqual(esme.submit().status, wire.OK)
        self.links()  # the lost one comes back

    def test_all_binds_lost(self):
        links = self.links()
        esme = self.esme()
        self.smsc.answers[wire.BIND_TRANSCEIVER] = refuse(wire.RBINDFAIL)
        for link in links:
            link.close()
        wait_until(lambda: self.proxy.metric("smsfw_upstream_sessions") == 0, "no bind upstream")
        self.assertIn(esme.submit().status, (wire.RSYSERR, wire.RTHROTTLED, wire.RMSGQFUL))
        self.assertFalse(esme.closed)
        self.proxy.wait_metric("smsfw_upstream_connects_total", 1, result="failed")
        self.smsc.answers.update(self.usual_answers)
        wait_until(lambda: esme.submit().status == wire.OK, "a message to pass again", step=0.1)


class ReceiptRouting(TerminatedCase):
    def submit(self, esme, message_id):
        self.smsc.answers[wire.SUBMIT_SM] = lambda link, pdu: wire.build(
            pdu.command | wire.RESP, pdu.sequence, message_id=message_id)
        response = esme.submit(registered_delivery=1)
        self.assertEqual(response.text("message_id"), message_id)

    def deliver(self, message_id, **fields):
        link = self.smsc_link()
        sent = link.request(wire.DELIVER_SM, **receipt_fields(message_id, **fields))
        return link, sent

    def test_to_the_submitting_account(self):
        first, second = self.esme("esme1"), self.esme("esme2")
        self.submit(first, "501")
        self.submit(second, "502")
        for message_id, owner, other in (("502", second, first), ("501", first, second)):
            link, sent = self.deliver(message_id)
            arrived = owner.expect(wire.DELIVER_SM)
            self.assertEqual(arrived.without_sequence(), sent.without_sequence())
            self.assertEqual(link.response_to(sent).status, wire.OK)
        self.assertEqual((first.count(wire.DELIVER_SM), second.count(wire.DELIVER_SM)), (1, 1))

    def test_by_tlv_and_by_text(self):
        esme = self.esme()
        self.submit(esme, "511")
        self.deliver("", short_message="", tlvs=[(wire.TLV_RECEIPTED_MESSAGE_ID, b"511\0"),
                                                 (wire.TLV_MESSAGE_STATE, b"\x02")])
        esme.expect(wire.DELIVER_SM)
        self.submit(esme, "512")
        self.deliver("512")
        esme.expect(wire.DELIVER_SM)

    def test_hex_and_decimal(self):
        esme = self.esme()
        for submitted, receipted in (("1A2B3C4D", "439041101"), ("439041102", "1A2B3C4E"),
                                     ("1a2b3c4f", "0439041103"), ("00000777", "777")):
            with self.subTest(submitted=submitted, receipted=receipted):
                self.submit(esme, submitted)
                self.deliver(receipted)
                esme.expect(wire.DELIVER_SM)

    def test_before_the_response(self):
        esme = self.esme()
        self.smsc.answers[wire.SUBMIT_SM] = silence
        before = len(self.smsc.all(wire.SUBMIT_SM))
        sent = esme.request(wire.SUBMIT_SM, registered_delivery=1, **submit_fields())
        link, pdu = self.smsc.expect(wire.SUBMIT_SM, before + 1)
        receipt = link.request(wire.DELIVER_SM, **receipt_fields("521"))
        link.send(wire.build(wire.SUBMIT_SM | wire.RESP, pdu.sequence, message_id="521"))
        self.assertEqual(esme.response_to(sent).text("message_id"), "521")
        fields = wire.receipt_fields(esme.expect(wire.DELIVER_SM)["short_message"])
        self.assertEqual(fields["id"], "521")
        self.assertEqual(link.response_to(receipt).status, wire.OK)

    def test_after_a_reconnect(self):
        esme = self.esme()
        self.submit(esme, "531")
        esme.close()
        again = self.esme()
        self.deliver("531")
        again.expect(wire.DELIVER_SM)

    def test_to_the_receiver_of_the_account(self):
        transmitter = self.esme(kind=wire.BIND_TRANSMITTER)
        receiver = self.esme(kind=wire.BIND_RECEIVER)
        self.submit(transmitter, "541")
        self.deliver("541")
        receiver.expect(wire.DELIVER_SM)
        self.assertEqual(transmitter.count(wire.DELIVER_SM), 0)

    def test_nobody_there(self):
        esme = self.esme()
        self.submit(esme, "551")
        esme.unbind()
        link, sent = self.deliver("551")
        self.assertNotEqual(link.response_to(sent).status, wire.OK)  # the SMSC tries again
        again = self.esme()
        self.deliver("551")
        again.expect(wire.DELIVER_SM)

    def test_unknown_ids_go_to_nobody(self):
        esme = self.esme()
        link, sent = self.deliver("no-such-id")
        self.assertNotEqual(link.response_to(sent).status, wire.OK)
        self.assertEqual(esme.count(wire.DELIVER_SM), 0)

    def test_as_data_sm(self):
        esme = self.esme()
        self.submit(esme, "561")
        link = self.smsc_link()
        link.request(wire.DATA_SM, source_addr="84912345678", destination_addr="SENDER",
                     esm_class=4, tlvs=[(wire.TLV_RECEIPTED_MESSAGE_ID, b"561\0"),
                                        (wire.TLV_MESSAGE_STATE, b"\x02")])
        esme.expect(wire.DATA_SM)


class Restart(TerminatedCase):
    def test_routes_outlive_the_process(self):
        with tempfile.TemporaryDirectory() as directory:
            routing = os.path.join(directory, "routing")
            smsc = FakeSmsc()
            self.addCleanup(smsc.close)
            proxy = self.start_proxy(smsc, routing_file=routing)
            self.addCleanup(proxy.kill)
            smsc.bound_link()
            smsc.answers[wire.SUBMIT_SM] = lambda link, pdu: wire.build(
                pdu.command | wire.RESP, pdu.sequence, message_id="901")
            esme = bound_esme(proxy.address, system_id="esme1")
            esme.submit(registered_delivery=1)
            esme.close()
            proxy.kill()  # SIGKILL: nothing is written at the end
            proxy = self.start_proxy(smsc, routing_file=routing)
            self.addCleanup(proxy.stop)
            link = smsc.bound_link(count=2)
            esme = bound_esme(proxy.address, system_id="esme1")
            self.addCleanup(esme.close)
            link.request(wire.DELIVER_SM, **receipt_fields("901"))
            esme.expect(wire.DELIVER_SM)


class Ownership(TerminatedCase):
    def test_only_own_ids(self):
        first, second = self.esme("esme1"), self.esme("esme2")
        self.smsc.answers[wire.SUBMIT_SM] = lambda link, pdu: wire.build(
            pdu.command | wire.RESP, pdu.sequence, message_id="601")
        first.submit()
        link = self.smsc_link()
        address = {"message_id": "601", "source_addr": "SENDER"}
        for command, refused in ((wire.QUERY_SM, wire.RQUERYFAIL),
                                 (wire.CANCEL_SM, wire.RCANCELFAIL), (wire.REPLACE_SM, 0x13)):
            with self.subTest(command=hex(command)):
                before = link.count(command)
                response = second.call(command, **address)
                self.assertIn(response.status, (refused, 0x0C))
                self.assertEqual(link.count(command), before)
                self.assertEqual(first.call(command, **address).status, wire.OK)
                self.assertEqual(link.count(command), before + 1)

    def test_unknown_ids(self):
        esme = self.esme()
        response = esme.call(wire.QUERY_SM, message_id="never-given", source_addr="SENDER")
        self.assertIn(response.status, (wire.RQUERYFAIL, 0x0C))

    def test_another_form_of_the_id(self):
        esme = self.esme()
        self.smsc.answers[wire.SUBMIT_SM] = lambda link, pdu: wire.build(
            pdu.command | wire.RESP, pdu.sequence, message_id="0000025A")
        esme.submit()
        self.assertEqual(esme.call(wire.QUERY_SM, message_id="602").status, wire.OK)


class MobileOriginated(TerminatedCase):
    accounts = (account("esme1", numbers=["1234", "19*"]), account("esme2", numbers=["190*"]))

    def test_the_longest_match_wins(self):
        first, second = self.esme("esme1"), self.esme("esme2")
        for number, owner in (("1234", first), ("1911", first), ("1901", second)):
            with self.subTest(number=number):
                link = self.smsc_link()
                sent = link.request(wire.DELIVER_SM, **submit_fields(
                    source_addr="84900000001", destination_addr=number))
                self.assertEqual(owner.expect(wire.DELIVER_SM).text("destination_addr"), number)
                self.assertEqual(link.response_to(sent).status, wire.OK)

    def test_nobodys_number(self):
        self.esme("esme1")
        link = self.smsc_link()
        response = link.call(wire.DELIVER_SM, **submit_fields(
            source_addr="84900000001", destination_addr="5555"))
        self.assertNotEqual(response.status, wire.OK)


class UnderLoad(unittest.TestCase):
    def run_with(self, *sim_options):
        sim = SimProcess(*sim_options)
        self.addCleanup(sim.stop)

        class Case(TerminatedCase):
            smsc = sim
            upstream_keys = {"binds": 2}
            accounts = (account("load", max_binds=8),)
        proxy = Case.start_proxy(workers=2)
        self.addCleanup(Case.doClassCleanups)
        self.addCleanup(proxy.stop)
        sim.wait_received("bind_transceiver", 2)
        report = run_load(proxy.address, "--password", "secret", messages=5000, binds=4,
                          window=16, receipt_share=0.5, wait_receipts=20)
        self.assertEqual(report["statuses"], {"0x00000000": 5000})
        self.assertEqual(report["receipts"], report["receipts_expected"])

    def test_decimal_ids(self):
        self.run_with("--receipt-delay", "1-30")

    def test_hex_ids_with_decimal_receipts(self):
        self.run_with("--receipt-delay", "1-30", "--id-form", "hex", "--first-id", "1000000")

    def test_receipts_before_responses(self):
        self.run_with("--receipt-before-response", "--response-delay", "2")


if __name__ == "__main__":
    unittest.main()
