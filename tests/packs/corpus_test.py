#!/usr/bin/python3
"""Checks deploy/corpus against what its README promises.

    tests/packs/corpus_test.py [CORPUS_DIRECTORY]

A check is one rule for one file, or one number of the README. Prints each failure with its place,
then 'N passed, N failed'. Exit 0 when nothing failed, 1 otherwise, 2 for wrong use.
"""
import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

LABELS = ("ham", "spam", "ad", "smish")
KEYS = {"id", "lang", "label", "text", "from", "from_ton", "to"}
FLOOD_KEYS = {"id", "label", "text", "from", "from_ton", "to", "repeat"}
FLOOD_OPTIONAL = {"note", "from_range", "to_range"}
MINIMUM = {"vi": 90, "vi-plain": 70, "en": 70}
MINIMUM_OTHER = 20
MINIMUM_ALL = 360
RESERVED = ("example", "test", "invalid")

NUMBER = re.compile(r"8490000\d{4}")
FICTION_ABROAD = re.compile(r"447700900\d{3}|1\d{3}55501\d{2}")
SHORT_CODE = re.compile(r"80\d{2}")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,10}")
# A host, and whatever path follows it, so that 'host.example/app.apk' is one link.
HOST = re.compile(r"((?:[\w-]+\.)+[^\W\d_]{2,})(?::\d+)?(?:[/?#]\S*)?")
ADDRESS_AFTER_SCHEME = re.compile(r"h(?:tt|xx)ps?://([\w.-]*\w)", re.IGNORECASE)
NUMERIC_HOST = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}/")
# What a reader would dial or pay into: nine or more digits, however spaced.
DIALLED = re.compile(r"(?<![\w.,+])(?:0|\+\d|84)(?:[ .-]?\d){8,}(?![\d.,]*\d)")
CALLABLE = re.compile(r"090000\d{4}|\+?8490000\d{4}|0000\d{4,6}")
HANDLE = re.compile(r"(?<!\w)@([\w-]+)")


class Report:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, what, problems):
        """One check: passes when `problems` is empty."""
        if problems:
            self.failed += 1
            for problem in problems:
                print(f"FAIL {what}: {problem}")
        else:
            self.passed += 1

    def equal(self, what, expected, found):
        self.check(what, [] if expected == found else [f"expected {expected}, found {found}"])


def plain(text):
    """The text as a reader sees it: invisible characters out, disguised dots and schemes back."""
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return re.sub(r"\s*(?:\[\.\]|\(\.\)|\[dot\]|\(dot\))\s*", ".", text, flags=re.IGNORECASE)


def strange_links(text):
    text = plain(text)
    hosts = [m.group(1) for m in HOST.finditer(text)] + ADDRESS_AFTER_SCHEME.findall(text)
    return [h for h in hosts if h.rsplit(".", 1)[-1].lower() not in RESERVED or "." not in h] + [
        m.group(0) for m in NUMERIC_HOST.finditer(text)]


def strange_numbers(text):
    found = [re.sub(r"[ .-]", "", m.group(0)) for m in DIALLED.finditer(plain(text))]
    return [n for n in found if not CALLABLE.fullmatch(n)]


def sender_problem(sender, ton):
    if not isinstance(sender, str) or type(ton) is not int:
        return "'from' is not a string or 'from_ton' not an integer"
    if ton == 5:
        fits = NAME.fullmatch(sender)
    elif ton == 1:
        fits = is_number(sender) or FICTION_ABROAD.fullmatch(sender)
    else:
        fits = ton == 3 and SHORT_CODE.fullmatch(sender)
    return None if fits else f"sender {sender!r} does not fit type of number {ton}"


def is_number(value):
    return (isinstance(value, str) and NUMBER.fullmatch(value) is not None
            and not value.endswith("0000"))


def load(path, report):
    """[(place, row)] of one file; what is not an object a line is a failure."""
    rows, problems = [], []
    for line_number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path.name}:{line_number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            problems.append(f"{place}: {error}")
            continue
        if isinstance(row, dict) and isinstance(row.get("text"), str):
            rows.append((place, row))
        else:
            problems.append(f"{place}: not an object with a text")
    report.check(f"{path.name}: one object a line", problems or ([] if rows else ["no rows"]))
    return rows


def check_common(name, rows, report):
    """What holds for every row, floods included."""
    report.check(f"{name}: text form", [
        f"{place}: empty, unprintable or not NFC" for place, row in rows
        if not row["text"].strip() or row["text"] != unicodedata.normalize("NFC", row["text"])
        or any(unicodedata.category(c) in ("Cc", "Co", "Cn", "Cs") for c in row["text"])])
    report.check(f"{name}: links", [
        f"{place}: {link!r} is not under a reserved name" for place, row in rows
        for link in strange_links(row["text"])])
    report.check(f"{name}: numbers in texts", [
        f"{place}: {number} may be somebody's" for place, row in rows
        for number in strange_numbers(row["text"])])
    report.check(f"{name}: chat names", [
        f"{place}: @{handle} does not end in demo" for place, row in rows
        for handle in HANDLE.findall(plain(row["text"])) if not handle.endswith("demo")])
    report.check(f"{name}: senders", [
        f"{place}: {problem}" for place, row in rows
        if (problem := sender_problem(row.get("from"), row.get("from_ton")))])
    report.check(f"{name}: receivers", [
        f"{place}: {row.get('to')!r}" for place, row in rows if not is_number(row.get("to"))])
    report.check(f"{name}: notes", [
        f"{place}: not a short string" for place, row in rows
        if "note" in row and not (isinstance(row["note"], str) and 0 < len(row["note"]) <= 80)])


def check_language(path, rows, report):
    name, lang = path.name, path.stem
    report.check(f"{name}: keys", [
        f"{place}: {sorted(set(row) ^ KEYS)}" for place, row in rows
        if set(row) - {"note"} != KEYS])
    report.check(f"{name}: language", [
        f"{place}: {row.get('lang')!r}" for place, row in rows if row.get("lang") != lang])
    report.check(f"{name}: labels", [
        f"{place}: {row.get('label')!r}" for place, row in rows if row.get("label") not in LABELS])
    report.check(f"{name}: id form", [
        f"{place}: {row.get('id')!r}" for place, row in rows
        if not re.fullmatch(rf"{lang}-{row.get('label')}-\d{{3}}", str(row.get("id")))])
    if lang == "vi":
        report.check(f"{name}: diacritics", [
            f"{place}: none" for place, row in rows if row["text"].isascii()])
    if lang == "vi-plain":
        report.check(f"{name}: no diacritics", [
            f"{place}: not ASCII" for place, row in rows if not row["text"].isascii()])
    least = MINIMUM.get(lang, MINIMUM_OTHER)
    report.check(f"{name}: size",
                 [] if len(rows) >= least else [f"{len(rows)} rows, below {least}"])


def range_problem(row, key):
    """A range starts at the plain field, is made of fictional numbers, and is not backward."""
    if key + "_range" not in row:
        return None
    ends = row[key + "_range"]
    if not (isinstance(ends, list) and len(ends) == 2 and all(is_number(e) for e in ends)):
        return f"{key}_range {ends!r} is not two numbers"
    if ends[0] != row.get(key) or int(ends[1]) <= int(ends[0]):
        return f"{key}_range {ends!r} does not go up from {key!r}"
    return None


def expand(row):
    """The messages that a flood row stands for, as (sender, receiver, text)."""
    def pick(key, i):
        if key + "_range" not in row:
            return row[key]
        first, last = (int(e) for e in row[key + "_range"])
        return str(first + i % (last - first + 1))
    for i in range(row["repeat"]):
        yield (pick("from", i), pick("to", i),
               row["text"].replace("{n}", str(100000 + i * 7919 % 900000)))


def check_floods(name, rows, report):
    failed_before = report.failed
    report.check(f"{name}: keys", [
        f"{place}: {sorted(set(row) ^ FLOOD_KEYS)}" for place, row in rows
        if not FLOOD_KEYS <= set(row) <= FLOOD_KEYS | FLOOD_OPTIONAL])
    report.check(f"{name}: labels", [
        f"{place}: {row.get('label')!r}" for place, row in rows if row.get("label") != "flood"])
    report.check(f"{name}: id form", [
        f"{place}: {row.get('id')!r}" for place, row in rows
        if not re.fullmatch(r"flood-\d{3}", str(row.get("id")))])
    report.check(f"{name}: repeat", [
        f"{place}: {row.get('repeat')!r}" for place, row in rows
        if type(row.get("repeat")) is not int or not 2 <= row["repeat"] <= 10000])
    report.check(f"{name}: ranges", [
        f"{place}: {problem}" for place, row in rows for key in ("from", "to")
        if (problem := range_problem(row, key))])
    report.check(f"{name}: placeholders", [
        f"{place}: only {{n}} is known" for place, row in rows
        if re.search(r"[{}]", row["text"].replace("{n}", ""))])
    if report.failed > failed_before:
        return  # A bad row cannot be expanded; its failure is already told.
    report.check(f"{name}: size", [] if len(rows) >= 4 else [f"{len(rows)} rows, below 4"])
    shapes = set()
    for _, row in rows:
        messages = list(expand(row))
        shapes.add(tuple("many" if len({m[k] for m in messages}) > 1 else "one" for k in (0, 1)))
        if "{n}" in row["text"]:
            report.equal(f"{name}: {row['id']}: texts differ", row["repeat"],
                         len({m[2] for m in messages}))
    report.check(f"{name}: shapes", [
        f"no flood from {senders} to {receivers}" for senders, receivers in
        (("one", "one"), ("one", "many"), ("many", "one"), ("many", "many"))
        if (senders, receivers) not in shapes])


def check_unique(rows, report):
    for what, key in (("ids", lambda r: str(r.get("id"))),
                      ("texts", lambda r: " ".join(plain(r["text"]).casefold().split()))):
        first, problems = {}, []
        for place, row in rows:
            if key(row) in first:
                problems.append(f"{place}: same as {first[key(row)]}")
            first.setdefault(key(row), place)
        report.check(f"unique {what}", problems)


def check_readme(readme, by_lang, floods, report):
    columns = ("texts",) + LABELS
    promised = {}
    for line in readme.splitlines():
        cells = [c.strip() for c in line.strip("| ").split("|")]
        if len(cells) == 2 + len(columns) and all(c.isdigit() for c in cells[2:]):
            promised[cells[0]] = tuple(int(c) for c in cells[2:])
    found = {}
    for lang, rows in by_lang.items():
        labels = Counter(str(row.get("label")) for _, row in rows)
        found[lang] = (len(rows),) + tuple(labels[label] for label in LABELS)
    found["all"] = tuple(sum(column) for column in zip(*found.values()))
    for lang in sorted(promised.keys() | found.keys()):
        report.equal(f"README: counts of {lang} {columns}", promised.get(lang), found.get(lang))

    every = [row["text"] for rows in by_lang.values() for _, row in rows]
    long, longer = sum(len(t) > 160 for t in every), sum(len(t) >= 300 for t in every)
    sentence = re.search(r"(\d+) texts are longer than 160 characters, (\d+) of them", readme)
    report.equal("README: long texts", sentence and tuple(map(int, sentence.groups())),
                 (long, longer))
    sentence = re.search(r"There are (\d+) rows, (\d+) messages", readme)
    total = sum(row["repeat"] for _, row in floods if type(row.get("repeat")) is int)
    report.equal("README: floods", sentence and tuple(map(int, sentence.groups())),
                 (len(floods), total))

    size, ham, spam, ad, smish = found["all"]
    report.check("size of all", [] if size >= MINIMUM_ALL else [f"{size}, below {MINIMUM_ALL}"])
    for what, part, low, high in (("ham", ham, 55, 65), ("spam and ad", spam + ad, 15, 25),
                                  ("smish", smish, 15, 25)):
        share = 100 * part / size
        report.check(f"share of {what}", [] if low <= share <= high else
                     [f"{share:.1f} %, outside {low} to {high}"])
    others = [lang for lang in by_lang if lang not in MINIMUM]
    report.check("other languages", [] if len(others) >= 5 else [f"{len(others)}, below 5"])


def main(arguments):
    if len(arguments) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    default = Path(__file__).resolve().parents[2] / "deploy" / "corpus"
    directory = Path(arguments[0]) if arguments else default
    if not (directory / "README.md").is_file():
        print(f"{directory}: no README.md there; name the corpus directory", file=sys.stderr)
        return 2
    report = Report()
    by_lang, floods, every = {}, [], []
    for path in sorted(directory.glob("*.jsonl")):
        rows = load(path, report)
        every += rows
        check_common(path.name, rows, report)
        if path.name == "floods.jsonl":
            floods = rows
        else:
            by_lang[path.stem] = rows
            check_language(path, rows, report)
    report.check("language files", [] if by_lang else ["none"])
    check_floods("floods.jsonl", floods, report)
    check_unique(every, report)
    if by_lang and any(by_lang.values()):
        readme = (directory / "README.md").read_text(encoding="utf-8")
        check_readme(readme, by_lang, floods, report)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
