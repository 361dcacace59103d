"""The SS7 link in a network with Osmocom's STP: over M3UA and SCTP, and over IPA and TCP.

The generator has point code 10, the firewall 20 (over IPA also 21: one point code a side), the
responder 30. The firewall is the link with a relay of a few lines in place of the real one.
"""

import contextlib
import socket
import struct
import unittest

from peer_case import free_ports, need
from ss7_peers import LOCAL, Node, RawM3ua, Stp, data, parameter
from waiting import wait_until

SCCP = bytes.fromhex("09000306090204420842060444420806")
# A peer that is waited for may have just begun to wait until it tries again.
PATIENT = 40


def client(name, port, local_port=0):
    keys = {"name": name, "remote": [LOCAL], "remote_port": port}
    if local_port:
        keys["local_port"] = local_port
    return keys


def server(name, port, remote_port=0):
    return {"name": name, "role": "server", "local": [LOCAL], "local_port": port,
            "remote": [LOCAL], "remote_port": remote_port}


def link(point_code, servers, peers, **keys):
    return {"point_code": point_code, "application_servers": servers, "peers": peers,
            "reconnect": {"min": "1s", "max": "2s"}, **keys}


def peer(name, side, codes, servers, trust="partner"):
    return {"name": name, "side": side, "trust": trust, "point_codes": codes,
            "application_servers": servers}


class NetworkCase(unittest.TestCase):
    peer = "osmo-stp"

    def node(self, config, *options):
        node = Node(config, *options)
        self.addCleanup(node.end)
        return node

    def stp(self, transport, nodes, port=None, **options):
        port = port or free_ports(1)[0]
        stp = Stp(need("osmo-stp", "osmo-stp"), transport, port, nodes, **options)
        self.addCleanup(stp.stop)
        return stp

    def all_reachable(self):
        for node, name in ((self.firewall, "generator"), (self.firewall, "responder"),
                           (self.generator, "firewall"), (self.responder, "firewall")):
            node.wait_last(f"peer {name}", "reachable", PATIENT)

    def exchange(self, generator, count=1, **label):
        """Sends to the firewall and waits for the responder's echo."""
        before = len(generator.msus())
        generator.send("firewall", SCCP, 10, 20, count=count, **label)
        return generator.wait_msus(before + count, 20)[before:]

    def congest(self, firewall, peer_name, body, dpc):
        """Sends to a peer that reads nothing until it is congested: how many were taken."""
        for _ in range(40):
            firewall.send(peer_name, body, 20, dpc, count=500)
        wait_until(lambda: firewall.count("send ") == 40, "all commands")
        counters = firewall.counters()[peer_name]
        self.assertGreater(counters["congested"], 0)
        self.assertEqual(counters["sent"] + counters["congested"], 20000)
        return counters["sent"]


class Ipa(NetworkCase):
    def network(self, count=1, **firewall_keys):
        """A generator, the firewall and a responder around `count` STPs."""
        nodes = [("gen", 10, 20, None), ("fw-smsc", 20, 10, None), ("fw-net", 21, 30, None),
                 ("resp", 30, 21, None)]
        self.stps = [self.stp("ipa", [(f"{name}{n}", *rest) for name, *rest in nodes])
                     for n in range(count)]

        def servers(*names):
            return [{"name": f"{name}{n}", "transport": "ipa",
                     "asps": [client(f"{name}-asp{n}", stp.port)]}
                    for name in names for n, stp in enumerate(self.stps)]

        def ways(name):
            return [f"{name}{n}" for n in range(count)]

        self.responder = self.node(
            link(30, servers("resp"), [peer("firewall", "smsc", [21], ways("resp"))]), "--echo")
        self.firewall = self.node(
            link(20, servers("fw-smsc", "fw-net"),
                 [peer("generator", "smsc", [10], ways("fw-smsc")),
                  peer("responder", "network", [30], ways("fw-net"))], **firewall_keys), "--relay")
        self.generator = self.node(
            link(10, servers("gen"), [peer("firewall", "network", [20], ways("gen"))]))
        self.all_reachable()

    def test_there_and_back(self):
        self.network()
        echoes = self.exchange(self.generator)
        self.assertEqual(echoes, [("firewall", "network", 1, 20, 10, 3, 2, 0, 0, SCCP)])
        self.exchange(self.generator, count=2000)
        counters = self.firewall.counters()
        self.assertEqual((counters["generator"]["in"], counters["responder"]["in"]), (2001, 2001))

    def test_order(self):
        """Many frames in one read, frames cut by the end of one."""
        self.network()
        bodies = [SCCP + struct.pack(">H", n) * (1 + n % 90) for n in range(600)]
        for body in bodies:
            self.generator.send("firewall", body, 10, 20)
        self.assertEqual([msu[-1] for msu in self.generator.wait_msus(len(bodies), 20)], bodies)

    def test_stp_restarts(self):
        self.network()
        self.exchange(self.generator)
        self.stps[0].kill()
        self.firewall.wait_last("peer generator", "unreachable")
        self.firewall.wait_last("peer responder", "unreachable")
        self.generator.wait_last("peer firewall", "unreachable")
        self.generator.send("firewall", SCCP, 10, 20)
        self.generator.wait_line("send down")
        self.stps[0].start()
        self.all_reachable()
        self.exchange(self.generator)

    def test_failover(self):
        """A peer over two STPs is reached while one of them stands."""
        self.network(count=2)
        self.exchange(self.generator)
        self.stps[0].kill()
        for node, name in ((self.firewall, "fw-smsc0"), (self.firewall, "fw-net0"),
                           (self.generator, "gen0"), (self.responder, "resp0")):
            node.wait_last(f"server {name}", "0")
        self.exchange(self.generator, count=10)
        self.assertEqual(self.firewall.count("peer generator unreachable"), 0)

    def test_hold(self):
        """Held back, nothing is lost, however much more than the queue takes comes in."""
        self.network(queue_messages=16)
        self.exchange(self.generator)
        self.firewall.command("hold")
        # The answer shows that the firewall has read the command.
        taken = self.firewall.counters()["generator"]["in"]
        self.generator.send("firewall", SCCP, 10, 20, count=3000)
        self.generator.wait_line("send sent")
        self.assertEqual(self.firewall.counters()["generator"]["in"], taken)
        self.firewall.command("release")
        self.generator.wait_msus(3001, 30)

    def test_firewall_as_server(self):
        """The peer connects to us."""
        port = free_ports(1)[0]
        firewall = self.node(link(20, [
            {"name": "smsc", "transport": "ipa", "asps": [server("smsc-asp", port)]}],
            [peer("generator", "smsc", [10], ["smsc"])]))
        generator = self.node(link(10, [
            {"name": "smsc", "transport": "ipa", "asps": [client("asp", port)]}],
            [peer("firewall", "network", [20], ["smsc"])]))
        generator.wait_last("peer firewall", "reachable", PATIENT)
        firewall.wait_last("peer generator", "reachable", PATIENT)
        generator.send("firewall", SCCP, 10, 20)
        self.assertEqual(firewall.wait_msus(1),
                         [("generator", "smsc", 1, 10, 20, 3, 2, 0, 0, SCCP)])
        generator.end()
        firewall.wait_last("peer generator", "unreachable")

    def raw_server(self, **keys):
        """The firewall, connected to a socket of the test, past the exchange of names."""
        listener = socket.create_server((LOCAL, 0))
        self.addCleanup(listener.close)
        listener.settimeout(PATIENT)
        firewall = self.node(link(20, [
            {"name": "fw", "transport": "ipa",
             "asps": [client("fw-asp", listener.getsockname()[1])]}],
            [peer("generator", "smsc", [10], ["fw"])], **keys))
        return listener, firewall, self.raw_accept(listener)

    def raw_accept(self, listener):
        connection, _ = listener.accept()
        self.addCleanup(connection.close)
        connection.settimeout(PATIENT)
        connection.sendall(bytes.fromhex("0003fe040101"))  # who is there?
        self.assertIn(b"fw", connection.recv(1000))
        connection.sendall(bytes.fromhex("0001fe06"))  # known
        self.assertEqual(connection.recv(4), bytes.fromhex("0001fe06"))
        return connection

    def test_heartbeats(self):
        """Ours are sent, and a peer that does not answer them is left; its own are answered."""
        listener, firewall, connection = self.raw_server(heartbeat="1s")
        firewall.wait_last("asp fw-asp", "active")
        connection.sendall(bytes.fromhex("0001fe00"))
        seen = b""
        while True:
            part = connection.recv(100)
            if not part:
                break
            seen += part
        self.assertEqual(seen.count(bytes.fromhex("0001fe00")), 2)
        self.assertEqual(seen.count(bytes.fromhex("0001fe01")), 1)
        again = self.raw_accept(listener)
        firewall.wait_last("asp fw-asp", "active")
        again.sendall(bytes.fromhex("0002fd0901"))
        self.assertEqual(firewall.wait_msus(1)[0][-1], b"\x09\x01")

    def test_slow_peer(self):
        """A peer that reads nothing: congestion is said, and later all that was taken arrives
        whole."""
        _, firewall, connection = self.raw_server(max_output="64k", heartbeat="0s")
        firewall.wait_last("asp fw-asp", "active")
        body = SCCP * 64
        sent = self.congest(firewall, "generator", body, 10)
        frame = struct.pack(">HB", len(body), 0xfd) + body
        with connection.makefile("rb") as stream:
            for _ in range(sent):
                self.assertEqual(stream.read(len(frame)), frame)
            firewall.send("generator", SCCP, 20, 10)
            self.assertEqual(stream.read(3 + len(SCCP)), b"\0\x10\xfd" + SCCP)

    def test_bad_frames(self):
        """What is no frame of ours is counted, and the rest goes on."""
        _, firewall, connection = self.raw_server()
        firewall.wait_last("asp fw-asp", "active")
        frames = bytes.fromhex("0000fe 0003ee010203 ffff00") + bytes(65535)
        connection.sendall(frames + bytes.fromhex("1201fd") + bytes(0x1201)
                           + bytes.fromhex("0002fd0901"))
        self.assertEqual(firewall.wait_msus(1)[0][-1], b"\x09\x01")
        refusals = firewall.counters()["refusals fw"]
        self.assertEqual((refusals[0], refusals[6]), (3, 1))

    def test_bad_identity(self):
        """Traffic before the exchange of names ends the connection; the next one may do better."""
        listener, firewall, connection = self.raw_server()
        connection.close()
        worse, _ = listener.accept()
        worse.settimeout(PATIENT)
        worse.sendall(bytes.fromhex("0002fd0901"))
        with contextlib.suppress(ConnectionResetError):  # it left something unread
            self.assertEqual(worse.recv(100), b"")
        worse.close()
        self.raw_accept(listener)
        firewall.wait_last("asp fw-asp", "active")
        self.assertEqual(firewall.msus(), [])


class M3ua(NetworkCase):
    needs_sctp = True

    def network(self, count=1, mode="override"):
        ports = iter(free_ports(3 * count))
        nodes = [(name, code, [next(ports) for _ in range(count)])
                 for name, code in (("gen", 10), ("fw", 20), ("resp", 30))]
        # Each STP knows one ASP of each node.
        self.stps = [self.stp("m3ua", [(name, code, [own[n]], mode) for name, code, own in nodes])
                     for n in range(count)]

        def servers(name):
            code, own = next((code, own) for one, code, own in nodes if one == name)
            return [{"name": name, "routing_context": code, "traffic_mode": mode,
                     "asps": [client(f"{name}-asp{n}", stp.port, own[n])
                              for n, stp in enumerate(self.stps)]}]

        self.responder = self.node(
            link(30, servers("resp"), [peer("firewall", "smsc", [20], ["resp"])]), "--echo")
        self.firewall = self.node(
            link(20, servers("fw"), [peer("generator", "smsc", [10], ["fw"], "own"),
                                     peer("responder", "network", ["0-3-6"], ["fw"])]), "--relay")
        self.generator = self.node(
            link(10, servers("gen"), [peer("firewall", "network", [20], ["gen"])]))
        self.all_reachable()

    def test_label_is_kept(self):
        """Both ways through the STP and us: SLS, network indicator and priority stay."""
        self.network()
        echoes = self.exchange(self.generator, ni=2, mp=1, sls=13)
        self.assertEqual(echoes, [("firewall", "network", 1, 20, 10, 3, 2, 1, 13, SCCP)])
        for sls in range(16):
            self.assertEqual(self.exchange(self.generator, sls=sls)[0][8], sls)
        self.exchange(self.generator, count=300)

    def test_loadshare_and_failover(self):
        """Two ASPs over two STPs share the selections; when one dies all go by the other, and it
        is found again."""
        self.network(count=2, mode="loadshare")
        for node, name in ((self.firewall, "fw"), (self.generator, "gen"),
                           (self.responder, "resp")):
            node.wait_last(f"server {name}", "2", PATIENT)
        for sls in range(16):
            self.exchange(self.generator, sls=sls)
        self.stps[0].kill()
        for node, name in ((self.firewall, "fw"), (self.generator, "gen"),
                           (self.responder, "resp")):
            node.wait_last(f"server {name}", "1")
        for sls in range(16):
            self.assertEqual(self.exchange(self.generator, sls=sls)[0][8], sls)
        self.assertEqual(self.firewall.count("peer generator unreachable"), 0)
        self.stps[0].start()
        self.firewall.wait_last("server fw", "2", PATIENT)
        self.generator.wait_last("server gen", "2", PATIENT)
        self.responder.wait_last("server resp", "2", PATIENT)
        for sls in range(16):
            self.exchange(self.generator, sls=sls)

    def test_withdraw(self):
        """Asked not to serve, we tell the STP; asked again, one ASP of two takes the traffic."""
        fw, gen = free_ports(2), free_ports(1)
        stp = self.stp("m3ua", [("fw", 20, fw, "override"), ("gen", 10, gen, "override")])
        firewall = self.node(link(20, [
            {"name": "fw", "routing_context": 20, "asps": [
                client("first", stp.port, fw[0]), client("second", stp.port, fw[1])]}],
            [peer("generator", "smsc", [10], ["fw"])]))
        generator = self.node(link(10, [
            {"name": "gen", "routing_context": 10, "asps": [client("gen-asp", stp.port, gen[0])]}],
            [peer("firewall", "network", [20], ["gen"])]))
        generator.wait_last("peer firewall", "reachable", PATIENT)
        wait_until(lambda: firewall.count("asp first inactive") and
                   firewall.count("asp second inactive"), "both are up", PATIENT)
        firewall.wait_last("server fw", "1", PATIENT)
        generator.send("firewall", SCCP, 10, 20)
        firewall.wait_msus(1)
        firewall.command("withdraw")
        firewall.wait_last("server fw", "0", PATIENT)
        firewall.command("serve")
        firewall.wait_last("server fw", "1", PATIENT)
        generator.send("firewall", SCCP, 10, 20)
        firewall.wait_msus(2)
        self.assertEqual(firewall.count("server fw 2"), 0)

    def test_registration(self):
        """Nobody is configured: all three have the STP assign their routing contexts, from any
        port, and again when it has forgotten them."""
        stp = self.stp("m3ua", [], dynamic=True)

        def servers(name):
            return [{"name": name, "register": "true", "asps": [client(f"{name}-asp", stp.port)]}]
        self.responder = self.node(
            link(30, servers("resp"), [peer("firewall", "smsc", [20], ["resp"])]), "--echo")
        self.firewall = self.node(
            link(20, servers("fw"), [peer("generator", "smsc", [10], ["fw"], "own"),
                                     peer("responder", "network", [30], ["fw"])]), "--relay")
        self.generator = self.node(
            link(10, servers("gen"), [peer("firewall", "network", [20], ["gen"])]))
        self.all_reachable()
        self.exchange(self.generator, count=20)
        stp.kill()
        for name in ("generator", "responder"):
            self.firewall.wait_last(f"peer {name}", "unreachable")
        self.generator.wait_last("peer firewall", "unreachable")
        stp.start()
        self.all_reachable()
        self.exchange(self.generator, count=20)
        self.assertNotIn("ss7.not_registered", self.firewall.stderr())

    def test_registration_is_not_permitted(self):
        """An STP that knows only what it is configured for refuses: status 5."""
        port = free_ports(1)[0]
        stp = self.stp("m3ua", [("gen", 10, [port], "override")])
        firewall = self.node(link(20, [
            {"name": "fw", "register": "true", "asps": [client("fw-asp", stp.port, port)]}],
            [peer("generator", "smsc", [10], ["fw"])]))
        wait_until(lambda: '"reason":"status 5"' in firewall.stderr(), "the refusal", PATIENT)
        self.assertEqual(firewall.count("asp fw-asp active"), 0)

    REQUEST = parameter(0x0207, parameter(0x020a, struct.pack(">I", 1))
                        + parameter(0x000b, struct.pack(">I", 1))
                        + parameter(0x020b, struct.pack(">I", 20)))

    @staticmethod
    def registration(status, context, local=1):
        """A Registration Result."""
        return parameter(0x0208, parameter(0x020a, struct.pack(">I", local))
                         + parameter(0x0212, struct.pack(">I", status))
                         + parameter(0x0006, struct.pack(">I", context)))

    def test_registration_is_refused(self):
        """It is said once and tried again; what is assigned in the end is sent and expected, until
        the association ends."""
        firewall, (raw,) = self.raw_gateways(("only",), "override", routing={"register": "true"})
        for _ in range(3):
            self.assertEqual(raw.expect(9, 1), self.REQUEST)
            raw.message(9, 2, self.registration(9, 0))
        raw.expect(9, 1)
        raw.message(0, 0, parameter(0x000c, struct.pack(">I", 3)))  # no such class of messages
        raw.expect(9, 1)
        self.assertEqual(firewall.count("asp only active"), 0)
        raw.message(4, 3)  # an acknowledgement to nothing does not make us active
        raw.message(9, 2, self.registration(12, 321))  # registered already, as that
        self.assertEqual(raw.expect(4, 1), parameter(0x000b, struct.pack(">I", 1))
                         + parameter(0x0006, struct.pack(">I", 321)))
        self.assertEqual(firewall.count("asp only active"), 0)
        raw.message(4, 3, parameter(0x0006, struct.pack(">I", 321)))
        firewall.wait_last("peer responder", "reachable")
        firewall.send("responder", SCCP, 20, 30)
        self.assertEqual(raw.expect(1, 1), data(321, 20, 30, SCCP))
        raw.message(9, 2, self.registration(0, 322))  # nobody asked
        self.assertEqual(raw.expect(0, 0), parameter(0x000c, struct.pack(">I", 6)))
        for context in (0, 322, 321):
            raw.message(1, 1, data(context, 30, 20, SCCP), stream=1)
        firewall.wait_msus(1)
        self.assertEqual(len(firewall.msus()), 1)
        self.assertEqual(firewall.counters()["refusals fw"][2], 2)
        lines = [line for line in firewall.stderr().splitlines() if "ss7.not_registered" in line]
        self.assertEqual(['"reason":"status 9"' in line for line in lines], [True, False], lines)
        self.assertIn('"reason":"error 3"', lines[1])
        raw.close()
        raw = self.raw_accept(self.listeners[0])
        self.assertEqual(raw.expect(9, 1), self.REQUEST)
        raw.message(9, 2, self.registration(0, 7))
        self.assertEqual(raw.expect(4, 1)[8:], parameter(0x0006, struct.pack(">I", 7)))

    def test_hostile_registration(self):
        """What is no answer to our request is malformed; the right one behind it is taken."""
        firewall, (raw,) = self.raw_gateways(("only",), "override", routing={"register": "true"})
        raw.expect(9, 1)
        good = self.registration(0, 7)
        hostile = [(self.registration(0, 7, local=2), 0x12),   # another's key
                   (good + good, 0x12),
                   (good[4:], 0x16),                           # not nested
                   (parameter(0x0208, good), 0x16),            # nested once more
                   (parameter(0x0208, good[4:] + bytes.fromhex("0006ffff")), 0x12),
                   (parameter(0x0208, good[4:] * 200), 0x12),  # beyond all bounds
                   (self.registration(0, 0), 0x19),
                   (b"", 0x16)]
        for octets, code in hostile:
            raw.message(9, 2, octets)
            self.assertEqual(raw.expect(0, 0), parameter(0x000c, struct.pack(">I", code)),
                             octets[:64].hex())
        raw.message(9, 4)  # no answer to a registration at all
        self.assertEqual(raw.expect(0, 0), parameter(0x000c, struct.pack(">I", 4)))
        self.assertEqual(firewall.counters()["refusals fw"][0], len(hostile))
        self.assertEqual(firewall.count("asp only active"), 0)
        raw.message(9, 2, good)
        self.assertEqual(raw.expect(4, 1)[8:], parameter(0x0006, struct.pack(">I", 7)))

    def raw_accept(self, listener):
        raw = RawM3ua.of(listener.accept()[0], PATIENT)
        self.addCleanup(raw.close)
        raw.expect(3, 1)
        raw.message(3, 4)
        return raw

    def raw_gateways(self, names, mode, routing=None, **keys):
        """The firewall, and a raw signalling gateway for each of its ASPs, all up."""
        gateways = self.listeners = []
        for _ in names:
            gateway = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)
            self.addCleanup(gateway.close)
            gateway.bind((LOCAL, 0))
            gateway.listen()
            gateway.settimeout(PATIENT)
            gateways.append(gateway)
        firewall = self.node(link(20, [
            {"name": "fw", "traffic_mode": mode, **(routing or {"routing_context": 20}),
             "asps": [client(name, gateway.getsockname()[1])
                      for name, gateway in zip(names, gateways)]}],
            [peer("responder", "network", [30], ["fw"])], **keys))
        return firewall, [self.raw_accept(gateway) for gateway in gateways]

    @staticmethod
    def take_active(raw):
        asked = raw.expect(4, 1)
        raw.message(4, 3, parameter(0x0006, struct.pack(">I", 20)))
        return asked

    def test_override(self):
        """One of two ASPs asks for the traffic; when its connection dies the other does."""
        firewall, (first, second) = self.raw_gateways(("first", "second"), "override")
        asked = self.take_active(first)
        self.assertEqual(asked, parameter(0x000b, struct.pack(">I", 1))
                         + parameter(0x0006, struct.pack(">I", 20)))
        firewall.wait_last("asp first", "active")
        for of_class, of_type in ((3, 1), (4, 1)):  # no gateway asks that of us
            first.message(of_class, of_type)
            self.assertEqual(first.expect(0, 0), parameter(0x000c, struct.pack(">I", 6)))
        first.message(3, 4)  # acknowledged again: nothing happens
        firewall.wait_last("asp second", "inactive")
        firewall.send("responder", SCCP, 20, 30)
        self.assertEqual(first.expect(1, 1), data(20, 20, 30, SCCP))
        first.close()
        self.take_active(second)
        firewall.wait_last("asp second", "active")
        firewall.wait_last("asp first", "down")
        firewall.send("responder", SCCP, 20, 30, sls=1)
        self.assertEqual(second.expect(1, 1), data(20, 20, 30, SCCP, sls=1))

    def test_override_of_servers(self):
        """Two processes of the peer connect to us: who asked last has the traffic, and back."""
        port, *own = free_ports(3)
        firewall = self.node(link(20, [
            {"name": "smsc", "routing_context": 7, "asps": [
                server("first", port, own[0]), server("second", port, own[1])]}],
            [peer("generator", "smsc", [10], ["smsc"])]))
        raws = [RawM3ua(port, number) for number in own]
        for raw in raws:
            self.addCleanup(raw.close)
            raw.message(3, 1)
            raw.expect(3, 4)

        def take_over(sls, raw, name, other=None, other_name=None):
            raw.message(4, 1, parameter(0x0006, struct.pack(">I", 7)))
            raw.expect(4, 3)
            firewall.wait_last(f"asp {name}", "active")
            if other:
                firewall.wait_last(f"asp {other_name}", "inactive")
                status = parameter(0x000d, struct.pack(">HH", 2, 2))  # alternate ASP active
                while not other.expect(0, 1).startswith(status):
                    pass
                other.message(1, 1, data(7, 10, 20, b"too late"), stream=1)
            firewall.wait_last("server smsc", "1")
            firewall.send("generator", SCCP, 20, 10, sls=sls)
            self.assertEqual(raw.expect(1, 1), data(7, 20, 10, SCCP, sls=sls))
            raw.message(1, 1, data(7, 10, 20, SCCP, sls=sls), stream=1)
            self.assertEqual(firewall.wait_msus(sls)[sls - 1][8:], (sls, SCCP))
        first, second = (raws[0], "first"), (raws[1], "second")
        take_over(1, *first)
        take_over(2, *second, *first)
        take_over(3, *first, *second)
        take_over(4, *second, *first)
        self.assertEqual(firewall.count("peer generator unreachable"), 0)
        wait_until(lambda: firewall.counters()["refusals smsc"][1] == 3, "what came too late")
        raws[1].close()
        firewall.wait_last("asp second", "down")
        take_over(5, *first)

    def test_displaced(self):
        """Another process took the traffic over; we are quiet until the gateway has nobody."""
        firewall, (raw,) = self.raw_gateways(("only",), "override")
        self.take_active(raw)
        firewall.wait_last("peer responder", "reachable")
        raw.message(0, 1, parameter(0x000d, struct.pack(">HH", 2, 2)))  # alternate ASP active
        firewall.wait_last("peer responder", "unreachable")
        firewall.send("responder", SCCP, 20, 30)
        firewall.wait_line("send down")
        raw.message(0, 1, parameter(0x000d, struct.pack(">HH", 1, 4)))  # AS pending
        self.take_active(raw)
        firewall.wait_last("peer responder", "reachable")
        firewall.send("responder", SCCP, 20, 30)
        self.assertEqual(raw.expect(1, 1), data(20, 20, 30, SCCP))

    def test_shares(self):
        """Loadshare: a selection keeps to one association, in order, and both are used."""
        firewall, raws = self.raw_gateways(("first", "second"), "loadshare")
        for raw in raws:
            self.assertEqual(self.take_active(raw), parameter(0x000b, struct.pack(">I", 2))
                             + parameter(0x0006, struct.pack(">I", 20)))
        firewall.wait_last("server fw", "2")
        for n in range(32):
            firewall.send("responder", bytes([n]), 20, 30, sls=n % 16)
        for own, raw in enumerate(raws):
            for _ in range(16):
                label = raw.expect(1, 1)[12:]
                sls, n = label[11], label[12]
                self.assertEqual((sls % 2, n % 16), (own, sls))

    def test_slow_peer(self):
        """A peer that reads nothing: congestion is said, and later all that was taken arrives."""
        firewall, (raw,) = self.raw_gateways(("only",), "override", max_output="64k",
                                             heartbeat="0s")
        self.take_active(raw)
        firewall.wait_last("peer responder", "reachable")
        body = SCCP * 16
        for _ in range(self.congest(firewall, "responder", body, 30)):
            self.assertEqual(raw.expect(1, 1), data(20, 20, 30, body))
        firewall.send("responder", SCCP, 20, 30)
        self.assertEqual(raw.expect(1, 1), data(20, 20, 30, SCCP))

    def test_stp_restarts(self):
        self.network()
        self.exchange(self.generator)
        self.stps[0].kill()
        self.firewall.wait_last("peer generator", "unreachable")
        self.firewall.wait_last("peer responder", "unreachable")
        self.generator.wait_last("peer firewall", "unreachable")
        self.stps[0].start()
        self.all_reachable()
        self.exchange(self.generator)

    def gateway(self):
        """The firewall with a raw peer that connects to it, and a responder behind an STP."""
        port, fw, resp = free_ports(3)
        stp = self.stp("m3ua", [("fw", 20, [fw], "override"), ("resp", 30, [resp], "override")])
        self.responder = self.node(link(30, [
            {"name": "resp", "routing_context": 30, "asps": [client("r", stp.port, resp)]}],
            [peer("anyone", "smsc", [], ["resp"])]))
        self.firewall = self.node(link(20, [
            {"name": "smsc", "routing_context": 7, "asps": [server("smsc-asp", port)]},
            {"name": "fw", "routing_context": 20, "asps": [client("fw-asp", stp.port, fw)]}],
            [peer("generator", "smsc", [10], ["smsc"]),
             peer("responder", "network", [30], ["fw"])]), "--relay")
        raw = RawM3ua(port)
        self.addCleanup(raw.close)
        raw.go_active(7)
        for name in ("generator", "responder"):
            self.firewall.wait_last(f"peer {name}", "reachable", PATIENT)
        self.responder.wait_last("peer anyone", "reachable", PATIENT)
        return raw

    def test_nothing_passes_by_itself(self):
        """What is addressed to the far end's point code, and not to us, goes nowhere; nor does what
        comes from a stranger, for another user part, or under another routing context."""
        raw = self.gateway()
        for wrong in (data(7, 10, 30, SCCP), data(7, 11, 20, SCCP), data(7, 10, 20, SCCP, si=5),
                      data(7, 11, 30, SCCP), data(9, 10, 20, SCCP), data(20, 10, 30, SCCP),
                      data(20, 10, 20, SCCP)):
            raw.message(1, 1, wrong, stream=1)
        raw.message(1, 1, data(7, 10, 20, b"through"), stream=1)
        self.assertEqual(self.responder.wait_msus(1, 20),
                         [("anyone", "smsc", 1, 20, 30, 3, 2, 0, 0, b"through")])
        self.assertEqual(len(self.responder.msus()), 1)
        counters = self.firewall.counters()
        self.assertEqual(counters["generator"]["in"], 1)
        self.assertEqual(counters["responder"]["sent"], 1)
        self.assertEqual(counters["refusals smsc"], [0, 0, 3, 1, 2, 1, 0])

    def test_malformed(self):
        """Each gets the error of RFC 4666 3.8.1; the association and the process stay."""
        raw = self.gateway()
        context = parameter(0x0006, struct.pack(">I", 7))
        for octets, code in (
                (bytes.fromhex("0200010100000008"), 0x01),           # version
                (bytes.fromhex("0100010100000007"), 0x07),           # length
                (b"\1\0", 0x07),
                (bytes.fromhex("0100010100000010021000080000000a"), 0x12),  # no label
                (struct.pack(">BBBBI", 1, 0, 1, 1, 16) + context, 0x16),    # no data
                (bytes.fromhex("0100010100000010020000ff00000000"), 0x12),  # beyond the end
                (bytes.fromhex("0100030600000010000d000400000000"), 0x12),
                (bytes.fromhex("0100040100000010000b000500000000"), 0x12),  # a number too short
                (bytes.fromhex("0100090100000008"), 0x03),                  # routing keys
                (bytes.fromhex("0100630100000008"), 0x03),
                (bytes.fromhex("0100010200000008"), 0x04),
                (bytes.fromhex("0100030900000008"), 0x04),
                (bytes.fromhex("0100040000000008"), 0x04),
                (bytes.fromhex("0100030400000008"), 0x06),                  # the wrong way
                (bytes.fromhex("0100040300000008"), 0x06)):
            raw.send(octets, stream=1)
            self.assertEqual(raw.expect(0, 0)[:8], parameter(0x000c, struct.pack(">I", code)),
                             octets.hex())
        raw.message(3, 3, parameter(0x0009, b"beat"))
        self.assertEqual(raw.expect(3, 6), parameter(0x0009, b"beat"))
        raw.message(2, 3, parameter(0x0012, struct.pack(">II", 20, 30)))  # what can be reached?
        self.assertEqual(raw.expect(2, 2), parameter(0x0012, struct.pack(">I", 20)))
        self.assertEqual(raw.expect(2, 1), parameter(0x0012, struct.pack(">I", 30)))
        raw.message(1, 1, data(7, 10, 20, b"through"), stream=1)
        self.responder.wait_msus(1, 20)

    def test_unavailable(self):
        """What the signalling gateway says cannot be reached is not sent there."""
        firewall, (raw,) = self.raw_gateways(("only",), "override")
        self.take_active(raw)
        firewall.wait_last("peer responder", "reachable")
        raw.message(2, 1, parameter(0x0012, struct.pack(">I", 3 << 24 | 24)))  # 24 to 31
        firewall.wait_last("peer responder", "unreachable")
        firewall.send("responder", SCCP, 20, 30)
        firewall.wait_line("send no_route")
        raw.message(2, 2, parameter(0x0012, struct.pack(">I", 30)))
        firewall.wait_last("peer responder", "reachable")
        firewall.send("responder", SCCP, 20, 30, sls=5)
        self.assertEqual(raw.expect(1, 1), data(20, 20, 30, SCCP, sls=5))


del NetworkCase  # not a case of its own

if __name__ == "__main__":
    unittest.main()
