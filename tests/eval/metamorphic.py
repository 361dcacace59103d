#!/usr/bin/python3
"""Does a verdict survive what senders do to a text?

Usage: metamorphic.py [--smsfw FILE] [--update] [--show NAME]

Each signature example of the packs goes through each transformation of transformations.py, and so do the
clean texts: the packs' clean examples, and what deploy/corpus labels ham. Each message has a sender and a
receiver of its own, so that no limit or campaign sees two of them; seeds are fixed: always the same
messages, always the same figures.

An example keeps its verdict when
- its plain form is kept back: the same action with the same first reason;
- its plain form is only tagged or scored: an action that is not weaker, a score that is not lower, and the
  rule whose example it is hits; or it is kept back now.
A clean text is new when it is kept back although its plain form passes. Of a message of several parts the
strictest verdict counts, for a message that is not whole is not shown.

One test for each transformation, one for all together, one for docs/reference/metamorphic.md, which is
this table (--update writes it). Ends with `N passed, N failed`.
"""
import argparse
import dataclasses
import difflib
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
PAGE = ROOT / "docs/reference/metamorphic.md"
BLOCKING = {"reject", "absorb", "quarantine", "drop", "throttle", "hold"}
STRICTNESS = ["allow", "tag", "relabel", "throttle", "hold", "quarantine", "drop", "absorb", "reject"]
# Shares: at least kept, at most new.
EACH = (0.99, 0.01)
ALL = (0.99, 0.005)


def signatures():
    for file in sorted((ROOT / "signatures/packs").glob("*.yaml")):
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))["signatures"]


def as_message(example, rule=None):
    message = {"text": example} if isinstance(example, str) else dict(example)
    # As `smsfw sig check` does: a rule of a scope sees a sender of it.
    if rule is not None and "alphanumeric" in rule.get("scope", {}).get("oa_type", []):
        message.setdefault("from", "EXAMPLE")
    return message


def distinct(messages):
    return list({json.dumps(m, sort_keys=True): m for m in messages}.values())


def bad_texts():
    """(sid, message) of each example."""
    return distinct({"sid": rule["sid"], **as_message(example, rule)}
                    for rule in signatures() for example in rule["examples"]["match"])


def clean_texts():
    messages = [as_message(example) for rule in signatures() for example in rule["examples"]["clean"]]
    for file in sorted((ROOT / "deploy/corpus").glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
        messages += [{"text": row["text"]} for row in rows if row["label"] == "ham"]
    return distinct(messages)


@dataclasses.dataclass
class Judged:
    """The verdict on a message, all parts together."""
    action: str
    reason: str | None
    score: float
    sids: set

    @classmethod
    def of(cls, verdicts):
        first = max(verdicts, key=lambda v: (STRICTNESS.index(v["action"]), v["score"]))
        return cls(first["action"], next(iter(first["reasons"]), None),
                   max(v["score"] for v in verdicts),
                   {hit["sid"] for v in verdicts for hit in v["hits"]})

    @property
    def kept_back(self):
        return self.action in BLOCKING

    def same(self, plain):
        return (self.action, self.reason) == (plain.action, plain.reason)

    def keeps(self, plain, sid):
        if plain.kept_back:
            return self.same(plain)
        return self.kept_back or (sid in self.sids and self.score >= plain.score
                                  and STRICTNESS.index(self.action) >= STRICTNESS.index(plain.action))


class Messages:
    """All that is asked in one run of classify."""

    def __init__(self):
        self.lines = []
        self.groups = 0

    def add(self, message, made):
        """Where the parts of it stand."""
        self.groups += 1
        rest = {key: value for key, value in message.items() if key not in ("text", "sid")}
        for part in made:
            self.lines.append({"id": len(self.lines), "from": f"849{self.groups:09d}",
                               "to": f"848{self.groups:09d}", **rest, **part})
        return range(len(self.lines) - len(made), len(self.lines))

    def add_all(self, texts):
        """For each text, where its plain form ("") and its transformations stand."""
        places = []
        for message in texts:
            text = message["text"]
            forms = {"": self.add(message, [{"text": text}])}
            for name, change in TRANSFORMATIONS.items():
                made = change(text, random.Random(zlib.crc32(f"{name}\n{text}".encode())))
                if made is not None:
                    forms[name] = self.add(message, made)
            places.append(forms)
        return places

    def judge(self, smsfw, places):
        """`places` with verdicts."""
        done = subprocess.run([smsfw, "classify"], text=True, capture_output=True, check=True, cwd=ROOT,
                              input="".join(json.dumps(line) + "\n" for line in self.lines))
        verdicts = [json.loads(line) for line in done.stdout.split("\n") if line]
        return [[{name: Judged.of([verdicts[i] for i in place]) for name, place in forms.items()}
                 for forms in group] for group in places]


@dataclasses.dataclass
class Row:
    bad: int = 0
    same: int = 0
    kept: int = 0
    own: int = 0
    clean: int = 0
    new: int = 0

    def add(self, other):
        for field in dataclasses.fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def good(self, limits):
        return self.kept >= limits[0] * self.bad and self.new <= limits[1] * self.clean

    def cells(self):
        def share(part, whole, digits):
            return f"{100 * part / max(whole, 1):.{digits}f}"
        return (self.bad, share(self.kept, self.bad, 2), share(self.same, self.bad, 1),
                share(self.own, self.bad, 1), self.clean, share(self.new, self.clean, 2))


def measure(name, bad, clean, judged, show):
    row = Row()
    for message, forms in zip(bad, judged[0]):
        if name not in forms:
            continue
        plain, now, sid = forms[""], forms[name], message["sid"]
        row.bad += 1
        row.same += now.same(plain)
        row.own += sid in now.sids
        row.kept += now.keeps(plain, sid)
        if show == name and not now.keeps(plain, sid):
            print(f"lost: {sid} {plain.action} {plain.score} -> {now.action} {now.score}: {message['text']}")
    for message, forms in zip(clean, judged[1]):
        if name not in forms or forms[""].kept_back:
            continue
        row.clean += 1
        row.new += forms[name].kept_back
        if show == name and forms[name].kept_back:
            print(f"new: {forms[name].score} {sorted(forms[name].sids)}: {message['text']}")
    return row


HEAD = """# What a verdict survives

Written by `tests/eval/metamorphic.py --update`; `tests/run` compares it. Each signature example of the packs
goes through what senders do to a text, and so does each clean text (the packs' clean examples, and ham of
deploy/corpus). How to read it: [Text](../design/text.md#what-a-verdict-survives).

- **kept %**: the verdict stays. Kept back as before, for the same first reason; or, where the plain text is
  only tagged or scored, nothing weaker: action, score, and the hit of the rule whose example it is.
- **same %**: action and first reason are the plain text's. The rest of *kept* is stricter, for a disguise
  adds to the score.
- **own %**: the rule whose example it is hits.
- **new %**: clean texts that are kept back although their plain form passes.

"""


def page(rows):
    form = "| {:36} | {:>5} | {:>6} | {:>6} | {:>6} | {:>5} | {:>5} |"
    lines = [form.format("transformation", "bad", "kept %", "same %", "own %", "clean", "new %"),
             "|---|---|---|---|---|---|---|"]
    lines += [form.format(name, *row.cells()) for name, row in rows.items()]
    return HEAD + "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--smsfw", default=str(ROOT / "build/release/bin/smsfw"))
    parser.add_argument("--update", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    parser.add_argument("--show", help="print the texts that this transformation loses")
    args = parser.parse_args()
    bad, clean, asked = bad_texts(), clean_texts(), Messages()
    places = [asked.add_all(bad), asked.add_all(clean)]
    print(f"{len(asked.lines)} messages to judge", flush=True)
    judged = asked.judge(args.smsfw, places)

    failures = [f"sid {message['sid']} does not hit its own example: {message['text']}"
                for message, forms in zip(bad, judged[0]) if message["sid"] not in forms[""].sids]
    rows, total = {}, Row()
    for name in TRANSFORMATIONS:
        rows[name] = measure(name, bad, clean, judged, args.show)
        total.add(rows[name])
    failures += [f"{name}: at least {100 * EACH[0]:g} % must be kept, at most {100 * EACH[1]:g} % new"
                 for name, row in rows.items() if not row.good(EACH)]
    if not total.good(ALL):
        failures.append(f"all: at least {100 * ALL[0]:g} % must be kept, at most {100 * ALL[1]:g} % new")
    rows["all"] = total
    made = page(rows)
    print(made[len(HEAD):])
    print(f"{len(TRANSFORMATIONS)} transformations of {len(bad)} examples and {len(clean)} clean texts: "
          f"{100 * total.kept / total.bad:.2f} % kept, {100 * total.new / total.clean:.3f} % new")
    if args.update:
        PAGE.write_text(made, encoding="utf-8")
    written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if written != made:
        sys.stdout.writelines(difflib.unified_diff(written.splitlines(True), made.splitlines(True),
                                                   str(PAGE.relative_to(ROOT)), "this run"))
        failures.append(f"{PAGE.relative_to(ROOT)} is not what this run measured: look at why, then "
                        "tests/eval/metamorphic.py --update")
    for failure in failures:
        print(f"failed: {failure}")
    tests = len(rows) + 1 + 1  # the page; plain examples
    print(f"{tests - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
