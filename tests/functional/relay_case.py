"""What relay tests share: one proxy and one fake SMSC a class, a fresh pair of peers a test."""

import itertools
import unittest

import smpp_wire as wire
from processes import ProxyProcess, listener, upstream
from smpp_peers import FakeSmsc, bound_esme

_names = itertools.count(1)


class RelayCase(unittest.TestCase):
    """A transparent relay. Classes change `listener_keys`, `upstream_keys`, `proxy_keys`."""

    listener_keys = {}
    upstream_keys = {}
    proxy_keys = {}
    smsc_receive_buffer = None

    @classmethod
    def setUpClass(cls):
        cls.smsc = FakeSmsc(cls.smsc_receive_buffer)
        cls.usual_answers = dict(cls.smsc.answers)
        cls.addClassCleanup(cls.smsc.close)
        cls.proxy = ProxyProcess([upstream(cls.smsc.address, **cls.upstream_keys)],
                                 [listener(**cls.listener_keys)], **cls.proxy_keys)
        cls.addClassCleanup(cls.stop_proxy)

    @classmethod
    def stop_proxy(cls):
        cls.proxy.stop()

    def setUp(self):
        self.smsc.answers.clear()
        self.smsc.answers.update(self.usual_answers)

    def pair(self, kind=wire.BIND_TRANSCEIVER, **fields):
        """(ESME, the SMSC's end of its bind)."""
        name = f"esme{next(_names)}"
        esme = bound_esme(self.proxy.address, kind, system_id=name, **fields)
        self.addCleanup(esme.close)
        return esme, self.smsc_end(name)

    def smsc_end(self, name):
        def bound():
            for link, pdu in self.smsc.received:
                if pdu.command in wire.BINDS and pdu.text("system_id") == name:
                    return link
            return None
        return self.smsc.wait_for(bound, f"the bind of {name}")

    def assert_status(self, pdu, status):
        self.assertEqual(hex(pdu.status), hex(status), pdu)


def submit_fields(**fields):
    return {"source_addr": "SENDER", "destination_addr": "84912345678",
            "short_message": "Xin chao", **fields}
