"""What origin checks know beyond one message: the query before it, and where its sender is served.

Networks as in test_ss7_relay; the generator is a foreign network, the far end HLR and MSC or SMSC.
"""

import signal
import unittest

from ss7_messages import IMSI, MO, MSISDN, MT, ROUTING, of
from test_ss7_relay import Network
from waiting import wait_until

OWN = "84900000020"
FOREIGN = {"calling": "447770000010", "service_centre": "447770000099"}
OTHER = {"calling": "491550000010", "service_centre": "491550000099"}
STRANGER = "001010900000077"
NETWORKS = [{"name": "foreign", "prefixes": ["44777"], "trust": "partner"},
            {"name": "other", "prefixes": ["49155"], "trust": "partner"}]


def checks(*names):
    return {"own_numbers": ["849000"],
            "checks": {name: {"mismatch": "reject", "enforce": True} for name in names}}


class Queries(Network, unittest.TestCase):
    transport = "ipa"

    def network(self):
        return self.ipa()

    def follow(self, *names, **keys):
        self.firewall("--imsi", IMSI, smsc_trust="partner", networks=NETWORKS,
                      origin=checks(*names), link={"queries": {"window": "2s", **keys}})

    def message(self, imsi):
        return self.drive([{**MT, **FOREIGN, "imsi": imsi}])[0][0]["kind"]

    def test_unsolicited(self):
        """Nothing is said at the start; then a message passes behind a query, and within its time
        alone."""
        self.follow("unsolicited")
        query = {**ROUTING, **FOREIGN}
        self.assertEqual(self.message(IMSI), "result")
        self.drive([query], "--expect", "result")
        self.proxy.wait_metric("smsfw_table_entries", 1, table="queries")
        wait_until(lambda: self.message(STRANGER) == "error", "a message without a query is refused")
        for version in (1, 2, 3):
            with self.subTest(version=version):
                message = {**MT, **FOREIGN, "version": version}
                answers, _ = self.drive([{**query, "version": version}, message, message,
                                         {**message, "imsi": STRANGER}], "--window", "1")
                self.assertEqual(of(answers, "kind"), [("result",)] * 3 + [("error",)])
        wait_until(lambda: self.message(IMSI) == "error", "the query's time is over")
        event = self.proxy.wait_event("message", action="reject")[-1]
        self.assertEqual((event["operation"], event["reasons"]), ("mt-forwardSM", ["unsolicited"]))
        wait_until(lambda: self.proxy.metric("smsfw_table_entries", table="queries") == 0,
                   "queries are forgotten")

    def test_query_and_message_of_two_networks(self):
        self.follow("fake_sccp", "fake_map")
        ask = {**ROUTING, **FOREIGN}
        self.drive([ask], "--expect", "result")
        # Until it has followed for long enough somebody else's query proves nothing.
        fake = {**MT, **OTHER}
        wait_until(lambda: self.drive([ask, fake], "--window", "1")[0][1]["kind"] == "error",
                   "a faked message is refused")
        half = {**MT, **FOREIGN, "service_centre": OTHER["service_centre"]}
        answers, _ = self.drive([ask, {**MT, **FOREIGN}, fake, half], "--window", "1")
        self.assertEqual(of(answers, "kind"), [("result",)] * 2 + [("error",)] * 2)
        # Both have asked: each message goes with its own network's query.
        answers, _ = self.drive([ask, {**ROUTING, **OTHER}, {**MT, **FOREIGN}, fake, half],
                                "--window", "1")
        self.assertEqual(of(answers, "kind"), [("result",)] * 4 + [("error",)])
        reasons = [set(event["reasons"]) & {"fake_sccp", "fake_map"}
                   for event in self.proxy.wait_event("message", 4, answer="illegalSubscriber",
                                                      operation="mt-forwardSM")]
        # The last one is as like the one query as the other: the newer is taken.
        self.assertEqual(reasons,
                         [{"fake_sccp", "fake_map"}] * 2 + [{"fake_map"}, {"fake_sccp"}])

    def test_not_followed(self):
        self.follow("unsolicited", "fake_sccp", follow=False)
        lines = [{**ROUTING, **FOREIGN}, {**MT, **OTHER}, {**MT, **FOREIGN, "imsi": STRANGER}]
        answers, _ = self.drive(lines, "--window", "1", "--expect", "result")
        self.assertEqual(len(answers), 3)


class Lookups(Network, unittest.TestCase):
    transport = "ipa"

    def network(self):
        return self.ipa()

    def look_up(self, *far_options, **keys):
        self.firewall("--imsi", IMSI, "--msc", "447770000077", *far_options, smsc_trust="partner",
                      networks=NETWORKS, origin=checks("mo_spoofing"),
                      link={"serving_lookup": {"own_title": OWN, "service_centre": OWN, **keys}})

    def test_spoofed_sender(self):
        """The HLR is asked once; who sends from where the sender is not is refused."""
        self.look_up()
        for version in (1, 2, 3):
            message = {**MO, **FOREIGN, "version": version}
            answers, _ = self.drive([message, {**message, **OTHER}, {**message, "segments": 2}],
                                    "--window", "1")
            self.assertEqual(of(answers, "kind"), [("result",), ("error",), ("result",)])
        asked = self.seen(1, "sendRoutingInfoForSM")
        self.assertEqual(of(asked, "calling", "called", "msisdn", "service_centre"),
                         [(OWN, MSISDN, MSISDN, OWN)])
        self.assertEqual(len(self.seen(6, "mo-forwardSM")), 6)
        self.proxy.wait_metric("smsfw_ss7_lookups_total", 1, result="found")
        self.proxy.wait_metric("smsfw_ss7_lookups_total", 9, result="cached")
        self.assertEqual(self.proxy.metric("smsfw_table_entries", table="lookups"), 1)
        event = self.proxy.wait_event("message", action="reject")[0]
        self.assertEqual(event["reasons"], ["mo_spoofing"])

    def test_a_message_in_segments_waits(self):
        self.look_up()
        answers, _ = self.drive([{**MO, **FOREIGN, "segments": 3, "text": "long " * 20}])
        self.assertEqual(of(answers, "kind"), [("result",)])
        self.assertEqual(of(self.seen(1, "mo-forwardSM"), "segments"), [(3,)])

    def test_numbers_of_others_are_not_asked_for(self):
        self.look_up()
        self.drive([{**MO, **FOREIGN, "msisdn": "447770000001"}], "--expect", "result")
        self.assertEqual(self.seen(0, "sendRoutingInfoForSM"), [])

    def test_unknown_subscriber(self):
        self.look_up("--error", "unknownSubscriber")
        answers, _ = self.drive([{**MO, **FOREIGN}])
        self.assertEqual(of(answers, "error"), [("sm-DeliveryFailure",)])
        self.assertEqual(self.seen(0, "mo-forwardSM"), [])
        self.proxy.wait_metric("smsfw_ss7_lookups_total", 1, result="no_such_subscriber")

    def test_silent_hlr(self):
        """The message goes on, and nothing is held against its sender."""
        self.look_up("--silent", timeout="500ms")
        self.drive([{**MO, **FOREIGN}], "--timeout", "2", expect=None)
        wait_until(lambda: self.seen(0, "mo-forwardSM"), "the message has gone on")
        self.proxy.wait_metric("smsfw_ss7_lookups_total", 1, result="timeout")
        self.assertEqual(self.proxy.metric("smsfw_table_entries", table="parked"), 0)

    def test_what_waits_leaves_at_the_end(self):
        self.look_up("--silent", timeout="15s")
        self.drive([{**MO, **FOREIGN}], "--timeout", "1", expect=None)
        self.proxy.wait_metric("smsfw_table_entries", 1, table="parked")
        self.assertEqual(self.seen(0, "mo-forwardSM"), [])
        self.proxy.signal(signal.SIGTERM)
        wait_until(lambda: self.seen(0, "mo-forwardSM"), "the message has gone on")

    def test_monitor_mode_asks_nobody(self):
        self.firewall(smsc_trust="partner", networks=NETWORKS, origin=checks("mo_spoofing"),
                      link={"mode": "monitor",
                            "serving_lookup": {"own_title": OWN, "service_centre": OWN}})
        self.drive([{**MO, **FOREIGN}], "--expect", "result")
        self.assertEqual(self.seen(0, "sendRoutingInfoForSM"), [])


if __name__ == "__main__":
    unittest.main()
