#!/usr/bin/python3
"""Helper of deploy/quickstart: message files, ports, and the table of verdicts.

    quickstart_report.py traffic CORPUS_DIR OUT_DIR     writes mixed.jsonl and floods.jsonl
    quickstart_report.py check FILE                     is this a corpus that can be sent?
    quickstart_report.py free-ports COUNT               that many free loopback ports
    quickstart_report.py taken PORT...                  who listens there; exit 1 where nobody does
    quickstart_report.py table --events FILE [--from OCTET] --run SYSTEM_ID CORPUS PER_MESSAGE ...

No message text is ever printed.
"""

import argparse
import collections
import glob
import hashlib
import json
import os
import socket
import sys
import time

# Order of the table's columns: let through first, then kept back.
PASSED = ["allow", "tag", "relabel"]
KEPT_BACK = ["throttle", "hold", "quarantine", "reject", "absorb", "drop"]
ACTIONS = PASSED + KEPT_BACK
LABELS = ["ham", "ad", "spam", "smish", "flood"]
SMPP_OK = 0x00000000


def fail(sentence):
    sys.stderr.write(f"quickstart: {sentence}\n")
    sys.exit(1)


def rows_of(path):
    """(line number, object) of a JSON lines file; ends with a sentence where it is none."""
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.rstrip("\n")
                if not line:
                    continue
                try:
                    row = json.loads(line)
                except ValueError as error:
                    fail(f"{path}:{number} is no JSON ({error}); write one object a line")
                if not isinstance(row, dict):
                    fail(f"{path}:{number} is no JSON object; write one object a line")
                yield number, row
    except UnicodeDecodeError:
        fail(f"{path} is not UTF-8; convert it first, for instance with iconv")
    except OSError as error:
        fail(f"cannot read {path}: {error.strerror}; give a file of JSON lines")


def check(path):
    count = 0
    labelled = 0
    for number, row in rows_of(path):
        if not isinstance(row.get("text"), str):
            fail(f"{path}:{number} has no text; each line needs a string under the key text")
        for key in ("from", "to"):
            value = row.get(key) or ""
            if len(str(value).encode()) > 20:
                fail(f"{path}:{number}: {key} is longer than the 20 octets that SMPP has for it; "
                     "shorten or leave it out")
        count += 1
        labelled += bool(row.get("label"))
    if not count:
        fail(f"{path} holds no message; each line needs a string under the key text")
    print(f"{count} messages, {labelled} with a label")


def flood_messages(row):
    """The messages that a row of floods.jsonl stands for, as deploy/corpus/README.md says."""
    for i in range(row["repeat"]):
        message = {"id": f"{row['id']}-{i + 1:04d}", "label": row["label"],
                   "text": row["text"].replace("{n}", str(100000 + (i * 7919) % 900000))}
        for key in ("from", "to"):
            if f"{key}_range" in row:
                first, last = (int(number) for number in row[f"{key}_range"])
                message[key] = str(first + i % (last - first + 1))
            else:
                message[key] = row[key]
        yield message


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return len(rows)


def traffic(corpus, out):
    files = sorted(glob.glob(os.path.join(corpus, "*.jsonl")))
    mixed = []
    floods = []
    for path in files:
        for _, row in rows_of(path):
            if os.path.basename(path) == "floods.jsonl":
                floods.extend(flood_messages(row))
            else:
                mixed.append({key: row[key]
                              for key in ("id", "lang", "label", "text", "from", "to")})
    if not mixed or not floods:
        fail(f"{corpus} holds no corpus; this checkout is not whole, fetch it again")
    # Shuffled, and the same each time: in the order of a hash of the id.
    mixed.sort(key=lambda row: hashlib.sha256(row["id"].encode()).digest())
    print(write_rows(os.path.join(out, "mixed.jsonl"), mixed),
          write_rows(os.path.join(out, "floods.jsonl"), floods))


def free_ports(count):
    # All are held until the last is known, so that no port comes twice.
    held = []
    for _ in range(count):
        holder = socket.socket()
        holder.bind(("127.0.0.1", 0))
        held.append(holder)
    print(*(holder.getsockname()[1] for holder in held))


def process_of(inode):
    for link in glob.glob("/proc/[0-9]*/fd/*"):
        try:
            if os.readlink(link) == f"socket:[{inode}]":
                pid = link.split("/")[2]
                with open(f"/proc/{pid}/comm", encoding="utf-8") as comm:
                    return f"{comm.read().strip()} (process {pid})"
        except OSError:
            continue
    return "a process of another user"


def taken(ports):
    listening = {}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            with open(table, encoding="ascii") as file:
                for fields in (line.split() for line in list(file)[1:]):
                    if fields[3] == "0A":  # LISTEN
                        listening[int(fields[1].rsplit(":", 1)[1], 16)] = fields[9]
        except OSError:
            continue
    found = [port for port in ports if port in listening]
    for port in found:
        print(f"port {port} is taken by {process_of(listening[port])}")
    return 0 if found else 1


def message_events(path, start, wanted):
    """{system_id: message events by sequence number}, once the file holds as many as are wanted.

    The log writer is some milliseconds behind the answers, so the file may still grow.
    """
    events = {system_id: [] for system_id in wanted}
    missing = sum(wanted.values())
    deadline = time.monotonic() + 15
    try:
        file = open(path, "rb")
    except OSError as error:
        fail(f"cannot read {path}: {error.strerror}; look into smsc-proxy.log for the reason")
    with file:
        file.seek(start)
        rest = b""
        while missing > 0:
            chunk = file.read(1 << 20)
            if not chunk:
                if time.monotonic() > deadline:
                    break
                time.sleep(0.02)
                continue
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            for line in lines:
                event = json.loads(line)
                if event["event"] == "message" and event.get("system_id") in events:
                    events[event["system_id"]].append(event)
                    missing -= 1
    for system_id, found in events.items():
        if len(found) != wanted[system_id]:
            fail(f"{path} holds {len(found)} verdicts of {system_id}, {wanted[system_id]} messages "
                 "were answered; the table would be wrong. Is the machine overloaded or the disk "
                 "full? Look at smsfw_events_lost_total in /metrics with --keep, then run this "
                 "again")
        found.sort(key=lambda event: event["sequence"])
    return events


def joined(runs, events_path, start):
    """(corpus row, event, status) of each message.

    A run is one bind that sends its file in order, with rising sequence numbers; so message k of
    the file is the k-th event by sequence number. Status and verdict must agree all the way.
    """
    answers = {}
    for system_id, corpus, per_message in runs:
        answers[system_id] = [row for _, row in rows_of(per_message)]
        unanswered = sum(row["status"] is None for row in answers[system_id])
        if unanswered:
            fail(f"{unanswered} messages of {corpus} stayed without an answer; look into "
                 "smsc-proxy.log and smsc-sim.log beside the message files, then run this again")
    events = message_events(events_path, start, {key: len(rows) for key, rows in answers.items()})
    for system_id, corpus, _ in runs:
        rows = [row for _, row in rows_of(corpus)]
        for row, answer, event in zip(rows, answers[system_id], events[system_id]):
            status = int(answer["status"], 16)
            action = event.get("applied", event["action"])
            # absorb answers as if it delivered, drop does not answer: that would have failed above.
            if (status == SMPP_OK) != (action in PASSED or action == "absorb"):
                fail(f"message {answer['id']} was answered 0x{status:x} but its event says "
                     f"{action}: events and answers do not belong together. Another smsc-proxy "
                     f"may write to {events_path}; stop it (deploy/quickstart --stop, if it came "
                     "from here) and run this again")
            yield {**row, "id": answer["id"]}, event, action


def print_table(header, rows):
    widths = [max(len(str(row[i])) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, *rows]:
        cells = [str(cell).ljust(width) if i == 0 else str(cell).rjust(width)
                 for i, (cell, width) in enumerate(zip(row, widths))]
        print("  " + "  ".join(cells).rstrip())


def label_order(label):
    return (LABELS.index(label) if label in LABELS else len(LABELS), label)


def main_reason(event):
    """What decided; where a sum of scores did, the class that gave most of it."""
    if event["reasons"] and event["reasons"][0] != "score":
        return event["reasons"][0]
    hits = event.get("hits", [])
    scored = [hit for hit in hits if hit.get("score")]
    if scored:
        return max(scored, key=lambda hit: hit["score"])["reason"]
    # A limit's warning tags without a score and without being a reason to keep back.
    return next((hit["reason"] for hit in hits if hit["action"] == event["action"]), "score")


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def table(arguments):
    by_label = collections.defaultdict(collections.Counter)
    by_lang = collections.defaultdict(collections.Counter)
    reasons = collections.defaultdict(collections.Counter)
    ham_kept_back = []
    shed = monitored = 0
    for row, event, action in joined(arguments.run, arguments.events, arguments.start):
        label = row.get("label") or "(none)"
        by_label[label][action] += 1
        kept_back = action in KEPT_BACK
        if row.get("lang"):
            side = "ham" if label == "ham" else "other"
            by_lang[row["lang"]][f"{side} {'kept back' if kept_back else action}"] += 1
        if action != "allow":
            reasons[label][main_reason(event)] += 1
        if label == "ham" and kept_back:
            ham_kept_back.append((row["id"], event))
        shed += bool(event.get("shed"))
        monitored += not event["enforced"]

    labels = sorted(by_label, key=label_order)
    used = [action for action in ACTIONS
            if action in ("allow", "tag", "throttle", "reject") or
            any(by_label[label][action] for label in labels)]
    print("\nVerdicts by label")
    print_table(["label", "messages", *used, "kept back"],
                [[label, sum(counts.values()), *(counts[action] for action in used),
                  share(sum(counts[action] for action in KEPT_BACK), sum(counts.values()))]
                 for label, counts in ((label, by_label[label]) for label in labels)])

    print("\nMain reasons of what was not simply allowed (class of signatures, limit, list)")
    for label in labels:
        top = ", ".join(f"{reason} {count}" for reason, count in reasons[label].most_common(6))
        more = len(reasons[label]) - 6
        print(f"  {label}: {top or 'none'}{f', and {more} more' if more > 0 else ''}")

    if by_lang:
        columns = ["ham allow", "ham tag", "ham kept back",
                   "other allow", "other tag", "other kept back"]
        print("\nBy language (other: every label but ham)")
        print_table(["language", "messages", *columns],
                    [[lang, sum(counts.values()), *(counts[column] for column in columns)]
                     for lang, counts in sorted(by_lang.items())])

    if "ham" in by_label:
        total = sum(by_label["ham"].values())
        if ham_kept_back:
            print(f"\nHam kept back: {len(ham_kept_back)} of {total}")
            for name, event in ham_kept_back[:20]:
                sids = sorted({hit["sid"] for hit in event.get("hits", []) if "sid" in hit})
                seen = f" (signatures {', '.join(map(str, sids))})" if sids else ""
                print(f"  {name}: {event.get('applied', event['action'])}, "
                      f"{', '.join(event['reasons']) or 'score'}{seen}")
            if len(ham_kept_back) > 20:
                print(f"  and {len(ham_kept_back) - 20} more")
        else:
            print(f"\nHam kept back: none of {total}")
    if monitored:
        print(f"{monitored} verdicts were not enforced (monitor mode)")
    if shed:
        print(f"{shed} messages were judged with less depth (shed): the machine was overloaded")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("traffic")
    one.add_argument("corpus")
    one.add_argument("out")
    one = commands.add_parser("check")
    one.add_argument("file")
    one = commands.add_parser("free-ports")
    one.add_argument("count", type=int)
    one = commands.add_parser("taken")
    one.add_argument("ports", type=int, nargs="+")
    one = commands.add_parser("table")
    one.add_argument("--events", required=True)
    one.add_argument("--from", dest="start", type=int, default=0)
    one.add_argument("--run", nargs=3, action="append", required=True,
                     metavar=("SYSTEM_ID", "CORPUS", "PER_MESSAGE"))
    arguments = parser.parse_args()
    if arguments.command == "traffic":
        return traffic(arguments.corpus, arguments.out)
    if arguments.command == "check":
        return check(arguments.file)
    if arguments.command == "free-ports":
        return free_ports(arguments.count)
    if arguments.command == "taken":
        return taken(arguments.ports)
    return table(arguments)


if __name__ == "__main__":
    sys.exit(main())
