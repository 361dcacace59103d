#!/usr/bin/python3
"""Runs the cases below tests/verify through `smsfw classify`.

Usage: run.py [--smsfw FILE] [CASE...]

A case is a folder: README.md (what it shows), config.yaml (configuration) or rules.yaml (a pack) or
both, input.jsonl, expected.jsonl. NAME.hosts.csv is imported as a host list, which config.yaml names
NAME.hosts. Line n of expected.jsonl is a part of line n of the output: each
key that it has must be there with the same value; of objects in lists the same holds. Input and
output must also fit docs/reference/classify.schema.json. Exit 0 when all cases pass.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCHEMA = json.loads((ROOT / "docs/reference/classify.schema.json").read_text())


def validator(part):
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]})


INPUT, OUTPUT = validator("input"), validator("output")
KEYS = list(SCHEMA["$defs"]["output"]["properties"])


def lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def differences(want, got, path=""):
    """What of `want` is not in `got`."""
    if isinstance(want, dict) and isinstance(got, dict):
        found = []
        for key, value in want.items():
            if key not in got:
                found.append(f"{path}.{key}: missing")
            else:
                found += differences(value, got[key], f"{path}.{key}")
        return found
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        return [text for i, (a, b) in enumerate(zip(want, got))
                for text in differences(a, b, f"{path}[{i}]")]
    return [] if want == got else [f"{path}: {got!r} instead of {want!r}"]


def run(case, smsfw):
    """What is wrong with a case; an empty list when it passes."""
    lists = sorted(case.glob("*.hosts.csv"))
    if not lists:
        return judge(case, smsfw)
    with tempfile.TemporaryDirectory(prefix="smsfw-verify-") as scratch:
        shutil.copytree(case, scratch, dirs_exist_ok=True)
        for source in lists:
            done = subprocess.run(
                [smsfw, "list", "import", "--format", "csv", source.name, source.stem],
                cwd=scratch, capture_output=True, text=True, timeout=60, check=False)
            if done.returncode != 0:
                return [f"{source.name}: exit {done.returncode}: {done.stderr.strip()}"]
        return judge(pathlib.Path(scratch), smsfw)


def judge(case, smsfw):
    """The same, in a folder that holds the case's host lists."""
    if not (case / "README.md").is_file():
        return ["README.md is missing: say what the case shows"]
    command = [smsfw, "classify"]
    if (case / "config.yaml").is_file():
        command += ["--config", "config.yaml"]
    if (case / "rules.yaml").is_file():
        command += ["--packs", "rules.yaml"]
    text = (case / "input.jsonl").read_text(encoding="utf-8")
    done = subprocess.run(command, cwd=case, input=text, capture_output=True, text=True,
                          encoding="utf-8", timeout=300, check=False)
    if done.returncode != 0:
        return [f"exit {done.returncode}: {done.stderr.strip()}"]
    given, want, got = lines(text), lines((case / "expected.jsonl").read_text()), lines(done.stdout)
    if not len(given) == len(want) == len(got):
        return [f"{len(given)} lines in, {len(got)} out, {len(want)} expected"]
    wrong = []
    for number, (a, b, c) in enumerate(zip(given, want, got), 1):
        wrong += [f"input {number}: {e.message}" for e in INPUT.iter_errors(a)]
        wrong += [f"output {number}: {e.message}" for e in OUTPUT.iter_errors(c)]
        wrong += [f"line {number} ({a.get('id')}){text}" for text in differences(b, c)]
        if list(c) != KEYS:
            wrong.append(f"output {number}: the keys' order is not the schema's")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--smsfw", default=str(ROOT / "build/release/bin/smsfw"))
    parser.add_argument("case", nargs="*")
    options = parser.parse_args()
    smsfw = str(pathlib.Path(options.smsfw).resolve())
    cases = [HERE / name for name in options.case] or sorted(
        path.parent for path in HERE.glob("*/input.jsonl"))
    failed = 0
    for case in cases:
        wrong = run(case, smsfw)
        failed += bool(wrong)
        print(f"{'FAIL' if wrong else 'ok  '} {case.name}")
        for text in wrong:
            print(f"       {text}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
