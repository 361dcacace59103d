"""SMPP v3.4 on the wire, for tests: written from the standard, apart from the product's codec.

A Pdu keeps its octets; build() makes them from named fields, Pdu.fields reads them back. Nothing
here checks values, so that tests can also send what is wrong.
"""

import struct

BIND_RECEIVER = 0x00000001
BIND_TRANSMITTER = 0x00000002
QUERY_SM = 0x00000003
SUBMIT_SM = 0x00000004
DELIVER_SM = 0x00000005
UNBIND = 0x00000006
REPLACE_SM = 0x00000007
CANCEL_SM = 0x00000008
BIND_TRANSCEIVER = 0x00000009
OUTBIND = 0x0000000B
ENQUIRE_LINK = 0x00000015
SUBMIT_MULTI = 0x00000021
ALERT_NOTIFICATION = 0x00000102
DATA_SM = 0x00000103
BROADCAST_SM = 0x00000111
QUERY_BROADCAST_SM = 0x00000112
CANCEL_BROADCAST_SM = 0x00000113
RESP = 0x80000000
GENERIC_NACK = 0x80000000

BINDS = {BIND_RECEIVER: "rx", BIND_TRANSMITTER: "tx", BIND_TRANSCEIVER: "trx"}

OK = 0x00
RINVMSGLEN = 0x01
RINVCMDLEN = 0x02
RINVCMDID = 0x03
RINVBNDSTS = 0x04
RALYBND = 0x05
RSYSERR = 0x08
RBINDFAIL = 0x0D
RINVPASWD = 0x0E
RINVSYSID = 0x0F
RCANCELFAIL = 0x11
RMSGQFUL = 0x14
RINVSRCADR = 0x0A
RSUBMITFAIL = 0x45
RTHROTTLED = 0x58
RX_T_APPN = 0x64
RX_P_APPN = 0x65
RX_R_APPN = 0x66
RTLVNOTALLWD = 0xC1
RQUERYFAIL = 0x67

TLV_ADDITIONAL_STATUS_INFO_TEXT = 0x001D
TLV_RECEIPTED_MESSAGE_ID = 0x001E
TLV_USER_MESSAGE_REFERENCE = 0x0204
TLV_SAR_MSG_REF_NUM = 0x020C
TLV_SAR_TOTAL_SEGMENTS = 0x020E
TLV_SAR_SEGMENT_SEQNUM = 0x020F
TLV_SC_INTERFACE_VERSION = 0x0210
TLV_MESSAGE_PAYLOAD = 0x0424
TLV_MESSAGE_STATE = 0x0427
TLV_BROADCAST_AREA_IDENTIFIER = 0x0606
TLV_BROADCAST_CONTENT_TYPE = 0x0601
TLV_BROADCAST_REP_NUM = 0x0604
TLV_BROADCAST_FREQUENCY_INTERVAL = 0x0605

# Body of each PDU: (name, kind). B one octet, Z C-Octet String, M sm_length and short_message,
# D destinations of submit_multi, U failed destinations of its response.
_BIND = [("system_id", "Z"), ("password", "Z"), ("system_type", "Z"), ("interface_version", "B"),
         ("addr_ton", "B"), ("addr_npi", "B"), ("address_range", "Z")]
_SOURCE = [("source_addr_ton", "B"), ("source_addr_npi", "B"), ("source_addr", "Z")]
_DEST = [("dest_addr_ton", "B"), ("dest_addr_npi", "B"), ("destination_addr", "Z")]
_MIDDLE = [("esm_class", "B"), ("protocol_id", "B"), ("priority_flag", "B"),
           ("schedule_delivery_time", "Z"), ("validity_period", "Z"),
           ("registered_delivery", "B"), ("replace_if_present_flag", "B"), ("data_coding", "B"),
           ("sm_default_msg_id", "B"), ("short_message", "M")]
_SM = [("service_type", "Z")] + _SOURCE + _DEST + _MIDDLE
_QUERY = [("message_id", "Z")] + _SOURCE
_ID = [("message_id", "Z")]

BODY = {
    BIND_RECEIVER: _BIND,
    BIND_TRANSMITTER: _BIND,
    BIND_TRANSCEIVER: _BIND,
    RESP | BIND_RECEIVER: [("system_id", "Z")],
    RESP | BIND_TRANSMITTER: [("system_id", "Z")],
    RESP | BIND_TRANSCEIVER: [("system_id", "Z")],
    OUTBIND: [("system_id", "Z"), ("password", "Z")],
    UNBIND: [],
    RESP | UNBIND: [],
    ENQUIRE_LINK: [],
    RESP | ENQUIRE_LINK: [],
    GENERIC_NACK: [],
    SUBMIT_SM: _SM,
    RESP | SUBMIT_SM: _ID,
    DELIVER_SM: _SM,
    RESP | DELIVER_SM: _ID,
    SUBMIT_MULTI: [("service_type", "Z")] + _SOURCE + [("dest_addresses", "D")] + _MIDDLE,
    RESP | SUBMIT_MULTI: [("message_id", "Z"), ("unsuccess_smes", "U")],
    DATA_SM: [("service_type", "Z")] + _SOURCE + _DEST + [
        ("esm_class", "B"), ("registered_delivery", "B"), ("data_coding", "B")],
    RESP | DATA_SM: _ID,
    QUERY_SM: _QUERY,
    RESP | QUERY_SM: [("message_id", "Z"), ("final_date", "Z"), ("message_state", "B"),
                      ("error_code", "B")],
    CANCEL_SM: [("service_type", "Z"), ("message_id", "Z")] + _SOURCE + _DEST,
    RESP | CANCEL_SM: [],
    REPLACE_SM: _QUERY + [("schedule_delivery_time", "Z"), ("validity_period", "Z"),
                          ("registered_delivery", "B"), ("sm_default_msg_id", "B"),
                          ("short_message", "M")],
    RESP | REPLACE_SM: [],
    ALERT_NOTIFICATION: _SOURCE + [("esme_addr_ton", "B"), ("esme_addr_npi", "B"),
                                   ("esme_addr", "Z")],
    BROADCAST_SM: [("service_type", "Z")] + _SOURCE + [
        ("message_id", "Z"), ("priority_flag", "B"), ("schedule_delivery_time", "Z"),
        ("validity_period", "Z"), ("replace_if_present_flag", "B"), ("data_coding", "B"),
        ("sm_default_msg_id", "B")],
    RESP | BROADCAST_SM: _ID,
    QUERY_BROADCAST_SM: _QUERY,
    RESP | QUERY_BROADCAST_SM: _ID,
    CANCEL_BROADCAST_SM: [("service_type", "Z"), ("message_id", "Z")] + _SOURCE,
    RESP | CANCEL_BROADCAST_SM: [],
}

DEFAULTS = {"interface_version": 0x34, "source_addr_ton": 5, "dest_addr_ton": 1,
            "dest_addr_npi": 1}


def _bytes(value):
    return value.encode("latin-1") if isinstance(value, str) else bytes(value)


def tlv(tag, value=b""):
    value = _bytes(value)
    return struct.pack(">HH", tag, len(value)) + value


def u8(value):
    return struct.pack(">B", value)


def u16(value):
    return struct.pack(">H", value)


def body_of(command, fields):
    """The mandatory fields of `command`, without TLVs."""
    unknown = set(fields) - {name for name, _ in BODY[command]}
    if unknown:
        raise ValueError(f"command {command:#x} has no field {sorted(unknown)}")
    out = bytearray()
    for name, kind in BODY[command]:
        value = fields.get(name, DEFAULTS.get(name, 0 if kind == "B" else ()))
        if kind == "B":
            out.append(value)
        elif kind == "Z":
            out += _bytes(value) + b"\0"
        elif kind == "M":
            out.append(len(_bytes(value)))
            out += _bytes(value)
        elif kind == "D":
            out.append(len(value))
            for entry in value:  # (ton, npi, address), or the name of a distribution list
                if isinstance(entry, str):
                    out += b"\x02" + entry.encode() + b"\0"
                else:
                    out += bytes([1, entry[0], entry[1]]) + _bytes(entry[2]) + b"\0"
        elif kind == "U":
            out.append(len(value))
            for ton, npi, address, error in value:
                out += bytes([ton, npi]) + _bytes(address) + b"\0" + struct.pack(">I", error)
    return bytes(out)


def raw(command, status, sequence, body=b"", length=None):
    size = 16 + len(body) if length is None else length
    return struct.pack(">IIII", size, command, status, sequence) + body


def build(command, sequence, status=0, tlvs=(), **fields):
    """A PDU's octets. `tlvs`: (tag, value) pairs in wire order."""
    body = body_of(command, fields) + b"".join(tlv(tag, value) for tag, value in tlvs)
    return raw(command, status, sequence, body)


class WireError(Exception):
    """The octets are not what the standard says."""


class Pdu:
    """One received or built PDU. Equality is equality of octets."""

    def __init__(self, octets):
        if len(octets) < 16:
            raise WireError(f"{len(octets)} octets are no PDU")
        self.octets = bytes(octets)
        self.length, self.command, self.status, self.sequence = struct.unpack(
            ">IIII", self.octets[:16])
        if self.length != len(self.octets):
            raise WireError(f"command_length {self.length} of {len(self.octets)} octets")
        self._parsed = None

    def __eq__(self, other):
        return isinstance(other, Pdu) and self.octets == other.octets

    def __repr__(self):
        return (f"Pdu(command={self.command:#010x} status={self.status:#x} "
                f"sequence={self.sequence} body={self.octets[16:].hex()})")

    @property
    def is_response(self):
        return bool(self.command & RESP)

    @property
    def body(self):
        return self.octets[16:]

    def without_sequence(self):
        """What a relay must not change."""
        return self.octets[:12] + self.octets[16:]

    @property
    def fields(self):
        return self._parse()[0]

    @property
    def tlvs(self):
        """(tag, value) pairs in wire order."""
        return self._parse()[1]

    def tlv(self, tag):
        for found, value in self.tlvs:
            if found == tag:
                return value
        return None

    def __getitem__(self, name):
        return self.fields[name]

    def text(self, name):
        return self.fields[name].decode("latin-1")

    def _parse(self):
        if self._parsed is None:
            self._parsed = _parse(self.command, self.body)
        return self._parsed


def _parse(command, body):
    at = 0
    fields = {}
    tlvs = []
    if not body and command & RESP:
        return fields, tlvs  # error responses may have no body

    def octet():
        nonlocal at
        if at >= len(body):
            raise WireError(f"body of {command:#x} ends at octet {at}")
        at += 1
        return body[at - 1]

    def string():
        nonlocal at
        end = body.find(b"\0", at)
        if end < 0:
            raise WireError(f"unterminated string at octet {at} of {command:#x}")
        value = body[at:end]
        at = end + 1
        return value

    def take(count):
        nonlocal at
        if at + count > len(body):
            raise WireError(f"{count} octets at {at} reach behind {len(body)} of {command:#x}")
        at += count
        return body[at - count:at]

    for name, kind in BODY.get(command, []):
        if kind == "B":
            fields[name] = octet()
        elif kind == "Z":
            fields[name] = string()
        elif kind == "M":
            fields[name] = take(octet())
        elif kind == "D":
            entries = []
            for _ in range(octet()):
                flag = octet()
                if flag == 2:
                    entries.append(string().decode("latin-1"))
                else:
                    ton, npi = octet(), octet()
                    entries.append((ton, npi, string().decode("latin-1")))
            fields[name] = entries
        elif kind == "U":
            entries = []
            for _ in range(octet()):
                ton, npi = octet(), octet()
                address = string().decode("latin-1")
                entries.append((ton, npi, address, struct.unpack(">I", take(4))[0]))
            fields[name] = entries
    if command in BODY:
        while at < len(body):
            tag, size = struct.unpack(">HH", take(4))
            tlvs.append((tag, take(size)))
    return fields, tlvs


class Splitter:
    """Cuts a stream into PDUs."""

    def __init__(self):
        self._buffer = bytearray()

    def feed(self, octets):
        self._buffer += octets
        out = []
        while len(self._buffer) >= 4:
            size = struct.unpack(">I", self._buffer[:4])[0]
            if size < 16 or size > 1 << 20:
                raise WireError(f"command_length {size}")
            if len(self._buffer) < size:
                break
            out.append(Pdu(self._buffer[:size]))
            del self._buffer[:size]
        return out


def receipt_fields(text):
    """id, stat, ... of a receipt's text (v3.4 Appendix B)."""
    import re

    if isinstance(text, bytes):
        text = text.decode("latin-1")
    found = dict(re.findall(r"(id|sub|dlvrd|submit date|done date|stat|err):(\S*)", text))
    found["text"] = text.partition("text:")[2]
    return found
