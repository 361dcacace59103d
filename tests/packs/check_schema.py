#!/usr/bin/python3
"""Checks the signature packs: schema, sids, classes, patterns, and that the examples behave.

Usage: check_schema.py [SIGNATURES_DIR]

The examples are run with Python's byte regexes over buffers folded as signatures/README.md says;
skeleton and squeezed are folded here, so a `match` example that needs more is left to the engine.
That is a quick check for rule writers; the engine's own verdict counts.
"""
import datetime
import json
import pathlib
import re
import sys
import unicodedata

import jsonschema
import yaml

INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e007f]")
# What Hyperscan refuses, or what cannot do what its writer meant.
FORBIDDEN = [
    (re.compile(r"\(\?(?:=|!|<=|<!)"), "look-around"),
    (re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]"), "back-reference"),
    (re.compile(r"(?<!\\)(?:\\\\)*\\R"), r"\R"),
    (re.compile(r"\[[^\]]*[^\x00-\x7f][^\]]*\]"), "non-ASCII in a bracket; write (?:a|b)"),
]
# What skeleton or squeezed may read as other letters.
DECEPTIVE = re.compile(r"[a-z][0-9@$!]|[0-9@$!][a-z]|\b[a-z]\W{1,3}[a-z]\W{1,3}[a-z]\b|([a-z])\1\1|[^\x00-\x7f]")
UNBOUNDED = re.compile(r"\.(?:[*+]|\{\d+,\})")


def norm(text):
    text = INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"\s+", " ", text).strip()


def fold(text):
    marks_off = "".join(c for c in unicodedata.normalize("NFD", text)
                        if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", marks_off).replace("đ", "d")


def buffers(example):
    text, sender = (example, None) if isinstance(example, str) else (
        example["text"], example.get("from"))
    normalised = norm(text)
    found = {"raw": text, "norm": normalised, "folded": fold(normalised)}
    found["skeleton"] = found["squeezed"] = found["folded"].replace("ı", "i")
    if sender is not None:
        found["oa"] = norm(sender)
        found["oa.skeleton"] = fold(found["oa"]).replace("ı", "i")
    return {name: value.encode() for name, value in found.items()}


class Checker:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def expect(self, good, where, what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{where}: {what}")


def compile_patterns(check, where, signature):
    compiled = {}
    for group, patterns in signature["match"].items():
        compiled[group] = []
        for pattern in patterns:
            buffer, regex = pattern["buffer"], pattern["regex"]
            for forbidden, name in FORBIDDEN:
                check.expect(not forbidden.search(regex), where, f"{name} in {regex!r}")
            outside = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "", regex)
            check.expect(not UNBOUNDED.search(outside), where,
                         f"unbounded gap, write .{{0,40}}: {regex!r}")
            if buffer != "raw":
                letters = re.sub(r"\\.", "", regex)
                check.expect(letters == letters.lower(), where,
                             f"upper case can never match in {buffer}: {regex!r}")
            if buffer in ("folded", "skeleton", "oa.skeleton", "squeezed"):
                check.expect(fold(regex) == regex, where,
                             f"a letter with a mark can never match in {buffer}: {regex!r}")
            try:
                code = re.compile(regex.encode(), re.S)
            except re.error as error:
                check.expect(False, where, f"does not compile: {error}: {regex!r}")
                continue
            check.expect(not code.search(b""), where, f"matches the empty text: {regex!r}")
            compiled[group].append((buffer, code))
    return compiled


def hits(compiled, example):
    found = buffers(example)

    def one(entry):
        buffer, code = entry
        return buffer in found and code.search(found[buffer]) is not None

    return (all(map(one, compiled.get("all", [])))
            and (not compiled.get("any") or any(map(one, compiled["any"])))
            and not any(map(one, compiled.get("not", []))))


def needs_engine(compiled, example):
    read = {buffer for group in compiled.values() for buffer, _ in group}
    found = buffers(example)
    sender = found.get("oa", b"").decode()
    if "oa.skeleton" in read and re.search(r"[^\x00-\x7f]", sender):
        return True
    text = found["folded"].decode()
    return bool(read & {"skeleton", "squeezed"}) and DECEPTIVE.search(text) is not None


def check_pack(check, path, validator, classes, sids):
    pack = yaml.safe_load(path.read_text(encoding="utf-8"))
    # YAML reads an unquoted date as a date; the schema speaks of its text.
    for signature in (pack or {}).get("signatures", []):
        meta = signature.get("meta", {})
        for key, value in list(meta.items()):
            if isinstance(value, datetime.date):
                meta[key] = value.isoformat()
    errors = list(validator.iter_errors(pack))
    for error in errors:
        place = "/".join(map(str, error.absolute_path))
        check.expect(False, f"{path.name}: {place}", error.message[:200])
    if errors:
        return
    check.expect(True, path.name, "schema")
    for signature in pack["signatures"]:
        sid = signature["sid"]
        where = f"{path.name}: sid {sid}"
        check.expect(sid not in sids, where, f"sid also stands in {sids.get(sid)}")
        sids[sid] = path.name
        known = signature["class"] in classes
        check.expect(known, where, f"class {signature['class']} is not in classification.yaml")
        check.expect(signature["class"] == path.stem, where, "class is not the file's name")
        if known:
            block = classes[signature["class"]]
            check.expect(sid // 1000 == block, where, f"sid is outside of block {block}xxx")
        check.expect(signature["rev"] >= 1, where, "rev below 1")
        examples = signature["examples"]
        check.expect(len(examples["match"]) >= 2, where, "fewer than 2 match examples")
        check.expect(len(examples["clean"]) >= 1, where, "no clean example")
        if signature["meta"]["lang"] == ["vi"]:
            texts = [e if isinstance(e, str) else e["text"] for e in examples["match"]]
            ascii_only = [t.isascii() for t in texts]
            check.expect(any(ascii_only) and not all(ascii_only), where,
                         "needs a match example with and one without diacritics")
        compiled = compile_patterns(check, where, signature)
        for wanted, kind in ((True, "match"), (False, "clean")):
            for example in examples[kind]:
                behaves = hits(compiled, example) == wanted
                if not behaves and wanted and needs_engine(compiled, example):
                    continue
                check.expect(behaves, where,
                             f"{kind} example {'misses' if wanted else 'hits'}: {example!r}")


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else
                        pathlib.Path(__file__).resolve().parents[2] / "signatures")
    check = Checker()
    schema = json.loads((root / "schema" / "signature.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    listed = yaml.safe_load((root / "classification.yaml").read_text(encoding="utf-8"))["classes"]
    classes = {entry["name"]: entry["block"] for entry in listed}
    check.expect(len(classes) == len(listed), "classification.yaml", "a class stands twice")
    check.expect(len(set(classes.values())) == len(listed), "classification.yaml",
                 "two classes share a block")
    packs = sorted((root / "packs").glob("*.yaml"))
    check.expect(bool(packs), str(root / "packs"), "no packs found")
    sids = {}
    for path in packs:
        check_pack(check, path, validator, classes, sids)
    for name in classes:
        check.expect((root / "packs" / f"{name}.yaml").exists(), "classification.yaml",
                     f"class {name} has no pack")
    print(f"{len(sids)} signatures in {len(packs)} packs")
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
