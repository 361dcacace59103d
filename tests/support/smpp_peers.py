"""A fake ESME and a fake SMSC whose every octet a test decides.

Each connection has one reader thread; tests wait on its inbox with deadlines. What a peer answers
by itself is a table from command to function; tests replace entries.
"""

import itertools
import socket
import struct
import threading
import time

import smpp_wire as wire
from waiting import seconds


class Closed(AssertionError):
    """The connection ended while something was waited for."""


class Link:
    """One SMPP connection, either end."""

    def __init__(self, sock, answers=None, name="", on_pdu=None):
        self.sock = sock
        self.name = name
        self.answers = dict(answers or {})
        self.closed = False
        self.error = None
        self.history = []  # everything that came, in order
        self._inbox = []
        self._condition = threading.Condition()
        self._reading = threading.Event()
        self._reading.set()
        self._send_lock = threading.Lock()
        self._sequence = itertools.count(1)
        self._on_pdu = on_pdu
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    # What comes in.

    def _read(self):
        splitter = wire.Splitter()
        try:
            while True:
                self._reading.wait()
                octets = self.sock.recv(65536)
                if not octets:
                    break
                for pdu in splitter.feed(octets):
                    self._take(pdu)
        except (OSError, wire.WireError) as error:
            self.error = error
        with self._condition:
            self.closed = True
            self._condition.notify_all()

    def _take(self, pdu):
        if self._on_pdu:
            self._on_pdu(self, pdu)
        answer = self.answers.get(pdu.command)
        reply = answer(self, pdu) if answer else None
        with self._condition:
            self.history.append(pdu)
            self._inbox.append(pdu)
            self._condition.notify_all()
        if reply:
            try:
                self.send(reply)
            except OSError:
                pass  # the peer went away first; the reader notices

    def pause_reading(self):
        """A slow reader: the kernel's buffers fill. One chunk may still be on its way."""
        self._reading.clear()

    def resume_reading(self):
        self._reading.set()

    def expect(self, what, timeout=None, sequence=None):
        """Takes the first PDU out of the inbox that fits: a command id or a predicate."""
        fits = what if callable(what) else (lambda pdu: pdu.command == what)
        named = getattr(what, "__name__", None) or f"command {what:#010x}"

        def find():
            for pdu in self._inbox:
                if fits(pdu) and (sequence is None or pdu.sequence == sequence):
                    self._inbox.remove(pdu)
                    return pdu
            return None

        deadline = time.monotonic() + seconds(timeout)
        with self._condition:
            while True:
                pdu = find()
                if pdu is not None:
                    return pdu
                if self.closed:
                    raise Closed(f"{self.name}: closed while waiting for {named}; "
                                 f"inbox {self._inbox}, error {self.error}")
                left = deadline - time.monotonic()
                if left <= 0 or not self._condition.wait(left):
                    raise AssertionError(f"{self.name}: no {named} within {seconds(timeout):g} s; "
                                         f"inbox {self._inbox[:10]}")

    def expect_count(self, command, count, timeout=None):
        """Waits until `count` PDUs of the command have come since the start, answered or not."""
        self.wait_for(lambda: self.count(command) >= count, f"{count} of {command:#x}", timeout)

    def count(self, command):
        return sum(1 for pdu in self.history if pdu.command == command)

    def wait_for(self, condition, what, timeout=None):
        deadline = time.monotonic() + seconds(timeout)
        with self._condition:
            while not condition():
                left = deadline - time.monotonic()
                if left <= 0 or (self.closed and not condition()):
                    raise AssertionError(f"{self.name}: {what} did not come (closed {self.closed}, "
                                         f"{len(self.history)} PDUs)")
                self._condition.wait(left)

    def wait_closed(self, timeout=None):
        deadline = time.monotonic() + seconds(timeout)
        with self._condition:
            while not self.closed:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{self.name}: still open; inbox {self._inbox[:10]}")
                self._condition.wait(left)

    def inbox(self):
        with self._condition:
            return list(self._inbox)

    # What goes out.

    def send(self, octets):
        with self._send_lock:
            self.sock.sendall(octets)

    def next_sequence(self):
        return next(self._sequence)

    def request(self, command, tlvs=(), sequence=None, **fields):
        """Sends a request and returns it."""
        if sequence is None:
            sequence = self.next_sequence()
        pdu = wire.Pdu(wire.build(command, sequence, tlvs=tlvs, **fields))
        self.send(pdu.octets)
        return pdu

    def call(self, command, timeout=None, tlvs=(), **fields):
        """Sends a request and returns its response (generic_nack included)."""
        pdu = self.request(command, tlvs=tlvs, **fields)
        return self.response_to(pdu, timeout)

    def response_to(self, pdu, timeout=None):
        def its_response(other):
            return other.sequence == pdu.sequence and other.command in (
                pdu.command | wire.RESP, wire.GENERIC_NACK)
        return self.expect(its_response, timeout)

    def fence(self, timeout=None):
        """enquire_link and its answer: what the peer sent before has arrived."""
        response = self.call(wire.ENQUIRE_LINK, timeout)
        assert response.status == wire.OK, response

    def close(self):
        self._reading.set()
        for step in (lambda: self.sock.shutdown(socket.SHUT_RDWR), self.sock.close):
            try:
                step()
            except OSError:
                pass
        if threading.current_thread() is not self._thread:
            self._thread.join(seconds(5))

    def reset(self):
        """Ends the connection with RST, as a crashed peer's host does."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._reading.set()
        try:
            self.sock.shutdown(socket.SHUT_RD)  # sends nothing; lets the reader's recv() go
        except OSError:
            pass
        self._thread.join(seconds(5))
        self.sock.close()


def ok(**fields):
    """An answer with status 0 and these fields."""
    def answer(link, pdu):
        return wire.build(pdu.command | wire.RESP, pdu.sequence, **fields)
    return answer


def refuse(status, body=False):
    """An answer with an error status, by default without a body."""
    def answer(link, pdu):
        if body:
            return wire.build(pdu.command | wire.RESP, pdu.sequence, status)
        return wire.raw(pdu.command | wire.RESP, status, pdu.sequence)
    return answer


def silence(link, pdu):
    """Leaves the answer to the test."""
    return None


ESME_ANSWERS = {
    wire.DELIVER_SM: ok(),
    wire.DATA_SM: ok(),
    wire.ENQUIRE_LINK: ok(),
    wire.UNBIND: ok(),
}


class FakeEsme(Link):
    def __init__(self, address, receive_buffer=None):
        sock = socket.socket()
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.settimeout(seconds())
        sock.connect(address)
        sock.settimeout(None)
        super().__init__(sock, ESME_ANSWERS, "esme")

    def bind(self, kind=wire.BIND_TRANSCEIVER, system_id="esme1", password="secret", timeout=None,
             **fields):
        return self.call(kind, timeout, system_id=system_id, password=password, **fields)

    def submit(self, timeout=None, **fields):
        fields.setdefault("source_addr", "SENDER")
        fields.setdefault("destination_addr", "84912345678")
        return self.call(wire.SUBMIT_SM, timeout, **fields)

    def unbind(self):
        response = self.call(wire.UNBIND)
        self.wait_closed()
        return response


def bound_esme(address, kind=wire.BIND_TRANSCEIVER, **fields):
    esme = FakeEsme(address)
    response = esme.bind(kind, **fields)
    assert response.status == wire.OK, f"bind refused: {response}"
    return esme


class FakeSmsc:
    """Listens; every connection becomes a Link with the SMSC's usual answers."""

    def __init__(self, receive_buffer=None):
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if receive_buffer:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(1024)
        self.address = self._listener.getsockname()
        self.links = []
        self.received = []  # (link, pdu) of all links, in order
        self._ids = itertools.count(1)
        self._condition = threading.Condition()
        bind = ok(system_id="fakesmsc")
        self.answers = {
            wire.BIND_RECEIVER: bind,
            wire.BIND_TRANSMITTER: bind,
            wire.BIND_TRANSCEIVER: bind,
            wire.SUBMIT_SM: self._accept_message,
            wire.SUBMIT_MULTI: self._accept_message,
            wire.DATA_SM: self._accept_message,
            wire.BROADCAST_SM: self._accept_message,
            wire.QUERY_SM: lambda link, pdu: wire.build(
                wire.QUERY_SM | wire.RESP, pdu.sequence, message_id=pdu["message_id"],
                message_state=2),
            wire.CANCEL_SM: ok(),
            wire.REPLACE_SM: ok(),
            wire.ENQUIRE_LINK: ok(),
            wire.UNBIND: ok(),
        }
        self._closing = False
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept_message(self, link, pdu):
        return wire.build(pdu.command | wire.RESP, pdu.sequence, message_id=str(next(self._ids)))

    def _accept(self):
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            if self._closing:
                sock.close()
                return
            link = Link(sock, self.answers, f"smsc#{len(self.links)}", self._note)
            with self._condition:
                self.links.append(link)
                self._condition.notify_all()

    def _note(self, link, pdu):
        link.answers = self.answers  # changes of the table hold for open links, too
        with self._condition:
            self.received.append((link, pdu))
            self._condition.notify_all()

    def wait_for(self, condition, what, timeout=None):
        deadline = time.monotonic() + seconds(timeout)
        with self._condition:
            while True:
                value = condition()
                if value:
                    return value
                left = deadline - time.monotonic()
                if left <= 0:
                    seen = [hex(pdu.command) for _, pdu in self.received[-10:]]
                    raise AssertionError(f"SMSC: {what} did not come; last seen {seen}")
                self._condition.wait(left)

    def all(self, command):
        with self._condition:
            return [(link, pdu) for link, pdu in self.received if pdu.command == command]

    def expect(self, command, count=1, timeout=None):
        """The `count`th PDU of this command since the start: (link, pdu)."""
        def enough():
            found = [entry for entry in self.received if entry[1].command == command]
            return found[count - 1] if len(found) >= count else None
        return self.wait_for(enough, f"PDU {count} of {command:#x}", timeout)

    def bound_link(self, timeout=None, count=1):
        """The link of the `count`th bind."""
        def bound():
            found = [link for link, pdu in self.received if pdu.command in wire.BINDS]
            return found[count - 1] if len(found) >= count else None
        return self.wait_for(bound, f"bind {count}", timeout)

    def stop_listening(self):
        self._closing = True
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()

    def close(self):
        self.stop_listening()
        for link in list(self.links):
            link.close()


class RawConnection:
    """A connection without an SMPP reader: for what is no SMPP."""

    def __init__(self, address):
        self.sock = socket.create_connection(address, seconds())

    def send(self, octets):
        self.sock.sendall(octets)

    def read_to_end(self, timeout=None):
        """All octets until the peer closes."""
        self.sock.settimeout(seconds(timeout))
        out = bytearray()
        try:
            while True:
                octets = self.sock.recv(65536)
                if not octets:
                    return bytes(out)
                out += octets
        except ConnectionResetError:
            return bytes(out)
        except socket.timeout:
            raise AssertionError(f"the peer does not close; it sent {bytes(out).hex()}") from None

    def close(self):
        self.sock.close()
