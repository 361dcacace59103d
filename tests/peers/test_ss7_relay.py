"""smsc-proxy inline between ss7-load's two ends and Osmocom's STP, over IPA and over M3UA.

The generator is the SMSC at point code 10, the firewall 20, the far end 30 on the network side.
"""

import http.client
import os
import shutil
import subprocess
import tempfile
import unittest

from peer_case import free_ports, need
from processes import ROOT, Process, ProxyProcess, executable
from ss7_messages import ALL, IMSI, MO, MT, READY, REPORT, ROUTING, of, tshark
from ss7_peers import LOCAL, Answerer, Stp, drive
from waiting import seconds, wait_until

PATIENT = 40
BAD = "Xin chao qzblockedtextqz"


class Network:
    """The firewall in a network of either transport."""

    peer = "osmo-stp"
    replies_to = 21  # over IPA: where the STP sends what comes from the far end

    def stp(self, transport, nodes):
        stp = Stp(need("osmo-stp", "osmo-stp"), transport, free_ports(1)[0], nodes)
        self.addCleanup(stp.stop)
        return stp

    def ipa(self):
        """(STP, ways of generator and far end, the firewall's link)."""
        stp = self.stp("ipa", [("gen", 10, 20, None), ("fw-smsc", 20, 10, None),
                               ("fw-net", 21, 30, None), ("far", 30, self.replies_to, None)])
        ways = [["--transport", "ipa", "--connect", f"{LOCAL}:{stp.port}", "--as", name]
                for name in ("gen", "far")]
        servers = [{"name": name, "transport": "ipa",
                    "asps": [{"name": f"{name}-asp", "remote": [LOCAL], "remote_port": stp.port}]}
                   for name in ("fw-smsc", "fw-net")]
        return stp, ways, servers, ["fw-smsc"], ["fw-net"]

    def m3ua(self):
        ports = free_ports(3)
        stp = self.stp("m3ua", [("gen", 10, ports[:1], "override"), ("fw", 20, ports[1:2], "override"),
                                ("far", 30, ports[2:], "override")])
        ways = [["--connect", f"{LOCAL}:{stp.port}", "--local-port", str(own), "--as", name,
                 "--routing-context", str(code)]
                for name, own, code in (("gen", ports[0], 10), ("far", ports[2], 30))]
        servers = [{"name": "fw", "transport": "m3ua", "routing_context": 20,
                    "asps": [{"name": "fw-asp", "local": [LOCAL], "local_port": ports[1],
                              "remote": [LOCAL], "remote_port": stp.port}]}]
        return stp, ways, servers, ["fw"], ["fw"]

    def around(self, *far_options, smsc_trust="own"):
        """Starts STP and far end; the section ss7 of a firewall between them."""
        self.stp_process, self.ways, servers, smsc, network = self.network()
        peers = [{"name": "smsc", "side": "smsc", "trust": smsc_trust, "point_codes": ["10"],
                  "application_servers": smsc},
                 {"name": "radio", "side": "network", "trust": "partner", "point_codes": ["30"],
                  "application_servers": network}]
        self.far = Answerer("--point-code", "30", "--peer-point-code",
                            str(self.replies_to) if self.transport == "ipa" else "20",
                            *self.ways[1], "--print",
                            *far_options)
        self.addCleanup(self.far.end)
        self.far.wait_reachable(PATIENT)
        return {"point_code": "20", "application_servers": servers, "peers": peers,
                "reconnect": {"min": "1s", "max": "2s"}, "answers": [],
                "routes": [{"from": "smsc", "hops": [{"peer": "radio", "point_code": "30"}]},
                           {"from": "network", "hops": [{"peer": "smsc", "point_code": "10"}]}]}

    def start(self, ss7, **keys):
        # A guest that stands still for some milliseconds is not overloaded.
        self.proxy = ProxyProcess([], [], ss7=ss7,
                                  overload={"budget": "5s", "throttle_after": "10s"}, **keys)
        self.wait_reachable()
        return self.proxy

    def firewall(self, *far_options, smsc_trust="own", link=None, **keys):
        """All of it. `link`: keys of the section ss7 beside those of the network."""
        ss7 = self.around(*far_options, smsc_trust=smsc_trust)
        self.start({**ss7, **(link or {})}, **keys)
        self.addCleanup(self.proxy.stop)

    def wait_reachable(self):
        for name in ("smsc", "radio"):
            self.proxy.wait_metric("smsfw_ss7_peer_reachable", 1, PATIENT, peer=name)

    def drive(self, lines, *options, **keys):
        return drive(lines, "--point-code", "10", "--peer-point-code", "20", *self.ways[0],
                     "--connect-timeout", str(seconds(PATIENT)), *options, **keys)

    def seen(self, count, operation="mt-forwardSM"):
        """What the far end got of that operation: `count` at least, which it may still print."""
        def rows():
            return [row for row in self.far.rows() if row["operation"] == operation]
        wait_until(lambda: len(rows()) >= count, f"{count} of {operation} at the far end")
        return rows()

    def labels(self):
        """OPC and DPC at the far end."""
        return (21, 30) if self.transport == "ipa" else (20, 30)


class RelayCases(Network):
    """Of both transports."""

    def test_every_operation_passes(self):
        """Twice through hop mode in each version, and tshark finds what was sent."""
        self.firewall()
        answers, report = self.drive(ALL + ALL, "--window", "1", "--expect", "result")
        self.assertEqual(of(answers, "operation", "version"),
                         [(line["operation"], line["version"]) for line in ALL + ALL])
        self.assertEqual(report["strays"], 0)
        rows = self.far.wait_rows(2 * len(ALL))
        self.assertEqual(of(rows, "operation", "version", "opc", "dpc")[:3],
                         [("mt-forwardSM", version, *self.labels()) for version in (1, 2, 3)])
        messages = [row for row in rows if row["operation"] in ("mt-forwardSM", "mo-forwardSM")]
        fields, problems = tshark([row["octets"] for row in messages], "sccp.called.digits",
                                  "sccp.calling.digits", "gsm_sms.sms_text")
        self.assertEqual(fields, [["84900000030", "84900000010", "xin chao"]] * len(messages))
        self.assertEqual(problems, [["", ""]] * len(messages))
        # Each message has its event, and what it was is in it.
        events = self.proxy.wait_event("message", 2 * len(ALL))
        self.assertEqual({event["operation"] for event in events},
                         {"mt-forwardSM", "mo-forwardSM", "sendRoutingInfoForSM",
                          "reportSM-DeliveryStatus", "alertServiceCentre", "readyForSM"})
        self.assertEqual({event["listener"] for event in events}, {"smsc"})
        self.assertEqual(self.proxy.metric("smsfw_outcomes_total", outcome="delivered"), 12)
        wait_until(lambda: self.proxy.metric("smsfw_table_entries", table="dialogues") == 0,
                   "all dialogues ended")

    def test_octets_are_unchanged(self):
        self.firewall()
        self.drive([MT, {**MT, "segments": 3}, {**MO, "version": 2}], "--window", "1")
        sent = [row["octets"] for row in self.far.wait_rows(3)]
        lines = [one for octets in sent for one in (octets if isinstance(octets, list)
                                                    else [octets])]
        self.drive(lines, "--window", "1", "--expect", "result")
        self.assertEqual([row["octets"] for row in self.far.wait_rows(6)[3:]], sent)

    def test_bad_messages_are_answered_for_the_far_end(self):
        self.firewall()
        wanted = {("mt-forwardSM", 1): "illegalSubscriber",
                  ("mt-forwardSM", 2): "illegalSubscriber", ("mt-forwardSM", 3): "illegalSubscriber",
                  ("mo-forwardSM", 1): "sm-DeliveryFailure",
                  ("mo-forwardSM", 2): "sm-DeliveryFailure",
                  ("mo-forwardSM", 3): "sm-DeliveryFailure"}
        lines = [{**line, "text": BAD} for line in ALL if line["operation"].endswith("forwardSM")]
        answers, _ = self.drive(lines + lines, "--window", "1")
        self.assertEqual(of(answers, "operation", "version", "error"),
                         [(line["operation"], line["version"],
                           wanted[line["operation"], line["version"]]) for line in lines + lines])
        for row in answers:
            self.assertEqual(row.get("accepted"), None if row["version"] == 1 else True)
            if row["operation"] == "mo-forwardSM":
                self.assertEqual(row["cause"], 5)  # invalidSME-Address
                if row["version"] > 1:
                    self.assertEqual(row["diagnostic_info"][2:4], "c4")  # destination SME barred
        self.assertEqual(self.far.rows(), [])
        events = self.proxy.wait_event("message", 12, action="reject")
        self.assertEqual({event["answer"] for event in events}, set(wanted.values()))
        self.assertEqual(events[0]["reasons"][0], "FRAUD_PHISH")
        self.assertEqual(self.proxy.metric("smsfw_ss7_answers_total", answer="error"), 12)

    def test_behind_an_empty_begin(self):
        """The far end holds its half by then: it is ended, and good ones go through."""
        self.firewall()
        lines = [{**MT, "version": version, "empty_begin": True, "text": text}
                 for version in (2, 3) for text in (BAD, "xin chao")]
        answers, _ = self.drive(lines, "--window", "1")
        self.assertEqual(of(answers, "kind"), [("error",), ("result",)] * 2)
        self.assertEqual([row["tpdu"]["text"] for row in self.seen(2)], ["xin chao"] * 2)
        wait_until(lambda: self.far.counters()["open"] == 0, "the far end holds no dialogue")

    def test_more_messages(self):
        """Several in one dialogue: each is judged, and a bad first one keeps it open with us."""
        self.firewall()
        for texts, kinds in ((("one", "two"), ("result", "result")),
                             (("one", BAD), ("result", "error")),
                             ((BAD, BAD), ("error", "error"))):
            answers, _ = self.drive([{**MT, "text": texts[0], "more": [{"text": texts[1]}]}])
            self.assertEqual(tuple(row["kind"] for row in answers), kinds, texts)
        self.assertEqual([row["tpdu"]["text"] for row in self.seen(3)], ["one", "two", "one"])

    def test_segments(self):
        self.firewall()
        long = "long " * 20
        lines = [{**MT, "segments": count, "text": text}
                 for count in (2, 4) for text in (long, long + BAD)]
        answers, _ = self.drive(lines, "--window", "1")
        self.assertEqual(of(answers, "kind"), [("result",), ("error",)] * 2)
        self.assertEqual(of(self.seen(2), "segments"), [(2,), (4,)])
        answers, _ = self.drive(lines[:1], "--count", "300", "--expect", "result")
        self.assertEqual(len(answers), 300)

    def test_several_invokes(self):
        self.firewall()
        answers, _ = self.drive([{**MT, "invokes": [{"text": "two"}]}])
        self.assertEqual(of(answers, "kind"), [("result",)] * 2)
        self.drive([{**MT, "invokes": [{"text": BAD}]}], "--timeout", "2", expect=None)
        self.assertEqual([row["tpdu"]["text"] for row in self.seen(2)], ["xin chao", "two"])

    def test_parts_of_a_message(self):
        """The part that completes a bad text is refused, and so is what follows of it."""
        self.firewall()
        texts = [BAD[:12], BAD[12:], "cam on"]
        for mode in ({}, {"empty_begin": True}):
            with self.subTest(**mode):
                reference = 7 + len(mode)
                answers, _ = self.drive(
                    [{**MT, **mode, "text": text, "udh": f"0003{reference:02x}03{number:02x}"}
                     for number, text in enumerate(texts, 1)], "--window", "1", expect=None)
                self.assertEqual(of(answers, "kind"), [("result",), ("error",), ("error",)])
        whole = self.proxy.wait_event("message", part=3)[0]["whole"]
        told = self.proxy.wait_event("message", 3, whole=whole)
        self.assertEqual(of(told, "part", "action"),
                         [(1, "allow"), (2, "reject"), (3, "reject")])
        # Good ones pass, whole.
        answers, _ = self.drive([{**MT, "text": text, "udh": f"0003550{2:x}0{number}"}
                                 for number, text in enumerate(("xin ", "chao"), 1)])
        self.assertEqual(of(answers, "kind"), [("result",)] * 2)

    def test_errors_pass_and_settle(self):
        self.firewall("--error", "absentSubscriberSM")
        answers, _ = self.drive([MT])
        self.assertEqual(of(answers, "error"), [("absentSubscriberSM",)])
        outcome = self.proxy.wait_event("outcome")[0]
        message = self.proxy.events("message")[0]
        self.assertEqual((outcome["outcome"], outcome["message"]),
                         ("refused_upstream", message["id"]))


class Ipa(RelayCases, unittest.TestCase):
    transport = "ipa"

    def network(self):
        return self.ipa()

    def test_rule_answers(self):
        """What goes back is what the first fitting rule says."""
        rule = {"reasons": ["FRAUD_PHISH"]}
        cases = [
            ({"answer": "result"}, ("result", None)),
            ({"answer": "error", "error": "systemFailure"}, ("error", "systemFailure")),
            ({"answer": "error", "error": "sm-DeliveryFailure", "cause": 6},
             ("error", "sm-DeliveryFailure")),
            ({"answer": "abort"}, ("abort", None)),
            ({"answer": "drop"}, ("timeout", None)),
        ]
        ss7 = self.around()
        for answer, wanted in cases:
            with self.subTest(answer=answer):
                proxy = self.start({**ss7, "answers": [{**rule, **answer}]})
                try:
                    answers, _ = self.drive([{**MT, "text": BAD}], "--timeout", "2", expect=None)
                    self.assertEqual(of(answers, "kind", "error"), [wanted])
                finally:
                    proxy.stop()
        self.assertEqual(self.far.rows(), [])

    def test_fraud_learns_nothing(self):
        """Without rules: to a handset it is absorbed, from a handset refused."""
        ss7 = self.around()
        del ss7["answers"]
        self.start(ss7)
        self.addCleanup(self.proxy.stop)
        lines = [{**line, "text": BAD} for line in ALL if line["operation"].endswith("forwardSM")]
        answers, _ = self.drive(lines, "--window", "1")
        self.assertEqual(of(answers, "kind"), [("result",)] * 3 + [("error",)] * 3)
        self.assertEqual(self.far.rows(), [])
        self.assertEqual(len(self.proxy.wait_event("message", 3, action="reject",
                                                   answer="result")), 3)
        self.assertEqual(self.proxy.metric("smsfw_outcomes_total", outcome="absorbed"), 3)

    def test_divert(self):
        """Bad messages go to the trap's title, the rest of the dialogue with them."""
        self.firewall(link={"answers": [{
            "reasons": ["FRAUD_PHISH"], "answer": "divert",
            "divert": {"peer": "radio", "point_code": "30", "title": "84900009999"}}]})
        answers, _ = self.drive([{**MT, "text": BAD}, MT], "--window", "1", "--expect", "result")
        self.assertEqual(len(answers), 2)
        self.assertEqual(of(self.far.wait_rows(2), "called"), [("84900009999",), ("84900000030",)])
        fields, problems = tshark([self.seen(2)[0]["octets"]], "sccp.called.digits",
                                  "gsm_sms.sms_text")
        self.assertEqual((fields, problems), ([["84900009999", BAD]], [["", ""]]))
        self.assertEqual(self.proxy.wait_event("message", answer="divert")[0]["action"], "reject")

    def test_monitor_mode(self):
        """Everything passes, in every version, and the events say what would have been."""
        self.firewall(link={"mode": "monitor"})
        lines = [{**line, "text": BAD} for line in ALL if line["operation"].endswith("forwardSM")]
        answers, _ = self.drive(lines + lines, "--window", "1", "--expect", "result")
        self.assertEqual(len(answers), 12)
        rows = self.far.wait_rows(12)
        fields, problems = tshark([row["octets"] for row in rows], "gsm_sms.sms_text")
        self.assertEqual((fields, problems), ([[BAD]] * 12, [["", ""]] * 12))
        events = self.proxy.wait_event("message", 12, action="reject")
        self.assertEqual({(event["enforced"], event["applied"]) for event in events},
                         {(False, "allow")})
        answers, _ = self.drive([{**MT, "segments": 3, "text": BAD}], "--expect", "result")
        self.proxy.wait_event("message", 13, action="reject")

    def test_origin_checks(self):
        """The service centre of one operator in messages from another: reported, then acted on."""
        networks = [{"name": "a", "prefixes": ["84900"], "trust": "partner"},
                    {"name": "b", "prefixes": ["84911"], "trust": "partner"}]
        faked = {**MT, "service_centre": "84911000001"}
        checks = {"fake_forward": {"mismatch": "reject"}}
        self.firewall(smsc_trust="partner", networks=networks, origin={"checks": checks})
        answers, _ = self.drive([faked, MT], "--window", "1", "--expect", "result")
        event = self.proxy.wait_event("message", action="reject")[0]
        self.assertFalse(event["enforced"])
        self.assertEqual(self.proxy.metric("smsfw_origin_checks_total", check="fake_forward",
                                           answer="mismatch"), 1)
        self.proxy.config["origin"]["checks"]["fake_forward"]["enforce"] = True
        self.proxy.write_config()
        self.proxy.reload()
        answers, _ = self.drive([faked, MT], "--window", "1")
        self.assertEqual(of(answers, "error"), [("illegalSubscriber",), (None,)])

    def test_a_check_that_watches_shields_nothing(self):
        """An argument that cannot be read is refused, whatever monitored checks say of it."""
        self.firewall(smsc_trust="partner", origin={"checks": {"operation_code": {"mismatch":
                      "reject"}, "calling_title": {"mismatch": "reject"}}})
        self.drive([{key: value for key, value in MT.items() if key != "calling"}])
        good = self.far.wait_rows(1)[0]["octets"]
        self.assertEqual(good.count("800800010109000000f1"), 1)
        bad = good.replace("800800010109000000f1", "8f0800010109000000f1")
        answers, _ = self.drive([bad, good], "--window", "1", "--timeout", "2", expect=None)
        self.assertEqual(len(self.far.wait_rows(2)), 2)
        event = self.proxy.wait_event("message", answer="illegalSubscriber")[0]
        self.assertIn("malformed", event["reasons"])
        self.assertIn("calling_title", event["reasons"])

    def test_malformed_is_told_and_the_rest_goes_on(self):
        self.firewall()
        self.drive([MT])
        good = self.far.wait_rows(1)[0]["octets"]
        # No SCCP, an address that ends early, a BER length beyond the end, an argument that is none.
        cut = good[:-8]
        bad = ["00", "0900030d18", cut, good[:40] + "ff" * 20]
        self.drive([*bad, MT], "--window", "1", "--timeout", "2", expect=None)
        self.assertEqual(len(self.far.wait_rows(2)), 2)
        events = self.proxy.wait_event("malformed", 3)
        self.assertEqual({event["listener"] for event in events}, {"smsc"})
        self.assertLessEqual({event["layer"] for event in events}, {"sccp", "tcap"})
        self.assertGreater(self.proxy.metric("smsfw_ss7_notes_total", note="bad_sccp"), 0)
        self.drive([MT] * 20, "--expect", "result")

    def test_stp_dies_and_comes_back(self):
        self.firewall()
        self.drive([MT], "--expect", "result")
        self.stp_process.kill()
        self.proxy.wait_event("link", what="peer", name="radio", state="down")
        status, body = self.proxy.http("GET", "/readyz")
        self.assertEqual((status, "reachable" in body), (503, True))
        self.stp_process.start()
        self.wait_reachable()
        self.assertEqual(self.proxy.http("GET", "/readyz")[0], 200)
        self.drive([MT] * 10, "--expect", "result")

    def test_far_end_is_silent(self):
        """Its messages are given up by the dialogue's timer, and nobody else waits for that."""
        self.firewall("--silent", link={"dialogue_timeout": "10s"})
        self.drive([MT], "--timeout", "1", expect=None)
        self.proxy.wait_event("outcome", timeout=30, outcome="timed_out")
        self.assertEqual(self.proxy.metric("smsfw_ss7_notes_total", note="dialogue_timeout"), 1)

    def test_no_way_on(self):
        """Its STP lives, but the far end does not: what asks for it comes back."""
        self.firewall(link={"routes": [
            {"from": "smsc", "called": ["8491"], "hops": [{"peer": "radio", "point_code": "30"}]},
            {"from": "network", "hops": [{"peer": "smsc", "point_code": "10"}]}]})
        self.drive([MT], "--timeout", "1", expect=None)
        self.assertEqual(self.proxy.metric("smsfw_ss7_unsent_total", side="network",
                                           reason="no_route"), 1)

    def test_replies_that_do_not_pass_here(self):
        """The far end answers the SMSC past the firewall, which sees one half of each dialogue."""
        self.replies_to = 10
        self.firewall(link={"dialogue_timeout": "10s"})
        lines = [{**line, "text": text} for line in (MT, MO) for text in ("xin chao", BAD)]
        lines += [{**MT, "empty_begin": True, "text": text} for text in ("xin chao", BAD)]
        answers, _ = self.drive([*lines, ROUTING, REPORT], "--window", "1")
        self.assertEqual(of(answers, "kind"), [("result",), ("error",)] * 3 + [("result",)] * 2)
        self.assertEqual(self.proxy.metric("smsfw_ss7_units_total", side="network", flow="in"), 0)
        self.assertEqual(len(self.seen(2)), 2)
        # Nobody tells what became of them.
        self.proxy.wait_event("outcome", 3, timeout=30, outcome="timed_out")
        wait_until(lambda: self.proxy.metric("smsfw_table_entries", table="dialogues") == 0,
                   "no dialogue is left")

    def test_status_and_metrics(self):
        self.firewall()
        self.drive([ROUTING, REPORT, READY, MT], "--window", "1", "--expect", "result")
        self.assertEqual(self.proxy.metric("smsfw_ss7_units_total", side="smsc", flow="in"), 4)
        self.assertEqual(self.proxy.metric("smsfw_ss7_units_total", side="network", flow="out"), 4)
        self.assertEqual(self.proxy.metric("smsfw_ss7_units_total", side="smsc", flow="out"), 4)
        self.assertEqual(self.proxy.metric("smsfw_ss7_asp_state", asp="fw-net-asp"), 3)
        self.assertEqual(self.proxy.metric("smsfw_verdicts_total", listener="smsc",
                                           action="allow"), 4)
        event = self.proxy.wait_event("message", operation="mt-forwardSM")[0]
        # The test's settings show subscribers whole and titles masked.
        self.assertEqual((event["imsi"], event["calling"], event["called"]),
                         (IMSI, "84*******10", "84*******30"))
        self.assertEqual((event["context"], event["map_version"]), (25, 3))
        self.assertNotIn("xin chao", str(self.proxy.events()))


class M3ua(RelayCases, unittest.TestCase):
    needs_sctp = True
    transport = "m3ua"

    def network(self):
        return self.m3ua()


class Example(unittest.TestCase):
    """deploy/examples as it stands: ss7.yaml with osmo-stp.cfg, at their ports."""

    peer = "osmo-stp"
    needs_sctp = True

    @staticmethod
    def end(code, name):
        return ["--connect", f"{LOCAL}:2905", "--register", "--as", name,
                "--point-code", str(code), "--peer-point-code", "20"]

    def test_as_it_stands(self):
        examples = os.path.join(ROOT, "deploy", "examples")
        stp = Process([need("osmo-stp", "osmo-stp"), "-c", os.path.join(examples, "osmo-stp.cfg")])
        self.addCleanup(stp.kill)
        directory = tempfile.mkdtemp(prefix="smsfw-test-")
        self.addCleanup(shutil.rmtree, directory, True)
        os.symlink(os.path.join(ROOT, "signatures"), os.path.join(directory, "signatures"))
        proxy = Process([executable("smsc-proxy"), "--config",
                         os.path.join(examples, "ss7.yaml")], directory)
        self.addCleanup(proxy.stop)
        proxy.wait_line("control 127.0.0.1:9481$", 120)
        proxy.wait_line("ready$")
        far = Answerer(*self.end(30, "radio"), "--print")
        self.addCleanup(far.end)
        far.wait_reachable(PATIENT)

        def ready():
            connection = http.client.HTTPConnection("127.0.0.1", 9481, timeout=seconds())
            try:
                connection.request("GET", "/readyz")
                return connection.getresponse().status == 200
            finally:
                connection.close()
        wait_until(ready, "the firewall is ready", PATIENT)
        # Fraud that the shipped packs know, and a greeting.
        bad = "VCB thong bao tai khoan bi khoa, xac minh tai http://vcb-verify.example.xyz/login"

        kinds = []

        def send(text):
            answers, _ = drive([{**MO, "text": text}], "--connect-timeout", str(seconds(PATIENT)),
                               *self.end(10, "smsc"), expect=None)
            kinds.append(answers[0]["kind"])
            return kinds[-1]
        self.assertEqual(send("xin chao"), "result")
        # A guest that stands still for 5 ms is overloaded, and sheds the look at texts.
        wait_until(lambda: send(bad) == "error", "fraud is refused")
        self.assertEqual(len(far.wait_rows(kinds.count("result"))), kinds.count("result"))


if __name__ == "__main__":
    unittest.main()
