"""Reading the catalog's own files. Knows rows and problems, not what they mean."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Problem:
    file: str
    row: int | str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.message}"


class CatalogError(Exception):
    """The data files contradict themselves; ``problems`` holds every one."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass
class Reader:
    """Reads files under one folder and gathers what is wrong with them."""

    folder: Path = DATA
    problems: list[Problem] = field(default_factory=list)

    def problem(self, file: str, row: int | str, message: str) -> None:
        self.problems.append(Problem(file, row, message))

    def csv(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows with their line number."""
        path = self.folder / name
        if not path.exists():
            self.problem(name, 1, "the file is missing; `python -m knowledge build --sources DIR` writes the tables")
            return
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader)
            for row in reader:
                if len(row) != len(header):
                    self.problem(name, reader.line_num, f"{len(row)} cells under {len(header)} columns")
                    continue
                yield reader.line_num, dict(zip(header, row, strict=True))

    def toml(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.problem(name, 1, "the file is missing")
        except tomllib.TOMLDecodeError as error:
            self.problem(name, 1, f"not TOML: {error}")
        return {}


class LazyTable(Mapping[str, dict[str, str]]):
    """A table by its first column, whose rows are parsed when asked for: reading all of them takes longer than a start may."""

    def __init__(self, path: Path) -> None:
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        self.columns = next(csv.reader([header]))
        self._lines = {line.partition(",")[0]: line for line in lines}
        self._rows: dict[str, dict[str, str]] = {}

    def __getitem__(self, key: str) -> dict[str, str]:
        row = self._rows.get(key)
        if row is None:
            cells = next(csv.reader([self._lines[key]]))
            row = self._rows[key] = dict(zip(self.columns, cells, strict=True))
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def split(cell: str) -> tuple[str, ...]:
    """A list in one cell."""
    return tuple(cell.split("|")) if cell else ()
