"""python -m knowledge check | match "text" | show ID | build --sources DIR | build --phrases | quiz-eval FILE | quiz-fit FILE"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.tables import DATA, CatalogError


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="The catalog: check it, show it, match text to it, build it.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="check shape and cross-references of every data file")
    show = commands.add_parser("show", help="print a cluster, pathway or occupation")
    show.add_argument("id")
    match = commands.add_parser("match", help="what a text is matched to, and why")
    match.add_argument("text", nargs="+")
    build = commands.add_parser("build", help="write the tables from the publishers' releases")
    made_from = build.add_mutually_exclusive_group(required=True)
    made_from.add_argument("--sources", type=Path, metavar="DIR")
    made_from.add_argument("--phrases", action="store_true", help="compile the handwritten phrases alone, as after editing vocabulary/")
    build.add_argument("--out", type=Path, default=DATA, metavar="DIR", help="the data folder (default: the package's own)")
    build.add_argument("--meaning", action="store_true", help="train the word vectors as well (needs the `meaning` extra)")
    commands.add_parser("quiz-eval", add_help=False, help="how good the interest quiz is, on a file of answers")
    commands.add_parser("quiz-fit", add_help=False, help="estimate the quiz's parameters from a file of answers")
    argv = sys.argv[1:] if argv is None else argv
    if argv and argv[0] in ("quiz-eval", "quiz-fit"):
        return quiz(argv[0], argv[1:])
    arguments = parser.parse_args(argv)
    try:
        return COMMANDS[arguments.command](arguments)
    except CatalogError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} problems.", file=sys.stderr)
        return 1


def quiz(name: str, argv: Sequence[str]) -> int:
    """These read their own options, so that numpy is loaded for them alone."""
    from knowledge import quiz_eval, quiz_fit

    return quiz_eval.main(argv) if name == "quiz-eval" else quiz_fit.main(argv)


def check(arguments: argparse.Namespace) -> int:
    from knowledge.catalog import Catalog, counts
    from knowledge.check import check_details

    catalog = Catalog.load()
    check_details(catalog)
    for name, count in counts(catalog):
        print(f"{count:>7,}  {name}")
    print("All good!")
    return 0


def show(arguments: argparse.Namespace) -> int:
    from knowledge.catalog import Catalog
    from knowledge.show import describe

    lines = describe(Catalog.load(), arguments.id)
    if lines is None:
        print(
            f"{arguments.id}: no cluster, pathway or occupation is called that. Examples: finance, accounting, 13-2011.00", file=sys.stderr
        )
        return 1
    print("\n".join(lines))
    return 0


def match(arguments: argparse.Namespace) -> int:
    from knowledge.catalog import Catalog
    from knowledge.matching import Matcher
    from knowledge.show import explain

    catalog = Catalog.load()
    print("\n".join(explain(catalog, Matcher.load(catalog), " ".join(arguments.text))))
    return 0


def build(arguments: argparse.Namespace) -> int:
    from knowledge.build import build as build_tables
    from knowledge.build.tables import SourceError
    from knowledge.catalog import Catalog
    from knowledge.phrase_files import write

    if not arguments.phrases:
        try:
            build_tables(arguments.sources, arguments.out, meaning=arguments.meaning)
        except SourceError as error:
            print(error, file=sys.stderr)
            return 1
    # Phrases hold names and orders of the tables.
    write(Catalog.load(arguments.out), arguments.out)
    return 0


COMMANDS = {"check": check, "show": show, "match": match, "build": build}


if __name__ == "__main__":
    sys.exit(main())
