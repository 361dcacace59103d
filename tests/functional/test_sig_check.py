"""smsfw sig check: what it prints and how it ends, on packs of its own and on the shipped ones."""

import json
import os
import subprocess
import tempfile
import unittest

from processes import ROOT, executable

# Letters with anything between them, in alternatives, counted: too many states for Hyperscan, so
# RE2 runs on nearly every message. A hundred times the dearest shipped rule.
DEAR = ("(?:n.{0,30}a.{0,30}p|t.{0,30}h.{0,30}u.{0,30}o.{0,30}n.{0,30}g|"
        "c.{0,30}u.{0,30}o.{0,30}c){2,6}")
CHEAP = "nap lan dau"


def rule(sid, regex, text):
    return (f"  - sid: {sid}\n"
            "    rev: 1\n"
            "    msg: 'made for a test'\n"
            "    class: gambling\n"
            "    severity: 2\n"
            "    score: 3\n"
            "    action: score\n"
            "    match:\n"
            "      all:\n"
            "        - { buffer: folded, regex: '(?:nap|thuong|cuoc)' }\n"
            f"        - {{ buffer: folded, regex: '{regex}' }}\n"
            f"    examples: {{ match: ['{text}'], clean: ['an com chua em'] }}\n"
            "    meta: { created: 2026-11-23, author: test }\n")


class SigCheck(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="smsfw-test-")
        self.addCleanup(directory.cleanup)
        self.pack = os.path.join(directory.name, "pack.yaml")

    def write(self, *rules):
        with open(self.pack, "w", encoding="utf-8") as file:
            file.write("signatures:\n" + "".join(rules))

    def check(self, *options, status, packs=None):
        run = subprocess.run([executable("smsfw"), "sig", "check", *options,
                              packs or self.pack],
                             cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             timeout=240, check=False)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run

    def test_a_dear_rule_is_refused_with_its_place(self):
        self.write(rule(1000001, CHEAP, "Nap lan dau"), rule(1000002, DEAR, "napnap"))
        run = self.check(status=1)
        self.assertRegex(run.stderr, r"pack\.yaml:25: sid 1000002: match\.all\[1\]: costs \d+ ns a "
                                     r"message on the corpus, over the limit of 4000; .*RE2.*"
                                     r"literal of three letters")
        self.assertNotIn("1000001", run.stderr)
        self.assertIn("2 signatures compiled, 4 examples run, 0 failed, 1 too dear", run.stdout)
        lines = [line.split() for line in run.stdout.splitlines() if "pack.yaml:" in line]
        self.assertEqual([line[2] for line in lines], ["1000002", "1000001"])
        self.assertGreater(int(lines[0][0]), 4000)
        self.assertLess(int(lines[1][0]), 4000)

    def test_a_limit_of_zero_is_none(self):
        self.write(rule(1000002, DEAR, "napnap"))
        run = self.check("--max-cost", "0", status=0)
        self.assertEqual(run.stderr, "")
        self.assertIn("0 too dear", run.stdout)
        self.assertIn("all rules together", run.stdout)

    def test_json_has_the_cost_of_each_rule(self):
        self.write(rule(1000001, CHEAP, "Nap lan dau"), rule(1000002, DEAR, "napnap"))
        result = json.loads(self.check("--json", status=1).stdout)
        self.assertEqual((result["signatures"], result["examples"]), (2, 4))
        problem, = result["problems"]
        self.assertEqual((problem["sid"], problem["file"], problem["line"]),
                         (1000002, self.pack, 25))
        self.assertIn("over the limit of 4000", problem["text"])
        costs = result["costs"]
        self.assertEqual(costs["limit_ns"], 4000)
        self.assertGreater(costs["messages"], 383)
        dear, cheap = costs["rules"]
        self.assertEqual((dear["sid"], dear["line"]), (1000002, 15))
        self.assertEqual((cheap["sid"], cheap["line"]), (1000001, 2))
        self.assertGreater(dear["corpus_ns"], 10 * cheap["corpus_ns"])
        self.assertGreater(cheap["own_ns"], 0)
        self.assertGreater(costs["together_ns"], dear["corpus_ns"] / 2)

    def test_without_costs_nothing_is_refused_for_them(self):
        self.write(rule(1000002, DEAR, "napnap"))
        run = self.check("--no-cost", status=0)
        self.assertNotIn("ns a message", run.stdout)
        self.assertNotIn("costs", json.loads(self.check("--no-cost", "--json", status=0).stdout))
        self.check("--no-cost", "--max-cost", "5", status=2)

    def test_shipped_packs_are_within_the_limit(self):
        result = json.loads(self.check("--json", status=0, packs="signatures/packs").stdout)
        self.assertEqual(result["problems"], [])
        rules = result["costs"]["rules"]
        self.assertEqual(len(rules), result["signatures"])
        self.assertGreater(len(rules), 150)
        most = [max(one["corpus_ns"], one["own_ns"]) for one in rules]
        self.assertEqual(most, sorted(most, reverse=True))
        self.assertLess(most[0], result["costs"]["limit_ns"])
        # By itself each rule scans for what all of them together scan for once.
        self.assertLess(result["costs"]["together_ns"], sum(one["corpus_ns"] for one in rules))

    def test_the_dearest_are_listed_unless_all_are_asked_for(self):
        self.write(*(rule(1000001 + i, f"{CHEAP} {i}", f"nap lan dau {i}") for i in range(7)))
        few = self.check(status=0).stdout
        self.assertEqual(few.count("pack.yaml:"), 5)
        self.assertIn("and 2 cheaper ones (--costs)", few)
        every = self.check("--costs", status=0).stdout
        self.assertEqual(every.count("pack.yaml:"), 7)
        self.assertNotIn("cheaper ones", every)
