#!/usr/bin/python3
"""Checks the include rules: what may know what. One row a rule; prints `N passed, N failed`."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)

# Third-party headers, and the only places that may include them. A place ends in '/' (folder) or
# is the start of a file's path.
HOMES = [
    (r"hs\.h|hs/.*", ["filters/signature/", "tests/bench/bare_scan.cc"]),
    (r"re2/.*", ["filters/signature/"]),
    (r"unicode/.*", ["filters/text/", "tests/unit/text/"]),
    (r"libpsl\.h", ["filters/text/"]),
    (r"osmocom/.*", ["smsc-proxy/ss7/link/", "tests/unit/sms/libosmogsm_differential_test.cc"]),
    (r"boost/asio.*", ["smsc-proxy/app/asio.hh", "smsc-proxy/control/beast.hh"]),
    (r"boost/beast.*", ["smsc-proxy/control/beast.hh"]),
    (r"boost/.*", ["smsc-proxy/app/asio.hh", "smsc-proxy/control/beast.hh"]),
    (r"openssl/.*", ["smsc-proxy/smpp/session/tls", "smsc-proxy/control/crypto",
                     "smsc-proxy/control/tls_context", "smsc-proxy/control/beast.hh",
                     "tests/unit/control/admin_fixture.hh"]),
    (r"sqlite3\.h|libpq.*", ["smsc-proxy/store/"]),
    (r"hiredis/.*", ["smsc-proxy/shared_state/"]),
    (r"prometheus/.*", ["smsc-proxy/control/metrics", "tests/unit/control/metrics"]),
    (r"yaml-cpp/.*", ["smsc-proxy/control/", "smsc-proxy/cli/"]),
    (r"nlohmann/.*", ["smsc-proxy/control/", "smsc-proxy/cli/", "smsc-proxy/tools/", "tests/"]),
    (r"spdlog/.*", ["smsc-proxy/app/log.cc"]),
    (r"libsmpp34/.*|smpp34.*|def_frame/.*|def_list/.*", ["tests/"]),
    (r"catch2/.*", ["tests/catch.hh"]),
]
# Codecs know the standard library, filters/core, filters/sms and themselves.
CODECS = ["smsc-proxy/smpp/codec/", "smsc-proxy/tpdu/", "smsc-proxy/ss7/codec/"]


def sources():
    for top in ("filters", "smsc-proxy", "tests"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix in (".cc", ".hh") and path.is_file():
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def lies_in(path, places):
    return any(path.startswith(place) for place in places)


def problems_of(path, text):
    for kind, name in INCLUDE.findall(text):
        if kind == '"':
            if re.match(r"def_(frame|list)/", name) and path.startswith("tests/"):
                continue  # libsmpp34 writes its own tables so
            if not (ROOT / name).exists():
                yield f'{path}: includes "{name}": write it from the project\'s root'
            if path.startswith("filters/") and not name.startswith("filters/"):
                yield f'{path}: includes "{name}": filters/ knows nothing outside filters/'
            if path.startswith("filters/core/") and not name.startswith("filters/core/"):
                yield f'{path}: includes "{name}": filters/core stands below all filters'
            for codec in CODECS:
                if path.startswith(codec) and not lies_in(
                        name, [codec, "filters/core/", "filters/sms/"]):
                    yield f'{path}: includes "{name}": a codec knows filters/core, filters/sms, itself'
            continue
        for pattern, homes in HOMES:
            if re.fullmatch(pattern, name):
                if not lies_in(path, homes):
                    yield f"{path}: includes <{name}>: only {', '.join(homes)} may"
                break


def words_of(path, text):
    if "#pragma once" not in text and path.endswith(".hh"):
        yield f"{path}: a header without #pragma once"
    if re.search(r"\bstd::regex\b", text):
        yield f"{path}: std::regex is not for hostile input; use RE2 in filters/signature"
    if path.startswith(("filters/", *CODECS)):
        for word in ("std::source_location", "std::ranges::", "std::views::",
                     "std::chrono::system_clock::now", "std::chrono::steady_clock::now"):
            if word in text:
                yield f"{path}: {word} does not belong into filters and codecs"


def main():
    passed, failed = 0, []
    for path, text in sources():
        found = [*problems_of(path, text), *words_of(path, text)]
        failed += found
        passed += not found
    for line in failed:
        print(line)
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
