"""What the model of kinds makes of writers it never saw: each file of lines in turn is kept from the fit and then read.

    python -m tests.benchmarks.kinds [FILE ...]

Prints the share of the file's lines read as their kind or one that is fair as well, by the rules alone and with the model;
for lines that call for help or only sound so, the share heard. Files are named as in conversations/understanding/kinds/lines.
Rules were mended from `mixed`, vocabulary from `interests-*`, `titles-1`, `paraphrases` and `casual`: those figures flatter.
Needs the fit extra.
"""

from __future__ import annotations

import sys

from conversations.requests import Intent
from conversations.understanding.kinds import Kinds
from conversations.understanding.kinds.fit import CALM, Line, fit, read_lines, see, vocabulary
from conversations.understanding.reader import Reader
from knowledge.catalog import Catalog
from knowledge.matching import Matcher

BARE = frozenset(
    (Intent.INTEREST, Intent.TITLE, Intent.CLARIFY, Intent.DESCRIBE_CLUSTER, Intent.DESCRIBE_OCCUPATION, Intent.JOBS_USING, Intent.MAJOR)
)
"""What a bare wish or title may be read as."""


def read_as(reader: Reader, text: str) -> Intent:
    return Intent.SUPPORT if reader.alarming(text) else reader.read(text, None).intent


def right(line: Line, read: Intent) -> bool:
    return read == line.kind or read in line.also or (line.kind in BARE and read in BARE)


def report(name: str, lines: list[Line], readers: tuple[Reader, Reader]) -> None:
    groups = {
        "read as meant": [line for line in lines if line.kind not in (Intent.SUPPORT, CALM)],
        "distress heard": [line for line in lines if line.kind == Intent.SUPPORT],
        "false alarms": [line for line in lines if line.kind == CALM],
    }
    for what, group in groups.items():
        if not group:
            continue
        shares = []
        for reader in readers:
            read = [(line, read_as(reader, line.text)) for line in group]
            hits = sum(intent is Intent.SUPPORT if line.kind in (Intent.SUPPORT, CALM) else right(line, intent) for line, intent in read)
            shares.append(100 * hits / len(group))
        print(f"{name:<26} {what:<16} {len(group):>5}   rules alone {shares[0]:5.1f}   with the model {shares[1]:5.1f}", flush=True)


def main() -> int:
    everything = read_lines()
    names = sys.argv[1:] or list(everything)
    if unknown := set(names) - set(everything):
        print(f"no lines {', '.join(sorted(unknown))}; there are {', '.join(everything)}", file=sys.stderr)
        return 2
    catalog = Catalog.load()
    matcher = Matcher.load(catalog)
    assert matcher.meaning
    rules = Reader(catalog, matcher)
    lines = [(name, line) for name, of_file in everything.items() for line in of_file] + [("", line) for line in vocabulary(catalog)]
    seen = see([line for _, line in lines], rules)
    for name in names:
        others = [number for number, (file, _) in enumerate(lines) if file != name]
        kinds = Kinds(matcher.meaning, *fit(seen.only(others)))
        report(name, everything[name], (rules, Reader(catalog, matcher, kinds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
