#!/usr/bin/python3
"""Checks what the pages refer to. In every *.md: relative links, their #anchors, and names in
backticks that look like a path of this repository (`tests/lint/walls.py`, `filters/*/x.hh`) lead to
something that is there. Prints each that does not, then `N passed, N failed`."""
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOT_OURS = {"build", "node_modules", "run"}

FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1[^\n]*$", re.M | re.S)
CODE = re.compile(r"(`+)(.+?)\1", re.S)
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s+(\S+)", re.M)
SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.I)
# A path has a folder and a file with an ending, nothing else; `*` stands for any name.
PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/[\w.*-]*\.[A-Za-z][\w]*")


def pages():
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(d for d in below if d not in NOT_OURS and d != ".git")
        for name in sorted(names):
            if name.endswith(".md"):
                yield pathlib.Path(folder, name)


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def anchors(page):
    """The anchors of a page's headings, as common renderers make them."""
    text = FENCE.sub(blank, page.read_text(encoding="utf-8"))
    found = set()
    for heading in re.findall(r"^#{1,6}\s+(.+?)\s*#*$", text, re.M):
        slug = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).strip().replace(" ", "-")
        same = sum(1 for one in found if re.fullmatch(re.escape(slug) + r"(-\d+)?", one))
        found.add(slug if not same else f"{slug}-{same}")
    return found


def references(text):
    """(offset, what is referred to, whether it is a link) of a page."""
    text = FENCE.sub(blank, text)
    for match in CODE.finditer(text):
        yield match.start(), match.group(2).strip(), False
    text = CODE.sub(blank, text)
    for pattern in (LINK, REFERENCE):
        for match in pattern.finditer(text):
            yield match.start(), match.group(1), True


def link_problem(page, target):
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page
    if path.startswith("/"):
        return "a link is relative to its page"
    if ROOT not in there.parents and there != ROOT:
        return "leads out of the repository"
    if not there.exists():
        return "is not there"
    if anchor and there.suffix == ".md" and anchor not in anchors(there):
        return "has no such heading"
    return None


def code_problem(page, name):
    for base in (ROOT, page.parent):
        if "*" in name and any(base.glob(name)) or "*" not in name and (base / name).exists():
            return None
    return "is not there"


def main():
    top = {one.name for one in ROOT.iterdir() if one.is_dir()} - NOT_OURS
    passed = failed = 0
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for offset, target, is_link in references(text):
            if is_link:
                if SCHEME.match(target):
                    continue
                problem = link_problem(page, target)
            else:
                if not PATH.fullmatch(target) or target.split("/")[0] not in top:
                    continue
                problem = code_problem(page, target)
            if problem is None:
                passed += 1
                continue
            failed += 1
            line = text.count("\n", 0, offset) + 1
            print(f"{page.relative_to(ROOT)}:{line}: {target} {problem}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
