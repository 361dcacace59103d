"""Home routing between ss7-load's two ends and Osmocom's STP: the generator is a foreign SMSC, the
far end HLR and MSC of the home network."""

import unittest

from ss7_messages import IMSI, MSISDN, MT, REPORT, ROUTING, of, tshark
from test_ss7_relay import Network

ROUTER = "84900000020"
NETWORKS = [{"name": "home", "prefixes": ["849000"], "trust": "own"},
            {"name": "foreign", "prefixes": ["44777"], "trust": "partner"},
            {"name": "other", "prefixes": ["49155"], "trust": "partner"}]
FOREIGN = {"calling": "447770000010", "service_centre": "447770000099"}
BAD = "Xin chao qzblockedtextqz"


class HomeRouterCases(Network):
    def router(self, *far_options, **keys):
        self.firewall("--imsi", IMSI, "--msc", "84900000077", *far_options, smsc_trust="partner",
                      link={"mode": "home_router",
                            "home_router": {"own_titles": [ROUTER], "imsi_prefix": "00101", **keys}},
                      networks=NETWORKS)

    def query(self, version=3, **keys):
        """Asks for the subscriber as a foreign SMSC: (id in place of the IMSI, serving node)."""
        answers, _ = self.drive([{**ROUTING, **FOREIGN, "version": version, "called": MSISDN,
                                  **keys}], "--expect", "result")
        return answers[0]["imsi"], answers[0]["network_node"]

    def message(self, imsi, version=3, **keys):
        answers, _ = self.drive([{**MT, **FOREIGN, "version": version, "called": ROUTER,
                                  "imsi": imsi, **keys}], "--timeout", "2", expect=None)
        return answers[0]

    def test_each_version(self):
        """Twice a version: the asker sees neither IMSI nor MSC, the MSC gets the real one."""
        self.router()
        seen = set()
        for n, version in enumerate((1, 2, 3) * 2, 1):
            with self.subTest(version=version):
                given, node = self.query(version)
                self.assertEqual(node, ROUTER)
                self.assertRegex(given, "^00101[0-9]{10}$")
                self.assertNotEqual(given, IMSI)
                seen.add(given)
                self.assertEqual(self.message(given, version)["kind"], "result")
                asked, delivered = self.far.wait_rows(2 * n)[-2:]
                self.assertEqual((asked["operation"], asked["version"], asked["msisdn"],
                                  asked["calling"], asked["called"]),
                                 ("sendRoutingInfoForSM", version, MSISDN, ROUTER, MSISDN))
                self.assertEqual((delivered["operation"], delivered["version"],
                                  delivered["imsi"], delivered["calling"], delivered["called"],
                                  delivered["service_centre"], delivered["tpdu"]["text"]),
                                 ("mt-forwardSM", version, IMSI, ROUTER, "84900000077",
                                  FOREIGN["service_centre"], "xin chao"))
        self.assertEqual(len(seen), 6)
        rows = self.seen(6)
        fields, problems = tshark([row["octets"] for row in rows], "e212.imsi",
                                  "sccp.called.digits", "sccp.calling.digits", "gsm_sms.sms_text")
        self.assertEqual(fields, [[IMSI, "84900000077", ROUTER, "xin chao"]] * 6)
        self.assertEqual(problems, [["", ""]] * 6)
        for what, count in (("query", 6), ("delivery", 6), ("not_given", 0)):
            self.proxy.wait_metric("smsfw_ss7_home_router_total", count, what=what)
        self.assertEqual(self.proxy.metric("smsfw_outcomes_total", outcome="delivered"), 6)

    def test_failed_ids(self):
        self.router(deliveries=2)
        given, _ = self.query()
        for kind in ("result", "result", "error"):
            self.assertEqual(self.message(given)["kind"], kind)
        fresh, _ = self.query()
        wrong = self.message(fresh, calling="491550000010", service_centre="491550000099")
        self.assertEqual(wrong["error"], "unidentifiedSubscriber")
        self.assertEqual(self.message(IMSI)["error"], "unidentifiedSubscriber")
        self.assertEqual(len(self.seen(2)), 2)
        # The rules let all of them pass: the refusals are told and counted beside.
        refused = self.proxy.wait_event("outcome", 3, outcome="blocked")
        self.assertEqual(of(refused, "answer"), 3 * [("unidentifiedSubscriber",)])
        judged = {row["id"]: row["correlation"] for row in self.proxy.events("message")
                  if row.get("correlation")}
        self.assertEqual([judged[row["message"]] for row in refused],
                         ["used_up", "other_asker", "not_given"])
        self.proxy.wait_metric("smsfw_ss7_answers_total", 3, answer="error")
        self.proxy.wait_metric("smsfw_table_entries", 1, table="guessers")
        for what in ("used_up", "other_asker", "not_given"):
            self.proxy.wait_metric("smsfw_ss7_home_router_total", 1, what=what)

    def test_bad_messages_and_reports(self):
        self.router()
        given, _ = self.query()
        self.assertEqual(self.message(given, text=BAD)["error"], "illegalSubscriber")
        self.assertEqual(self.message(given, empty_begin=True)["kind"], "result")
        answers, _ = self.drive([{**MT, **FOREIGN, "called": ROUTER, "imsi": given,
                                  "more": [{"text": "two"}]}], "--expect", "result")
        self.assertEqual(len(answers), 2)
        self.assertEqual(self.message(given, segments=2)["kind"], "result")
        answers, _ = self.drive([{**REPORT, **FOREIGN, "called": MSISDN}], "--expect", "result")
        reports = self.seen(1, "reportSM-DeliveryStatus")
        self.assertEqual(of(reports, "operation", "calling", "msisdn"),
                         [("reportSM-DeliveryStatus", ROUTER, MSISDN)])
        self.assertEqual([row["tpdu"]["text"] for row in self.seen(4)],
                         ["xin chao", "xin chao", "two", "xin chao"])

    def test_errors_come_back(self):
        self.router("--error", "absentSubscriberSM")
        answers, _ = self.drive([{**ROUTING, **FOREIGN, "called": MSISDN}])
        self.assertEqual(of(answers, "error"), [("absentSubscriberSM",)])

    def test_hlr_is_silent(self):
        self.router("--silent", hlr_timeout="1s")
        answers, _ = self.drive([{**ROUTING, **FOREIGN, "called": MSISDN}])
        self.assertEqual(of(answers, "error"), [("systemFailure",)])


class Ipa(HomeRouterCases, unittest.TestCase):
    transport = "ipa"

    def network(self):
        return self.ipa()


class M3ua(HomeRouterCases, unittest.TestCase):
    needs_sctp = True
    transport = "m3ua"

    def network(self):
        return self.m3ua()


if __name__ == "__main__":
    unittest.main()
