"""Runs the unittest cases of one directory: a process for each class, one line a test, totals.

A class may say `peer = "NAME"` (left out by --without NAME), and `needs_sctp = True` or
`needs_systemd = True` (its process runs under tests/support/with-sctp or with-systemd).
"""

import argparse
import concurrent.futures
import os
import subprocess
import sys
import time
import unittest

SUPPORT = os.path.dirname(os.path.abspath(__file__))


def flatten(suite):
    for entry in suite:
        if isinstance(entry, unittest.TestSuite):
            yield from flatten(entry)
        else:
            yield entry


class Progress(unittest.TestResult):
    """One line a test, in a form that the parent process counts."""

    def startTest(self, test):
        super().startTest(test)
        self._started = time.monotonic()
        self._failed = False

    def _say(self, word, test, detail=""):
        took = time.monotonic() - getattr(self, "_started", time.monotonic())
        print(f"{word} {test.id()} ({took:.1f} s)", flush=True)
        for line in detail.splitlines():
            print("    " + line, flush=True)

    def addSuccess(self, test):
        self._say("pass", test)

    def _fail(self, test, error):
        self._failed = True
        self._say("FAIL", test, self._exc_info_to_string(error, test))

    def addError(self, test, error):
        super().addError(test, error)
        self._fail(test, error)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._fail(test, error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._fail(subtest, error)


def run_class(script, name, tests, guest):
    """The lines that one class's own process printed. `guest`: the script that it runs under."""
    argv = [sys.executable, script, "--in-process", *tests]
    env = dict(os.environ)
    if guest:
        argv.insert(0, os.path.join(SUPPORT, guest))
        env.setdefault("SMSFW_TEST_PATIENCE", "4")  # a guest kernel may be slow
    done = subprocess.run(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    lines = done.stdout.splitlines()
    if done.returncode not in (0, 1):
        lines.append(f"FAIL {name} (its process ended with {done.returncode})")
    return lines


def main(script, doc):
    script = os.path.abspath(script)
    here = os.path.dirname(script)
    sys.path.insert(0, here)
    parser = argparse.ArgumentParser(description=doc,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", default=os.environ.get("SMSFW_TEST_PRESET", "release"),
                        help="build/<preset>/bin is tested (release)")
    parser.add_argument("--jobs", type=int, default=2, help="classes at a time (2)")
    parser.add_argument("--list", action="store_true", help="print the names, run nothing")
    parser.add_argument("--without", action="append", default=[], metavar="PEER",
                        help="leave the tests of this peer out")
    parser.add_argument("--in-process", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", metavar="NAME")
    args = parser.parse_args()
    os.environ["SMSFW_TEST_PRESET"] = args.preset
    if "san" in args.preset:
        os.environ.setdefault("SMSFW_TEST_PATIENCE", "4")

    if args.in_process:
        suite = unittest.defaultTestLoader.loadTestsFromNames(args.names)
        result = Progress()
        suite.run(result)
        return 0 if result.wasSuccessful() else 1

    classes = {}
    guests = {}
    broken = []
    for test in flatten(unittest.defaultTestLoader.discover(here, "test_*.py")):
        name = test.id()
        if args.names and not any(wanted in name for wanted in args.names):
            continue
        if type(test).__module__ == "unittest.loader":
            broken.append(f"FAIL {name}\n    {getattr(test, '_exception', '')}")
            continue
        if getattr(test, "peer", None) in args.without:
            continue
        classes.setdefault(name.rpartition(".")[0], []).append(name)
        for need in ("sctp", "systemd"):
            if getattr(test, "needs_" + need, False):
                guests[name.rpartition(".")[0]] = "with-" + need
    if args.list:
        for tests in classes.values():
            print("\n".join(tests))
        return 0
    if not classes and not broken:
        print(f"{script}: no test is named like {' '.join(args.names)}", file=sys.stderr)
        return 2

    passed, failed = 0, len(broken)
    print("\n".join(broken), end="\n" if broken else "")
    with concurrent.futures.ThreadPoolExecutor(max(1, args.jobs)) as pool:
        running = [pool.submit(run_class, script, name, tests, guests.get(name))
                   for name, tests in classes.items()]
        for future in concurrent.futures.as_completed(running):
            lines = future.result()
            print("\n".join(lines), flush=True)
            passed += sum(line.startswith("pass ") for line in lines)
            failed += sum(line.startswith("FAIL ") for line in lines)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0
