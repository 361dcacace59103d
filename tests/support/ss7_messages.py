"""Field lines for ss7-load, and tshark's word on what came of them."""

import os
import subprocess
import tempfile

IMSI, MSISDN, CENTRE = "001010900000001", "84900000001", "84900000099"
COMMON = {"calling": "84900000010", "called": "84900000030", "imsi": IMSI, "msisdn": MSISDN,
          "service_centre": CENTRE}
MT = {"operation": "mt-forwardSM", **COMMON, "from": "84900000002", "text": "xin chao"}
MO = {"operation": "mo-forwardSM", **COMMON, "to": "0900000003", "text": "xin chao"}
ROUTING = {"operation": "sendRoutingInfoForSM", **COMMON}
REPORT = {"operation": "reportSM-DeliveryStatus", **COMMON}
ALERT = {"operation": "alertServiceCentre", **COMMON}
READY = {"operation": "readyForSM", **COMMON}
# What the two ends have in common, by version.
ALL = [{**line, "version": version}
       for line, versions in ((MT, (1, 2, 3)), (MO, (1, 2, 3)), (ROUTING, (1, 2, 3)),
                              (REPORT, (1, 2, 3)), (ALERT, (2,)), (READY, (2, 3)))
       for version in versions]


def of(rows, *keys):
    return [tuple(row.get(key) for key in keys) for row in rows]


def tshark(octets, *fields):
    """A row of `fields` for each SCCP message of hexadecimal octets, and what tshark finds wrong."""
    with tempfile.TemporaryDirectory(prefix="smsfw-tshark-") as directory:
        text = os.path.join(directory, "text")
        capture = os.path.join(directory, "pcap")
        with open(text, "w", encoding="ascii") as file:
            for one in octets:
                pairs = " ".join(one[i:i + 2] for i in range(0, len(one), 2))
                file.write(f"000000 {pairs}\n")
        subprocess.run(["text2pcap", "-q", "-l", "142", text, capture], check=True,
                       capture_output=True)
        command = ["tshark", "-n", "-r", capture, "-T", "fields", "-E", "separator=|"]
        for field in (*fields, "_ws.malformed", "_ws.expert.message"):
            command += ["-e", field]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split("|") for line in done.stdout.splitlines()]
    return [row[:-2] for row in rows], [row[-2:] for row in rows]
