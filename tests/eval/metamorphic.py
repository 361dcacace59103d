#!/usr/bin/python3
"""Does a verdict survive what senders do to a text?

Usage: metamorphic.py [--smsfw FILE] [--least SHARE] [--most SHARE] [--markdown] [--show NAME]

Each signature example of the packs goes through each transformation of transformations.py. Kept: the
last message of it gets an action and first reason as the plain text does. The clean texts (the packs'
clean examples, and what deploy/corpus labels ham) go through them too: new are those that are kept back
although the plain text passes. Prints a table; exit 1 where less than --least of the examples are kept,
or more than --most of the clean texts are new. Always the same messages: the seed is fixed.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import zlib

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from transformations import TRANSFORMATIONS  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCKING = {"reject", "absorb", "quarantine", "drop", "throttle", "hold"}


def examples():
    """(bad texts, clean texts)"""
    bad, clean = [], []
    for file in sorted((ROOT / "signatures/packs").glob("*.yaml")):
        for rule in yaml.safe_load(file.read_text())["signatures"]:
            bad += [text for text in rule["examples"]["match"] if isinstance(text, str)]
            clean += [text for text in rule["examples"]["clean"] if isinstance(text, str)]
    for file in sorted((ROOT / "deploy/corpus").glob("*.jsonl")):
        for line in file.read_text().splitlines():
            row = json.loads(line)
            if row["label"] == "ham":
                clean.append(row["text"])
    return bad, clean


class Messages:
    """All that is asked in one run of classify, each text under a sender of its own."""

    def __init__(self):
        self.lines = []
        self.senders = 0

    def add(self, messages):
        """The index of the last one."""
        self.senders += 1
        for message in messages:
            self.lines.append({"id": len(self.lines), "from": f"849{self.senders:09d}",
                               "to": f"848{self.senders:09d}", **message})
        return range(len(self.lines) - len(messages), len(self.lines))

    def verdicts(self, smsfw):
        done = subprocess.run([smsfw, "classify"], text=True, capture_output=True, check=True,
                              input="".join(json.dumps(line) + "\n" for line in self.lines))
        return [json.loads(line) for line in done.stdout.splitlines()]


def seeded(name, text):
    return random.Random(zlib.crc32(f"{name}\n{text}".encode()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--smsfw", default=str(ROOT / "build/release/bin/smsfw"))
    parser.add_argument("--least", type=float, default=0.99)
    parser.add_argument("--most", type=float, default=0.005)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--show", help="print the texts that this transformation loses")
    args = parser.parse_args()
    bad, clean = examples()
    asked = Messages()
    groups = [(name, texts, {}) for name, texts in (("bad", bad), ("clean", clean))]
    for _, texts, places in groups:
        for text in texts:
            places["", text] = asked.add([{"text": text}])
            for name, change in TRANSFORMATIONS.items():
                made = change(text, seeded(name, text))
                if made is not None:
                    places[name, text] = asked.add(made)
    verdicts = asked.verdicts(args.smsfw)

    def kept_back(place):
        return any(verdicts[i]["action"] in BLOCKING for i in place)

    rows, total = [], [0, 0, 0, 0]
    for name in TRANSFORMATIONS:
        row = [0, 0, 0, 0]  # examples, kept; clean texts, new
        for text in dict.fromkeys(bad):
            before = groups[0][2]["", text]
            place = groups[0][2].get((name, text))
            if place is None or not kept_back(before):
                continue
            row[0] += 1
            if kept_back(place):
                row[1] += 1
            elif args.show == name:
                print(asked.lines[place[-1]], file=sys.stderr)
        for text in dict.fromkeys(clean):
            before = groups[1][2]["", text]
            place = groups[1][2].get((name, text))
            if place is None or kept_back(before):
                continue
            row[2] += 1
            if kept_back(place):
                row[3] += 1
                if args.show == name:
                    print("clean:", asked.lines[place[-1]], file=sys.stderr)
        rows.append((name, row))
        total = [a + b for a, b in zip(total, row)]
    rows.append(("all", total))
    form = "| {:36} | {:>5} | {:>7} | {:>5} | {:>6} |" if args.markdown else "{:36} {:>6} {:>7} {:>6} {:>7}"
    print(form.format("transformation", "bad", "kept %", "clean", "new %"))
    if args.markdown:
        print("|---|---|---|---|---|")
    for name, (count, kept, cleans, new) in rows:
        print(form.format(name, count, f"{100 * kept / max(count, 1):.1f}", cleans,
                          f"{100 * new / max(cleans, 1):.2f}"))
    kept, new = total[1] / max(total[0], 1), total[3] / max(total[2], 1)
    print(f"\n{len(TRANSFORMATIONS)} transformations, {len(asked.lines)} messages: "
          f"{100 * kept:.2f} % kept (at least {100 * args.least:g}), "
          f"{100 * new:.3f} % new (at most {100 * args.most:g})")
    return 0 if kept >= args.least and new <= args.most else 1


if __name__ == "__main__":
    sys.exit(main())
