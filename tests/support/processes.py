"""The project's executables as test subjects: started on ephemeral ports, stopped, checked."""

import glob
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

from waiting import seconds, wait_until

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PRESET = os.environ.get("SMSFW_TEST_PRESET", "release")
BIN = os.path.join(ROOT, "build", PRESET, "bin")
TEST_PACK = os.path.join(ROOT, "tests", "functional", "pack.yaml")


def executable(name):
    path = os.path.join(BIN, name)
    if not os.access(path, os.X_OK):
        raise AssertionError(f"{path} is missing: cmake --preset {PRESET} && "
                             f"cmake --build --preset {PRESET} --target {name}")
    return path


class Process:
    """A child whose standard output is read line by line, and whose sanitizer reports fail."""

    def __init__(self, argv, directory=None, env=None, stdin=subprocess.DEVNULL):
        self.directory = directory or tempfile.mkdtemp(prefix="smsfw-test-")
        self._own_directory = directory is None
        self.lines = []
        self._condition = threading.Condition()
        self._ended = False
        self._finished = False
        environment = dict(os.environ, **(env or {}))
        reports = os.path.join(self.directory, "sanitizer")
        for name in ("ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"):
            extra = "halt_on_error=1:print_stacktrace=1:" if name == "UBSAN_OPTIONS" else ""
            environment[name] = f"{extra}log_path={reports}"
        self.stderr_path = os.path.join(self.directory, os.path.basename(argv[0]) + ".stderr")
        with open(self.stderr_path, "ab") as stderr:
            self.process = subprocess.Popen(argv, stdin=stdin, stdout=subprocess.PIPE,
                                            stderr=stderr, cwd=self.directory, env=environment)
        self.name = os.path.basename(argv[0])
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def pid(self):
        return self.process.pid

    def _read(self):
        for line in self.process.stdout:
            with self._condition:
                self.lines.append(line.decode("utf-8", "replace").rstrip("\n"))
                self._condition.notify_all()
        with self._condition:
            self._ended = True
            self._condition.notify_all()

    def stderr(self):
        with open(self.stderr_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def wait_line(self, pattern, timeout=None):
        """The match of the first output line that fits."""
        deadline = time.monotonic() + seconds(timeout)
        with self._condition:
            while True:
                for line in self.lines:
                    match = re.match(pattern, line)
                    if match:
                        return match
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    raise AssertionError(f"{self.name} did not print {pattern!r}; it printed "
                                         f"{self.lines[-10:]} and {self.stderr()[-2000:]}")
                self._condition.wait(left)

    def signal(self, number):
        self.process.send_signal(number)

    def running(self):
        return self.process.poll() is None

    def resident_kib(self, what="VmRSS"):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            return int(re.search(rf"^{what}:\s+(\d+)", status.read(), re.M).group(1))

    def stop(self, expect=0):
        """SIGTERM, then the exit code and the sanitizer's word."""
        if self.running():
            self.signal(signal.SIGTERM)
        return self.finish(expect)

    def finish(self, expect=0, timeout=30):
        try:
            code = self.process.wait(seconds(timeout))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"{self.name} did not end; {self.stderr()[-2000:]}") from None
        self._finished = True
        self._thread.join(seconds(5))
        self.process.stdout.close()
        reports = glob.glob(os.path.join(self.directory, "sanitizer*"))
        report = "".join(open(path, encoding="utf-8", errors="replace").read() for path in reports)
        stderr = self.stderr()
        if self._own_directory:
            shutil.rmtree(self.directory, ignore_errors=True)
        if report:
            raise AssertionError(f"sanitizer report of {self.name}:\n{report[:4000]}")
        if expect is not None and code != expect:
            raise AssertionError(f"{self.name} ended with {code}, expected {expect}; "
                                 f"{stderr[-2000:]}")
        return code

    def kill(self):
        """Ends it in any case; nothing where it has been stopped before."""
        if self._finished:
            return
        if self.running():
            self.process.kill()
        self.finish(None)


class SimProcess(Process):
    """bin/smsc-sim."""

    def __init__(self, *options):
        super().__init__([executable("smsc-sim"), "--port", "0", "--command-port", "0", *options])
        try:
            self.command_port = int(self.wait_line(r"commands on 127\.0\.0\.1:(\d+)").group(1))
            self.port = int(self.wait_line(r"listening on .*:(\d+)$").group(1))
        except AssertionError:
            self.kill()
            raise
        self.address = ("127.0.0.1", self.port)

    def command(self, line):
        with socket.create_connection(("127.0.0.1", self.command_port), seconds()) as connection:
            connection.sendall(line.encode() + b"\n")
            reply = connection.makefile().readline().rstrip("\n")
        if not reply.startswith("ok"):
            raise AssertionError(f"smsc-sim: {line!r}: {reply}")
        return reply[3:]

    def summary(self):
        return json.loads(self.command("summary"))

    def received(self, command):
        return self.summary()["received"].get(command, 0)

    def wait_received(self, command, count, timeout=None):
        wait_until(lambda: self.received(command) >= count, f"{count} {command} at smsc-sim",
                   timeout)


def run_load(target, *options, expect=0, timeout=120, **named):
    """bin/smpp-load to its end; returns the report."""
    argv = [executable("smpp-load"), "--target", f"{target[0]}:{target[1]}", *options]
    for key, value in named.items():
        argv += ["--" + key.replace("_", "-"), str(value)]
    done = subprocess.run(argv, capture_output=True, timeout=seconds(timeout), text=True,
                          stdin=subprocess.DEVNULL, check=False)
    if expect is not None and done.returncode != expect:
        raise AssertionError(f"smpp-load ended with {done.returncode}: {done.stderr} "
                             f"{done.stdout[-2000:]}")
    return json.loads(done.stdout)


def start_load(target, *options):
    """bin/smpp-load beside the test; .report() waits for its end."""
    argv = [executable("smpp-load"), "--target", f"{target[0]}:{target[1]}", *options]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               stdin=subprocess.DEVNULL)

    def report(timeout=120):
        out, error = process.communicate(timeout=seconds(timeout))
        assert process.returncode == 0, f"smpp-load ended with {process.returncode}: {error} {out}"
        return json.loads(out)

    process.report = report
    return process


def listener(name="esme", upstream="smsc", **keys):
    return {"name": name, "address": "127.0.0.1:0", "mode": "transparent", "upstream": upstream,
            **keys}


def upstream(address, name="smsc", **keys):
    return {"name": name, "address": f"{address[0]}:{address[1]}", **keys}


# Senders and recipients with a fixed fate in the tests' configuration.
REJECTED = "REJECTME"
ABSORBED = "ABSORBME"
DROPPED = "DROPME"
OWN_STATUS = "STATUSME"
REJECTED_DESTINATION = "84999000001"
BLOCKED_TEXT = "qzblockedtextqz"  # tests/functional/pack.yaml rejects it


def test_access_lists():
    def deny(name, value, of="source", match="exact", **keys):
        return {"name": name, "action": "deny", "of": of, "match": match, "entries": [value],
                "direction": "both", **keys}

    return [
        deny("rejected", REJECTED),
        deny("absorbed", ABSORBED, deny_with="absorb"),
        deny("dropped", DROPPED, deny_with="drop"),
        deny("own_status", OWN_STATUS, status=0x101),
        deny("rejected_destinations", "84999", of="destination", match="prefix"),
    ]


class ProxyProcess(Process):
    """bin/smsc-proxy on a configuration of its own."""

    def __init__(self, upstreams, listeners=None, wait=True, **keys):
        directory = tempfile.mkdtemp(prefix="smsfw-test-")
        self.config = {
            "node": "test",
            "workers": 1,
            "control": {"listen": "127.0.0.1:0",
                        "token_file": os.path.join(directory, "control.token")},
            "events": {"file": os.path.join(directory, "events.jsonl"), "numbers": "full"},
            "cache_dir": os.path.join(directory, "cache"),
            "routing_file": os.path.join(directory, "routing"),
            "listeners": [listener()] if listeners is None else listeners,
            "upstreams": upstreams,
            "packs": [TEST_PACK],
            "access_lists": test_access_lists(),
        }
        self.config.update(keys)
        self.config_path = os.path.join(directory, "config.yaml")
        self.write_config()
        super().__init__([executable("smsc-proxy"), "--config", self.config_path], directory)
        self.ports = {}
        if wait:
            try:
                self.wait_ready()
            except AssertionError:
                self.kill()
                shutil.rmtree(directory, ignore_errors=True)
                raise

    def write_config(self):
        # JSON is YAML; the file is replaced in one step, as a reload may read it at any time.
        with open(self.config_path + ".new", "w", encoding="utf-8") as file:
            # Durations stand without quotes, as an operator writes them.
            file.write(re.sub(r'"(\d+(?:us|ms|s|m|h|d))"', r"\1", json.dumps(self.config, indent=1)))
        os.replace(self.config_path + ".new", self.config_path)

    def wait_ready(self):
        self.wait_line(r"ready$", 60)
        for line in self.lines:
            match = re.match(r"listening (\S+) (\S+):(\d+)$", line)
            if match:
                self.ports[match.group(1)] = (match.group(2), int(match.group(3)))
        match = self.wait_line(r"control (\S+):(\d+)$")
        self.control = (match.group(1), int(match.group(2)))
        if self.config["listeners"]:
            self.address = self.ports[self.config["listeners"][0]["name"]]

    def stop(self, expect=0):
        try:
            return super().stop(expect)
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)

    def kill(self):
        try:
            super().kill()
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)

    # The control port.

    def http(self, method, path, body=None, **headers):
        """(status, body) of one request."""
        connection = http.client.HTTPConnection(*self.control, timeout=seconds())
        try:
            connection.request(method, path, body, {key.replace("_", "-"): value
                                                    for key, value in headers.items()})
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8")
        finally:
            connection.close()

    def token(self):
        with open(self.config["control"]["token_file"], encoding="ascii") as file:
            return file.read().strip()

    def metrics(self):
        """{name{labels}: value}."""
        status, body = self.http("GET", "/metrics")
        assert status == 200, (status, body[:500])
        out = {}
        for line in body.splitlines():
            if line and not line.startswith("#"):
                key, _, value = line.rpartition(" ")
                out[key] = float(value)
        return out

    def metric(self, name, **labels):
        """Sum over all series of a metric that carry these labels."""
        total = 0.0
        for key, value in self.metrics().items():
            found, _, rest = key.partition("{")
            if found == name and all(f'{label}="{wanted}"' in rest
                                     for label, wanted in labels.items()):
                total += value
        return total

    def wait_metric(self, name, least, timeout=None, **labels):
        wait_until(lambda: self.metric(name, **labels) >= least,
                   f"{name}{labels} of at least {least}", timeout)

    # The event file.

    def events(self, kind=None, **keys):
        """All events so far that have these keys; a line that is being written is left out."""
        try:
            with open(self.config["events"]["file"], encoding="utf-8") as file:
                lines = file.read().split("\n")[:-1]
        except FileNotFoundError:
            return []
        out = []
        for line in lines:
            event = json.loads(line)
            if kind in (None, event["event"]) and all(
                    event.get(key) == value for key, value in keys.items()):
                out.append(event)
        return out

    def wait_event(self, kind, count=1, timeout=None, **keys):
        return wait_until(
            lambda: (lambda found: found if len(found) >= count else None)(
                self.events(kind, **keys)),
            f"{count} event(s) {kind} {keys}", timeout)

    # Reloads.

    def reload(self, expect="ok"):
        """SIGHUP, and waits until the reload has ended so."""
        before = self.metric("smsfw_reloads_total", result=expect)
        self.signal(signal.SIGHUP)
        wait_until(lambda: self.metric("smsfw_reloads_total", result=expect) > before,
                   f"a reload that ends {expect}", 30)
