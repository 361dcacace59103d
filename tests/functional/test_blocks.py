"""Dynamic blocks of limits as the event file tells of them."""

import datetime
import signal
import unittest

import smpp_wire as wire
from processes import ProxyProcess, listener, upstream
from relay_case import RelayCase
from smpp_peers import FakeSmsc, bound_esme
from waiting import seconds

LIMIT = {"name": "per_source", "key": "source", "warn": {"count": 2, "per": "1h"},
         "block": {"count": 3, "per": "1h", "for": "2s"}}


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Blocks(RelayCase):
    proxy_keys = {"limits": [LIMIT]}

    def test_warned_started_and_ended(self):
        esme, _ = self.pair()
        statuses = [esme.submit(source_addr="84900000001").status for _ in range(6)]
        self.assertEqual(statuses, [0, 0, 0, wire.RSUBMITFAIL, wire.RSUBMITFAIL,
                                    wire.RSUBMITFAIL])
        self.assert_status(esme.submit(source_addr="84900000002"), wire.OK)
        started = self.proxy.wait_event("block", what="started")[0]
        shown = {"limit": "per_source", "key_of": "source", "key": "84900000001"}
        self.assertEqual({**started, **shown, "action": "reject", "enforced": True, "count": 3},
                         started)
        version = self.proxy.events("message")[-1]["ruleset"]
        self.assertEqual(started["ruleset"], version)
        self.assertEqual(moment(started["until"]) - moment(started["ts"]),
                         datetime.timedelta(seconds=2))
        status, body = self.proxy.http("GET", "/api/v1/blocks")
        self.assertEqual(status, 200)
        self.assertIn("8490*****01", body)
        ended = self.proxy.wait_event("block", what="ended")[0]
        self.assertEqual({**ended, **shown, "reason": "expired", "count": 3}, ended)
        # Told at two moments, each by the wall clock of its own.
        self.assertLess(abs(moment(ended["ts"]) - moment(started["until"])),
                        datetime.timedelta(milliseconds=100))
        # The warning once, before the block; nothing of the other sender.
        warned = self.proxy.events("block", what="warned")
        self.assertEqual(len(warned), 1)
        self.assertEqual({**warned[0], **shown, "action": "tag", "count": 2}, warned[0])
        self.assertEqual(len(self.proxy.events("block")), 3)
        self.assertEqual(self.proxy.metric("smsfw_table_evictions_total", table="block_notes"), 0)


class Stop(unittest.TestCase):
    def test_blocks_end_with_the_process(self):
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        limit = {"name": "bind", "key": "system_id",
                 "block": {"count": 1, "per": "1h", "for": "1h"}}
        proxy = ProxyProcess([upstream(smsc.address)], [listener()], limits=[limit])
        self.addCleanup(proxy.stop)
        esme = bound_esme(proxy.address, system_id="partner")
        self.addCleanup(esme.close)
        for _ in range(3):
            esme.submit()
        proxy.signal(signal.SIGTERM)
        proxy.process.wait(seconds(30))
        started, ended = proxy.events("block")
        self.assertEqual((started["what"], started["key"]), ("started", "partner"))
        self.assertEqual((ended["what"], ended["key"]), ("ended", "partner"))
        self.assertEqual((ended["reason"], ended["count"]), ("stopping", 2))
        self.assertLess(moment(ended["ts"]), moment(ended["until"]))


class Crowd(unittest.TestCase):
    def test_more_blocks_than_are_followed(self):
        """Of 200 blocks in the smallest table 64 are followed; the others are counted."""
        smsc = FakeSmsc()
        self.addCleanup(smsc.close)
        limit = {"name": "per_source", "key": "source",
                 "block": {"count": 1, "per": "1h", "for": "1h"}}
        proxy = ProxyProcess([upstream(smsc.address)], [listener()], limits=[limit],
                             limit_state={"memory": 65536})
        self.addCleanup(proxy.stop)
        esme = bound_esme(proxy.address)
        self.addCleanup(esme.close)
        for i in range(200):
            for _ in range(2):
                esme.submit(source_addr=f"849{i:08}")
        # A few are forgotten with their entries, where five meet in a bucket of four.
        evicted = proxy.metric("smsfw_table_evictions_total", table="block_notes")
        self.assertGreater(evicted, 100)
        self.assertLessEqual(evicted, 200 - 64)
        self.assertLessEqual(proxy.metric("smsfw_table_entries", table="blocks"), 64)
        proxy.signal(signal.SIGTERM)
        proxy.process.wait(seconds(30))
        started = proxy.events("block", what="started")
        ended = proxy.events("block", what="ended")
        self.assertLessEqual(len(started), 200)
        self.assertGreaterEqual(len(ended), 64)
        self.assertGreaterEqual(len(ended), len(started) - evicted)
        self.assertLessEqual({event["key"] for event in ended},
                             {event["key"] for event in started})


if __name__ == "__main__":
    unittest.main()
