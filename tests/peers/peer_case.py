"""What peer tests share: the three routes from a foreign ESME to a foreign or simulated SMSC."""

import os
import shutil
import socket
import sys
import tempfile
import unittest

from processes import ROOT, ProxyProcess, SimProcess, listener, upstream

sys.path.insert(0, os.path.join(ROOT, "tests", "functional"))
from test_terminated import account  # noqa: E402

ROUTES = ("Direct", "Transparent", "Terminated")


class PeerCase(unittest.TestCase):
    route = "Direct"

    def sim(self, *options):
        sim = SimProcess(*options)
        self.addCleanup(sim.stop)
        return sim

    def through(self, smsc, system_id, password="secret", numbers=(), upstream_id="firewall",
                **listener_keys):
        """The address that an ESME has to bind to. `password`: of the ESME; it is also ours
        upstream in terminated mode."""
        self.proxy = None
        if self.route == "Direct":
            return smsc
        up = upstream(smsc, timers={"response": "2s"})
        keys = {}
        if self.route == "Terminated":
            directory = tempfile.mkdtemp(prefix="smsfw-test-")
            self.addCleanup(shutil.rmtree, directory, True)
            path = os.path.join(directory, "password")
            with open(path, "w", encoding="ascii") as file:
                file.write(password + "\n")
            up.update(system_id=upstream_id, password_file=path, binds=1,
                      reconnect={"min": "100ms", "max": "500ms"})
            keys["accounts"] = [account(system_id, numbers=list(numbers))]
        self.proxy = ProxyProcess([up], [listener(mode=self.route.lower(), **listener_keys)],
                                  **keys)
        self.addCleanup(self.proxy.stop)
        if self.route == "Terminated":
            self.proxy.wait_metric("smsfw_upstream_sessions", 1)
        return self.proxy.address

    def judged(self):
        """True where verdicts can be expected."""
        return self.route != "Direct"


def each_route(cases, module):
    """Adds one test class a route to the module. test_judged_* needs a judge on the way."""
    for route in ROUTES:
        name = cases.__name__.removesuffix("Cases") + route
        members = {"route": route, "__module__": cases.__module__}
        if route == "Direct":
            members.update({test: None for test in dir(cases) if test.startswith("test_judged")})
        module[name] = type(name, (cases, PeerCase), members)


def need(tool, peer):
    path = shutil.which(tool) or shutil.which(tool, path="/usr/sbin:/sbin")
    if not path:
        raise AssertionError(f"peer {peer} is missing ({tool}): run deploy/install-deps --test, "
                             f"or leave it out with --without {peer}")
    return path


def free_ports(count):
    """Ports that are free now, for peers that cannot choose one themselves."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
