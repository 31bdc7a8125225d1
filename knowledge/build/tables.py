"""Reading publishers' workbooks and writing the catalog's tables, byte for byte the same each time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

SEPARATOR = "|"


class SourceError(Exception):
    """A publisher's file is missing or not in the shape its release documents."""


def read_workbook(path: Path, sheet: str | None = None, needs: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Rows of one sheet (the first by default) as dicts by column title."""
    from openpyxl import load_workbook  # build-time dependency, so not imported with the package

    if not path.exists():
        raise SourceError(f"{path}: no such file; --sources names the folder of the publishers' releases")
    book = load_workbook(path, read_only=True)
    rows = (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
    header = [str(cell) for cell in next(rows)]
    missing = [column for column in needs if column not in header]
    if missing:
        raise SourceError(f"{path}: no column {', '.join(missing)}; it has {', '.join(header)}")
    for row in rows:
        yield dict(zip(header, row, strict=False))


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        raise SourceError(f"{path}: no such file; --sources names the folder of the publishers' releases")
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def join(values: Iterable[str]) -> str:
    """A list in one cell."""
    items = list(values)
    for item in items:
        if SEPARATOR in item:
            raise SourceError(f"{item!r} holds {SEPARATOR!r}, which separates values in a cell")
    return SEPARATOR.join(items)
