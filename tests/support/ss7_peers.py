"""An SS7 network for tests: Osmocom's STP, nodes made of the project's link alone, and a raw M3UA
peer for what a correct one would not send."""

import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile

from processes import Process, executable
from waiting import seconds, wait_until

LOCAL = "127.0.0.1"


def dotted(point_code):
    """3-8-3, as the STP's configuration has it."""
    return f"{point_code >> 11}.{point_code >> 3 & 255}.{point_code & 7}"


class Stp:
    """osmo-stp with fixed application servers. `nodes`: (name, point code, source ports of its ASPs,
    traffic mode); over IPA in place of ports the point code that its messages are meant for.
    `dynamic`: others may connect over M3UA too, and register routing keys."""

    def __init__(self, binary, transport, port, nodes, dynamic=False):
        self.directory = tempfile.mkdtemp(prefix="smsfw-stp-")
        self.port = port
        # Its VTY port is fixed, so each has an address of its own.
        self._vty = (f"127.{os.getpid() >> 8 & 255}.{os.getpid() & 255}.{port % 250 + 2}", 4239)
        self._argv = [binary, "-c", os.path.join(self.directory, "stp.cfg")]
        self.process = None
        m3ua = transport == "m3ua"
        lines = ["log stderr", " logging filter all 1", " logging level set-all notice",
                 "line vty", f" bind {self._vty[0]}",
                 "cs7 instance 0", " network-indicator national",
                 *([" xua rkm routing-key-allocation dynamic-permitted"] if dynamic else []),
                 f" listen {transport} {port}", f"  local-ip {LOCAL}",
                 "  accept-asp-connections "
                 + ("pre-configured" if m3ua and not dynamic else "dynamic-permitted")]
        for name, code, ports, mode in nodes:
            for number in ports if m3ua else []:
                lines += [f" asp {name}-{number} {number} {port} m3ua", f"  local-ip {LOCAL}",
                          f"  remote-ip {LOCAL}", "  role sg", "  sctp-role server"]
            lines.append(f" as {name} {transport}")
            if m3ua:
                lines += [f"  asp {name}-{number}" for number in ports]
                lines.append(f"  traffic-mode {mode}")
            lines.append(f"  routing-key {code if m3ua else 0} {dotted(code)}")
            if not m3ua:
                lines.append(f"  point-code override dpc {dotted(ports)}")
        if m3ua:
            lines.append(" route-table system")
            lines += [f"  update route {dotted(code)} 7.255.7 linkset {name}"
                      for name, code, _, _ in nodes]
        with open(self._argv[2], "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
        self.start()

    def start(self):
        self.process = Process(self._argv, self.directory)

        def answers():
            try:
                socket.create_connection(self._vty).close()
                return True
            except OSError:
                if not self.process.running():
                    raise AssertionError(f"osmo-stp ended: {self.process.stderr()[-1500:]}") \
                        from None
                return False
        wait_until(answers, "osmo-stp's VTY port")

    def kill(self):
        self.process.kill()

    def stop(self):
        self.process.kill()
        shutil.rmtree(self.directory, ignore_errors=True)


def yaml_of(value, indent=0):
    """Plain dictionaries and lists as YAML."""
    pad = " " * indent
    text = ""
    if isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, (dict, list)) and one:
                text += f"{pad}{key}:\n{yaml_of(one, indent + 2)}"
            else:
                text += f"{pad}{key}: {one}\n"
        return text
    for one in value:
        if isinstance(one, dict):
            inner = yaml_of(one, indent + 2)
            text += f"{pad}- {inner[indent + 2:]}"
        else:
            text += f"{pad}- {one}\n"
    return text


class Node(Process):
    """ss7-link-probe with `config`, a dictionary of the link's keys."""

    def __init__(self, config, *options):
        directory = tempfile.mkdtemp(prefix="smsfw-node-")
        path = os.path.join(directory, "ss7.yaml")
        with open(path, "w", encoding="ascii") as file:
            file.write(yaml_of(config))
        super().__init__([executable("ss7-link-probe"), path, *options], directory,
                         stdin=subprocess.PIPE)
        self.wait_line("ready$")

    def command(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def send(self, peer, octets, opc, dpc, *, ni=2, mp=0, sls=0, count=1):
        self.command(f"send {peer} {opc} {dpc} {ni} {mp} {sls} {octets.hex()} {count}")

    def count(self, start):
        return sum(line.startswith(start) for line in list(self.lines))

    def msus(self):
        """(peer, side, trust, opc, dpc, si, ni, mp, sls, octets) of what came in, in order."""
        found = []
        for line in list(self.lines):
            if line.startswith("msu "):
                words = line.split(" ")
                found.append((words[1], words[2], *(int(word) for word in words[3:10]),
                              bytes.fromhex(words[10])))
        return found

    def wait_msus(self, count, timeout=None):
        try:
            wait_until(lambda: self.count("msu ") >= count, f"{count} MSUs", timeout)
        except AssertionError as error:
            raise AssertionError(f"{error}; there are {self.count('msu ')}, and "
                                 f"{self.lines[-5:]}") from None
        return self.msus()

    def wait_last(self, start, wanted, timeout=None):
        """Until the newest line that begins with `start` is `start wanted`."""
        def newest():
            lines = [line for line in list(self.lines) if line.startswith(start + " ")]
            return lines and lines[-1] == f"{start} {wanted}"
        try:
            wait_until(newest, f"{start} {wanted}", timeout)
        except AssertionError as error:
            raise AssertionError(f"{error}; there is {self.lines[-8:]} and "
                                 f"{self.stderr()[-800:]}") from None

    def counters(self):
        before = self.count("counted")
        self.command("counters")
        wait_until(lambda: self.count("counted") > before, "counters")
        found = {}
        for line in list(self.lines):
            words = line.split(" ")
            if words[0] == "counters":
                found[words[1]] = dict(zip(words[2::2], map(int, words[3::2])))
            if words[0] == "refusals":
                found["refusals " + words[1]] = [int(word) for word in words[2:9]]
        return found

    def end(self):
        """Ends it in order and fails where it did not end well."""
        if self._finished:
            return
        if self.running():
            self.command("quit")
            self.process.stdin.close()
        self.finish()
        shutil.rmtree(self.directory, ignore_errors=True)


class RawM3ua:
    """An M3UA ASP over kernel SCTP that sends what it is told to."""

    SNDRCV = struct.Struct("=HHHxxIIIIII")

    def __init__(self, port, source_port=0):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)
        self.socket.settimeout(seconds())
        self.socket.bind((LOCAL, source_port))
        self.socket.connect((LOCAL, port))

    @classmethod
    def of(cls, connection, timeout):
        """One that was accepted."""
        made = cls.__new__(cls)
        made.socket = connection
        made.socket.settimeout(timeout)
        return made

    def send(self, octets, stream=0, protocol=3):
        info = self.SNDRCV.pack(stream, 0, 0, socket.htonl(protocol), 0, 0, 0, 0, 0)
        self.socket.sendmsg([octets], [(132, 1, info)])

    def message(self, of_class, of_type, parameters=b"", stream=0):
        self.send(struct.pack(">BBBBI", 1, 0, of_class, of_type, 8 + len(parameters))
                  + parameters, stream)

    def expect(self, of_class, of_type):
        """The parameters of the next message of that kind."""
        while True:
            octets = self.socket.recv(65536)
            if not octets:
                raise AssertionError(f"closed instead of message {of_class}/{of_type}")
            if octets[2:4] == bytes((of_class, of_type)):
                return octets[8:]

    def go_active(self, context):
        self.message(3, 1)
        self.expect(3, 4)
        self.message(4, 1, parameter(0x0006, struct.pack(">I", context)))
        self.expect(4, 3)

    def close(self):
        self.socket.close()


def parameter(tag, value):
    return struct.pack(">HH", tag, 4 + len(value)) + value + bytes(-len(value) % 4)


def data(context, opc, dpc, octets, si=3, ni=2, mp=0, sls=0):
    """The parameters of a DATA message."""
    label = struct.pack(">IIBBBB", opc, dpc, si, ni, mp, sls)
    return parameter(0x0006, struct.pack(">I", context)) + parameter(0x0210, label + octets)


class Answerer(Process):
    """`ss7-load answer` with these options: the far end of a network."""

    def __init__(self, *options):
        super().__init__([executable("ss7-load"), "answer", *options], stdin=subprocess.PIPE)

    def wait_reachable(self, timeout=None):
        self.wait_line(r'\{"link":"reachable"\}', timeout)

    def rows(self):
        """What --print said of each operation that came in."""
        return [row for row in map(json.loads, list(self.lines)) if "operation" in row]

    def wait_rows(self, count):
        wait_until(lambda: len(self.rows()) >= count, f"{count} operations")
        return self.rows()

    def counters(self):
        def seen():
            return [json.loads(line)["counters"] for line in list(self.lines)
                    if line.startswith('{"counters"')]
        before = len(seen())
        self.process.stdin.write(b"counters\n")
        self.process.stdin.flush()
        return wait_until(lambda: seen()[before:], "counters")[-1]

    def end(self):
        """Ends it in order, as SIGTERM does, and fails where it did not end well."""
        if not self._finished:
            self.process.stdin.close()
            self.stop()


def drive(lines, *options, expect=0, timeout=60):
    """`ss7-load drive` with a file of these lines (objects, or texts) to its end: what --print said
    of each answer, and the report. `expect`: its exit status; None: any."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for line in lines:
            file.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
        file.flush()
        done = subprocess.run([executable("ss7-load"), "drive", "--json", "--print", *options,
                               file.name], capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=seconds(timeout))
    if expect is not None and done.returncode != expect:
        raise AssertionError(f"ss7-load drive ended with {done.returncode}, expected {expect}: "
                             f"{done.stdout[-2000:]} {done.stderr[-2000:]}")
    rows = [json.loads(row) for row in done.stdout.splitlines()]
    return rows[:-1], rows[-1] if rows else {}
